"""What analyses found, in sentences a person can repeat."""

from collections.abc import Iterator, Sequence

import pandas as pd

from simkomunitas.analysis.boxes import Box, BoxQuality, CategorySubset, Limit, NumericRange, tightest_limit
from simkomunitas.analysis.failure_conditions import FailureCondition
from simkomunitas.analysis.scenario_discovery import MIN_FAILURES, DiscoveryResult
from simkomunitas.analysis.sensitivity_analysis import SOBOL, SensitivityResult
from simkomunitas.model.outcomes import units_by_outcome
from simkomunitas.reports.display_names import (
    format_column_name,
    format_comparison_name,
    format_factor_name,
    format_factor_value,
    format_share,
)
from simkomunitas.reports.figures.estimate_lookup import to_row_dicts
from simkomunitas.reports.translated_words import display_name, is_share_unit

SITUATION_PREFIXES = ("community.", "parameters.", "shocks.")  # what a village is, and not what is done in it
NOTABLE_INDEX = 0.05  # share of variance from which a factor is named
MAX_NAMED_FACTORS = 3  # factors named in a sentence


def describe_limit(name: str, limit: Limit, column: "pd.Series[float]") -> str:
    """A restriction: *inequality at least 0.5*."""
    if isinstance(limit, CategorySubset):
        return f"{format_factor_name(name)} is {' or '.join(format_factor_value(word) for word in limit.categories)}"
    everything = tightest_limit(column)
    low, high = format_factor_value(limit.low), format_factor_value(limit.high)
    if isinstance(everything, NumericRange) and limit.low <= everything.low:
        return f"{format_factor_name(name)} is at most {high}"
    if isinstance(everything, NumericRange) and limit.high >= everything.high:
        return f"{format_factor_name(name)} is at least {low}"
    return f"{format_factor_name(name)} is from {low} to {high}"


def describe_box(box: Box, factors: pd.DataFrame) -> str:
    """All restrictions of a box."""
    return " and ".join(describe_limit(name, limit, factors[name]) for name, limit in box.items())


def describe_box_quality(found: BoxQuality) -> str:
    """Coverage and density.

    >>> describe_box_quality(BoxQuality(0.701, 0.9, 0.1, 50, 45))
    'coverage 0.70, density 0.90'
    """
    return f"coverage {found.coverage:.2f}, density {found.density:.2f}"


def describe_failure_conditions(conditions: Sequence[FailureCondition]) -> str:
    """The conditions of failing."""
    return " and ".join(_describe_condition(clause) for clause in conditions)


def _describe_condition(clause: FailureCondition) -> str:
    sign = {"<": "below", "<=": "at most", ">": "above", ">=": "at least"}[clause.operator]
    against = f" (difference from {display_name('arm', clause.reference_arm, 'en')})" if clause.reference_arm else ""
    return f"{format_column_name(clause.outcome_column)}{against} {sign} {clause.threshold:g}"


def describe_discovery(found: DiscoveryResult, conditions: Sequence[FailureCondition]) -> str:
    """The finding of a scenario discovery as one paragraph."""
    who = format_comparison_name(*found.comparison).capitalize() or "It"
    count, cases = int(found.failures.sum()), len(found.failures)
    villages = all(str(name).startswith(SITUATION_PREFIXES) for name in found.factors.columns)
    what = "villages" if villages else "cases"
    start = f"{who} fails ({describe_failure_conditions(conditions)}) in {count} of {cases} {what}"
    if not count:
        return f"{who} never fails ({describe_failure_conditions(conditions)}) in these {cases} {what}."
    if min(count, cases - count) < MIN_FAILURES:
        return f"{start}: too few {'to fail' if count < MIN_FAILURES else 'that do not'} for boxes to be looked for."
    if not found.boxes:
        return f"{start}. Nothing that was varied sets them apart."
    where = ", or where ".join(
        f"{describe_box(one.box, found.factors)} ({describe_box_quality(one.quality)})" for one in found.boxes
    )
    seen = f"in {what} the boxes were not found in: {describe_box_quality(found.held_out_quality)}"
    together = f"together {describe_box_quality(found.quality)}; " if len(found.boxes) > 1 else ""
    return f"{start}: above all where {where}. Of all {what} {format_share(count / cases)} fail; {together}{seen}."


