"""Trust both ways, as it reads in Python: who trusts whom, who would leap, and what they say of it."""

import numpy as np
import pytest
from worlds import RICH, alone, model

from trustsim.agents import Advisor
from trustsim.errors import BadInput
from trustsim.evidence import note_in
from trustsim.lenses import LENSES
from trustsim.machine import where
from trustsim.mutual import trust_in_advisor, trust_in_clientele, trust_in_customer, trust_in_firm
from trustsim.state import COMPETENCE, OF_ADVISOR, OF_FIRM, PERSONAL


@pytest.mark.parametrize("prior", [0.2, 0.5, 0.8])
def test_before_anything_is_known_everybody_trusts_at_their_prior(prior):
    """Pooled belief without evidence: propensity of firms in advisors, of advisors in firms, benefit of the doubt."""
    world = alone(
        lens="reputation", firms={"propensity": prior, "benefit_of_doubt": prior}, advisors={"propensity": prior}
    )
    found = [
        trust_in_advisor(world, 0),
        trust_in_firm(world, 0),
        trust_in_customer(world, 0),
        trust_in_clientele(world, 0),
    ]
    assert [float(each) for each in found] == pytest.approx([prior] * 4)


@pytest.mark.parametrize("lens", LENSES)
def test_good_evidence_raises_trust_and_bad_lowers_it_under_every_lens(lens):
    """Eight observations in every dimension: the same reading as that of customers, with their own negativity."""
    records = {
        "regard": lambda world: world.regard[0],
        "of the firm": lambda world: world.employment[0, OF_FIRM],
        "of the advisor": lambda world: world.employment[0, OF_ADVISOR],
        "clientele": lambda world: world.clientele[0],
    }
    read = (
        lambda world: trust_in_customer(world, 0),
        lambda world: trust_in_advisor(world, 0),
        lambda world: trust_in_firm(world, 0),
        lambda world: trust_in_clientele(world, 0),
    )
    many = sum((where(d, 8.0) for d in range(7)), where(0, 0.0))
    for (name, record), trust in zip(records.items(), read, strict=True):
        world = alone(lens=lens)
        before = float(trust(world))
        note_in(world, record(world), many, 0.0 * many)
        higher = float(trust(world))
        note_in(world, record(world), 0.0 * many, many)
        assert before < higher, name
        assert float(trust(world)) < before, name  # as much bad as good, and bad news weighs more


def test_trust_of_agents_is_that_of_the_rules():
    """`firm.trust_in(advisor)`, `advisor.trust_in(customer)`, `advisor.trust_in(firm)`, `firm.trust_in_clientele`."""
    made = model(RICH, weeks=30)
    call = made.engine.call
    for firm in made.crew["firms"]:
        assert firm.trust_in_clientele == float(call(trust_in_clientele, firm.row))
        for advisor in firm.advisors:
            assert firm.trust_in(advisor) == float(call(trust_in_advisor, advisor.row))
            assert advisor.trust_in(firm) == float(call(trust_in_firm, advisor.row))
    customer = made.crew["customers"][0]
    advisor = customer.advisors[0]
    assert advisor.trust_in(customer) == float(call(trust_in_customer, customer.relation_with(advisor)))
    stranger = next(each for each in made.crew["advisors"] if customer.relation_with(each) is None)
    assert stranger.trust_in(customer) == stranger.firm.benefit_of_doubt


def test_firms_and_advisors_trust_only_their_own():
    """Another firm's advisor is refused in one line."""
    made = model(RICH)
    firm, other = made.crew["firms"][:2]
    with pytest.raises(BadInput, match="is none of its advisors"):
        firm.trust_in(other.advisors[0])
    with pytest.raises(BadInput, match="is none of its advisors"):
        other.advisors[0].trust_in(firm)


