"""What analyses found, in sentences a person can repeat."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from simkomunitas.analysis.boxes import Box, Choice, Limit, Quality, Span, reach
from simkomunitas.analysis.exploring import FEWEST, Exploration
from simkomunitas.analysis.failing import Clause
from simkomunitas.analysis.sensitivity import SOBOL, Sensitivity
from simkomunitas.outcomes import units
from simkomunitas.pages.naming import column_name, factor_name, pair_name, share_name, value_name
from simkomunitas.pages.words import is_share, name_of

PLACE = ("community.", "parameters.", "shocks.")  # what a village is, and not what is done in it
NOTABLE = 0.05  # share of variance from which a factor is named
NAMED = 3  # factors named in a sentence


def limit_words(name: str, limit: Limit, column: "pd.Series[float]") -> str:
    """A restriction: *inequality at least 0.5*."""
    if isinstance(limit, Choice):
        return f"{factor_name(name)} is {' or '.join(value_name(word) for word in limit.words)}"
    everything = reach(column)
    low, high = value_name(limit.low), value_name(limit.high)
    if isinstance(everything, Span) and limit.low <= everything.low:
        return f"{factor_name(name)} is at most {high}"
    if isinstance(everything, Span) and limit.high >= everything.high:
        return f"{factor_name(name)} is at least {low}"
    return f"{factor_name(name)} is from {low} to {high}"


def box_words(box: Box, factors: pd.DataFrame) -> str:
    """All restrictions of a box."""
    return " and ".join(limit_words(name, limit, factors[name]) for name, limit in box.items())


def quality_words(found: Quality) -> str:
    """Coverage and density.

    >>> quality_words(Quality(0.701, 0.9, 0.1, 50, 45))
    'coverage 0.70, density 0.90'
    """
    return f"coverage {found.coverage:.2f}, density {found.density:.2f}"


def clauses_words(clauses: Sequence[Clause]) -> str:
    """The conditions of failing."""
    return " and ".join(_clause_words(clause) for clause in clauses)


def _clause_words(clause: Clause) -> str:
    sign = {"<": "below", "<=": "at most", ">": "above", ">=": "at least"}[clause.sign]
    against = f" (difference from {name_of('arm', clause.against, 'en')})" if clause.against else ""
    return f"{column_name(clause.column)}{against} {sign} {clause.level:g}"


def exploration_words(found: Exploration, clauses: Sequence[Clause]) -> str:
    """The finding of a scenario discovery as one paragraph."""
    who = pair_name(*found.pair).capitalize() or "It"
    count, cases = int(found.fails.sum()), len(found.fails)
    villages = all(str(name).startswith(PLACE) for name in found.factors.columns)
    what = "villages" if villages else "cases"
    start = f"{who} fails ({clauses_words(clauses)}) in {count} of {cases} {what}"
    if not count:
        return f"{who} never fails ({clauses_words(clauses)}) in these {cases} {what}."
    if min(count, cases - count) < FEWEST:
        return f"{start}: too few {'to fail' if count < FEWEST else 'that do not'} for boxes to be looked for."
    if not found.boxes:
        return f"{start}. Nothing that was varied sets them apart."
    where = ", or where ".join(
        f"{box_words(one.box, found.factors)} ({quality_words(one.quality)})" for one in found.boxes
    )
    seen = f"in {what} the boxes were not found in: {quality_words(found.unseen)}"
    together = f"together {quality_words(found.quality)}; " if len(found.boxes) > 1 else ""
    return f"{start}: above all where {where}. Of all {what} {share_name(count / cases)} fail; {together}{seen}."


def sensitivity_words(found: Sensitivity) -> Iterator[str]:
    """A sentence for each outcome of each arm: what it depends on, and how much is luck."""
    for (arm, against, column), rows in found.indices.groupby(["arm", "against", "column"], sort=False):
        name = pair_name(str(arm), str(against))
        lead = f"{column_name(str(column))}{f' ({name})' if name else ''}"
        said = _sobol_words(rows) if found.method == SOBOL else _morris_words(rows)
        who = (arm, against, column)
        more = _pair_words(_rows_about(found.interactions, who)) + _luck_words(found.luck, who)
        yield f"{lead[:1].upper()}{lead[1:]}: {said}{more}"


def _sobol_words(rows: pd.DataFrame) -> str:
    if rows["total"].isna().all():
        return "varies too little to be told from luck."
    known = rows[rows["total"] > NOTABLE].sort_values("total", ascending=False).head(NAMED)
    if not len(known):
        return "does not depend on what was varied as far as can be seen."
    named = [
        f"{factor_name(str(name))} {_share(total)} ({_share(low)} to {_share(high)}; alone {_share(first)})"
        for name, total, low, high, first in _columns(known, "factor", "total", "total_low", "total_high", "first")
    ]
    return f"depends on {', '.join(named)}."


def _pair_words(rows: pd.DataFrame) -> str:
    """The pairs of factors that explain something only together; nothing is said where none was looked at."""
    if not len(rows) or rows["second"].isna().all():
        return ""
    clear = rows[rows["second_low"] > 0].sort_values("second", ascending=False).head(NAMED)
    count = f"of {len(rows)} pair{'s' if len(rows) > 1 else ''}"
    if not len(clear):
        return f" No interaction {count} is clear."
    named = [
        f"{factor_name(str(one))} with {factor_name(str(other))} {_share(value)} ({_share(low)} to {_share(high)})"
        for one, other, value, low, high in _columns(clear, "factor", "other", "second", "second_low", "second_high")
    ]
    return f" Only together ({count}): {', '.join(named)}."


def _share(value: float) -> str:
    """A share as it can be at most: estimates may lie a little outside.

    >>> _share(-0.02), _share(1.07)
    ('0 %', '100 %')
    """
    return share_name(min(1.0, max(0.0, value)))


def _morris_words(rows: pd.DataFrame) -> str:
    """The factors that move an outcome most, by how much it moves over the whole range of each.

    Only those whose interval excludes 0 are named: the size of an effect of nothing is above 0 by chance.
    """
    unit = units()[str(rows["column"].iloc[0]).partition("@")[0]]
    scale, name_of_unit = (100.0, " points") if is_share(unit) else (1.0, "")
    least = 0.1 * rows["mu_star"].max()
    top = rows[rows["mu_star_low"] > 0].sort_values("mu_star", ascending=False).head(NAMED)
    if not len(top):
        return "not moved by anything that was varied as far as can be seen."
    named = [
        f"{factor_name(str(name))} {scale * size:.2g}{name_of_unit} ({scale * low:.2g} to {scale * high:.2g})"
        for name, size, low, high in _columns(top, "factor", "mu_star", "mu_star_low", "mu_star_high")
    ]
    still = [factor_name(str(name)) for name, high in _columns(rows, "factor", "mu_star_high") if high <= least]
    rest = f" Hardly moved by {', '.join(still)}." if still else ""
    return f"moved most by {', '.join(named)}.{rest}"


def _columns(rows: pd.DataFrame, *names: str) -> Iterator[tuple[Any, ...]]:
    """Rows of some columns."""
    return zip(*(rows[name].tolist() for name in names), strict=True)


def _rows_about(table: pd.DataFrame, who: tuple[object, object, object]) -> pd.DataFrame:
    """The rows about one outcome of an arm or pair."""
    return table[(table["arm"] == who[0]) & (table["against"] == who[1]) & (table["column"] == who[2])]


def _luck_words(luck: pd.DataFrame, who: tuple[object, object, object]) -> str:
    """The share of luck in the differences between runs."""
    if not len(luck):
        return " One seed cannot tell how much is luck; these numbers hold its luck too."
    mine = _rows_about(luck, who).iloc[0]
    if mine["sd"] == 0:
        return ""
    shares = [_share(float(mine[name])) for name in ("parameters", "luck", "both")]
    return (
        f" Of the differences between runs {shares[0]} are due to what was varied, {shares[1]} to luck alone, "
        f"{shares[2]} to luck that depends on what was varied."
    )
