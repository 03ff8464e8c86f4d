"""The verdict on a claim: one of five words.

`supported`, `refuted`, `undecided` (the interval is inconclusive: add runs), `depends` (it holds under some conditions
and is refuted under others) and `assumed` (it follows directly from how the model was built).
"""

from dataclasses import dataclass, replace

from trustsim.runs.claims import ANSWERS, DEPENDS, HOLDS, REFUTED, Claim
from trustsim.runs.compare import UNDECIDED
from trustsim.runs.conditions import AS_CONFIGURED
from trustsim.runs.space import SOME, STRUCTURAL, WHEN, in_words
from trustsim.runs.space import found as found_over

SUPPORTED, ASSUMED = "supported", "assumed"
WORDS = SUPPORTED, DEPENDS, UNDECIDED, REFUTED, ASSUMED  # the weaker later; an assumed claim is not a finding
CHANCE = 0.05  # how rarely chance alone may make an answer count
WORD_OF = {HOLDS: SUPPORTED, DEPENDS: DEPENDS, UNDECIDED: UNDECIDED, REFUTED: REFUTED}


@dataclass(frozen=True)
class Verdict:
    """The verdict on a claim or on a part of one."""

    claim: Claim
    word: str  # one of WORDS
    because: str  # the reason, in sentences
    found: tuple = ()  # (test, Interval, answer) as configured
    under: dict = None  # condition name -> answer there
    without: str = ""  # the answer without the mechanism that the claim hangs on, if tried
    parts: tuple = ()  # of Verdict
    space: object = None  # space.Found: how it fares over the assumed space, if that was tried

    @property
    def not_by(self):
        """The mechanism that the claim hangs on, if the claim also holds without it; otherwise ""."""
        if self.parts:
            return (
                next((part.not_by for part in self.parts if part.not_by), "")
                if self.word in (SUPPORTED, DEPENDS)
                else ""
            )
        return self.claim.hangs_on if self.without == HOLDS and self.word in (SUPPORTED, DEPENDS) else ""

    @property
    def shown(self):
        """The word as it is shown: "supported, but not by posting"."""
        if self.not_by:
            return f"{self.word}, but not by {self.not_by}"
        return f"{self.word}, structural" if self.structural and self.word == SUPPORTED else self.word

    @property
    def structural(self):
        """Whether the claim holds in nearly all of the assumed space, whatever is assumed."""
        return self.space is not None and self.space.share(HOLDS) >= STRUCTURAL


def flat(verdicts):
    """The verdicts in one list, each claim before its parts."""
    return [each for verdict in verdicts for each in (verdict, *verdict.parts)]


def judge(claim, results):
    """The verdict on one claim from all conditions of the results."""
    return whole(claim, [judge(part, results) for part in claim.parts]) if claim.parts else single(claim, results)


def single(claim, results):
    """The verdict on a claim with tests of its own."""
    found = tuple((test, at := test.measured(results), test.answer(at)) for test in (*claim.given, *claim.tests))
    run = [c for c in results.conditions if was_run(claim, results, c.name)] if claim.tests else []
    tried, worlds = [c for c in run if c.kind != "space"], [c for c in run if c.kind == "space"]
    under = {c.name: answer_under(claim, results, c.name) for c in tried}
    ablations = [c.name for c in tried if c.kind == "ablation" and c.subject == claim.hangs_on]
    without = under[ablations[0]] if ablations else ""
    if claim.beyond:
        return Verdict(claim, UNDECIDED, f"The model cannot show it: {claim.beyond}.", found, under)
    if not claim.findings:
        space = over_space(claim, results, worlds)
        return Verdict(claim, ASSUMED, put_in(claim, under) + told(space), found, under, without, space=space)
    turns, space = turning_points(tried, under, claim, found), over_space(claim, results, worlds)
    split = space is not None and {HOLDS, REFUTED} <= often(space) | {under[AS_CONFIGURED]}
    word = DEPENDS if turns or split else WORD_OF[under[AS_CONFIGURED]]
    because = " ".join(turns) or everywhere(tried, under) + ("" if split else reason(claim, found, under))
    because += told(space) + ablated(claim, without, word)
    return Verdict(claim, word, because, found, under, without, space=space)


