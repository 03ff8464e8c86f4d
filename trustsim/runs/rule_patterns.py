"""Patterns that the rules show on their own: what they make of one customer and one advisor, without a run.

Each is a function of a scenario (one arm) and returns a number; NaN where the arm's lens cannot show it.
"""

import math
from contextlib import closing
from dataclasses import replace

from trustsim.evidence import belief, deceived, learn, trust_in
from trustsim.lenses import lens
from trustsim.mechanisms.delivering import remember
from trustsim.mechanisms.leaping import dared_with, loss
from trustsim.mechanisms.repair import answer
from trustsim.mechanisms.scrutiny import study, watch
from trustsim.model import TrustModel
from trustsim.runs.slopes import settings_of, slope
from trustsim.scenario import Scenario, vary
from trustsim.state import COMPETENCE, DIMENSIONS, INTEGRITY, Beliefs

BREACH = 3.0  # observations in each dimension
YEAR = 13  # deliveries, four weeks apart
APART = 4.0  # weeks
SHOCK, APOLOGY = 10.0, 3.0  # observations: a scandal as in experiments/regaining.py, and the apology there
LOOKS = 52  # at the record
TRUE, UNTRUE = 0.9, 0.1  # quality of an advisor who is better, and worse, than strangers are expected to be
HELD = 0.6  # belief in every dimension, where slopes of a lens are taken
STEP = 1e-4  # of a belief


def pair(arm: Scenario, **more: float):
    """A model of one customer who knows one advisor, both average, by the rules and numbers of an arm; to be closed."""
    few = {"population.customers": 1, "population.advisors": 1, "population.firms": 1, "graph.relations": 1}
    few |= {"graph.peers": 0, "evidence.deceit": 0.0, "evidence.communal_share": 0.0, "spread.propensity": 0.0}
    bare = replace(arm, interventions=(), graph={}, agents={})
    return closing(TrustModel(vary(bare, few | more), 1))


def trust(model: TrustModel) -> float:
    """The customer's trust in the advisor."""
    return float(model.engine.call(trust_in, 0, 0, 0.0))


def good_year(model: TrustModel, watched: float = 0.0) -> None:
    """A year of deliveries that are good in everything, under a share of watch, 0..1."""
    customers, clock = model.tables.customers, model.tables.clock
    customers["signals"][0], customers["watch"][0], customers["context"][0] = 1, watched, 0
    for _ in range(YEAR):
        clock["growth"] *= 2.0 ** (APART / float(model.world.settings.half_life))
        model.engine.call(remember, 0, 0, 1.0)


def recovery(arm: Scenario, deceptive: bool) -> list[float]:
    """Trust after a good year, after a breach of BREACH observations in each dimension, and after another good year."""
    with pair(arm) as model:
        good_year(model)
        felt = [trust(model)]
        for dimension in range(len(DIMENSIONS)):
            if deceptive and dimension == INTEGRITY:
                model.engine.call(deceived, 0, 0, BREACH)
            else:
                model.engine.call(learn, 0, 0, dimension, 0.0, BREACH)
        felt.append(trust(model))
        good_year(model)
        return [*felt, trust(model)]


def after_breach(arm: Scenario) -> float:
    """The share of the trust lost by a plain breach that a year of good deliveries returns [Schweitzer2006]."""
    return returned(recovery(arm, deceptive=False))


def after_deception(arm: Scenario) -> float:
    """The same, where the breach of integrity is a deception [Schweitzer2006]."""
    return returned(recovery(arm, deceptive=True))


def returned(felt: list[float]) -> float:
    """The share of what was lost that came back: trust before, after the loss, and later."""
    before, hurt, later = felt
    return (later - hurt) / (before - hurt) if before > hurt else math.nan


def loss_to_gain(arm: Scenario) -> float:
    """How much more trust one bad delivery takes than one good one gives, where trust is about half.

    That is after four bad deliveries and as many good ones as outweigh them under the customer's negativity.
    """
    with pair(arm) as model:
        known = (1.0,) * round(4 * float(model.tables.customers["negativity"][0])) + (0.0,) * 4
        felt = {}
        for name, last in (("before", None), ("gain", 1.0), ("loss", 0.0)):
            model.tables.evidence["good"][:1], model.tables.evidence["bad"][:1] = 0.0, 0.0
            for value in known + (() if last is None else (last,)):
                for dimension in range(len(DIMENSIONS)):
                    model.engine.call(learn, 0, 0, dimension, value, 1.0)
            felt[name] = trust(model)
    gained = felt["gain"] - felt["before"]
    return (felt["before"] - felt["loss"]) / gained if gained > 0.0 else math.nan


def apology_works(arm: Scenario) -> float:
    """Trust that an apology restores after a failure of competence, minus what a denial does [Kim2004]."""
    return answered(arm, COMPETENCE, "apology") - answered(arm, COMPETENCE, "denial")


