"""The model in idiomatic Mesa: agents with attributes, one object per relation, lists of evidence.

Parameters and people are the same as in trustsim, in a world of one context under the lens `components`, and so are
the mechanisms that both have (see `SUBSET`): those in which only customers learn. There its Mesa code is as complete as
trustsim's.
The draws come from Mesa's random numbers, so the two versions are compared statistically (`benchmarks/agreement.py`)
and in speed (`benchmarks/speed.py`). It is optimised within plain Python: instead of fading old evidence, it increases
the weight of new evidence. It binds frequent look-ups to local names and computes nothing before it is needed.
"""

import math
from types import SimpleNamespace

import mesa

from trustsim.build import build
from trustsim.mechanisms import MECHANISMS
from trustsim.parameters import scalars, traits
from trustsim.state import (
    COMPETENCE,
    DIMENSIONS,
    EMPATHY,
    INTEGRITY,
    INTIMACY,
    OPENNESS,
    OTHER_ORIENTATION,
    RELIABILITY,
)

BOTH = (  # the mechanisms that both versions have
    "contexts", "delivering", "forgetting", "leaping", "levelling", "news", "opening_up", "posting", "scrutiny",
    "word_of_mouth",
)  # fmt: skip
SUBSET = {  # the first version's world, so that ratios of different versions compare
    "lens": "components",
    "mechanisms": {name: name in BOTH for name in MECHANISMS},
    "advisors": {
        "competence": 0.75, "reliability": 0.75, "intimacy": 0.55, "other_orientation": 0.6, "empathy": 0.6,
        "integrity": 0.65,
    },
    "customers": {"need_rate": 0.1},
    "leaping": {"choice_noise": 0.05},
    "spread": {"quality": 0.6},
}  # fmt: skip
KNOWLEDGE, PERSONAL, PROMOTIONAL, SPOTLIGHT = "knowledge", "personal", "promotional", "spotlight"
NO_NEED, NO_CANDIDATE, REFUSED, LEAPT = "no need", "no candidate", "refused", "leapt"
EXPERIENCED = [d for d in range(7) if d != OPENNESS]  # make up the experience; openness is how much of it is shown
TAKEN_TO_HEART = {EMPATHY, INTEGRITY}  # weighs more in communal relations
DISCOUNTED = {INTEGRITY, EMPATHY, RELIABILITY}  # good signals count less under watch


class Relation:
    """What a customer knows about one advisor, or about one firm (then `with_firm` is None)."""

    __slots__ = (
        "advisor",
        "bad",
        "communal",
        "dared",
        "firm",
        "gap",
        "good",
        "satisfaction",
        "scar",
        "seen",
        "with_firm",
    )

    def __init__(self, advisor, firm, with_firm=None, gap=0.0, communal=False):
        self.advisor, self.firm, self.with_firm, self.gap, self.communal = advisor, firm, with_firm, gap, communal
        self.good, self.bad = [0.0] * 7, [0.0] * 7
        self.scar, self.dared, self.seen, self.satisfaction = 0.0, None, None, None


def known(relation, growth):
    """All evidence in a relation, scars included."""
    return sum(relation.good) + sum(relation.bad) + relation.scar * growth


class Firm(mesa.Agent):
    """An organisation that sells."""

    def __init__(self, model, traits):
        super().__init__(model)
        self.disclosure, self.digital_share, self.empowerment = (
            traits["disclosure"],
            traits["digital_share"],
            traits["empowerment"],
        )
        self.deliveries, self.leaps, self.entrusted = 0, 0, 0.0


class Advisor(mesa.Agent):
    """An employee of a firm who posts."""

    def __init__(self, model, firm, traits):
        super().__init__(model)
        self.firm = firm
        self.quality = [traits[name] for name in DIMENSIONS]
        self.rate, self.status, self.dialogue = traits["rate"], traits["status"], traits["dialogue"]
        self.kinds = (KNOWLEDGE, PERSONAL, PROMOTIONAL, SPOTLIGHT)
        self.mix = [traits[kind] for kind in self.kinds]
        self.post, self.serving, self.good_post = None, 0.0, 0.0
        self.posts, self.leaps, self.deliveries, self.entrusted = 0, 0, 0, 0.0

    def broadcast(self):
        """Post with probability `rate`."""
        random = self.random.random
        self.post = None
        if random() < self.rate and sum(self.mix) > 0.0:
            self.post = self.random.choices(self.kinds, self.mix)[0]
            self.serving = 1.0 if random() < self.quality[OTHER_ORIENTATION] else 0.0
            self.good_post = 1.0 if random() < self.quality[COMPETENCE] else 0.0
            self.posts += 1
            if self.post == PERSONAL:
                self.leaps += 1


