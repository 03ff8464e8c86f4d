"""Every parameter, declared once: default, unit, range, meaning, source.

Configs, checks, the command line, sliders, sweeps and the reference tables all read these declarations. The groups
`firms`, `advisors` and `customers` are traits (a column with one value per row). Every other group holds for the whole
world.
"""

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Parameter:
    """One declared number: its group and name, default, unit, range, meaning and source."""

    group: str
    name: str
    kind: type
    default: float
    unit: str
    low: float
    high: float
    meaning: str
    source: str

    @property
    def path(self):
        """The name in a config: `advisors.rate`."""
        return f"{self.group}.{self.name}"


def par(default, unit, low, high, meaning, source):
    """Declare one number. The annotation of the attribute says whether it is a float, an int or a switch."""
    return default, unit, low, high, meaning, source


class Population:
    """Numbers of firms, advisors and customers."""

    firms: int = par(4, "firms", 1, 10_000, "Number of firms in a generated world.", "assumption; swept in docs/reference/sensitivity.md")
    advisors: int = par(24, "advisors", 1, 1_000_000, "Number of advisors, divided evenly over the firms.", "assumption; swept in docs/reference/sensitivity.md")
    customers: int = par(400, "customers", 1, 10_000_000, "Number of customers.", "assumption; swept in docs/reference/sensitivity.md")


class Graph:
    """Who knows whom at the start."""

    relations: int = par(4, "advisors per customer", 1, 1000, "Mean number of advisors that a customer knows at the start.", "assumption, chosen by trustsim verify; claim 21")
    peers: int = par(6, "peers per customer", 0, 1000, "Mean number of peers that a customer talks to.", "assumption; Dunbar1992 gives layers of 5 and 15")
    spare: int = par(2, "slots", 0, 100, "Number of empty places for new acquaintances in each customer's list of relations.", "assumption; swept in docs/reference/sensitivity.md")
    rewiring: float = par(0.1, "probability", 0.0, 1.0, "Small world: probability that a tie of the ring is rewired to a random person.", "WattsStrogatz1998")
    attachment: float = par(1.0, "exponent", 0.0, 2.0, "Scale free: how strongly new ties prefer people who already have many (1 = linear).", "BarabasiAlbert1999")
    mixing: float = par(0.1, "probability", 0.0, 1.0, "Stochastic block: probability that a tie goes to another block.", "HollandLaskeyLeinhardt1983")
    branching: int = par(4, "people", 2, 100, "Firm hierarchy: number of people who report to one person.", "assumption; swept in docs/reference/sensitivity.md")


class Firms:
    """Traits of firms (one value per firm)."""

    disclosure: float = par(0.3, "share, 0..1", 0.0, 1.0, "How much of its work the firm shows (tau).", "article 001; swept in experiments/transparency_vs_trust.py")
    digital_share: float = par(0.1, "share, 0..1", 0.0, 1.0, "Share of deliveries made by a machine (delta).", "article 002")
    empowerment: float = par(0.5, "share, 0..1", 0.0, 1.0, "Freedom of its advisors to act and to make mistakes (epsilon): the share of deliveries that the firm leaves to their own judgement, or, with the mechanism empowerment, the scale of what it leaves to those it trusts.", "article 002, claim 49")
    error_tolerance: float = par(0.5, "share, 0..1", 0.0, 1.0, "How far it takes mistakes of free advisors as part of the work (1) rather than punishes them (0).", "article 002, claim 49; assumption for the size")
    internal_communication: float = par(0.3, "probability per week", 0.0, 1.0, "Probability that it talks openly with its advisors in a week.", "article 002: it starts inside; assumption for the size")
    propensity: float = par(0.5, "probability", 0.02, 0.98, "Prior trust in its advisors.", "JohnsonMislin2011 [M]: strangers send .50")
    benefit_of_doubt: float = par(0.5, "probability", 0.02, 0.98, "Prior trust in customers, of the firm and of its advisors.", "JohnsonMislin2011 [M]: strangers send .50")
    negativity: float = par(2.0, "ratio", 1.0, 4.0, "Weight of bad news relative to good news (lambda).", "assumption: as customers.negativity")
    risk_aversion: float = par(1.5, "exponent", 1.0, 5.0, "How steeply the stake counts (kappa); 1 is neutral.", "assumption: as customers.risk_aversion")


