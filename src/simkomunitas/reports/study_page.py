"""The page of a study: tables written between two marks, so that a rerun renews the numbers and leaves the words."""

from collections.abc import Iterable
from math import isnan

from simkomunitas.analysis.claim_checks import Claim, ClaimEstimate
from simkomunitas.base.table_files import markdown_table

START, END = "<!-- finding: written by analyse.py -->", "<!-- end of finding -->"
YES_OR_NO = {True: "yes", False: "no"}


def replace_finding(page: str, finding: str) -> str:
    r"""A page with the finding between its two marks replaced; ValueError where the marks are not there.

    >>> replace_finding(f"# Study {START} old {END} Limits", "new") == f"# Study {START}\n\nnew\n\n{END} Limits"
    True
    """
    before, start, rest = page.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise ValueError(f"the page has no place for its finding, between {START} and {END}")
    return f"{before}{START}\n\n{finding}\n\n{END}{after}"


def format_hundredths(cell: ClaimEstimate, digits: int = 1) -> str:
    """An estimate in hundredths, with half of its 95 % interval.

    >>> format_hundredths(ClaimEstimate(0.123, 0.1, 0.146))
    '12.3 ± 2.3'
    """
    if isnan(cell.estimate):
        return "–"
    return f"{100 * cell.estimate:.{digits}f} ± {50 * (cell.high - cell.low):.{digits}f}"


def build_claim_table(claims: Iterable[Claim]) -> str:
    """Claims, what was expected and what was found, in hundredths unless a claim has a ``scale``."""
    return markdown_table(
        ["claim", "expected", "found", "holds", "robust"], [_claim_table_row(claim) for claim in claims]
    )


def foldable_claim_table(claims: Iterable[Claim]) -> str:
    """The table of claims, folded away."""
    return f"<details><summary>Claims that are held in the tests</summary>\n\n{build_claim_table(claims)}\n\n</details>"


def build_prediction_table(claims: Iterable[Claim]) -> str:
    """What was predicted, and whether it is borne out, hypothesis by hypothesis."""
    told = [claim for claim in claims if "hypothesis" in claim.settings]
    rows = [
        [
            str(claim.settings["hypothesis"]),
            claim.settings["says"],
            _format_prediction(claim),
            _format_estimates(claim),
            claim.prediction_verdict,
        ]
        for claim in sorted(told, key=lambda claim: int(claim.settings["hypothesis"]))
    ]
    return markdown_table(["hypothesis", "in numbers", "predicted", "found", "borne out"], rows)


def _display_multiplier(claim: Claim) -> float:
    """What numbers are multiplied with to be read: shares become hundredths."""
    return float(claim.settings.get("scale", 100))


def _format_prediction(claim: Claim) -> str:
    kind, level = next(iter(claim.settings["predicted"].items()))
    return f"{'within ±' if kind == 'within' else kind + ' '}{_display_multiplier(claim) * level:g}"


def _format_estimates(claim: Claim) -> str:
    """The interval of one cell, or the estimates of several; a dash where no run has a value."""
    cells = [cell for cell in claim.estimates.values() if not isnan(cell.estimate)]
    if len(cells) == 1:
        middle, low, high = (_display_multiplier(claim) * value for value in cells[0])
        return f"{middle:.1f} ({low:.1f} to {high:.1f})"
    return _format_tolerance(claim)


def _format_tolerance(claim: Claim) -> str:
    values = [
        _display_multiplier(claim) * cell.estimate for cell in claim.estimates.values() if not isnan(cell.estimate)
    ]
    if not values:
        return "–"
    return f"{min(values):.1f}" if len(values) == 1 else f"{min(values):.1f} to {max(values):.1f}"


def _claim_table_row(claim: Claim) -> list[str]:
    about = claim.settings
    expected = (
        f"{_display_multiplier(claim) * about['expected']:g} ± {_display_multiplier(claim) * about['tolerance']:g}"
    )
    return [
        about["says"],
        expected,
        _format_tolerance(claim),
        YES_OR_NO[claim.is_within_tolerance],
        YES_OR_NO[about["robust"]],
    ]
