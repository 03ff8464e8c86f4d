"""Every parameter, declared once: default, unit, range, meaning, source.

Configs, checks, the command line, sliders, sweeps and the reference tables all read these declarations. The groups
`firms`, `advisors` and `customers` are traits (a column with one value per row). Every other group holds for the whole
world.
"""

from functools import cache

from trustsim.declaring import declared, par, snake
from trustsim.population import PEOPLE


class Evidence:
    """How signals become evidence, and how evidence becomes belief."""

    prior_weight: float = par(2.0, "observations", 0.1, 20.0, "Weight of the prior (W).", "JosangIsmail2002")
    half_life: float = par(104.0, "weeks", 4.0, 5200.0, "Time in which evidence loses half its weight.", "assumption; Kumar2016 [C]: forgetting improves a replay of ratings by 5 %")
    spillover: float = par(0.3, "share", 0.0, 1.0, "Share of what is learnt in one context that counts in the others (sigma).", "claim 24; Poortinga2003 finds a strong general factor")
    firm_to_advisor: float = par(0.3, "share", 0.0, 1.0, "Share of the evidence about a firm that counts for its advisors (omega_down).", "assumption; Palmatier2006: person above firm")
    advisor_to_firm: float = par(0.3, "share", 0.0, 1.0, "Share of a delivery, or of a look at a record, that counts for the firm as well (omega_up).", "assumption; Palmatier2006")
    disconfirmation: bool = par(False, "switch", False, True, "Count a signal relative to what was expected (v - b) instead of by itself.", "claim 38; expectancy disconfirmation")
    deceit: float = par(0.1, "share", 0.0, 1.0, "Share of breaches of integrity that are deceptions.", "assumption; swept in docs/reference/sensitivity.md")
    scar: float = par(0.5, "share", 0.0, 1.0, "Share of a deception that is never forgotten.", "Schweitzer2006")
    communal_share: float = par(0.2, "share", 0.0, 1.0, "Share of relations that are communal rather than exchange relations.", "Aggarwal2004")
    communal_weight: float = par(1.5, "ratio", 1.0, 4.0, "Weight of signals of empathy and integrity in a communal relation, relative to an exchange relation.", "Aggarwal2004 [M]")


class Contexts:
    """What trust is about."""

    main_share: float = par(0.7, "share", 0.0, 1.0, "Share of needs in the first context; the others divide the rest evenly.", "assumption; swept in docs/reference/sensitivity.md")
    elsewhere: float = par(1.0, "ratio", 0.0, 1.0, "True dispositions outside the first context, relative to those in it.", "claim 24: on time, but not with my data")


class News:
    """How far news about a firm reaches."""

    contagion: float = par(0.0, "share", 0.0, 1.0, "Share of bad news about a firm that counts for every other firm: its sector.", "claim 22; 0 by default, as no source gives a size")


class Posting:
    """What posts say and whom they reach."""

    reach: float = par(0.5, "probability", 0.0, 1.0, "Probability that a customer sees a post by an advisor they know.", "assumption; swept in docs/reference/sensitivity.md")
    post_weight: float = par(0.3, "observations", 0.0, 2.0, "Weight of what a post says, in observations; a delivery has 1.", "assumption; Guenzi2010, Swan1999: modest")
    dialogue_weight: float = par(0.3, "observations", 0.0, 2.0, "Weight of what a reader learns when the advisor asks back.", "claim 4; Huang2017 [M]")
    sharing: float = par(0.02, "probability", 0.0, 1.0, "Probability that a reader passes a post on to their peers.", "assumption; swept in docs/reference/sensitivity.md")


class Levelling:
    """How differences in status shrink."""

    levelling: float = par(0.1, "share", 0.0, 1.0, "Share of the status gap that one personal post removes.", "Schein2013 [M]; assumption for the size")
    distance: float = par(0.0, "share", 0.0, 1.0, "Share of what is left to a gap of 1 that one knowledge post adds.", "article 000, claim 2: expertise raises status, and status silences; 0 by default, as no source gives a size")


class OpeningUp:
    """Whether a customer entrusts the real problem or a safe one."""

    misdiagnosis: float = par(0.5, "share", 0.0, 1.0, "Share of competence lost when the real problem stays hidden.", "claim 10; assumption for the size")


