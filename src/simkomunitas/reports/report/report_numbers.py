"""Numbers as a report shows them: estimates with half of their intervals, in the unit a reader thinks in."""

import math

import pandas as pd

from simkomunitas.model.outcomes import outcomes
from simkomunitas.reports.translated_words import format_number, is_share_unit

CLEAR, SMALL, OPEN, UNDEFINED = "clear", "small", "open", "undefined"


def unit_for_display(column: str) -> str:
    """The unit of an outcome@period as it is shown: shares in percent."""
    unit = outcomes[column.partition("@")[0]].unit
    return "%" if is_share_unit(unit) else unit.partition(",")[0]


def display_multiplier(column: str) -> float:
    """What values are multiplied with to be shown."""
    return 100.0 if is_share_unit(outcomes[column.partition("@")[0]].unit) else 1.0


def decimal_places(values: "pd.Series[float]") -> int:
    """How many decimals a column of values needs: about three digits of the largest."""
    largest = float(values.abs().max()) if len(values) else 0.0
    if not math.isfinite(largest) or largest == 0:
        return 1
    return min(3, max(0, 2 - math.floor(math.log10(largest))))


def format_with_interval(estimate: float, low: float, high: float, factor: float = 1.0, digits: int = 1) -> str:
    """``31.2 ± 0.4``; a dash where nothing is known.

    >>> format_with_interval(0.312, 0.308, 0.316, 100, 1), format_with_interval(float("nan"), 0, 0)
    ('31.2 ± 0.4', '–')
    """
    if math.isnan(estimate):
        return "–"
    middle = format_number(factor * estimate, "en", digits)
    return middle if math.isnan(low) else f"{middle} ± {format_number(factor * (high - low) / 2, 'en', digits)}"


def format_signed_difference(estimate: float, low: float, high: float, factor: float = 1.0, digits: int = 1) -> str:
    """A difference, with its sign.

    >>> format_signed_difference(0.05, 0.04, 0.06, 100)
    '+5.0 ± 1.0'
    """
    text = format_with_interval(estimate, low, high, factor, digits)
    return f"+{text}" if estimate > 0 else text


def difference_verdict(low: float, high: float, smallest: float) -> str:
    """What an interval says of a difference: clear, too small to matter (``small``), or open, as without an interval.

    smallest: the smallest difference of interest; 0 if none was said.

    >>> (
    ...     difference_verdict(0.01, 0.03, 0.02),
    ...     difference_verdict(-0.01, 0.01, 0.02),
    ...     difference_verdict(-0.01, 0.03, 0.02),
    ... )
    ('clear', 'small', 'open')
    """
    if smallest > 0 and -smallest < low and high < smallest:
        return SMALL
    return CLEAR if low > 0 or high < 0 else OPEN