class Advisors:
    """Traits and habits of advisors (one value per advisor)."""

    competence: float = par(0.93, "probability", 0.0, 1.0, "True disposition: able to do the work well.", "assumption, chosen by trustsim verify; Edelman2020: business is seen as competent")
    reliability: float = par(0.93, "probability", 0.0, 1.0, "True disposition: keeps agreements, every time.", "assumption, chosen by trustsim verify; claim 11 says it is fine already")
    intimacy: float = par(0.78, "probability", 0.0, 1.0, "True disposition: makes people feel safe.", "assumption, chosen by trustsim verify; claim 11: less than the work itself")
    other_orientation: float = par(0.78, "probability", 0.0, 1.0, "True disposition: puts the other person first (1 - self-orientation).", "assumption, chosen by trustsim verify; article 000")
    empathy: float = par(0.78, "probability", 0.0, 1.0, "True disposition: cares about the other person.", "assumption, chosen by trustsim verify; claim 36")
    integrity: float = par(0.93, "probability", 0.0, 1.0, "True disposition: deeds match words, and intentions match the customer's interest.", "assumption, chosen by trustsim verify; Edelman2020 doubts it")
    openness: float = par(0.5, "probability", 0.0, 1.0, "True disposition: open about their work, and about weaknesses too.", "assumption; article 004")
    status: float = par(0.65, "0..1", 0.0, 1.0, "Social standing.", "assumption; Schein2013")
    rate: float = par(0.2, "probability per week", 0.0, 1.0, "Probability of posting in a week.", "assumption; swept in experiments/knowledge_vs_personal.py")
    knowledge: float = par(0.6, "weight", 0.0, 1.0, "Weight of knowledge posts in the mix.", "article 000: knowledge is what most share")
    personal: float = par(0.1, "weight", 0.0, 1.0, "Weight of personal posts in the mix.", "article 000")
    promotional: float = par(0.2, "weight", 0.0, 1.0, "Weight of promotional posts in the mix.", "article 000")
    spotlight: float = par(0.1, "weight", 0.0, 1.0, "Weight of posts that put others in the spotlight in the mix.", "article 000, claim 16")
    dialogue: float = par(0.2, "probability", 0.0, 1.0, "Probability of asking a question back, so that a reader of a post finds a conversation.", "claim 4; Huang2017 [M]")
    propensity: float = par(0.5, "probability", 0.02, 0.98, "Prior trust in their firm.", "JohnsonMislin2011 [M]: strangers send .50")
    negativity: float = par(2.0, "ratio", 1.0, 4.0, "Weight of bad news relative to good news (lambda).", "assumption: as customers.negativity")
    risk_aversion: float = par(1.5, "exponent", 1.0, 5.0, "How steeply the stake counts (kappa); 1 is neutral.", "assumption: as customers.risk_aversion")
    apology: float = par(0.5, "probability", 0.0, 1.0, "Probability of apologising after a failure.", "assumption; Kim2004 compares apology and denial")
    denial: float = par(0.2, "probability", 0.0, 1.0, "Probability of denying a failure, if they do not apologise.", "assumption; Kim2004")
    learning: float = par(0.006, "share", 0.0, 1.0, "Share of a shortcoming that goes away when a customer says honestly what was wrong.", "assumption, chosen by trustsim verify; claim 8: feedback improves the work")


class Customers:
    """Traits of customers (one value per customer)."""

    propensity: float = par(0.5, "probability", 0.02, 0.98, "Prior trust before any evidence (pi).", "JohnsonMislin2011 [M]: strangers send .50; EVS: NL .6")
    risk_aversion: float = par(1.5, "exponent", 1.0, 5.0, "How steeply the stake counts (kappa); 1 is neutral.", "Coleman1990 for 1; assumption beyond")
    need_rate: float = par(0.35, "probability per week", 0.0, 1.0, "Probability of a need in a week.", "assumption, chosen by trustsim verify; swept in docs/reference/sensitivity.md")
    status: float = par(0.4, "0..1", 0.0, 1.0, "Social standing.", "assumption; Schein2013")
    negativity: float = par(2.0, "ratio", 1.0, 4.0, "Weight of bad news relative to good news (lambda).", "Slovic1993; Coll 3.3, Kumar2016 1.5-2.25, Mikus2023 none [C]: always swept 1..4")
    sociability: float = par(0.5, "probability", 0.0, 1.0, "Probability of attending to a peer who tells or shares something.", "assumption; swept in docs/reference/sensitivity.md")
    conduct: float = par(0.2, "probability", 0.0, 1.0, "Probability of threatening after a delivery by an advisor whom they do not trust at all.", "article 004, claim 82; assumption for the size")
    opportunism: float = par(0.05, "probability", 0.0, 1.0, "Probability of claiming that a delivery failed although it did not.", "assumption; swept in docs/reference/sensitivity.md")


class Spread:
    """Differences between people of one kind (standard deviation on the logit scale; 0 makes all alike)."""

    quality: float = par(2.2, "logits", 0.0, 3.0, "Differences between advisors in every true disposition.", "assumption, chosen by trustsim verify; swept in docs/reference/sensitivity.md")
    disclosure: float = par(0.6, "logits", 0.0, 3.0, "Differences between firms in disclosure.", "assumption; claim 31 needs firms that differ")
    propensity: float = par(0.5, "logits", 0.0, 3.0, "Differences between customers in prior trust.", "assumption; JohnsonMislin2011 [M]: sd .12 between studies")
    status: float = par(0.6, "logits", 0.0, 3.0, "Differences between people in social standing.", "assumption; swept in docs/reference/sensitivity.md")


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


GROUPS = tuple(kind for kind in list(vars().values()) if isinstance(kind, type) and kind is not Parameter)
TRAITS = ("firms", "advisors", "customers")
SHARED = ("leaping.gain",)  # read by other mechanisms than the one in whose group they are: the rule for a leap is everybody's
OPTIONAL = (  # mechanisms that are off unless a config switches them on: see "The default world" in docs/model.md
    "displacement",
    "learnt_propensity",
)
MOST_CONTEXTS = 8
WITH_A_RELATION = ("advisors.status", "customers.status", "evidence.communal_share")  # read when a relation begins: later changes affect new relations only
BEFORE_THE_WORLD = ("population", "graph", "spread")  # read while a world is built; no rule reads them


def snake(name):
    """The name of a group in a config: `WordOfMouth` becomes `word_of_mouth`."""
    return "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")


def declared(group, owner):
    """The parameters that class `group` declares, in order, for the config table `owner`."""
    return tuple(
        Parameter(owner, name, kind, *getattr(group, name))
        for name, kind in group.__annotations__.items()
    )


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