class Leaping:
    """When a customer leaps."""

    size_spread: float = par(0.8, "log units", 0.0, 3.0, "Standard deviation of the logarithm of a need's size (median 1).", "assumption; swept in docs/reference/sensitivity.md")
    novel_share: float = par(0.3, "share", 0.0, 1.0, "Share of needs that concern something new (novelty uniform on 0..1; otherwise 0).", "assumption; claim 25")
    gain: float = par(1.5, "ratio", 0.1, 10.0, "Gain when trust is kept, relative to the loss when it is broken (G).", "Coleman1990; assumption for the size")
    novelty_risk: float = par(1.0, "ratio", 0.0, 5.0, "Extra stake in something entirely new, relative to something known.", "claim 25; assumption for the size")
    reputation_floor: float = par(0.4, "belief, 0..1", 0.0, 1.0, "Minimum believed competence to be considered.", "claim 7; CrossParker: advice rises steeply past a threshold")
    choice_noise: float = par(0.04, "trust, 0..1", 0.0, 1.0, "Scale of the Gumbel noise in choosing an advisor.", "assumption, chosen by trustsim verify; swept in docs/reference/sensitivity.md")
    stickiness: float = par(0.6, "share", 0.0, 1.0, "Share of the amount last dared that carries over; the rest moves towards the allowance.", "Mikus2023: .63 [C]")


class Delivering:
    """What a customer learns from a delivery."""

    delivery_weight: float = par(1.0, "observations", 0.0, 5.0, "Weight of one delivery, in observations.", "JosangIsmail2002")
    newest: float = par(1 / 3, "share", 0.0, 1.0, "Weight of the newest delivery in satisfaction, relative to the earlier ones.", "assumption: a third; swept in docs/reference/sensitivity.md")
    freedom: float = par(0.3, "share", 0.0, 1.0, "Share of an advisor's empathy that shows only when the firm leaves the delivery to their own judgement.", "claim 49; assumption for the size")
    digital_warmth: float = par(0.2, "share", 0.0, 1.0, "Share of empathy and intimacy that is left when a machine delivers.", "claim 46; assumption for the size")
    digital_reliability: float = par(0.95, "probability", 0.0, 1.0, "Minimum reliability of a machine.", "assumption; claim 46")


class Scrutiny:
    """What looking into a firm's record does."""

    verification: float = par(0.5, "share", 0.0, 1.0, "How far transparency, when used, verifies and compels.", "Falk2006, Malhotra2002; assumption for the size")
    attribution: float = par(0.5, "share", 0.0, 1.0, "How far good behaviour under watch is attributed to the watching.", "Malhotra2002; assumption for the size")
    crowding_out: float = par(0.25, "share", 0.0, 1.0, "Share of their effort that an advisor drops under full watch.", "Falk2006: about -25 % [M?]")
    precision: float = par(0.5, "ratio", 0.0, 5.0, "Extra weight of evidence under full watch.", "Grimmelikhuijsen2010; assumption for the size")
    looking: float = par(0.2, "probability per week", 0.0, 1.0, "Probability that a customer who wants to look does so in a week.", "assumption; swept in experiments/transparency_vs_trust.py")
    record_weight: float = par(0.3, "observations", 0.0, 2.0, "Weight of what a look at the firm's record shows.", "assumption; Wang2022: small mean effect .13")


class WordOfMouth:
    """How experience spreads from customer to customer."""

    telling: float = par(0.4, "probability", 0.0, 1.0, "Probability of telling peers about an entirely unexpected delivery.", "assumption; East2007 constrains the ratio")
    negativity_telling: float = par(1.3, "ratio", 1.0, 5.0, "Probability of telling bad news relative to good news.", "Richins1983 [M]; assumption for the size")
    hearsay: float = par(0.2, "share", 0.0, 1.0, "Weight of what a peer tells, relative to one's own experience.", "JosangIsmail2002: discounting; assumption for the size")
    fan_after: int = par(3, "deliveries", 1, 50, "Number of deliveries above expectation in a row that make a fan.", "claim 52; assumption")
    fan_telling: float = par(0.1, "probability per week", 0.0, 1.0, "Probability that a fan tells peers without being asked.", "claim 52; assumption")