def describe_sensitivity(found: SensitivityResult) -> Iterator[str]:
    """A sentence for each outcome of each arm: what it depends on, and how much is noise."""
    for (arm, against, column), rows in found.indices.groupby(["arm", "against", "column"], sort=False):
        name = format_comparison_name(str(arm), str(against))
        lead = f"{format_column_name(str(column))}{f' ({name})' if name else ''}"
        said = _describe_sobol_indices(rows) if found.method == SOBOL else _describe_morris_effects(rows)
        who = (arm, against, column)
        more = _describe_interactions(_rows_for_comparison(found.interactions, who)) + _describe_noise_share(
            found.variance_shares, who
        )
        yield f"{lead[:1].upper()}{lead[1:]}: {said}{more}"


def _describe_sobol_indices(rows: pd.DataFrame) -> str:
    if rows["total"].isna().all():
        return "varies too little to be told from noise."
    known = rows[rows["total"] > NOTABLE_INDEX].sort_values("total", ascending=False).head(MAX_NAMED_FACTORS)
    if not len(known):
        return "does not depend on what was varied as far as can be seen."
    named = [
        f"{format_factor_name(str(row['factor']))} {_clip_share(row['total'])} ({_clip_share(row['total_low'])} to "
        f"{_clip_share(row['total_high'])}; alone {_clip_share(row['first'])})"
        for row in to_row_dicts(known)
    ]
    return f"depends on {', '.join(named)}."


def _describe_interactions(rows: pd.DataFrame) -> str:
    """The pairs of factors that explain something only together; nothing is said where none was looked at."""
    if not len(rows) or rows["second"].isna().all():
        return ""
    clear = rows[rows["second_low"] > 0].sort_values("second", ascending=False).head(MAX_NAMED_FACTORS)
    count = f"of {len(rows)} pair{'s' if len(rows) > 1 else ''}"
    if not len(clear):
        return f" No interaction {count} is clear."
    named = [
        f"{format_factor_name(str(row['factor']))} with {format_factor_name(str(row['other']))} "
        f"{_clip_share(row['second'])} ({_clip_share(row['second_low'])} to {_clip_share(row['second_high'])})"
        for row in to_row_dicts(clear)
    ]
    return f" Only together ({count}): {', '.join(named)}."


def _clip_share(value: float) -> str:
    """A share as it can be at most: estimates may lie a little outside.

    >>> _clip_share(-0.02), _clip_share(1.07)
    ('0 %', '100 %')
    """
    return format_share(min(1.0, max(0.0, value)))


def _describe_morris_effects(rows: pd.DataFrame) -> str:
    """The factors that move an outcome most, by how much it moves over the whole range of each.

    Only those whose interval excludes 0 are named: the size of an effect of nothing is above 0 by chance.
    """
    unit = units_by_outcome()[str(rows["column"].iloc[0]).partition("@")[0]]
    scale, name_of_unit = (100.0, " points") if is_share_unit(unit) else (1.0, "")
    least = 0.1 * rows["mu_star"].max()
    top = rows[rows["mu_star_low"] > 0].sort_values("mu_star", ascending=False).head(MAX_NAMED_FACTORS)
    if not len(top):
        return "not moved by anything that was varied as far as can be seen."
    named = [
        f"{format_factor_name(str(row['factor']))} {scale * row['mu_star']:.2g}{name_of_unit} "
        f"({scale * row['mu_star_low']:.2g} to {scale * row['mu_star_high']:.2g})"
        for row in to_row_dicts(top)
    ]
    still = [format_factor_name(str(name)) for name in rows.loc[rows["mu_star_high"] <= least, "factor"]]
    rest = f" Hardly moved by {', '.join(still)}." if still else ""
    return f"moved most by {', '.join(named)}.{rest}"


def _rows_for_comparison(table: pd.DataFrame, who: tuple[object, object, object]) -> pd.DataFrame:
    """The rows about one outcome of an arm or pair."""
    return table[(table["arm"] == who[0]) & (table["against"] == who[1]) & (table["column"] == who[2])]


def _describe_noise_share(noise: pd.DataFrame, who: tuple[object, object, object]) -> str:
    """The share of noise in the differences between runs."""
    if not len(noise):
        return " One seed cannot tell how much is noise; these numbers include its noise."
    mine = _rows_for_comparison(noise, who).iloc[0]
    if mine["sd"] == 0:
        return ""
    shares = [_clip_share(float(mine[name])) for name in ("factors", "noise", "interaction")]
    return (
        f" Of the differences between runs {shares[0]} are due to what was varied, {shares[1]} to noise alone, "
        f"{shares[2]} to noise that depends on what was varied."
    )
