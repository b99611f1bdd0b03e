"""The page of a study: tables written between two marks, so that a rerun renews the numbers and leaves the words."""

from collections.abc import Iterable
from math import isnan

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
    if isnan(cell.estimate):
        return "–"
    return f"{100 * cell.estimate:.{digits}f} ± {50 * (cell.high - cell.low):.{digits}f}"


def claim_table(claims: Iterable[Claim]) -> str:
    """Claims, what was expected and what was found, in hundredths unless a claim has a ``scale``."""
    return table(["claim", "expected", "found", "holds", "robust"], [_claim_row(claim) for claim in claims])


def held(claims: Iterable[Claim]) -> str:
    """The table of claims, folded away."""
    return f"<details><summary>Claims that are held in the tests</summary>\n\n{claim_table(claims)}\n\n</details>"


def verdict_table(claims: Iterable[Claim]) -> str:
    """What was predicted, and whether it is borne out, hypothesis by hypothesis."""
    told = [claim for claim in claims if "hypothesis" in claim.about]
    rows = [
        [str(claim.about["hypothesis"]), claim.about["says"], _predicted(claim), _span(claim), claim.verdict]
        for claim in sorted(told, key=lambda claim: int(claim.about["hypothesis"]))
    ]
    return table(["hypothesis", "in numbers", "predicted", "found", "borne out"], rows)


def _scale(claim: Claim) -> float:
    """What numbers are multiplied with to be read: shares become hundredths."""
    return float(claim.about.get("scale", 100))


def _predicted(claim: Claim) -> str:
    kind, level = next(iter(claim.about["predicted"].items()))
    return f"{'within ±' if kind == 'within' else kind + ' '}{_scale(claim) * level:g}"


def _span(claim: Claim) -> str:
    """The interval of one cell, or the estimates of several; a dash where no run has a value."""
    cells = [cell for cell in claim.found.values() if not isnan(cell.estimate)]
    if len(cells) == 1:
        middle, low, high = (_scale(claim) * value for value in cells[0])
        return f"{middle:.1f} ({low:.1f} to {high:.1f})"
    return _range(claim)


def _range(claim: Claim) -> str:
    values = [_scale(claim) * cell.estimate for cell in claim.found.values() if not isnan(cell.estimate)]
    if not values:
        return "–"
    return f"{min(values):.1f}" if len(values) == 1 else f"{min(values):.1f} to {max(values):.1f}"


def _claim_row(claim: Claim) -> list[str]:
    about = claim.about
    expected = f"{_scale(claim) * about['expected']:g} ± {_scale(claim) * about['tolerance']:g}"
    return [about["says"], expected, _range(claim), YES[claim.holds], YES[about["robust"]]]
