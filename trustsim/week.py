"""The week: the list PHASES says what happens, on which rows and in which order."""

from typing import NamedTuple

from trustsim import calendar, counting, counting_choices, survey
from trustsim.mechanisms import (
    alignment,
    approaching,
    candour,
    colluding,
    delivering,
    empowerment,
    forgetting,
    habit,
    imitating,
    inside,
    leaping,
    learnt_propensity,
    lenience,
    levelling,
    news,
    opening_up,
    posting,
    promising,
    reciprocity,
    repair,
    responding,
    returned_regard,
    scrutiny,
    searching,
    self_disclosure,
    surviving,
    talk,
    whitewashing,
    word_of_mouth,
)


class Phase(NamedTuple):
    """A part of the week: a table, and the rules that run on each of its rows, in order.

    `waits`: the phase reads what earlier phases wrote in other rows of the table, so all rows must finish those first.
    """

    name: str
    table: str
    rules: tuple
    waits: bool = False


PHASES = (
    Phase("forget", "clock", (forgetting.fade,)),
    Phase("quiet", "advisors", (calendar.quiet,)),
    Phase(
        "appraise",
        "advisors",
        (
            delivering.appraise,
            candour.improve,
            empowerment.review,
            inside.talk,
            inside.feel,
            imitating.imitate,
            whitewashing.rename,
        ),
    ),
    Phase("steer", "firms", (delivering.steer, lenience.know_clientele, surviving.close_books)),
    Phase("face", "clock", (self_disclosure.face,)),
    Phase("broadcast", "advisors", (posting.publish,)),
    Phase("begin", "customers", (calendar.begin,)),
    Phase(
        "perceive",
        "customers",
        (
            whitewashing.meet_anew,
            news.hear,
            posting.see,
            levelling.level,
            approaching.approach,
            colluding.hear_praise,
            scrutiny.look,
        ),
    ),
    Phase("decide", "customers", (leaping.leap, opening_up.open_up)),
    Phase(
        "deliver",
        "customers",
        (
            delivering.deliver,
            promising.hold_to_promise,
            responding.wait_for_answer,
            alignment.serve_whom,
            repair.make_up,
            talk.talk_it_over,
            reciprocity.respond,
            returned_regard.sense,
            lenience.claim,
            candour.speak,
            learnt_propensity.live,
            habit.form,
        ),
    ),
    Phase("tell", "customers", (word_of_mouth.tell,)),
    Phase("listen", "customers", (word_of_mouth.listen,), waits=True),
    Phase("measure", "customers", (survey.take_stock,)),
    Phase("tally", "clock", (delivering.tally, searching.index, imitating.close_quarter)),
)
# not part of the week: these run when a measure or a survey asks, and change nothing that the week reads;
# BOTH does what `measure` and `survey` do, in one pass
SURVEY = Phase("survey", "customers", (survey.answer, survey.answer_on_firms))
BOTH = Phase("measure_and_survey", "customers", (survey.take_stock_and_answer, survey.answer_on_firms))
SURVEY_BACK = Phase("survey_back", "customers", (survey.answer_back,))
COUNTS = (
    Phase("count", "clock", (counting.count,)),
    Phase("count_varied", "clock", (counting.compare,)),
    Phase("count_answers", "clock", (counting.answers,)),
    Phase("count_satisfaction", "clock", (counting.satisfaction,)),
    Phase("count_leaps", "clock", (counting.leaps,)),
    Phase("count_choices", "clock", (counting_choices.choices,)),
    Phase("count_bonds", "clock", (counting_choices.bonds,)),
    Phase("count_regard", "clock", (counting.regard,)),
)


def readings():
    """The phases beside the week."""
    return (SURVEY, BOTH, SURVEY_BACK, *COUNTS)


def strides(phases):
    """The phases in groups that a row can go through without waiting for other rows of the same table."""
    groups = []
    for phase in phases:
        if groups and groups[-1][-1].table == phase.table and not phase.waits:
            groups[-1].append(phase)
        else:
            groups.append([phase])
    return groups
