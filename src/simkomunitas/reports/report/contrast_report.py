"""The planned contrasts of a sweep: paired differences, with what their intervals say, given how many there are."""

from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any

import pandas as pd

from simkomunitas.analysis.outcome_arrays import select_outcomes
from simkomunitas.base.estimation import MeanEstimates, estimate_means
from simkomunitas.experiments.experiment_design import PlannedContrast
from simkomunitas.experiments.experiment_factors import ARM_COLUMN
from simkomunitas.experiments.planned_contrasts import mean_paired_differences
from simkomunitas.experiments.sweep_results import DesignDescription
from simkomunitas.reports.display_names import format_column_name, format_factor_name
from simkomunitas.reports.report.html_elements import PageSection, ReportCell, ReportTable, render_section
from simkomunitas.reports.report.report_numbers import (
    CLEAR,
    OPEN,
    SMALL,
    UNDEFINED,
    decimal_places,
    difference_verdict,
    display_multiplier,
    format_signed_difference,
    unit_for_display,
)
from simkomunitas.reports.report.report_tables import describe_stars
from simkomunitas.reports.report.sweep_report import format_factor_level
from simkomunitas.reports.translated_words import format_number
from simkomunitas.results.p_value_correction import CorrectionMethod, significant_differences


def build_contrast_section(
    facts: DesignDescription, runs: pd.DataFrame, correction: CorrectionMethod = "none"
) -> PageSection | None:
    """Planned contrasts as paired differences; None where none was planned.

    correction: for the number of differences that are shown.
    """
    columns = select_outcomes(facts, runs)
    planned = [one for contrast in facts.contrasts for one in _split_by_arm(facts, contrast)]
    if not planned:
        return None
    table_of = _difference_table(facts, runs, planned, columns)
    table_of = table_of.assign(clear=significant_differences(table_of, correction))
    rows = [
        _contrast_table_row(one, table_of[table_of["place"] == place], facts, columns)
        for place, one in enumerate(planned)
    ]
    kinds = [cell.kind for row in rows for cell in row[1:] if isinstance(cell, ReportCell)]
    head = ["", *(f"{format_column_name(column)} [{difference_unit(column)}]" for column in columns)]
    count = {kind: kinds.count(kind) for kind in (CLEAR, SMALL, OPEN, UNDEFINED)}
    known = len(kinds) - count[UNDEFINED]
    stars = describe_stars(known, correction, f"Bold ({count[CLEAR]} of {known})")
    seeds = int(runs["seed"].nunique())
    table = ReportTable(head, rows)
    return render_section("contrasts", "Contrasts", seeds=seeds, stars=stars, count=count, differences=table)


def difference_unit(column: str) -> str:
    """The unit of a difference: of shares in points."""
    return "points" if unit_for_display(column) == "%" else unit_for_display(column)


def _split_by_arm(facts: DesignDescription, contrast: PlannedContrast) -> list[PlannedContrast]:
    """A contrast, and, if it is not one of arms, the same in every arm alone: a factor may mean nothing in some."""
    if contrast.factor == ARM_COLUMN or not facts.arms or ARM_COLUMN in dict(contrast.at):
        return [contrast]
    return [contrast, *(contrast._replace(at=(*contrast.at, (ARM_COLUMN, arm))) for arm in facts.arms)]


def _difference_table(
    facts: DesignDescription, runs: pd.DataFrame, contrasts: Sequence[PlannedContrast], columns: Sequence[str]
) -> pd.DataFrame:
    """A row for each contrast that differs (its ``place``) and outcome: over what else varied, seed by seed."""
    tables = []
    for place, contrast in enumerate(contrasts):
        pairs = mean_paired_differences(runs, facts.columns, contrast, columns)
        if not pairs.empty:
            found = estimate_means(pairs.to_numpy(dtype=float))
            tables.append(pd.DataFrame({"place": place, "column": columns} | found._asdict()))
    return pd.concat(tables) if tables else pd.DataFrame(columns=["place", "column", *MeanEstimates._fields])


def _contrast_table_row(
    contrast: PlannedContrast, found: pd.DataFrame, facts: DesignDescription, columns: Sequence[str]
) -> list[str | ReportCell]:
    """One contrast, or that both sides are the same village everywhere."""
    words = [format_factor_level(contrast.factor, level) for level in (contrast.level, contrast.against)]
    start = "" if contrast.factor == ARM_COLUMN else f"{format_factor_name(contrast.factor)} "
    where = "".join(f", {_condition_label(name, value)}" for name, value in contrast.at)
    said = f"{start}{words[0]} against {words[1]}{where}"
    if found.empty:
        return [said, *("the same" for _ in columns)]
    return [said, *(_format_difference(row, facts) for row in found.to_dict("records"))]


def _condition_label(name: str, value: Any) -> str:  # noqa: ANN401 - a word or a number
    """Where a contrast is made."""
    return (
        format_factor_level(name, value)
        if name == ARM_COLUMN
        else f"{format_factor_name(name)} {format_factor_level(name, value)}"
    )


def _format_difference(row: Mapping[Any, Any], facts: DesignDescription) -> ReportCell:
    """An estimate with its interval."""
    column = str(row["column"])
    factor, values = display_multiplier(column), (float(row["estimate"]), float(row["low"]), float(row["high"]))
    if isnan(values[0]):
        return ReportCell("–", "no pair of runs has a value", UNDEFINED)
    digits = decimal_places(factor * pd.Series(values))
    estimate = format_signed_difference(*values, factor, digits).partition(" ±")[0]
    if isnan(values[1]):
        return ReportCell(estimate, "one pair of runs", OPEN)
    below = f"{format_number(factor * values[1], 'en', digits)} to {format_number(factor * values[2], 'en', digits)}"
    said = difference_verdict(values[1], values[2], facts.smallest_effect.get(column, 0.0))
    return ReportCell(estimate, below, OPEN if said == CLEAR and not row["clear"] else said)
