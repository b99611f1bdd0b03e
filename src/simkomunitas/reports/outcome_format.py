"""How the value of an outcome is written, wherever it stands: shares as percent, ratios with two decimals.

The mean of a period has a decimal more than the value of a week, which curves, board and predictions share.
"""

import math

from simkomunitas.reports.translated_words import Language, format_number, format_percent, is_share_unit

MISSING_VALUE = "–"
TIE_TOLERANCE = 1e-4  # hundredths; browsers keep weekly values in single precision, and must round a half the same way


def display_scale(unit: str) -> tuple[float, int]:
    """What the mean of a period is multiplied with, and how many decimals it has.

    >>> display_scale("share of adults"), display_scale("ratio, 1 is equal")
    ((100.0, 1), (1.0, 2))
    """
    return (100.0, 1) if is_share_unit(unit) else (1.0, 2)


def format_period_mean(value: float, unit: str, language: Language) -> str:
    """The mean of a period; a dash where there is nothing to measure.

    >>> format_period_mean(0.3125, "share of adults", "id"), format_period_mean(0.4321, "ratio", "id")
    ('31,2 %', '0,43')
    """
    if math.isnan(value):
        return MISSING_VALUE
    factor, digits = display_scale(unit)
    return f"{format_number(factor * value, language, digits)}{' %' if is_share_unit(unit) else ''}"


def round_to_hundredths(value: float) -> int:
    """The value of a week as it is told: whole percent, or the hundredths of a ratio; a half counts upwards.

    >>> round_to_hundredths(0.125), round_to_hundredths(0.1449)
    (13, 14)
    """
    return math.floor(100 * value + 0.5 + TIE_TOLERANCE)


def format_week_value(value: float, unit: str, language: Language) -> str:
    """The value of a week; a dash where there is nothing to measure.

    >>> (
    ...     format_week_value(0.125, "share of adults", "en"),
    ...     format_week_value(0.4321, "ratio", "en"),
    ...     format_week_value(math.nan, "ratio", "en"),
    ... )
    ('13 %', '0.43', '–')
    """
    if math.isnan(value):
        return MISSING_VALUE
    told = round_to_hundredths(value) / 100
    return format_percent(told, language) if is_share_unit(unit) else format_number(told, language, 2)
