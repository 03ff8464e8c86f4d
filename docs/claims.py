"""The tables of docs/claims.md: the experiment of each claim, its tests, and what the runs found."""

import json
from pathlib import Path

from trustsim import __version__, own
from trustsim.pages.markdown import table
from trustsim.runs.every_claim import FILE, kinds, listed
from trustsim.runs.experiments import claims_of, folder
from trustsim.runs.words import with_parts


def replayed():
    """{experiment: its claims} of all shipped experiments."""
    return {path.stem: claims_of(own.module_of(path)) for path in sorted(folder().glob("[!_]*.py"))}


def claims_table():
    """All claims, with the experiment of each and whether this version replays it."""
    here = {(name, str(claim.number)) for name, claims in replayed().items() for claim in claims}
    rows = []
    for c in listed():
        status = "replayed" if (c["experiment"], c["number"]) in here else "to come"
        rows.append(
            (c["number"], c["article"], c["claim"], c["would_show_it"], c["literature"], f"`{c['experiment']}`", status)
        )
    return table(("#", "article", "claim", "what would show it", "literature", "experiment", "here"), rows)


def tests_by_experiment():
    """One section per experiment: its claims as it words them, and the tests of each claim."""
    sections = []
    for name, claims in replayed().items():
        rows = [row_of(each) for claim in claims for each in (claim, *claim.parts)]
        sections += [
            f"### `{name}`",
            table(("#", "claim", "tests", "hangs on", "how it was read"), rows),
            sizes(claims),
        ]
    return "\n\n".join(sections)


def row_of(claim):
    """The row of a claim or of a part of one, with its tests."""
    given = [f"where {in_words(test)}" for test in claim.given]
    tests = "; ".join([*map(in_words, claim.tests), *given])
    if claim.beyond:
        tests = f"cannot be shown: {claim.beyond}"
    hangs_on = f"`{claim.hangs_on}`" if claim.hangs_on else ""
    return claim.number, claim.text, tests or claim.definition or "see its parts", hangs_on, claim.note


def in_words(test):
    """A test and its expectation, in words."""
    assumed = f" (assumed: {test.assumed})" if test.assumed else ""
    return f"{test.outcome.name}: {test.contrast}, expected {test.wanted}{assumed}"


def sizes(claims):
    """The smallest effects of interest, each with its reason."""
    outcomes = dict.fromkeys(read.outcome for claim in claims for read in claim.reads)
    rows = [(each.name, f"{each.smallest:g}", each.because) for each in outcomes]
    return table(("outcome", "smallest effect of interest", "because"), rows)


def verdicts(folder):
    """One table of verdicts per study, from the folder of `trustsim claims`."""
    parts, claims = [], []
    told = json.loads((folder / FILE).read_text(encoding="utf-8"))["claims"]
    for each in sorted({folder / Path(claim["folder"]).name for claim in told}):
        found, manifest = (
            json.loads((each / name).read_text(encoding="utf-8")) for name in ("summary.json", "manifest.json")
        )
        claims += found["claims"]
        rows = [verdict_row(each) for each in with_parts(found["claims"])]
        parts += [
            f"### {found['title']}",
            origin(found, manifest),
            table(("#", "claim", "verdict", "because", "found"), rows),
        ]
    counted = "; ".join(f"{word}: {many}" for word, many in kinds(claims).items())
    told = (
        f"{len(claims)} claims were replayed. Taken apart into their parts, they are {counted}. Structural is what "
        "holds in 95 % and more of the assumed space: nearly put in by hand. A finding is what the runs say beyond it."
    )
    return "\n\n".join([told, *parts])


def verdict_row(claim):
    """The row of a verdict on a claim or on a part of one."""
    tests = "" if claim["parts"] else "; ".join(map(test_found, claim["tests"]))
    return claim["number"], claim["claim"], f"**{claim['shown']}**", claim["because"], tests


def origin(found, manifest):
    """The origin of verdicts: study, seeds, lens, version."""
    version = manifest["versions"]["trustsim"].replace("from source", __version__)
    changed = f", with {', '.join(manifest['overrides'])}" if manifest["overrides"] else ""
    return (
        f"`{found['study']}`{changed}: n = {len(found['seeds'])} twin worlds "
        f"(seeds {found['seeds'][0]}..{found['seeds'][-1]}), "
        f"{found['runs']} runs under {len(manifest['conditions'])} conditions; lens `{found['lens']}` as configured; "
        f"trustsim {version}, rules {manifest['rules_hash'][:8]}, finished {manifest['finished'][:10]}."
    )


def test_found(test):
    """The finding of one test."""
    return f"{test['answer']}: {test['sentence']}" + (f" (assumed: {test['assumed']})" if test["assumed"] else "")