class Displacement:
    """How new evidence takes the place of older evidence about the same person."""

    phi: float = par(0.875, "share", 0.1, 1.0, "Share of what was known of somebody that a whole new observation leaves (phi).", "data: 1/2 fits ratings of Bitcoin OTC; assumption: 7/8 for services")


class LearntPropensity:
    """How prior trust in people is learnt."""

    anchor: float = par(0.75, "experiences", 0.05, 20.0, "Weight of the propensity one starts with (K).", "data: 3/4 fits ratings of Bitcoin OTC")
    remembered: float = par(0.75, "share", 0.0, 0.99, "Weight of an earlier experience relative to the next one (psi).", "data: 3/4 fits ratings of Bitcoin OTC")


class ReturnedRegard:
    """What the trust of the other tells about them."""

    regard_weight: float = par(0.5, "observations", 0.0, 10.0, "Weight of the advisor's trust in the customer as evidence about the advisor (rho).", "data: 8 fits ratings of Bitcoin OTC; assumption: far less in a market")


class Reciprocity:
    """How trust is answered, both ways."""

    steepness: float = par(12.0, "slope", 0.0, 40.0, "How steeply effort and threats follow trust (k); 0 is linear.", "assumption, chosen by trustsim verify; swept in docs/model.md")
    least_effort: float = par(0.7, "share", 0.0, 1.0, "Effort of an advisor for a customer whom they do not trust at all (e0).", "claim 82; assumption for the size, chosen by trustsim verify")
    after_failure: float = par(1.0, "ratio", 0.0, 5.0, "How much likelier a threat is after a delivery below expectation: 1 doubles it.", "assumption; swept in docs/reference/sensitivity.md")
    meeting_weight: float = par(1.0, "observations", 0.0, 5.0, "Weight of one delivery as evidence of the advisor about the customer.", "JosangIsmail2002")


class Empowerment:
    """What firms and advisors learn about each other from a delivery."""

    review_weight: float = par(0.3, "observations", 0.0, 5.0, "Weight of one delivery as evidence of the firm about the advisor.", "assumption: a firm sees less of a delivery than the customer")
    freedom_weight: float = par(0.3, "observations", 0.0, 5.0, "Weight of one delivery left free, overruled or punished as evidence of the advisor about the firm.", "assumption; claim 49")


class Inside:
    """How trust inside the firm shows outside."""

    talk_weight: float = par(0.3, "observations", 0.0, 5.0, "Weight of one open talk with the firm, in observations.", "article 002: it starts inside; assumption for the size")
    withheld: float = par(0.5, "share", 0.0, 1.0, "Share of their empathy and of their personal posts that an advisor withholds who does not trust the firm at all.", "article 002: it starts inside; assumption for the size")


class SelfDisclosure:
    """When an advisor dares to show themselves."""

    exposure_spread: float = par(0.8, "log units", 0.0, 3.0, "Standard deviation of the logarithm of the exposure of a personal post (median 1).", "assumption: as leaping.size_spread")
    weakness: float = par(0.3, "share", 0.0, 1.0, "Share of personal posts that show a weakness, which exposes twice as much.", "assumption; Gibson2018")
    closed_weight: float = par(0.05, "observations", 0.0, 2.0, "Weight of not showing oneself, as evidence against openness.", "John2016 [unverified]; assumption for the size")


class Habit:
    """When customers stop deliberating."""

    habit_half: float = par(3.0, "deliveries", 0.1, 100.0, "Number of deliveries in a row at which half of the needs go to the same advisor without deliberation.", "assumption; Lally2010: habits form along a curve that flattens")
    exit_trust: float = par(0.4, "trust, 0..1", 0.0, 1.0, "Trust below which a habit ends.", "assumption, chosen by trustsim verify; swept in docs/reference/sensitivity.md")


