"""The report of a sweep: question, design, what was found at every point, contrasts, figures."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from math import nan
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from simkomunitas.analysis.crossing import columns_of
from simkomunitas.experiment.design import Precision
from simkomunitas.experiment.factors import ARM
from simkomunitas.experiment.results import DesignFacts, FactorFacts, load_weekly
from simkomunitas.outcomes import HEADLINE, outcomes, units
from simkomunitas.pages.figures import differences, five_principles, participation_course
from simkomunitas.pages.figures.response import response
from simkomunitas.pages.figures.tables import units_of
from simkomunitas.pages.naming import column_name, factor_name, share_name, value_name
from simkomunitas.pages.report.html import Section, folded, paragraph, table
from simkomunitas.pages.report.numbers import (
    digits_for,
    factor_of,
    shown,
    unit_of,
)  # fmt: skip
from simkomunitas.pages.words import name_of, run_count
from simkomunitas.study.estimates import contrast_table, curve_table, outcome_table

MOST_POINTS = 200  # that are listed one by one
FEW_POINTS = 20  # that are listed without folding
LONGEST = 260  # letters for what is different in an arm
MOST_ARMS = 14  # that are drawn as arms
LEVEL_NAMES = {True: "yes", False: "no"}


def level_name(name: str, value: Any) -> str:  # noqa: ANN401 - a word or a number
    """A value of what varied, as it is read.

    >>> level_name("arm", "balanced"), level_name("programme.targeting", "leaders_first")
    ('balanced mix', 'leaders first')
    """
    if name == ARM:
        return name_of("arm", str(value), "en")
    return value_name(LEVEL_NAMES[value] if isinstance(value, bool) else value)


def design_section(facts: DesignFacts, runs: pd.DataFrame) -> Section:
    """How the answer was looked for."""
    count, seeds = facts.points, runs["seed"].nunique()
    method = facts.method.replace("_", " ")
    told = {name: value for name, value in facts.settings.items() if value is not False}
    settings = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in told.items())
    asked = (
        f"as many runs as make half of the 95 % interval at most {share_name(facts.replicates.relative)} of the mean"
        if isinstance(facts.replicates, Precision)
        else f"{facts.replicates} runs"
    )
    body = paragraph(
        f"{count} combinations ({method}{f': {settings}' if settings else ''}), {asked} of each, under the same "
        f"{seeds} seeds, from {facts.first_seed} on: {len(runs)} runs. Whatever is compared meets the same people and "
        "the same luck, so differences are paired by seed."
    )
    if facts.arms:
        body += table(["arm", "what is different in it"], _arm_rows(facts), "Arms", words=2)
    if facts.factors:
        head = ["what varied", "key", "values", "unit", "meaning"]
        rows = [[factor_name(one.name), one.name, _values(one), one.unit, one.meaning] for one in facts.factors]
        body += table(head, rows, "What varied", words=5)
    return Section("design", "Design", body)


def _arm_rows(facts: DesignFacts) -> Iterator[list[str]]:
    """Every arm, and the settings that are not the same in all arms that have them."""
    said = facts.about["asked"]["experiment"].get("arms", {})
    flat = {arm: dict(_flat(said.get(arm, {}))) for arm in facts.arms}
    for arm in facts.arms:
        others = [settings for name, settings in flat.items() if name != arm]
        own = {key: value for key, value in flat[arm].items() if any(_differs(key, value, one) for one in others)}
        words = "; ".join(f"{factor_name(key)} {value_name(value)}" for key, value in own.items())
        yield [name_of("arm", arm, "en"), textwrap.shorten(words, LONGEST, placeholder=" …")]


def _differs(key: str, value: Any, other: Mapping[str, Any]) -> bool:  # noqa: ANN401 - a word or a number
    """Whether another arm has something else; what is said of programmes does not concern arms without one."""
    if key.startswith("programme.") and not any(name.startswith("programme.") for name in other):
        return False
    return bool(other.get(key) != value)


def _flat(settings: Any, key: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - any JSON value
    """Settings by their dotted key."""
    if isinstance(settings, dict):
        for name, part in settings.items():
            yield from _flat(part, f"{key}.{name}" if key else name)
    elif isinstance(settings, str | int | float):
        yield key, settings


def _values(factor: FactorFacts) -> str:
    if factor.levels:
        return ", ".join(value_name(LEVEL_NAMES.get(level, level) if isinstance(level, bool) else level)
                         for level in factor.levels)  # fmt: skip
    steps = f", {factor.steps} values" if factor.steps else ""
    return f"{value_name(factor.low)} to {value_name(factor.high)}{steps}{', log scale' if factor.log else ''}"


def outcome_section(facts: DesignFacts, runs: pd.DataFrame) -> str:
    """Means of the outcomes of interest at every point, or their spread where the points are too many."""
    columns = columns_of(facts, runs)
    if facts.points > MOST_POINTS:
        return _spread(facts, runs, columns)
    said = (
        "Means over seeds ± half of the 95 % interval; n: runs in which the outcomes are defined, the least "
        "and the most; –: no run has a value. Combinations that are the same village are shown once."
    )
    listed = paragraph(said, "note") + table(
        _head(facts, columns), _point_rows(facts, runs, columns), words=len(facts.columns)
    )
    return listed if facts.points <= FEW_POINTS else folded("The table of all combinations", listed)


def _head(facts: DesignFacts, columns: Sequence[str]) -> list[str]:
    names = [factor_name(name) for name in facts.columns] or [""]
    return [*names, *(f"{column_name(column)} [{unit_of(column)}]" for column in columns), "n"]


def _point_rows(facts: DesignFacts, runs: pd.DataFrame, columns: Sequence[str]) -> Iterator[list[str]]:
    """A row for each combination that is a scenario of its own."""
    own = runs.drop_duplicates("run_id")
    table_of = outcome_table(own[["seed", *columns]].assign(arm=own["point"].astype(str)), units())
    named = table_of.assign(column=table_of["outcome"] + "@" + table_of["period"])
    digits = {str(name): digits_for(factor_of(str(name)) * part["estimate"]) for name, part in named.groupby("column")}
    levels = own.drop_duplicates("point").set_index("point")[list(facts.columns)]
    for point, part in named.groupby("arm", sort=False):
        found = {str(row["column"]): row for row in part.to_dict("records")}
        words = [level_name(name, levels.at[int(str(point)), name]) for name in facts.columns] or ["the scenario"]
        cells = [_cell(found[column], column, digits[column]) for column in columns]
        yield [*words, *cells, run_count(part["n"], "en")]


def _cell(row: Mapping[Any, Any], column: str, digits: int) -> str:
    return shown(row["estimate"], row["low"], row["high"], factor_of(column), digits)


def _spread(facts: DesignFacts, runs: pd.DataFrame, columns: Sequence[str]) -> str:
    """How outcomes are spread over many points."""
    by = ["point", *([ARM] if facts.arms else [])]
    means = runs.groupby(by, sort=False)[list(columns)].mean().reset_index()
    rows = []
    for arm, part in means.groupby(ARM, sort=False) if facts.arms else [("", means)]:
        for column in columns:
            values = factor_of(column) * part[column]
            digits = digits_for(values)
            cells = [shown(value, nan, nan, 1, digits) for value in values.quantile([0, 0.05, 0.5, 0.95, 1])]
            who = name_of("arm", str(arm), "en") if arm else "all"
            rows.append([who, f"{column_name(column)} [{unit_of(column)}]", *cells, str(int(values.notna().sum()))])
    head = ["arm", "outcome", "least", "5 %", "median", "95 %", "most", "points"]
    note = f"Means over seeds at {facts.points} points; the table of all runs is in the folder."
    return paragraph(note, "note") + table(head, rows, words=2)


def figures_of(facts: DesignFacts, runs: pd.DataFrame) -> Iterator[tuple[str, Figure, str]]:
    """The figures that fit the design: name, figure, and what it shows."""
    columns = columns_of(facts, runs)
    if facts.arms and not facts.factors and len(facts.arms) <= MOST_ARMS:
        yield from _arm_figures(facts, runs)
    along = [factor for factor in facts.factors if len(_grid(factor)) > 1]
    if facts.method in ("grid", "one_at_a_time") and along:
        by = ARM if facts.arms else (along[1].name if len(along) > 1 else "")
        for number, factor in enumerate(along):
            other = by if by != factor.name else along[0].name
            caption = f"Outcomes over {factor_name(factor.name)}; whatever else varied is averaged."
            yield f"response_{number + 1}", response(runs, columns, factor.name, other), caption


def _grid(factor: FactorFacts) -> Sequence[Any]:
    return factor.levels or range(factor.steps)


def _arm_figures(facts: DesignFacts, runs: pd.DataFrame) -> Iterator[tuple[str, Figure, str]]:
    """The figures of a comparison of arms."""
    wanted = [name for name in runs.columns if str(name).partition("@")[0] in HEADLINE]
    part = runs[[ARM, "seed", *wanted]]
    estimates = outcome_table(part, units())
    yield "five_principles", five_principles(estimates), "The five principles during the programme and after exit."
    against = {str(contrast.against) for contrast in facts.contrasts if contrast.factor == ARM}
    if len(against) == 1 and {contrast.factor for contrast in facts.contrasts} == {ARM}:
        found = contrast_table(part, against.pop())
        yield "differences", differences(found, units_of(estimates)), "Paired differences under the same seeds."
    exit_week = _exit_week(facts)
    if facts.weekly and exit_week is not None:
        by_arm = load_weekly(facts.folder, ["participation"]).groupby(ARM, sort=False)
        curves = pd.concat([curve_table(str(arm), {"participation": _by_seed(rows)}) for arm, rows in by_arm])
        yield "participation_course", participation_course(curves, exit_week), "Participation week by week."


def _exit_week(facts: DesignFacts) -> int | None:
    """The week in which every arm's programme ends at the latest; None where it is not the same for all."""
    horizon = facts.about["asked"]["experiment"].get("horizon")
    return None if horizon is None else int(horizon["programme_weeks"])


def _by_seed(weekly: pd.DataFrame) -> Any:  # noqa: ANN401 - an array
    return weekly.pivot(index="seed", columns="week", values="participation").to_numpy(dtype=float)


def undefined(facts: DesignFacts, runs: pd.DataFrame) -> Iterator[str]:
    """Outcomes of interest that are undefined in some runs."""
    for column in columns_of(facts, runs):
        count = int(runs[column].isna().sum())
        if count:
            said = f"{column_name(column)} is undefined in {count} of {len(runs)} runs (nothing to measure)"
            yield f"{said}; these are left out of its means."


def codebook_section(columns: Sequence[str]) -> str:
    """What the outcomes shown mean."""
    names = list(dict.fromkeys(column.partition("@")[0] for column in columns))
    rows = [[name_of("outcome", name, "en"), outcomes[name].unit, outcomes[name].meaning] for name in names]
    return folded("What the outcomes mean", table(["outcome", "unit", "meaning"], rows, words=3))