def over_space(claim, results, worlds):
    """How a claim fares over the worlds of the assumed space; None if it was read in none.

    A claim with an axis is read at each of its places, which are then a coordinate of the space as well.
    """
    if not worlds or not claim.tests:
        return None
    places, answers = [], []
    groups = {test.at: [each for each in claim.tests if each.at == test.at] for test in claim.tests}
    groups = groups if claim.axis else {"": list(claim.tests)}
    for world in worlds:
        for when, tests in groups.items():
            asked = replace(claim, tests=tuple(tests), axis="")
            places.append(world.place | ({WHEN: when} if claim.axis else {}))
            answers.append(answer_under(asked, results, world.name))
    return found_over(places, answers)


def often(space):
    """The answers that are given in more than SOME of the assumed space, beyond what chance makes of it.

    A reading is wrong now and then, so an answer counts if so many readings with it would be rare (CHANCE) if SOME of
    them were wrong: in 5 of 40 readings, in 7 of 60.
    """
    from scipy.special import bdtrc

    many = {answer: space.answers.count(answer) for answer in ANSWERS}
    return {answer for answer, n in many.items() if n and bdtrc(n - 1, len(space.answers), SOME) < CHANCE}


def told(space):
    """The sentences on the assumed space, if there is one."""
    return f" {in_words(space)}" if space is not None else ""


def was_run(claim, results, condition):
    """Whether all arms that a claim reads were run under a condition."""
    return all(results.seeds((condition, read.arm)) for read in claim.reads)


def answer_under(claim, results, condition):
    """The answer to a claim under one condition; undecided if what it presupposes does not hold."""
    if not all(test.answer(test.measured(results, condition)) == HOLDS for test in claim.given):
        return UNDECIDED
    return together(
        [test.answer(test.measured(results, condition)) for test in claim.findings or claim.tests], claim.axis
    )


def together(answers, axis=""):
    """The answer to a claim from its tests: the weakest; along an axis, `depends` if the answers differ."""
    if axis and {HOLDS, REFUTED} <= set(answers):
        return DEPENDS
    return max(answers, key=ANSWERS.index)


def whole(claim, parts):
    """The verdict on a claim with parts: that of the weakest part, leaving aside assumed parts."""
    told = [part for part in parts if part.word != ASSUMED]
    weakest = max(told or parts, key=lambda part: WORDS.index(part.word))
    names = list(dict.fromkeys(name for part in told or parts for name in part.under))
    under = {name: weakest_of([part.under[name] for part in told or parts if name in part.under]) for name in names}
    return Verdict(
        claim,
        weakest.word,
        in_parts(parts, weakest),
        tuple(f for part in parts for f in part.found),
        under,
        parts=tuple(parts),
    )


def weakest_of(answers):
    """The weakest of some answers."""
    return max(answers, key=ANSWERS.index)


def in_parts(parts, weakest):
    """The verdicts of the parts, and the part that decides."""
    said = "; ".join(f"{part.claim.number} {part.shown}" for part in parts)
    return (
        f"Verdict of its weakest part, {weakest.claim.number}. ({said})"
        if len({part.word for part in parts}) > 1
        else f"Verdict of all its parts. ({said})"
    )


def put_in(claim, under):
    """Why a claim is assumed, and whether the runs show it anyway."""
    if claim.definition:
        return f"{claim.definition[:1].upper()}{claim.definition[1:]}."
    why = "; ".join(dict.fromkeys(test.assumed for test in claim.tests))
    base = under.get(AS_CONFIGURED)
    shows = {None: "", HOLDS: " The runs show it.", REFUTED: " The runs do not show it."}
    return f"Not a finding, because it was put in by hand: {why}." + shows.get(base, " The runs are inconclusive.")