class Customer(mesa.Agent):
    """A person who may entrust something to an advisor."""

    def __init__(self, model, traits):
        super().__init__(model)
        self.propensity, self.risk_aversion, self.need_rate = (
            traits["propensity"],
            traits["risk_aversion"],
            traits["need_rate"],
        )
        self.status, self.negativity, self.sociability = traits["status"], traits["negativity"], traits["sociability"]
        self.relations, self.with_firms, self.peers = (
            {},
            {},
            [],
        )  # {advisor: Relation}, {firm: Relation}, [(customer, strength)]
        self.room, self.firm_room = 0, 0
        self.outcome, self.chosen, self.told_of, self.shared, self.fan_of = NO_NEED, None, None, None, None
        self.looks, self.streak, self.leaps, self.refusals, self.needs, self.entrusted = 0, 0, 0, 0, 0, 0.0
        self.signals, self.success, self.experience, self.surprise = [0.0] * 7, 0.0, 0.0, 0.0
        self.trust_then, self.watch = 0.0, 0.0

    # what they know

    def belief(self, relation, d, negativity=None):
        """The belief in one dimension, 0..1; bad evidence counts `negativity` times, by default the customer's own."""
        model, with_firm = self.model, relation.with_firm
        share, prior = model.settings.firm_to_advisor, model.prior
        good, bad = relation.good[d] + share * with_firm.good[d], relation.bad[d] + share * with_firm.bad[d]
        if d == INTEGRITY:
            bad += (relation.scar + share * with_firm.scar) * model.growth
        return (prior * self.propensity + good) / (
            prior + good + (self.negativity if negativity is None else negativity) * bad
        )

    def trust_in(self, relation, novelty=0.0):
        """Trust in an advisor under the lens `components`."""
        model, settings, with_firm = self.model, self.model.settings, relation.with_firm
        share, prior, how = settings.firm_to_advisor, model.prior, 1.0 - novelty
        base, weight = prior * self.propensity, self.negativity
        good, bad, firm_good, firm_bad = relation.good, relation.bad, with_firm.good, with_firm.bad
        g, b = (
            good[COMPETENCE] + share * firm_good[COMPETENCE],
            weight * (bad[COMPETENCE] + share * firm_bad[COMPETENCE]),
        )
        competence = (base + how * g) / (prior + how * (g + b))
        g, b = (
            good[RELIABILITY] + share * firm_good[RELIABILITY],
            weight * (bad[RELIABILITY] + share * firm_bad[RELIABILITY]),
        )
        reliability = (base + how * g) / (prior + how * (g + b))
        g, b = good[EMPATHY] + share * firm_good[EMPATHY], weight * (bad[EMPATHY] + share * firm_bad[EMPATHY])
        empathy = (base + g) / (prior + g + b)
        g, b = good[OPENNESS] + share * firm_good[OPENNESS], weight * (bad[OPENNESS] + share * firm_bad[OPENNESS])
        openness = (base + g) / (prior + g + b)
        weight_r, weight_o, weight_c, weight_e = model.weights
        trust = weight_r * reliability + weight_o * openness + weight_c * competence + weight_e * empathy
        return trust * (1.0 - settings.undermining * (0.5 - empathy) / 0.5) if empathy < 0.5 else trust

    def trust(self):
        """Mean trust in the advisors they know; without any, their propensity."""
        if not self.relations:
            return self.propensity
        return sum(map(self.trust_in, self.relations.values())) / len(self.relations)

    def learn(self, relation, d, value, weight):
        """Add a signal, 0 or 1, to a relation: r += w v, s += w (1 - v)."""
        grown = weight * self.model.growth
        if relation.communal and d in TAKEN_TO_HEART:
            grown *= self.model.settings.communal_weight
        relation.good[d] += grown * value
        relation.bad[d] += grown * (1.0 - value)

    def meet(self, advisor):
        """Get to know an advisor, in place of the least known one if there is no spare room. None if `room` is 0."""
        if not self.room:
            return None
        if len(self.relations) >= self.room:
            del self.relations[
                min(self.relations, key=lambda advisor: known(self.relations[advisor], self.model.growth))
            ]
        return self.begin(advisor)

    def begin(self, advisor):
        """Begin a relation with an advisor, without evidence."""
        gap = max(0.0, advisor.status - self.status)
        communal = self.random.random() < self.model.settings.communal_share
        self.relations[advisor] = relation = Relation(
            advisor, advisor.firm, self.relation_with_firm(advisor.firm), gap, communal
        )
        return relation

    def relation_with_firm(self, firm):
        """The relation with a firm, made if there is none.

        Without spare room, it replaces the least known relation with a firm for which no known advisor works.
        """
        if firm not in self.with_firms:
            if len(self.with_firms) >= self.firm_room:
                needed = {relation.firm for relation in self.relations.values()}
                del self.with_firms[
                    min(
                        (firm for firm in self.with_firms if firm not in needed),
                        key=lambda firm: known(self.with_firms[firm], self.model.growth),
                    )
                ]
            self.with_firms[firm] = Relation(
                None, firm, communal=self.random.random() < self.model.settings.communal_share
            )
        return self.with_firms[firm]

    # the week

    def perceive(self):
        """Read posts, converse and look into records."""
        settings, random = self.model.settings, self.random.random
        self.outcome, self.chosen, self.told_of, self.shared, self.looks = NO_NEED, None, None, None, 0
        reach, sharing, looking = settings.reach, settings.sharing, settings.looking
        for advisor, relation in self.relations.items():
            if advisor.post and random() < reach:
                self.notice(relation, advisor)
                if random() < advisor.dialogue:
                    self.converse(relation)
                if random() < sharing:
                    self.shared = advisor
        for relation in self.relations.values():
            luck, disclosure = random(), relation.firm.disclosure
            if luck < looking * disclosure:
                used = disclosure * (1.0 - self.trust_in(relation))
                if luck < looking * used:
                    self.look(relation, used)

    def notice(self, relation, advisor):
        """Learn from a post."""
        post, serving, weight = advisor.post, advisor.serving, self.model.settings.post_weight
        if post == KNOWLEDGE:
            self.learn(relation, COMPETENCE, advisor.good_post, weight * (0.5 + 0.5 * self.belief(relation, INTIMACY)))
            self.learn(relation, OTHER_ORIENTATION, serving, 0.5 * weight)
        elif post == PERSONAL:
            self.learn(relation, INTIMACY, 1.0, weight)
            self.learn(relation, OPENNESS, 1.0, 0.5 * weight)
            self.learn(relation, OTHER_ORIENTATION, serving, weight)
            if serving:
                self.learn(relation, EMPATHY, 1.0, 0.5 * weight)
            relation.gap *= 1.0 - self.model.settings.levelling
        elif post == PROMOTIONAL:
            self.learn(relation, OTHER_ORIENTATION, 0.0, weight)
        else:
            self.learn(relation, OTHER_ORIENTATION, 1.0, weight)
            self.learn(relation, EMPATHY, 1.0, 0.5 * weight)

    def converse(self, relation):
        """Learn from a question that the advisor asks back."""
        weight = self.model.settings.dialogue_weight
        self.learn(relation, OTHER_ORIENTATION, 1.0, weight)
        self.learn(relation, EMPATHY, 1.0, 0.5 * weight)
        self.learn(relation, INTIMACY, 1.0, 0.5 * weight)

    def look(self, relation, used):
        """Look at the records that the firm discloses."""
        settings = self.model.settings
        self.looks += 1
        weight = settings.record_weight * (1.0 + settings.precision * used)
        shown = [
            (d, 1.0 if self.random.random() < relation.advisor.quality[d] else 0.0)
            for d in (COMPETENCE, RELIABILITY, INTEGRITY)
        ]
        for d, value in (*shown, (OPENNESS, 1.0)):
            self.learn(relation, d, value, weight)
            self.learn(relation.with_firm, d, value, settings.advisor_to_firm * weight)

    def decide(self):
        """Decide on a need, if there is one: leap or refuse."""
        random, settings = self.random.random, self.model.settings
        if random() >= self.need_rate:
            return
        self.needs += 1
        self.stake = math.exp(settings.size_spread * self.random.gauss(0.0, 1.0))
        self.novelty = random() if random() < settings.novel_share else 0.0
        self.chosen = self.most_trusted()
        if self.chosen is None:
            self.outcome = NO_CANDIDATE
        elif self.stake <= self.dare(self.chosen):
            self.outcome = LEAPT
            self.leaps += 1
            self.entrusted += self.stake
            self.opened = random() < math.sqrt(self.belief(self.chosen, INTIMACY) * (1.0 - self.chosen.gap))
        else:
            self.outcome = REFUSED
            self.refusals += 1

    def most_trusted(self):
        """The relation of the candidate with the highest trust plus Gumbel noise; None when there is no candidate."""
        settings, random = self.model.settings, self.random.random
        best, chosen = -math.inf, None
        for relation in self.relations.values():
            if self.belief(relation, COMPETENCE) >= settings.reputation_floor:
                trust = self.trust_in(relation, self.novelty)
                score = trust - settings.choice_noise * math.log(-math.log(random() or 0.5))
                if score > best:
                    best, chosen, self.trust_then = score, relation, trust
        return chosen

    def dare(self, relation):
        """The largest stake that they dare to entrust in this relation."""
        settings, trust = self.model.settings, self.trust_then
        self.watch = relation.firm.disclosure * (1.0 - trust)
        loss = (1.0 + settings.novelty_risk * self.novelty) * (1.0 - self.watch * settings.verification)
        neutral = settings.gain * trust / ((1.0 - trust) * max(loss, 1e-9))
        dares = min(neutral, neutral ** (1.0 / self.risk_aversion))
        if relation.dared is not None:
            dares = settings.stickiness * relation.dared + (1.0 - settings.stickiness) * dares
        relation.dared = dares
        return dares

    def deliver(self):
        """Receive the delivery of what was entrusted, and learn from it."""
        if self.outcome != LEAPT:
            return
        random, settings, relation = self.random.random, self.model.settings, self.chosen
        advisor, firm = relation.advisor, relation.firm
        self.digital = digital = random() < firm.digital_share
        free = random() < firm.empowerment
        expected = sum(self.belief(relation, d, negativity=1.0) for d in EXPERIENCED) / 6.0
        self.signals = [1.0 if random() < odds else 0.0 for odds in self.odds(advisor, firm, digital, free)]
        self.success = (self.signals[COMPETENCE] + self.signals[RELIABILITY]) / 2.0
        self.experience = sum(self.signals[d] for d in EXPERIENCED) / 6.0
        self.surprise = self.experience - expected
        about = relation.with_firm if digital else relation
        about.satisfaction = (
            self.experience
            if about.satisfaction is None
            else about.satisfaction + settings.newest * (self.experience - about.satisfaction)
        )
        deceit = random() < settings.deceit
        if not digital:
            self.remember(relation, 1.0, deceit)
        self.remember(relation.with_firm, 1.0 if digital else settings.advisor_to_firm, deceit)
        advisor.deliveries += 1
        advisor.entrusted += self.stake
        firm.deliveries += 1
        firm.entrusted += self.stake
        firm.leaps += free and not digital

    def odds(self, advisor, firm, digital, free):
        """The probability of a good signal from this delivery, per dimension."""
        settings, quality = self.model.settings, advisor.quality
        effort = 1.0 - settings.crowding_out * self.watch
        compelled = self.watch * settings.verification
        competence = quality[COMPETENCE] * effort * (1.0 if self.opened else 1.0 - settings.misdiagnosis)
        reliability = quality[RELIABILITY] * effort
        intimacy = quality[INTIMACY]
        empathy = quality[EMPATHY] * (1.0 if free else 1.0 - settings.freedom)
        if digital:
            reliability = max(reliability, settings.digital_reliability)
            intimacy *= settings.digital_warmth
            empathy *= settings.digital_warmth
        openness = max(firm.disclosure, 0.5 * quality[OPENNESS])
        reliability += (1.0 - reliability) * compelled
        integrity = quality[INTEGRITY] + (1.0 - quality[INTEGRITY]) * compelled
        return competence, reliability, intimacy, quality[OTHER_ORIENTATION], empathy, integrity, openness

    def remember(self, relation, share, deceit):
        """Add the signals of this delivery to one relation."""
        settings, watch = self.model.settings, self.watch
        weight = share * settings.delivery_weight * (1.0 + settings.precision * watch)
        discounted = weight * (1.0 - settings.attribution * watch)
        for d, value in enumerate(self.signals):
            if value and d in DISCOUNTED:
                self.learn(relation, d, 1.0, discounted)
            elif d == INTEGRITY and deceit:
                self.learn(relation, d, 0.0, weight * (1.0 - settings.scar))
                communal = settings.communal_weight if relation.communal else 1.0
                relation.scar += weight * settings.scar * communal
            else:
                self.learn(relation, d, value, weight)

    def tell(self):
        """Decide whether to tell peers about an advisor."""
        settings = self.model.settings
        if self.outcome == LEAPT:
            self.streak = self.streak + 1 if self.surprise > 0.0 else 0
            self.fan_of = self.chosen.advisor if self.streak >= settings.fan_after else None
            eagerness = (
                settings.telling * abs(self.surprise) * (settings.negativity_telling if self.surprise < 0.0 else 1.0)
            )
            if self.random.random() < eagerness:
                self.told_of = self.chosen.advisor
        elif self.fan_of and self.random.random() < settings.fan_telling:
            self.told_of = self.fan_of

    def listen(self):
        """Hear what peers tell and share."""
        random, sociability = self.random.random, self.sociability
        for peer, strength in self.peers:
            if peer.told_of and random() < sociability:
                relation = self.relations.get(peer.told_of) or self.meet(peer.told_of)
                if relation:
                    weight = self.model.settings.hearsay * strength
                    about = relation.with_firm if peer.digital else relation
                    for d, value in enumerate(peer.signals):
                        self.learn(about, d, value, weight)
            if peer.shared and random() < sociability and peer.shared not in self.relations:
                self.meet(peer.shared)


