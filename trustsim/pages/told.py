"""The verdicts on an article's page: those that ship with trustsim, or those of a folder of `trustsim claims`."""

import json
from pathlib import Path

from trustsim.errors import BadInput
from trustsim.pages.drawings import found_of
from trustsim.plots.placing import coordinates
from trustsim.runs.every_claim import FILE

SHIPPED = Path(__file__).parent / FILE
DIGITS = 5  # significant, of the numbers that ship


def told_by(folder: Path | None) -> dict:
    """The document of `trustsim claims` in a folder, or the shipped one, with its claims by number. Raises BadInput."""
    path = SHIPPED if folder is None else folder / FILE
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        found = {str(claim["number"]): claim for claim in told["claims"]}
    except FileNotFoundError:
        raise BadInput(f"{folder}: there is no {FILE}; trustsim claims --out {folder} makes one") from None
    except (ValueError, TypeError, KeyError) as error:
        raise BadInput(f"{path}: not what trustsim claims writes ({type(error).__name__})") from None
    return told | {"claims": found}


def compact(document: dict) -> dict:
    """The same with what no page shows left out: of each reading the coordinates that no drawing uses, and folders."""
    claims = [{key: value for key, value in claim.items() if key != "folder"} for claim in document["claims"]]
    return shortened(document | {"claims": [drawn_only(claim) for claim in claims]})


def as_text(document: dict) -> str:
    """A compact document as JSON with one claim per line, so that two versions can be compared."""
    head = {key: value for key, value in document.items() if key != "claims"}
    lines = ",\n".join(json.dumps(claim, ensure_ascii=False, separators=(",", ":")) for claim in document["claims"])
    return json.dumps(head, indent=1).removesuffix("\n}") + f',\n "claims": [\n{lines}\n]}}\n'


def drawn_only(claim: dict) -> dict:
    """A claim whose readings have only the coordinates that a drawing uses."""
    claim = claim | {"parts": [drawn_only(part) for part in claim["parts"]]}
    if claim["parts"]:
        claim |= {"tests": []}  # they stand with the parts
    if claim["space"]:
        names = {*coordinates(found_of(claim["space"])), "answer"} if claim["space"]["decide"] else {"answer"}
        readings = [{name: each[name] for name in each if name in names} for each in claim["space"]["readings"]]
        claim |= {"space": claim["space"] | {"readings": readings}}
    return claim


def shortened(value: object) -> object:
    """The same with every number to DIGITS significant digits."""
    if isinstance(value, dict):
        return {key: shortened(each) for key, each in value.items()}
    if isinstance(value, list):
        return [shortened(each) for each in value]
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value