def turning_points(conditions, under, claim, found):
    """Sentences on where the answer changes, by lens, by value and along the axis, between holding and refuted."""
    turns = []
    lenses = {c.subject or c.name: under[c.name] for c in conditions if c.kind in ("base", "lens")}
    if {HOLDS, REFUTED} <= set(lenses.values()):
        turns.append(f"It depends on the lens: {listed(lenses)}.")
    for path, lens in dict.fromkeys((c.subject, c.lens) for c in conditions if c.kind == "variation"):
        base = under.get(f"lens {lens}", under[AS_CONFIGURED]) if lens else under[AS_CONFIGURED]
        values = {
            c.shown: under[c.name] for c in conditions if (c.kind, c.subject, c.lens) == ("variation", path, lens)
        }
        if {HOLDS, REFUTED} <= {base, *values.values()}:
            answers = ", ".join(f"{answer} at {value}" for value, answer in values.items())
            where = f" under lens {lens}" if lens else ""
            turns.append(f"It depends on {path}{where}: {answers}, {base} at the configured value.")
    along = [c.name for c in conditions if c.kind != "ablation" and under[c.name] == DEPENDS]
    if along:
        places = ", ".join(f"{answer} {test.at}" for test, _, answer in found if test in claim.tests)
        turns.append(f"It depends on {claim.axis}: {places} as configured (it changes under {', '.join(along)}).")
    answers = {c.name: under[c.name] for c in conditions if c.kind != "ablation"}
    if not turns and {HOLDS, REFUTED} <= set(answers.values()):
        turns.append(f"It {listed(answers)}.")
    return turns


def listed(answers):
    """Answers and where each was given: "holds under abi; refuted under components, pillars"."""
    return "; ".join(f"{answer} under {', '.join(names)}" for answer, names in by_answer(answers).items())


def by_answer(answers):
    """{answer: names} in the order of ANSWERS."""
    return {
        answer: [name for name, given in answers.items() if given == answer]
        for answer in ANSWERS
        if answer in answers.values()
    }


SAID = {HOLDS: "The runs show it", REFUTED: "The runs show otherwise", UNDECIDED: "The runs are inconclusive"}


def everywhere(conditions, under):
    """One sentence on an answer that is the same under all conditions, or almost."""
    base, tried = under[AS_CONFIGURED], [c.name for c in conditions if c.kind != "ablation"]
    if len(tried) == 1:
        return f"{SAID[base]}, as configured; no other lens or value was tried."
    others = {name: under[name] for name in tried if under[name] != base}
    if not others:
        return f"{SAID[base]}, under every lens and value tried."
    return f"{SAID[base]}, as configured; {listed(others)}."


def reason(claim, found, under):
    """Which test decides against a claim as configured, or what is missing for a decision."""
    base = under[AS_CONFIGURED]
    if base == HOLDS:
        return ""
    tests = [(test, at, answer) for test, at, answer in found if test in claim.given or not test.assumed]
    fewest = min(at.n for _, at, _ in tests)
    if fewest < 2:
        return " An interval needs two runs with a value." if fewest else " One of its tests has no run with a value."
    presupposed = next(((test, at) for test, at, answer in tests if test in claim.given and answer != HOLDS), None)
    if presupposed:
        return f" It presupposes something that was not found: {presupposed[0].sentence(presupposed[1])}."
    test, at, _ = next(each for each in tests if each[2] == base)
    expected = f"it should be {test.wanted}"
    if base == UNDECIDED:
        where = f"{test.outcome.name} ({test.contrast})"
        return f" The interval of {where} is inconclusive: {expected}. More runs may decide it."
    return f" {test.outcome.name[:1].upper()}{test.outcome.name[1:]}: {test.contrast} is {at.mean:+.3g}; {expected}."


def ablated(claim, without, word):
    """What switching off the mechanism that the claim hangs on does."""
    if not without:
        return ""
    if word in (SUPPORTED, DEPENDS) and without == HOLDS:
        return f" Without {claim.hangs_on} it also holds, so {claim.hangs_on} is not what makes it true."
    return f" Without {claim.hangs_on}: {without}."
