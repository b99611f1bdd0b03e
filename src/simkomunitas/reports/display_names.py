"""What things of an analysis are called on a page: factors by their key, outcomes with their period, arms and pairs."""

from typing import Any

from simkomunitas.reports.translated_words import display_name, format_number

BOOLEAN_NAMES = {"true": "yes", "false": "no"}


def format_factor_name(key: str) -> str:
    """A key of the configuration as a person would say it.

    >>> format_factor_name("parameters.turnout.coefficient_norm"), format_factor_name("community.people.adults")
    ('coefficient norm (turnout)', 'adults')
    >>> format_factor_name("shocks.chance")
    'chance (shocks)'
    """
    top, *between = key.split(".")
    last = between.pop() if between else top
    name = last.replace("_", " ")
    if top == "parameters" and between:
        return f"{name} ({between[-1].replace('_', ' ')})"
    if top == "shocks" and last != top:
        return f"{name} ({top})"
    if len(between) > 1 or between == ["stages"]:
        return f"{name} ({between[-1].replace('_', ' ')})"
    return name


def format_column_name(column: str) -> str:
    """An outcome with its period.

    >>> format_column_name("participation@year_3")
    'participation, 3 years after exit'
    """
    outcome, _, period = column.rpartition("@")
    return f"{display_name('outcome', outcome, 'en')}, {display_name('period', period, 'en')}"


def format_comparison_name(arm: str, against: str) -> str:
    """An arm, or how it differs from another.

    >>> (
    ...     format_comparison_name("balanced", "none"),
    ...     format_comparison_name("balanced", ""),
    ...     format_comparison_name("", ""),
    ... )
    ('balanced mix against no programme', 'balanced mix', '')
    """
    if not against:
        return display_name("arm", arm, "en") if arm else ""
    return f"{display_name('arm', arm, 'en')} against {display_name('arm', against, 'en')}"


def format_share(share: float) -> str:
    """A share as a whole number of hundredths.

    >>> format_share(0.274)
    '27 %'
    """
    return f"{100 * share:.0f} %"


def format_factor_value(value: Any) -> str:  # noqa: ANN401 - a number or a word of a factor
    """A value of a factor: a number with as many digits as it takes to tell it, a word with its underscores gone.

    >>> (
    ...     format_factor_value(0.123456),
    ...     format_factor_value(0.2),
    ...     format_factor_value(52.0),
    ...     format_factor_value("fixed_week"),
    ...     format_factor_value("true"),
    ... )
    ('0.123', '0.2', '52', 'fixed week', 'yes')
    """
    if isinstance(value, str):
        return BOOLEAN_NAMES.get(value.lower(), value.replace("_", " "))
    if isinstance(value, bool):
        return BOOLEAN_NAMES[str(value).lower()]
    size = abs(float(value))
    digits = 0 if size >= 100 or float(value).is_integer() else 3 if size < 1 else 2
    text = format_number(float(value), "en", digits)
    return text.rstrip("0").rstrip(".") if "." in text else text
