"""Every number once: default, unit, range, meaning, source.

Configs, checks, the command line, sliders, sweeps and the reference tables are all read from here. The groups
`firms`, `advisors` and `customers` are traits (a column, one value a row); every other group holds for the whole world.
"""

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Parameter:
    """One declared number: where it lives, what it may be, what it means and who says so."""

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
    """Declare one number; the attribute's annotation says whether it is a float, an int or a switch."""
    return default, unit, low, high, meaning, source


class Population:
    """How many there are."""

    firms: int = par(4, "firms", 1, 10_000, "Number of firms in a generated world.", "assumption; swept in docs/reference/sensitivity.md")
    advisors: int = par(24, "advisors", 1, 1_000_000, "Number of advisors, spread evenly over the firms.", "assumption; swept in docs/reference/sensitivity.md")
    customers: int = par(400, "customers", 1, 10_000_000, "Number of customers.", "assumption; swept in docs/reference/sensitivity.md")


class Graph:
    """Who knows whom at the start."""

    relations: int = par(6, "advisors a customer", 1, 1000, "Mean number of advisors that a customer knows at the start.", "assumption; claim 21")
    peers: int = par(6, "peers a customer", 0, 1000, "Mean number of peers that a customer talks to.", "assumption; Dunbar1992 gives layers of 5 and 15")
    spare: int = par(2, "slots", 0, 100, "Room for new acquaintances in each customer's list of relations.", "assumption; swept in docs/reference/sensitivity.md")
    rewiring: float = par(0.1, "probability", 0.0, 1.0, "Small world: probability that a tie of the ring leads anywhere instead.", "WattsStrogatz1998")
    attachment: float = par(1.0, "exponent", 0.0, 2.0, "Scale free: how strongly ties go to those who have many already (1 = linear).", "BarabasiAlbert1999")
    mixing: float = par(0.1, "probability", 0.0, 1.0, "Stochastic block: probability that a tie leaves its block.", "HollandLaskeyLeinhardt1983")
    branching: int = par(4, "people", 2, 100, "Firm hierarchy: how many people report to one.", "assumption; swept in docs/reference/sensitivity.md")


class Firms:
    """What firms are like (one value a firm)."""

    disclosure: float = par(0.3, "share, 0..1", 0.0, 1.0, "How much of its work the firm shows (tau).", "article 001; swept in experiments/transparency_vs_trust.py")
    digital_share: float = par(0.1, "share, 0..1", 0.0, 1.0, "Share of the deliveries that a machine makes (delta).", "article 002")
    empowerment: float = par(0.5, "share, 0..1", 0.0, 1.0, "How far its advisors may act and err on their own (epsilon): the share of deliveries that the firm leaves to the advisor's own judgement.", "article 002, claim 49")


class Advisors:
    """What advisors are like and do (one value an advisor)."""

    competence: float = par(0.75, "probability", 0.0, 1.0, "True disposition: able to do it well.", "assumption; Edelman2020: business is seen as competent")
    reliability: float = par(0.75, "probability", 0.0, 1.0, "True disposition: keeps what was agreed, every time.", "assumption; claim 11 says it is fine already")
    intimacy: float = par(0.55, "probability", 0.0, 1.0, "True disposition: makes people feel safe.", "assumption; claim 11")
    other_orientation: float = par(0.6, "probability", 0.0, 1.0, "True disposition: is there for the other (1 - self-orientation).", "assumption; article 000")
    empathy: float = par(0.6, "probability", 0.0, 1.0, "True disposition: cares.", "assumption; claim 36")
    integrity: float = par(0.65, "probability", 0.0, 1.0, "True disposition: words match deeds, intentions align.", "assumption; Edelman2020: business is not seen as ethical")
    openness: float = par(0.5, "probability", 0.0, 1.0, "True disposition: shows itself, vulnerability too.", "assumption; article 004")
    status: float = par(0.65, "0..1", 0.0, 1.0, "Social standing.", "assumption; Schein2013")
    rate: float = par(0.2, "probability a week", 0.0, 1.0, "Probability of a post in a week.", "assumption; swept in experiments/knowledge_vs_personal.py")
    knowledge: float = par(0.6, "weight", 0.0, 1.0, "Weight of knowledge posts in the mix.", "article 000: knowledge is what most share")
    personal: float = par(0.1, "weight", 0.0, 1.0, "Weight of personal posts in the mix.", "article 000")
    promotional: float = par(0.2, "weight", 0.0, 1.0, "Weight of promotional posts in the mix.", "article 000")
    spotlight: float = par(0.1, "weight", 0.0, 1.0, "Weight of posts that put others in the light in the mix.", "article 000, claim 16")
    dialogue: float = par(0.2, "probability", 0.0, 1.0, "Probability of asking back: a reader of a post finds a conversation.", "claim 4; Huang2017 [M]")