class Lenience:
    """What comes of making good without asking."""

    lenience_weight: float = par(0.5, "observations", 0.0, 5.0, "Weight of being made good without a question, as evidence about the firm.", "assumption; swept in docs/reference/sensitivity.md")
    found_out: float = par(0.3, "probability", 0.0, 1.0, "Probability that a false claim is found out although it was made good without asking.", "assumption; swept in docs/reference/sensitivity.md")
    clientele_weight: float = par(1.0, "observations", 0.0, 20.0, "Weight of a week of customers as evidence of the firm about its clientele.", "assumption; swept in docs/reference/sensitivity.md")


class Repair:
    """What an apology or a denial restores of what a failure took."""

    apology_competence: float = par(0.5, "share", -1.0, 1.0, "What an apology restores after a failure of competence.", "Kim2004 for the sign; assumption for the size")
    apology_integrity: float = par(0.2, "share", -1.0, 1.0, "What an apology restores after a breach of integrity.", "Kim2004: less than after a failure of competence; assumption for the size")
    denial_competence: float = par(-0.2, "share", -1.0, 1.0, "What a denial restores after a failure of competence.", "Kim2004 for the order; assumption for the size")
    denial_integrity: float = par(0.4, "share", -1.0, 1.0, "What a denial restores after a breach of integrity.", "Kim2004: more than an apology; assumption for the size")
    exposed: float = par(0.3, "probability", 0.0, 1.0, "Probability that a denial is proven false.", "assumption; swept in docs/reference/sensitivity.md")


class Talk:
    """When people talk about trust, and whether it helps."""

    awareness: float = par(0.7, "probability", 0.0, 1.0, "Probability that falling trust is noticed at all.", "article 004; assumption for the size")
    cost: float = par(4.0, "median needs", 0.0, 50.0, "Size of a need times log(1 + weeks of acquaintance) above which they talk: importance and duration.", "article 004; assumption for the size")
    trust_to_talk: float = par(0.4, "trust, 0..1", 0.0, 1.0, "Trust at which a talk works half of the time (T*).", "article 004; assumption for the size")
    talk_slope: float = par(12.0, "slope", 0.0, 40.0, "How steeply the success of a talk follows trust (k).", "assumption: as reciprocity.steepness")
    mediation: float = par(0.0, "share", 0.0, 1.0, "Share of talks with a mediator.", "article 004; none by default")
    mediator: float = par(0.2, "trust, 0..1", 0.0, 1.0, "How much less trust a talk with a mediator needs.", "article 004; assumption for the size")
    settled_weight: float = par(1.0, "observations", 0.0, 5.0, "What a talk about what weighs most restores; about anything else, half of it.", "article 004; assumption for the size")


class Approaching:
    """What a contact says, and when a solution is welcome."""

    contact_weight: float = par(0.3, "observations", 0.0, 5.0, "Weight of a contact, in observations; a delivery has 1.", "assumption: as posting.post_weight")
    enough_shown: float = par(0.5, "observations", 0.05, 10.0, "Good evidence, on intimacy and on competence, from which the way to a solution is open.", "article 003, claim 65; assumption for the size")
    flight: float = par(0.5, "probability", 0.0, 1.0, "Probability of avoiding an advisor whose solution comes before anything was shown.", "article 003, claim 60; assumption for the size")
    avoid_weeks: int = par(26, "weeks", 1, 5200, "How long an advisor is then avoided.", "assumption; swept in docs/reference/sensitivity.md")


class Latitude:
    """What is entrusted to whom one does not dare to entrust all."""

    least_part: float = par(0.1, "share", 0.0, 1.0, "Smallest part of a need that is worth entrusting.", "assumption; claim 58")


class Searching:
    """How long what is put online is found."""

    findable_for: float = par(26.0, "weeks", 1.0, 5200.0, "Time in which a post is found half as often.", "assumption; swept in docs/reference/sensitivity.md")


class Imitating:
    """When advisors take over what others post."""

    quarter: int = par(13, "weeks", 1, 520, "Time between two comparisons of takings.", "assumption: firms report by the quarter")
    imitation_noise: float = par(2.0, "median needs a quarter", 0.01, 100.0, "Difference in takings that makes imitation clearly likelier than not.", "SzaboToke1998 for the form; assumption for the size")


class Promising:
    """What a broken promise costs."""

    promise_weight: float = par(1.0, "observations", 0.0, 5.0, "Weight of a delivery below its promise, as evidence against integrity.", "JosangIsmail2002: a delivery has 1; claim 41")


