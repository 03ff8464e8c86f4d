"""The numbers of who there is: how many, who knows whom, their traits and how they differ; see `parameters`."""

from trustsim.declaring import par


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
    alignment: float = par(0.5, "share", 0.0, 1.0, "Share of the pay of its advisors that hangs on the success of the customer.", "claim 37; assumption for the size")
    cost: float = par(0.3, "median needs per week", 0.0, 100.0, "Costs of a firm for each of its advisors.", "assumption; swept in docs/reference/sensitivity.md")
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
    order: int = par(0, "place, 0..5", 0, 5, "Order in which they introduce themselves: 0 human, professional, solution; 1 human, solution, professional; 2 professional, human, solution; 3 professional, solution, human; 4 solution, human, professional; 5 solution, professional, human.", "article 003, claim 63")
    approach_rate: float = par(0.1, "probability per week", 0.0, 1.0, "Probability of approaching somebody who knows them.", "assumption; swept in docs/reference/sensitivity.md")
    gated: float = par(0.0, "share", 0.0, 1.0, "Share of their knowledge that is behind a login.", "article 000, claim 18")
    overpromise: float = par(0.3, "probability", 0.0, 1.0, "Probability of promising, before a delivery, that all will be well.", "assumption; claims 38 and 41")
    responsiveness: float = par(0.8, "probability", 0.0, 1.0, "Probability of answering in time.", "assumption; claim 35")
    capriciousness: float = par(0.5, "share", 0.0, 1.0, "How far their reliability swings from week to week, relative to the most that leaves its mean as it is.", "assumption; claim 83")
    betrayal: float = par(0.0, "share", 0.0, 1.0, "Share of their dispositions that they no longer show to whoever trusts them.", "Hoffman2009: an attack on reputation systems; nobody by default")
    whitewash: float = par(0.0, "probability per week", 0.0, 1.0, "Probability of leaving and returning under a new name.", "Hoffman2009: an attack on reputation systems; nobody by default")
    praise: float = par(0.0, "probability per week", 0.0, 1.0, "Probability that somebody who knows them hears made-up praise of them.", "Hoffman2009: an attack on reputation systems; nobody by default")
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
    attention: float = par(5.0, "relations", 0.1, 1000.0, "Number of relations to which they can attend in a week.", "Dunbar1992: the innermost layer")
    exaggeration: float = par(0.0, "probability", 0.0, 1.0, "Probability of telling that all was good or all was bad.", "Hoffman2009: an attack on reputation systems; nobody by default")
    opportunism: float = par(0.05, "probability", 0.0, 1.0, "Probability of claiming that a delivery failed although it did not.", "assumption; swept in docs/reference/sensitivity.md")


class Spread:
    """Differences between people of one kind (standard deviation on the logit scale; 0 makes all alike)."""

    quality: float = par(2.2, "logits", 0.0, 3.0, "Differences between advisors in every true disposition.", "assumption, chosen by trustsim verify; swept in docs/reference/sensitivity.md")
    disclosure: float = par(0.6, "logits", 0.0, 3.0, "Differences between firms in disclosure.", "assumption; claim 31 needs firms that differ")
    propensity: float = par(0.5, "logits", 0.0, 3.0, "Differences between customers in prior trust.", "assumption; JohnsonMislin2011 [M]: sd .12 between studies")
    status: float = par(0.6, "logits", 0.0, 3.0, "Differences between people in social standing.", "assumption; swept in docs/reference/sensitivity.md")


PEOPLE = tuple(kind for kind in list(vars().values()) if isinstance(kind, type))