def denial_works(arm: Scenario) -> float:
    """Trust that a denial restores after a failure of integrity, minus what an apology does [Kim2004]."""
    return answered(arm, INTEGRITY, "denial") - answered(arm, INTEGRITY, "apology")


def answered(arm: Scenario, failed: int, how: str) -> float:
    """The change in trust by one answer of the advisor after a failure in one dimension, if nothing exposes it."""
    said = {f"advisors.{each}": float(each == how) for each in ("apology", "denial")}
    with pair(arm, **said, **{"repair.exposed": 0.0}) as model:
        good_year(model)
        model.engine.call(learn, 0, 0, failed, 0.0, 1.0)
        hurt = trust(model)
        model.tables.customers["chosen"][0], model.tables.customers["considered"][0] = 0, 0
        model.engine.call(answer, 0, failed)
        return trust(model) - hurt


def removed_contract(arm: Scenario) -> float:
    """How much of what is dared under a binding contract is lost when it is removed, beyond a non-binding one.

    A contract binds here by watching: it verifies, and good behaviour under it says less about intentions
    [Malhotra2002]. After a year under each the contract goes. The result is a difference of shares of what was dared.
    """
    return lost_by_removal(arm, watched=1.0) - lost_by_removal(arm, watched=0.0)


def lost_by_removal(arm: Scenario, watched: float) -> float:
    """The share of what was dared that is lost when a contract that watches this much, 0..1, goes."""
    with pair(arm) as model:
        good_year(model, watched)
        felt, dared = trust(model), []
        for disclosure in (watched, 0.0):
            model.tables.firms["disclosure"][0] = disclosure
            model.tables.relations["dared"][0] = -1.0  # nothing carries over
            at_risk = model.engine.call(loss, model.engine.call(watch, 0, felt), 0.0)
            dared.append(float(model.engine.call(dared_with, 0, felt, at_risk)))
    return (dared[0] - dared[1]) / dared[0] if dared[0] > 0.0 else math.nan


def shown_better(arm: Scenario) -> float:
    """The change in trust by looking at the record of somebody better than expected [Grimmelikhuijsen2010]."""
    return shown(arm, TRUE)


def shown_worse(arm: Scenario) -> float:
    """The change in trust by looking at the record of somebody worse than expected [Grimmelikhuijsen2010]."""
    return shown(arm, UNTRUE)


def shown(arm: Scenario, quality: float) -> float:
    """The change in trust by LOOKS looks at the record of an advisor of this quality."""
    with pair(arm) as model:
        model.tables.advisors["quality"][0] = quality
        before = trust(model)
        for _ in range(LOOKS):
            model.tables.clock["dice"] += 1
            model.engine.call(study, 0, 0, float(model.world.settings.record_weight))
        return trust(model) - before


def order_of_evidence(arm: Scenario) -> float:
    """Trust after evidence of care and then of competence, minus the reverse, with no forgetting between."""
    felt = []
    for order in ((2, 0), (0, 2)):
        with pair(arm) as model:
            for dimension in order:
                for _ in range(YEAR):
                    model.engine.call(learn, 0, 0, dimension, 1.0, 1.0)
            felt.append(trust(model))
    return felt[0] - felt[1]


def fall_by_scandal(arm: Scenario) -> float:
    """The fall of the belief in integrity by a deception as large as in experiments/regaining.py, after a good year."""
    before, after, _ = scandal(arm)
    return before - after


def rise_by_apology(arm: Scenario) -> float:
    """The rise of the belief in integrity by the apology there."""
    _, after, later = scandal(arm)
    return later - after


def scandal(arm: Scenario) -> tuple[float, float, float]:
    """The belief in integrity after a good year, after a deception, and after an apology for it."""
    with pair(arm) as model:
        call, held = model.engine.call, []
        for happens in (
            lambda: good_year(model),
            lambda: call(deceived, 0, 0, SHOCK),
            lambda: call(learn, 0, 0, INTEGRITY, 1.0, APOLOGY),
        ):
            happens()
            held.append(float(call(belief, 0, 0, INTEGRITY)))
    return tuple(held)


def cost_of_self(arm: Scenario) -> float:
    """What one unit of self-orientation costs, in units of the numerator, divided by the equation itself: exactly 1.

    For T = (C + R + I) / S it is |dT/dS| / (dT/dR) = T [identity], so a post pays only if it adds more to the numerator
    than T times what it adds to self-orientation. It is asked of the lens `trust_equation` in its ratio form; NaN for
    other lenses.
    """
    if arm.lens != "trust_equation":
        return math.nan
    read, settings = lens("trust_equation"), settings_of(replace(arm, lens_form="ratio"))
    held = dict.fromkeys(DIMENSIONS, HELD)
    mapped = read(Beliefs(**held, pooled=HELD), settings)
    equation = 3.0 * mapped / (1.0 - mapped)
    of_self, of_deeds = (slope(read, settings, held, name, STEP) for name in ("other_orientation", "reliability"))
    return of_self / of_deeds / equation