class Customers:
    """What customers are like (one value a customer)."""

    propensity: float = par(0.5, "probability", 0.02, 0.98, "Prior trust before any evidence (pi).", "JohnsonMislin2011 [M]: strangers send .50; EVS: NL .6")
    risk_aversion: float = par(1.5, "exponent", 1.0, 5.0, "How steeply the stake weighs (kappa); 1 is neutral.", "Coleman1990 for 1; assumption beyond")
    need_rate: float = par(0.1, "probability a week", 0.0, 1.0, "Probability of a need in a week.", "assumption; swept in docs/reference/sensitivity.md")
    status: float = par(0.4, "0..1", 0.0, 1.0, "Social standing.", "assumption; Schein2013")
    negativity: float = par(2.0, "ratio", 1.0, 4.0, "Weight of bad news against good (lambda).", "Slovic1993; Coll 3.3, Kumar2016 1.5-2.25, Mikus2023 none [C]: always swept 1..4")
    sociability: float = par(0.5, "probability", 0.0, 1.0, "Probability of attending to a peer who tells or shares something.", "assumption; swept in docs/reference/sensitivity.md")


class Spread:
    """How much people of one kind differ (standard deviation on the logit scale; 0: all alike)."""

    quality: float = par(0.6, "logits", 0.0, 3.0, "Between advisors, in every true disposition.", "assumption; swept in docs/reference/sensitivity.md")
    disclosure: float = par(0.6, "logits", 0.0, 3.0, "Between firms, in disclosure.", "assumption; claim 31 needs firms that differ")
    propensity: float = par(0.5, "logits", 0.0, 3.0, "Between customers, in prior trust.", "assumption; JohnsonMislin2011 [M]: sd .12 between studies")
    status: float = par(0.6, "logits", 0.0, 3.0, "Between people, in standing.", "assumption; swept in docs/reference/sensitivity.md")


class Evidence:
    """How signals become evidence, and evidence beliefs."""

    prior_weight: float = par(2.0, "observations", 0.1, 20.0, "Weight of the prior (W).", "JosangIsmail2002")
    half_life: float = par(104.0, "weeks", 4.0, 5200.0, "Time in which evidence loses half its weight.", "assumption; Kumar2016 [C]: forgetting improves a replay of ratings by 5 %")
    spillover: float = par(0.3, "share", 0.0, 1.0, "What is learnt in one context counts this much in the others (sigma).", "claim 24; Poortinga2003 finds a strong general factor")
    firm_to_advisor: float = par(0.3, "share", 0.0, 1.0, "Evidence about the firm counts this much for its advisors (omega_down).", "assumption; Palmatier2006: person above firm")
    advisor_to_firm: float = par(0.3, "share", 0.0, 1.0, "A delivery, or a record looked into, counts this much for the firm as well (omega_up).", "assumption; Palmatier2006")
    disconfirmation: bool = par(False, "switch", False, True, "Count a signal against what was expected (v - b), not by itself.", "claim 38; expectancy disconfirmation")
    deceit: float = par(0.1, "share", 0.0, 1.0, "Share of the breaches of integrity that are deceptions.", "assumption; swept in docs/reference/sensitivity.md")
    scar: float = par(0.5, "share", 0.0, 1.0, "Part of a deception that is never forgotten.", "Schweitzer2006")
    communal_share: float = par(0.2, "share", 0.0, 1.0, "Share of the relations that are communal rather than exchange.", "Aggarwal2004")
    communal_weight: float = par(1.5, "ratio", 1.0, 4.0, "How much more heavily a communal relation takes signals of empathy and integrity.", "Aggarwal2004 [M]")


class Contexts:
    """What trust is about."""

    main_share: float = par(0.7, "share", 0.0, 1.0, "Share of the needs that fall in the first context; the others share the rest.", "assumption; swept in docs/reference/sensitivity.md")
    elsewhere: float = par(1.0, "ratio", 0.0, 1.0, "True dispositions outside the first context, against those in it.", "claim 24: on time, but not with my data")


class Posting:
    """What posts tell."""

    reach: float = par(0.5, "probability", 0.0, 1.0, "Probability that a customer sees a post of an advisor it knows.", "assumption; swept in docs/reference/sensitivity.md")
    post_weight: float = par(0.3, "observations", 0.0, 2.0, "Weight of what a post says, against a delivery's 1.", "assumption; Guenzi2010, Swan1999: modest")
    dialogue_weight: float = par(0.3, "observations", 0.0, 2.0, "Weight of what a reader learns when the advisor asks back.", "claim 4; Huang2017 [M]")
    sharing: float = par(0.02, "probability", 0.0, 1.0, "Probability that a reader passes a post on to its peers.", "assumption; swept in docs/reference/sensitivity.md")


class Levelling:
    """How distance in standing shrinks."""

    levelling: float = par(0.1, "share", 0.0, 1.0, "Part of the status gap that one personal post takes away.", "Schein2013 [M]; assumption for the size")


class OpeningUp:
    """What is entrusted: the real problem or the safe one."""

    misdiagnosis: float = par(0.5, "share", 0.0, 1.0, "Loss of competence when the real problem stays hidden.", "claim 10; assumption for the size")


