"""The report of a sweep: question, design, what was found at every point, contrasts, figures."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from math import nan
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from simkomunitas.analysis.outcome_arrays import select_outcomes
from simkomunitas.base.estimation import estimate_contrasts, estimate_curves, estimate_outcomes
from simkomunitas.experiments.experiment_design import Precision
from simkomunitas.experiments.experiment_factors import ARM_COLUMN
from simkomunitas.experiments.sweep_results import DesignDescription, FactorDescription, load_weekly_series
from simkomunitas.model.outcomes import HEADLINE_OUTCOMES, outcomes, units_by_outcome
from simkomunitas.reports.display_names import format_column_name, format_factor_name, format_factor_value, format_share
from simkomunitas.reports.figures import plot_differences, plot_participation, plot_principles
from simkomunitas.reports.figures.estimate_lookup import outcome_units
from simkomunitas.reports.figures.response_plot import plot_response
from simkomunitas.reports.report.html_elements import EmbeddedPicture, PageSection, ReportTable, render_section
from simkomunitas.reports.report.report_numbers import (
    decimal_places,
    display_multiplier,
    format_with_interval,
    unit_for_display,
)
from simkomunitas.reports.translated_words import display_name, format_run_count

MAX_LISTED_POINTS = 200  # that are listed one by one
MAX_DETAILED_POINTS = 20  # that are listed without folding
MAX_TEXT_LENGTH = 260  # letters for what is different in an arm
MAX_LISTED_ARMS = 14  # that are drawn as arms
LEVEL_NAMES = {True: "yes", False: "no"}


def format_factor_level(name: str, value: Any) -> str:  # noqa: ANN401 - a word or a number
    """A value of what varied, as it is read.

    >>> format_factor_level("arm", "balanced"), format_factor_level("programme.targeting", "leaders_first")
    ('balanced mix', 'leaders first')
    """
    if name == ARM_COLUMN:
        return display_name("arm", str(value), "en")
    return format_factor_value(LEVEL_NAMES[value] if isinstance(value, bool) else value)


def build_design_section(facts: DesignDescription, runs: pd.DataFrame) -> PageSection:
    """How the answer was looked for."""
    told = {name: value for name, value in facts.settings.items() if value is not False}
    head = ["what varied", "key", "values", "unit", "meaning"]
    rows = [
        [format_factor_name(one.name), one.name, _format_factor_range(one), one.unit, one.meaning]
        for one in facts.factors
    ]
    return render_section(
        "design",
        "Design",
        points=facts.points,
        method=facts.method.replace("_", " "),
        settings=", ".join(f"{name.replace('_', ' ')} {value}" for name, value in told.items()),
        precision=format_share(facts.replicates.relative) if isinstance(facts.replicates, Precision) else "",
        replicates=facts.replicates,
        seeds=runs["seed"].nunique(),
        first_seed=facts.first_seed,
        runs=len(runs),
        arms=facts.arms and ReportTable(["arm", "what is different in it"], _arm_setting_rows(facts), 2, "Arms"),
        factors=rows and ReportTable(head, rows, 5, "What varied"),
    )


def _arm_setting_rows(facts: DesignDescription) -> Iterator[list[str]]:
    """Every arm, and the settings that are not the same in all arms that have them."""
    said = facts.about["asked"]["experiment"].get("arms", {})
    flat = {arm: dict(_flatten_settings(said.get(arm, {}))) for arm in facts.arms}
    for arm in facts.arms:
        others = [settings for name, settings in flat.items() if name != arm]
        own = {
            key: value for key, value in flat[arm].items() if any(_has_other_value(key, value, one) for one in others)
        }
        words = "; ".join(f"{format_factor_name(key)} {format_factor_value(value)}" for key, value in own.items())
        yield [display_name("arm", arm, "en"), textwrap.shorten(words, MAX_TEXT_LENGTH, placeholder=" …")]


def _has_other_value(key: str, value: Any, other: Mapping[str, Any]) -> bool:  # noqa: ANN401 - a word or a number
    """Whether another arm has something else; what is said of programmes does not concern arms without one."""
    if key.startswith("programme.") and not any(name.startswith("programme.") for name in other):
        return False
    return bool(other.get(key) != value)


def _flatten_settings(settings: Any, key: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - any JSON value
    """Settings by their dotted key."""
    if isinstance(settings, dict):
        for name, part in settings.items():
            yield from _flatten_settings(part, f"{key}.{name}" if key else name)
    elif isinstance(settings, str | int | float):
        yield key, settings


def _format_factor_range(factor: FactorDescription) -> str:
    if factor.levels:
        return ", ".join(format_factor_value(LEVEL_NAMES.get(level, level) if isinstance(level, bool) else level)
                         for level in factor.levels)  # fmt: skip
    steps = f", {factor.steps} values" if factor.steps else ""
    return (
        f"{format_factor_value(factor.low)} to "
        f"{format_factor_value(factor.high)}{steps}{', log scale' if factor.log else ''}"
    )


def build_outcome_section(
    facts: DesignDescription, runs: pd.DataFrame, pictures: Sequence[EmbeddedPicture] = ()
) -> PageSection:
    """Means of the outcomes of interest at every point, or their spread where the points are too many."""
    columns = select_outcomes(facts, runs)
    many = facts.points > MAX_LISTED_POINTS
    points = (
        None
        if many
        else ReportTable(_point_table_head(facts, columns), _point_table_rows(facts, runs, columns), len(facts.columns))
    )
    return render_section(
        "outcomes",
        "What was found",
        pictures=pictures,
        count=facts.points,
        few=MAX_DETAILED_POINTS,
        points=points,
        spread=_spread_table(facts, runs, columns) if many else None,
        codebook=_codebook(columns),
    )


def _point_table_head(facts: DesignDescription, columns: Sequence[str]) -> list[str]:
    names = [format_factor_name(name) for name in facts.columns] or [""]
    return [*names, *(f"{format_column_name(column)} [{unit_for_display(column)}]" for column in columns), "n"]


def _point_table_rows(facts: DesignDescription, runs: pd.DataFrame, columns: Sequence[str]) -> Iterator[list[str]]:
    """A row for each combination that is a scenario of its own."""
    own = runs.drop_duplicates("run_id")
    table_of = estimate_outcomes(own[["seed", *columns]].assign(arm=own["point"].astype(str)), units_by_outcome())
    named = table_of.assign(column=table_of["outcome"] + "@" + table_of["period"])
    digits = {
        str(name): decimal_places(display_multiplier(str(name)) * part["estimate"])
        for name, part in named.groupby("column")
    }
    levels = own.drop_duplicates("point").set_index("point")[list(facts.columns)]
    for point, part in named.groupby("arm", sort=False):
        found = {str(row["column"]): row for row in part.to_dict("records")}
        words = [format_factor_level(name, levels.at[int(str(point)), name]) for name in facts.columns] or [
            "the scenario"
        ]
        cells = [_outcome_cell(found[column], column, digits[column]) for column in columns]
        yield [*words, *cells, format_run_count(part["n"], "en")]


def _outcome_cell(row: Mapping[Any, Any], column: str, digits: int) -> str:
    return format_with_interval(row["estimate"], row["low"], row["high"], display_multiplier(column), digits)


def _spread_table(facts: DesignDescription, runs: pd.DataFrame, columns: Sequence[str]) -> ReportTable:
    """How outcomes are spread over many points."""
    by = ["point", *([ARM_COLUMN] if facts.arms else [])]
    means = runs.groupby(by, sort=False)[list(columns)].mean().reset_index()
    rows = []
    for arm, part in means.groupby(ARM_COLUMN, sort=False) if facts.arms else [("", means)]:
        for column in columns:
            values = display_multiplier(column) * part[column]
            digits = decimal_places(values)
            cells = [
                format_with_interval(value, nan, nan, 1, digits) for value in values.quantile([0, 0.05, 0.5, 0.95, 1])
            ]
            who = display_name("arm", str(arm), "en") if arm else "all"
            rows.append(
                [
                    who,
                    f"{format_column_name(column)} [{unit_for_display(column)}]",
                    *cells,
                    str(int(values.notna().sum())),
                ]
            )
    head = ["arm", "outcome", "least", "5 %", "median", "95 %", "most", "points"]
    return ReportTable(head, rows, words=2)


def build_sweep_figures(facts: DesignDescription, runs: pd.DataFrame) -> Iterator[tuple[str, Figure, str]]:
    """The figures that fit the design: name, figure, and what it shows."""
    columns = select_outcomes(facts, runs)
    if facts.arms and not facts.factors and len(facts.arms) <= MAX_LISTED_ARMS:
        yield from _arm_comparison_figures(facts, runs)
    along = [factor for factor in facts.factors if len(_grid_levels(factor)) > 1]
    if facts.method in ("grid", "one_at_a_time") and along:
        by = ARM_COLUMN if facts.arms else (along[1].name if len(along) > 1 else "")
        for number, factor in enumerate(along):
            other = by if by != factor.name else along[0].name
            caption = f"Outcomes over {format_factor_name(factor.name)}; whatever else varied is averaged."
            yield f"response_{number + 1}", plot_response(runs, columns, factor.name, other), caption


def _grid_levels(factor: FactorDescription) -> Sequence[Any]:
    return factor.levels or range(factor.steps)


def _arm_comparison_figures(facts: DesignDescription, runs: pd.DataFrame) -> Iterator[tuple[str, Figure, str]]:
    """The figures of a comparison of arms."""
    wanted = [name for name in runs.columns if str(name).partition("@")[0] in HEADLINE_OUTCOMES]
    part = runs[[ARM_COLUMN, "seed", *wanted]]
    estimates = estimate_outcomes(part, units_by_outcome())
    yield "five_principles", plot_principles(estimates), "The five principles during the programme and after exit."
    against = {str(contrast.against) for contrast in facts.contrasts if contrast.factor == ARM_COLUMN}
    if len(against) == 1 and {contrast.factor for contrast in facts.contrasts} == {ARM_COLUMN}:
        found = estimate_contrasts(part, against.pop())
        yield (
            "differences",
            plot_differences(found, outcome_units(estimates)),
            "Paired differences under the same seeds.",
        )
    exit_week = _latest_exit_week(facts)
    if facts.weekly and exit_week is not None:
        by_arm = load_weekly_series(facts.folder, ["participation"]).groupby(ARM_COLUMN, sort=False)
        curves = pd.concat(
            [estimate_curves(str(arm), {"participation": _participation_by_seed(rows)}) for arm, rows in by_arm]
        )
        yield "participation_course", plot_participation(curves, exit_week), "Participation week by week."


def _latest_exit_week(facts: DesignDescription) -> int | None:
    """The week in which every arm's programme ends at the latest; None where it is not the same for all."""
    horizon = facts.about["asked"]["experiment"].get("horizon")
    return None if horizon is None else int(horizon["programme_weeks"])


def _participation_by_seed(weekly: pd.DataFrame) -> Any:  # noqa: ANN401 - an array
    return weekly.pivot(index="seed", columns="week", values="participation").to_numpy(dtype=float)


def count_undefined_outcomes(facts: DesignDescription, runs: pd.DataFrame) -> Iterator[str]:
    """Outcomes of interest that are undefined in some runs."""
    for column in select_outcomes(facts, runs):
        count = int(runs[column].isna().sum())
        if count:
            said = f"{format_column_name(column)} is undefined in {count} of {len(runs)} runs (nothing to measure)"
            yield f"{said}; these are left out of its means."


def _codebook(columns: Sequence[str]) -> ReportTable:
    """What the outcomes shown mean."""
    names = list(dict.fromkeys(column.partition("@")[0] for column in columns))
    rows = [[display_name("outcome", name, "en"), outcomes[name].unit, outcomes[name].meaning] for name in names]
    return ReportTable(["outcome", "unit", "meaning"], rows, words=3)