def trust(model):
    """Mean over customers of their mean trust in the advisors they know."""
    return sum(customer.trust() for customer in model.customers) / len(model.customers)


def leap_rate(model):
    """Share of the week's needs that led to a leap."""
    outcomes = [customer.outcome for customer in model.customers]
    needs = len(outcomes) - outcomes.count(NO_NEED)
    return outcomes.count(LEAPT) / needs if needs else math.nan


class MesaTrust(mesa.Model):
    """The world of `network` and a resolved `arm`, with the people that trustsim makes with the seed `people`."""

    def __init__(self, network, arm, seed=1, reporters=None, people=None):
        super().__init__(rng=seed)
        self.random.seed(seed)
        self.settings = SimpleNamespace(**{p.name: arm.values[p.path] for p in scalars()})
        weights = [
            getattr(self.settings, f"weight_{name}") for name in ("reliability", "openness", "competence", "empathy")
        ]
        self.weights = [weight / sum(weights) for weight in weights]
        self.growth, self.growing = 1.0, 2.0 ** (1.0 / self.settings.half_life)
        self.prior = self.settings.prior_weight
        self.people(network, arm, seed if people is None else people)
        self.acquaint(network, arm)
        self.firms, self.advisors, self.customers = (self.agents_by_type[kind] for kind in (Firm, Advisor, Customer))
        self.datacollector = mesa.DataCollector(model_reporters=reporters or {"trust": trust, "leap_rate": leap_rate})

    def people(self, network, arm, seed):
        """Make firms, advisors and customers with the traits that trustsim gives them."""
        tables = build(network, arm, seed)
        firms, advisors, customers = (table_of_traits(tables, owner) for owner in ("firms", "advisors", "customers"))
        self.all_firms = [Firm(self, traits) for traits in firms]
        self.all_advisors = [
            Advisor(self, self.all_firms[firm], traits) for firm, traits in zip(network.firm_of, advisors, strict=True)
        ]
        self.all_customers = [Customer(self, traits) for traits in customers]

    def acquaint(self, network, arm):
        """Make the relations and peers of the network."""
        firsts = zip(
            network.knows_first,
            network.knows_first[1:],
            network.peers_first,
            network.peers_first[1:],
            network.firms_first,
            network.firms_first[1:],
            strict=False,
        )
        for customer, (first, last, peer_first, peer_last, firm_first, firm_last) in zip(
            self.all_customers, firsts, strict=True
        ):
            customer.room = int(last - first + arm.values["graph.spare"])
            customer.firm_room = network.firms
            for row in network.knows[first:last]:
                customer.begin(self.all_advisors[row])
            for row in network.firms_known[firm_first:firm_last]:
                customer.relation_with_firm(self.all_firms[row])
            customer.firm_room = max(len(customer.with_firms), min(network.firms, customer.room))
            customer.peers = [
                (self.all_customers[row], strength)
                for row, strength in zip(
                    network.peers[peer_first:peer_last], network.strength[peer_first:peer_last].tolist(), strict=True
                )
            ]

    def step(self):
        """Run one week."""
        self.growth *= self.growing
        self.prior = self.settings.prior_weight * self.growth
        self.advisors.do("broadcast")
        for phase in ("perceive", "decide", "deliver", "tell", "listen"):
            self.customers.do(phase)
        self.datacollector.collect(self)


def table_of_traits(tables, owner):
    """The traits of each row of a table: [{name: value}, ...]."""
    rows = getattr(tables, owner)
    names = [p.name for p in traits(owner) if p.name not in DIMENSIONS]
    people = [dict(zip(names, row, strict=True)) for row in zip(*(rows[name].tolist() for name in names), strict=True)]
    if owner == "advisors":
        for person, quality in zip(people, rows["quality"].tolist(), strict=True):
            person.update(zip(DIMENSIONS, quality, strict=True))
    return people
