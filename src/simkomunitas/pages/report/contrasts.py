"""The planned contrasts of a sweep: paired differences, with what their intervals say, given how many there are."""

from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any

import pandas as pd

from simkomunitas.analysis.crossing import columns_of
from simkomunitas.experiment.contrasts import paired_differences
from simkomunitas.experiment.design import Contrast
from simkomunitas.experiment.factors import ARM
from simkomunitas.experiment.results import DesignFacts
from simkomunitas.pages.naming import column_name, factor_name
from simkomunitas.pages.report.html import Cell, Section, paragraph, table
from simkomunitas.pages.report.numbers import (
    CLEAR,
    OPEN,
    SMALL,
    UNDEFINED,
    digits_for,
    factor_of,
    signed,
    unit_of,
    verdict,
)  # fmt: skip
from simkomunitas.pages.report.sweeps import level_name
from simkomunitas.pages.report.tables import stars_words
from simkomunitas.pages.words import number
from simkomunitas.study.corrections import Correction, clear_differences
from simkomunitas.study.estimates import Estimates, estimates


def contrast_section(facts: DesignFacts, runs: pd.DataFrame, correction: Correction = "none") -> Section | None:
    """Planned contrasts as paired differences; None where none was planned.

    correction: for the number of differences that are shown.
    """
    columns = columns_of(facts, runs)
    planned = [one for contrast in facts.contrasts for one in _by_arm(facts, contrast)]
    if not planned:
        return None
    table_of = _differences(facts, runs, planned, columns)
    table_of = table_of.assign(clear=clear_differences(table_of, correction))
    rows = [
        _contrast_row(one, table_of[table_of["place"] == place], facts, columns) for place, one in enumerate(planned)
    ]
    kinds = [cell.kind for row in rows for cell in row[1:] if isinstance(cell, Cell)]
    head = ["", *(f"{column_name(column)} [{difference_unit(column)}]" for column in columns)]
    note = _contrast_note(int(runs["seed"].nunique()), kinds, correction)
    return Section("contrasts", "Contrasts", paragraph(note, "note") + table(head, rows))


def _contrast_note(seeds: int, kinds: Sequence[str], correction: Correction) -> str:
    """What stands in the table of contrasts, and how many of its intervals say what."""
    count = len(kinds) - kinds.count(UNDEFINED)
    undefined = kinds.count(UNDEFINED)
    return (
        f"Paired differences under the same {seeds} seeds, with their 95 % intervals. "
        f"{stars_words(count, correction, f'Bold ({kinds.count(CLEAR)} of {count})')} "
        f"Grey ({kinds.count(SMALL)}): the interval lies within the smallest difference of interest. "
        f"Plain ({kinds.count(OPEN)}): these runs cannot tell. "
        f"{f'Dash ({undefined}): no pair of runs has a value. ' if undefined else ''}"
        "A contrast is averaged over whatever else varied, without the combinations in which both sides are the same "
        "village; where there are no others, that is said."
    )


def difference_unit(column: str) -> str:
    """The unit of a difference: of shares in points."""
    return "points" if unit_of(column) == "%" else unit_of(column)


def _by_arm(facts: DesignFacts, contrast: Contrast) -> list[Contrast]:
    """A contrast, and, if it is not one of arms, the same in every arm alone: a factor may mean nothing in some."""
    if contrast.factor == ARM or not facts.arms or ARM in dict(contrast.at):
        return [contrast]
    return [contrast, *(contrast._replace(at=(*contrast.at, (ARM, arm))) for arm in facts.arms)]


def _differences(
    facts: DesignFacts, runs: pd.DataFrame, contrasts: Sequence[Contrast], columns: Sequence[str]
) -> pd.DataFrame:
    """A row for each contrast that differs (its ``place``) and outcome: over what else varied, seed by seed."""
    tables = []
    for place, contrast in enumerate(contrasts):
        pairs = paired_differences(runs, facts.columns, contrast, columns)
        if not pairs.empty:
            found = estimates(pairs.to_numpy(dtype=float))
            tables.append(pd.DataFrame({"place": place, "column": columns} | found._asdict()))
    return pd.concat(tables) if tables else pd.DataFrame(columns=["place", "column", *Estimates._fields])


def _contrast_row(
    contrast: Contrast, found: pd.DataFrame, facts: DesignFacts, columns: Sequence[str]
) -> list[str | Cell]:
    """One contrast, or that both sides are the same village everywhere."""
    words = [level_name(contrast.factor, level) for level in (contrast.level, contrast.against)]
    start = "" if contrast.factor == ARM else f"{factor_name(contrast.factor)} "
    where = "".join(f", {_place_name(name, value)}" for name, value in contrast.at)
    said = f"{start}{words[0]} against {words[1]}{where}"
    if found.empty:
        return [said, *("the same" for _ in columns)]
    return [said, *(_difference(row, facts) for row in found.to_dict("records"))]


def _place_name(name: str, value: Any) -> str:  # noqa: ANN401 - a word or a number
    """Where a contrast is made."""
    return level_name(name, value) if name == ARM else f"{factor_name(name)} {level_name(name, value)}"


def _difference(row: Mapping[Any, Any], facts: DesignFacts) -> Cell:
    """An estimate with its interval."""
    column = str(row["column"])
    factor, values = factor_of(column), (float(row["estimate"]), float(row["low"]), float(row["high"]))
    if isnan(values[0]):
        return Cell("–", "no pair of runs has a value", UNDEFINED)
    digits = digits_for(factor * pd.Series(values))
    estimate = signed(*values, factor, digits).partition(" ±")[0]
    if isnan(values[1]):
        return Cell(estimate, "one pair of runs", OPEN)
    below = f"{number(factor * values[1], 'en', digits)} to {number(factor * values[2], 'en', digits)}"
    said = verdict(values[1], values[2], facts.smallest_effect.get(column, 0.0))
    return Cell(estimate, below, OPEN if said == CLEAR and not row["clear"] else said)
