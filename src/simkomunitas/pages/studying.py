"""The page of a study: tables written between two marks, so that a rerun renews the numbers and leaves the words."""

from collections.abc import Iterable

from simkomunitas.analysis.claims import Claim, Found
from simkomunitas.pages.markdown import table

START, END = "<!-- finding: written by analyse.py -->", "<!-- end of finding -->"
YES = {True: "yes", False: "no"}


def filled_in(page: str, finding: str) -> str:
    r"""A page with the finding between its two marks replaced; ValueError where the marks are not there.

    >>> filled_in(f"# Study {START} old {END} Limits", "new") == f"# Study {START}\n\nnew\n\n{END} Limits"
    True
    """
    before, start, rest = page.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise ValueError(f"the page has no place for its finding, between {START} and {END}")
    return f"{before}{START}\n\n{finding}\n\n{END}{after}"


def points(cell: Found, digits: int = 1) -> str:
    """An estimate in hundredths, with half of its 95 % interval.

    >>> points(Found(0.123, 0.1, 0.146))
    '12.3 ± 2.3'
    """
    return f"{100 * cell.estimate:.{digits}f} ± {50 * (cell.high - cell.low):.{digits}f}"


def claim_table(claims: Iterable[Claim]) -> str:
    """Claims, what was expected and what was found, in hundredths."""
    return table(["claim", "expected", "found", "holds", "robust"], [_claim_row(claim) for claim in claims])


def _claim_row(claim: Claim) -> list[str]:
    about = claim.about
    values = [100 * cell.estimate for cell in claim.found.values()]
    span = f"{min(values):.1f}" if len(values) == 1 else f"{min(values):.1f} to {max(values):.1f}"
    expected = f"{100 * about['expected']:g} ± {100 * about['tolerance']:g}"
    return [about["says"], expected, span, YES[claim.holds], YES[about["robust"]]]