class Leaping:
    """When a customer leaps."""

    size_spread: float = par(0.8, "log units", 0.0, 3.0, "Standard deviation of the logarithm of a need's size (median 1).", "assumption; swept in docs/reference/sensitivity.md")
    novel_share: float = par(0.3, "share", 0.0, 1.0, "Share of the needs that concern something new (novelty uniform on 0..1; else 0).", "assumption; claim 25")
    gain: float = par(1.5, "ratio", 0.1, 10.0, "What a kept trust brings, against what a broken one costs (G).", "Coleman1990; assumption for the size")
    novelty_risk: float = par(1.0, "ratio", 0.0, 5.0, "How much more is at stake in something wholly new.", "claim 25; assumption for the size")
    reputation_floor: float = par(0.4, "belief, 0..1", 0.0, 1.0, "Least believed competence of a candidate.", "claim 7; CrossParker: advice rises steeply past a threshold")
    choice_noise: float = par(0.05, "trust, 0..1", 0.0, 1.0, "Scale of the Gumbel noise in choosing an advisor.", "assumption; swept in docs/reference/sensitivity.md")
    stickiness: float = par(0.6, "share", 0.0, 1.0, "What is dared moves from the last amount towards the allowance; this part carries over.", "Mikus2023: .63 [C]")


class Delivering:
    """What a delivery tells."""

    delivery_weight: float = par(1.0, "observations", 0.0, 5.0, "Weight of one delivery, in observations.", "JosangIsmail2002")
    newest: float = par(1 / 3, "share", 0.0, 1.0, "Weight of the newest delivery in satisfaction, against those before.", "assumption: a third; swept in docs/reference/sensitivity.md")
    freedom: float = par(0.3, "share", 0.0, 1.0, "How much of an advisor's empathy shows only where the firm leaves the delivery to its own judgement.", "claim 49; assumption for the size")
    digital_warmth: float = par(0.2, "share", 0.0, 1.0, "What is left of empathy and intimacy when a machine delivers.", "claim 46; assumption for the size")
    digital_reliability: float = par(0.95, "probability", 0.0, 1.0, "Least reliability of a machine.", "assumption; claim 46")


class Scrutiny:
    """What looking does."""

    verification: float = par(0.5, "share", 0.0, 1.0, "How far used transparency verifies and compels.", "Falk2006, Malhotra2002; assumption for the size")
    attribution: float = par(0.5, "share", 0.0, 1.0, "How far good behaviour under watch is put down to the watch.", "Malhotra2002; assumption for the size")
    crowding_out: float = par(0.25, "share", 0.0, 1.0, "How much of its effort an advisor drops under full watch.", "Falk2006: about -25 % [M?]")
    precision: float = par(0.5, "ratio", 0.0, 5.0, "How much heavier evidence weighs under full watch.", "Grimmelikhuijsen2010; assumption for the size")
    looking: float = par(0.2, "probability a week", 0.0, 1.0, "Probability that a customer who wants to look does so in a week.", "assumption; swept in experiments/transparency_vs_trust.py")
    record_weight: float = par(0.3, "observations", 0.0, 2.0, "Weight of what a look at the firm's record says.", "assumption; Wang2022: small mean effect .13")


class WordOfMouth:
    """How experience travels."""

    telling: float = par(0.4, "probability", 0.0, 1.0, "Probability of telling about a wholly unexpected delivery.", "assumption; East2007 constrains the ratio")
    negativity_telling: float = par(1.3, "ratio", 1.0, 5.0, "How much likelier bad news is told than good.", "Richins1983 [M]; assumption for the size")
    hearsay: float = par(0.2, "share", 0.0, 1.0, "Weight of what a peer tells, against one's own experience.", "JosangIsmail2002: discounting; assumption for the size")
    fan_after: int = par(3, "deliveries", 1, 50, "Deliveries in a row above expectation that make a fan.", "claim 52; assumption")
    fan_telling: float = par(0.1, "probability a week", 0.0, 1.0, "Probability that a fan tells unasked.", "claim 52; assumption")


class Lens:
    """How the theories read beliefs."""

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
MOST_CONTEXTS = 8
WITH_A_RELATION = ("advisors.status", "customers.status", "evidence.communal_share")  # read when a relation begins: later changes reach new ones
BEFORE_THE_WORLD = ("population", "graph", "spread")  # read while a world is built, never by a rule


def snake(name):
    """`WordOfMouth` as it is written in a config: `word_of_mouth`."""
    return "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")


def declared(group, owner):
    """The parameters that class `group` declares, in order, as belonging to the config table `owner`."""
    return tuple(
        Parameter(owner, name, kind, *getattr(group, name))
        for name, kind in group.__annotations__.items()
    )


@cache
def parameters():
    """Every declared parameter by its path, in the order of declaration: {"advisors.rate": Parameter, …}."""
    return {p.path: p for group in GROUPS for p in declared(group, snake(group.__name__))}


def traits(table):
    """The traits of `firms`, `advisors` or `customers`."""
    return tuple(p for p in parameters().values() if p.group == table)


def scalars():
    """The parameters that hold for the whole world and that rules read."""
    return tuple(p for p in parameters().values() if p.group not in TRAITS + BEFORE_THE_WORLD)
