"""The tables of outcomes and contrasts of a comparison: a row an arm, a column a period, for each of the principles."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from simkomunitas.outcomes import HEADLINE, outcomes
from simkomunitas.pages.report.html import folded, paragraph, table
from simkomunitas.pages.report.numbers import digits_for, factor_of, shown, signed, unit_of
from simkomunitas.pages.values import scale_of
from simkomunitas.pages.words import name_of, run_count, say
from simkomunitas.study.corrections import LEVEL, Correction, clear_differences

NOTE = "Means over {n} seeds ± half of the 95 % interval."
PAIRED = "Paired differences from {against} under the same {n} seeds ± half of the 95 % interval. {stars}"


def outcome_tables(outcomes: pd.DataFrame) -> str:
    """The principles, each with its periods; all other outcomes folded away."""
    return paragraph(NOTE.format(n=run_count(outcomes["n"], "en")), "note") + _tables(outcomes, differences=False)


def contrast_tables(contrasts: pd.DataFrame, correction: Correction = "none") -> str:
    """Differences in the same way; those that are clear, given how many are shown, carry a star."""
    against = name_of("arm", str(contrasts["against"].iloc[0]), "en")
    words = PAIRED.format(against=against, n=run_count(contrasts["n"], "en"),
                          stars=stars_words(int(contrasts["se"].notna().sum()), correction))  # fmt: skip
    marked = contrasts.assign(clear=clear_differences(contrasts, correction))
    return paragraph(words, "note") + _tables(marked, differences=True)


def stars_words(intervals: int, correction: Correction, mark: str = "*") -> str:
    """What a mark says of a difference, and how many there would be by chance.

    >>> stars_words(70, "none")
    '*: it excludes 0; of 70 about 3.5 would by chance alone.'
    """
    if correction == "none":
        return f"{mark}: it excludes 0; of {intervals} about {LEVEL * intervals:.1f} would by chance alone."
    return f"{mark}: clear after the correction of {say(f'method:{correction}', 'en')} for {intervals} intervals."


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
    star = "*" if row["clear"] else ""
    return f"{signed(*values, factor, digits)}{star}"
