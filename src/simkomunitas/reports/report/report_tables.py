"""The tables of outcomes and contrasts of a comparison: a row an arm, a column a period, for each of the principles."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from simkomunitas.model.outcomes import HEADLINE_OUTCOMES, outcomes
from simkomunitas.reports.outcome_format import display_scale
from simkomunitas.reports.render import render_template
from simkomunitas.reports.report.html_elements import EmbeddedPicture, ReportTable
from simkomunitas.reports.report.report_numbers import (
    decimal_places,
    display_multiplier,
    format_signed_difference,
    format_with_interval,
    unit_for_display,
)
from simkomunitas.reports.translated_words import display_name, format_run_count, translate_text
from simkomunitas.results.p_value_correction import SIGNIFICANCE_LEVEL, CorrectionMethod, significant_differences


def render_outcome_tables(outcomes: pd.DataFrame, pictures: Sequence[EmbeddedPicture] = ()) -> str:
    """The principles, each with its periods; all other outcomes folded away; pictures below."""
    return _render_tables(outcomes, "", "", pictures)


def render_contrast_tables(contrasts: pd.DataFrame, correction: CorrectionMethod = "none") -> str:
    """Differences in the same way; those that are clear, given how many are shown, carry a star."""
    against = display_name("arm", str(contrasts["against"].iloc[0]), "en")
    stars = describe_stars(int(contrasts["se"].notna().sum()), correction)
    return _render_tables(contrasts.assign(clear=significant_differences(contrasts, correction)), against, stars)


def describe_stars(intervals: int, correction: CorrectionMethod, mark: str = "*") -> str:
    """What a mark says of a difference, and how many there would be by chance.

    >>> describe_stars(70, "none")
    '*: it excludes 0; of 70 about 3.5 would by chance alone.'
    """
    if correction == "none":
        return (
            f"{mark}: it excludes 0; of {intervals} about {SIGNIFICANCE_LEVEL * intervals:.1f} would by chance alone."
        )
    return (
        f"{mark}: clear after the correction of {translate_text(f'method:{correction}', 'en')} for "
        f"{intervals} intervals."
    )


def _render_tables(frame: pd.DataFrame, against: str, stars: str, pictures: Sequence[EmbeddedPicture] = ()) -> str:
    names = list(dict.fromkeys(map(str, frame["outcome"])))
    return render_template(
        "report/principles.html",
        n=format_run_count(frame["n"], "en"),
        against=against,
        stars=stars,
        principles=[_render_outcome_table(frame, name, bool(against)) for name in HEADLINE_OUTCOMES if name in names],
        others=[_render_outcome_table(frame, name, bool(against)) for name in names if name not in HEADLINE_OUTCOMES],
        pictures=pictures,
    )


def _render_outcome_table(frame: pd.DataFrame, outcome: str, differences: bool) -> ReportTable:
    """One outcome: arms by periods."""
    part = frame[frame["outcome"] == outcome]
    periods = list(dict.fromkeys(part["period"]))
    factor = display_multiplier(f"{outcome}@{periods[0]}")
    digits = (
        display_scale(outcomes[outcome].unit)[1]
        if outcome in HEADLINE_OUTCOMES
        else decimal_places(factor * part["estimate"])
    )
    cells = {
        (row["arm"], row["period"]): _estimate_cell(row, factor, digits, differences) for row in part.to_dict("records")
    }
    arms = dict.fromkeys(part["arm"])
    rows = [[display_name("arm", str(arm), "en"), *(cells[arm, period] for period in periods)] for arm in arms]
    unit = unit_for_display(f"{outcome}@{periods[0]}")
    unit = "points" if differences and unit == "%" else unit
    caption = f"{display_name('outcome', outcome, 'en').capitalize()} [{unit}]"
    return ReportTable(["", *(display_name("row", str(period), "en") for period in periods)], rows, title=caption)


def _estimate_cell(row: Mapping[Any, Any], factor: float, digits: int, differences: bool) -> str:
    values = (float(row["estimate"]), float(row["low"]), float(row["high"]))
    if not differences:
        return format_with_interval(*values, factor, digits)
    star = "*" if row["clear"] else ""
    return f"{format_signed_difference(*values, factor, digits)}{star}"
