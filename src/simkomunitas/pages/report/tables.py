"""The tables of outcomes and contrasts of a comparison: a row an arm, a column a period, for each of the principles."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from simkomunitas.outcomes import HEADLINE, outcomes
from simkomunitas.pages.report.html import folded, paragraph, table
from simkomunitas.pages.report.numbers import CLEAR, digits_for, factor_of, shown, signed, unit_of, verdict
from simkomunitas.pages.values import scale_of
from simkomunitas.pages.words import name_of

NOTE = "Means over {n} seeds ± half of the 95 % interval."
PAIRED = "Paired differences from {against} under the same {n} seeds ± half of the 95 % interval; *: it excludes 0."


def outcome_tables(outcomes: pd.DataFrame) -> str:
    """The principles, each with its periods; all other outcomes folded away."""
    return paragraph(NOTE.format(n=int(outcomes["n"].max())), "note") + _tables(outcomes, differences=False)


def contrast_tables(contrasts: pd.DataFrame) -> str:
    """Differences in the same way."""
    against = name_of("arm", str(contrasts["against"].iloc[0]), "en")
    words = PAIRED.format(against=against, n=int(contrasts["n"].max()))
    return paragraph(words, "note") + _tables(contrasts, differences=True)


def _tables(frame: pd.DataFrame, *, differences: bool) -> str:
    shown_first = "".join(_table(frame, name, differences) for name in HEADLINE if name in set(frame["outcome"]))
    others = [name for name in dict.fromkeys(frame["outcome"]) if name not in HEADLINE]
    rest = "".join(_table(frame, str(name), differences) for name in others)
    return shown_first + (folded("All other outcomes", rest) if rest else "")


def _table(frame: pd.DataFrame, outcome: str, differences: bool) -> str:
    """One outcome: arms by periods."""
    part = frame[frame["outcome"] == outcome]
    periods = list(dict.fromkeys(part["period"]))
    factor = factor_of(f"{outcome}@{periods[0]}")
    digits = scale_of(outcomes[outcome].unit)[1] if outcome in HEADLINE else digits_for(factor * part["estimate"])
    cells = {(row["arm"], row["period"]): _cell(row, factor, digits, differences) for row in part.to_dict("records")}
    arms = dict.fromkeys(part["arm"])
    rows = [[name_of("arm", str(arm), "en"), *(cells[arm, period] for period in periods)] for arm in arms]
    unit = unit_of(f"{outcome}@{periods[0]}")
    unit = "points" if differences and unit == "%" else unit
    caption = f"{name_of('outcome', outcome, 'en').capitalize()} [{unit}]"
    return table(["", *(name_of("row", str(period), "en") for period in periods)], rows, caption)


def _cell(row: Mapping[Any, Any], factor: float, digits: int, differences: bool) -> str:
    values = (float(row["estimate"]), float(row["low"]), float(row["high"]))
    if not differences:
        return shown(*values, factor, digits)
    star = "*" if verdict(values[1], values[2], 0.0) == CLEAR else ""
    return f"{signed(*values, factor, digits)}{star}"