class Responding:
    """What a late answer costs."""

    late_weight: float = par(0.5, "observations", 0.0, 5.0, "Weight of a late answer as evidence against reliability.", "assumption: half a delivery; claim 35")


class Alignment:
    """What misaligned pay leads to."""

    temptation: float = par(0.3, "probability", 0.0, 1.0, "Probability that an advisor whose pay hangs on nothing else serves themselves.", "assumption; Coleman1990")
    caught: float = par(0.3, "probability", 0.0, 1.0, "Probability that the customer finds out, and sees it as a breach of integrity.", "assumption; swept in docs/reference/sensitivity.md")


class Surviving:
    """When a firm reckons up."""

    year: int = par(52, "weeks", 1, 5200, "Time over which a firm's takings must cover its costs.", "assumption: a year")


class Oscillating:
    """When somebody turns on those who trust them."""

    bait: float = par(0.6, "trust, 0..1", 0.0, 1.0, "Trust from which they betray it.", "assumption: clearly above one half")


class Colluding:
    """What made-up praise counts."""

    praise_weight: float = par(0.2, "observations", 0.0, 5.0, "Weight of made-up praise; a delivery of one's own has 1.", "assumption: as word_of_mouth.hearsay")


class Lens:
    """How the theories turn beliefs into trust."""

    compensation: float = par(0.0, "exponent", -50.0, 1.0, "Pillars: power mean (1 arithmetic, 0 geometric, -50 the weakest pillar).", "article 001; reading in lenses/pillars.py")
    weight_reliability: float = par(1.0, "weight", 0.01, 10.0, "Components: weight of reliability.", "article 004, claim 73")
    weight_openness: float = par(2.0, "weight", 0.01, 10.0, "Components: weight of transparency.", "article 004, claim 73")
    weight_competence: float = par(3.0, "weight", 0.01, 10.0, "Components: weight of competence.", "article 004, claim 73")
    weight_empathy: float = par(4.0, "weight", 0.01, 10.0, "Components: weight of care.", "article 004, claim 73")
    undermining: float = par(0.5, "share", 0.0, 1.0, "Components: how far a lack of care undermines the rest (psi).", "claim 74")
    weight_ability: float = par(0.49, "weight", 0.01, 10.0, "ABI: weight of ability.", "Colquitt2007 [M]: .39")
    weight_benevolence: float = par(0.33, "weight", 0.01, 10.0, "ABI: weight of benevolence.", "Colquitt2007 [M]: .26")
    weight_integrity: float = par(0.19, "weight", 0.01, 10.0, "ABI: weight of integrity.", "Colquitt2007 [M]: .15")


GROUPS = PEOPLE + tuple(kind for kind in list(vars().values()) if isinstance(kind, type) and kind.__module__ == __name__)
TRAITS = ("firms", "advisors", "customers")
SHARED = ("leaping.gain",)  # read by other mechanisms than the one in whose group they are: the rule for a leap is everybody's
OPTIONAL = (  # mechanisms that are off unless a config switches them on: see "The default world" in docs/model.md
    "alignment",
    "approaching",
    "attention",
    "colluding",
    "displacement",
    "exaggerating",
    "imitating",
    "latitude",
    "learnt_propensity",
    "oscillating",
    "promising",
    "responding",
    "searching",
    "steadiness",
    "surviving",
    "whitewashing",
)
MOST_CONTEXTS = 8
WITH_A_RELATION = ("advisors.status", "customers.status", "evidence.communal_share")  # read when a relation begins: later changes affect new relations only
BEFORE_THE_WORLD = ("population", "graph", "spread")  # read while a world is built; no rule reads them


@cache
def parameters():
    """Every declared parameter by its path, in order of declaration: {"advisors.rate": Parameter, …}."""
    return {p.path: p for group in GROUPS for p in declared(group, snake(group.__name__))}


def traits(table):
    """The traits of `firms`, `advisors` or `customers`."""
    return tuple(p for p in parameters().values() if p.group == table)


def scalars():
    """The parameters that hold for the whole world and that rules read."""
    return tuple(p for p in parameters().values() if p.group not in TRAITS + BEFORE_THE_WORLD)