def test_everybody_says_whether_they_would_leap():
    """A small stake is dared and an enormous one is not, by all three kinds."""
    made = model(RICH, weeks=10, firms={"empowerment": 0.5}, advisors={"risk_aversion": 1.5})
    customer = made.crew["customers"][0]
    advisor = customer.advisors[0]
    firm = advisor.firm
    for who, whom in ((customer, advisor), (advisor, customer), (firm, advisor), (firm, customer)):
        assert who.would_leap(whom, size=1e-6) is True
        assert who.would_leap(whom, size=1e9) is False
    stranger = next(each for each in made.crew["advisors"] if customer.relation_with(each) is None)
    assert customer.would_leap(stranger, size=1e-6) is False


def test_leaps_and_refusals_of_each_kind_add_up():
    """What agents count is what the measures of the weeks add up to."""
    names = ("leaps_of_firms", "leaps_of_advisors", "leaps_of_customers", "refusals_of_firms", "refusals_of_advisors")
    made = model(RICH, weeks=25, measures=list(names))
    tables, series = made.tables, made.datacollector.model_vars
    firms, advisors = tables.firms, tables.advisors
    totals = (
        firms["leaps"].sum() + firms["lenient"].sum(),
        advisors["leaps"].sum(),
        tables.customers["leaps"].sum(),
        firms["refusals"].sum() + firms["strict"].sum(),
        advisors["refusals"].sum(),
    )
    assert [sum(series[name]) for name in names] == list(totals)
    assert min(totals) > 0


def test_their_stories_tell_what_they_did():
    """In words, with the names of the network."""
    made = model(RICH, weeks=12)
    told = [firm.story() for firm in made.crew["firms"]]
    assert all("left to its advisors; trusts its customers 0." in story for story in told)
    stories = [advisor.story() for advisor in made.crew["advisors"]]
    assert all(story.startswith("posted ") and "trusts the firm 0." in story for story in stories)
    threatened = [each for each in made.crew["customers"] if each.threatened]
    assert threatened and all(each.story().endswith("threatened") for each in threatened)


class Showing(Advisor):
    """Always posts something personal, whatever the audience."""

    def broadcast(self):
        self.post, self.posts, self.leaps = PERSONAL, self.posts + 1, self.leaps + 1


def test_an_advisor_that_decides_for_itself_takes_its_own_leap():
    """Its personal posts are seen like any other; nobody else's posts change."""
    made, plain = model(RICH, weeks=0), model(RICH, weeks=0)
    advisor = made.replace(made.crew["advisors"][0], Showing)
    made.run(1)
    plain.run(1)
    assert advisor.leaps == 1
    assert (made.tables.advisors["post"][1:] == plain.tables.advisors["post"][1:]).all()
    mine = made.tables.relations["advisor"] == 0
    assert (made.tables.relations["seen"][mine] == PERSONAL).any()


def test_regard_fades_and_is_rescaled_with_all_evidence():
    """After twenty years of growth no number is beyond single precision, and trust is what it was."""
    made = model(RICH, weeks=40)
    before = [trust_in_customer(made.world, row) for row in range(20)]
    tables = made.tables
    scale = 2.0**20 / float(tables.clock["growth"][0])
    tables.clock["growth"] *= scale
    for table in (tables.evidence, tables.regard, tables.employment, tables.clientele):
        for side in ("good", "bad"):
            table[side] *= scale
    made.engine.bulk("clock", ("forget",))
    after = [trust_in_customer(made.world, row) for row in range(20)]
    assert tables.clock["growth"][0] < 2.0
    assert np.allclose(np.array(after, float), np.array(before, float), atol=0.02)


def test_a_weakness_of_competence_is_read_as_one():
    """Bad news on competence alone lowers trust under lenses that read competence."""
    world = alone(lens="abi")
    before = float(trust_in_advisor(world, 0))
    note_in(world, world.employment[0, OF_FIRM], where(COMPETENCE, 0.0), where(COMPETENCE, 4.0))
    assert float(trust_in_advisor(world, 0)) < before
