"""The tables of a folder for a spreadsheet: outcomes and verdicts, with texts that no spreadsheet calculates."""

from trustsim.errors import BadInput
from trustsim.folders.opened import SUMMARY, Folder

FORMULAS = tuple(
    "=+-@\t\r\n＝＋－＠"
)  # how a cell of text begins that a spreadsheet may calculate [OWASP: CSV injection]


def neutral(text: str) -> str:
    """A text that no spreadsheet takes for a formula: with an apostrophe before =, +, -, @, tab or a new line.

    Source: OWASP, CSV Injection. Spaces at the front are skipped, as some spreadsheets skip them.
    """
    return f"'{text}" if text.startswith(FORMULAS) or text.lstrip(" ").startswith(FORMULAS) else text


def told_in(folder: Folder) -> dict:
    """{"outcomes": table, "verdicts": table} as pandas DataFrames; empty ones for an unfinished study.

    Raises BadInput for a summary that is not ours.
    """
    from trustsim.api import outcomes_table, verdicts_table

    try:
        return {"outcomes": outcomes_table(folder.summary), "verdicts": verdicts_table(folder.summary).reset_index()}
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        path = folder.path / SUMMARY
        raise BadInput(f"{path}: is not as trustsim writes it ({type(error).__name__}: {error!s:.60})") from None
