"""Who beats whom over plausible worlds, as tables in the terminal."""

import sys
from typing import NamedTuple, TextIO

import pandas as pd

from simkomunitas.evidence.worlds import Worlds
from simkomunitas.pages.figures.tables import rows_of
from simkomunitas.pages.terminal import Writer
from simkomunitas.pages.words import PRINCIPLES, Language, name_of, number
from simkomunitas.pages.words_of_evidence import sentence

JUDGED = "year_3"
NAME = 26  # columns for the names of arms


class Standing(NamedTuple):
    """How one arm stands against another."""

    probability: float  # that it is above the other
    certain: bool


class Standings:
    """How every arm stands against every other, from both sides."""

    def __init__(self, beating: pd.DataFrame) -> None:
        self.arms: list[str] = list(dict.fromkeys([*beating["arm"], *beating["against"]]))
        self.periods = list(dict.fromkeys(beating["period"]))
        self.worlds = int(beating["worlds"].max()) if len(beating) else 0
        self._found: dict[tuple[str, str, str, str], Standing] = {}
        for row in rows_of(beating):
            certain, share = row["order"] != "uncertain", row["probability"]
            self._found[row["arm"], row["against"], row["outcome"], row["period"]] = Standing(share, certain)
            self._found[row["against"], row["arm"], row["outcome"], row["period"]] = Standing(1 - share, certain)

    def at(self, arm: str, against: str, outcome: str, period: str) -> Standing | None:
        """How an arm stands against another; None where that is not known."""
        found = self._found.get((arm, against, outcome, period))
        return None if found is None or found.probability != found.probability else found

    def ahead(self, outcome: str, period: str) -> str | None:
        """The arm that is surely above all others, if there is one."""
        for arm in self.arms:
            others = [self.at(arm, other, outcome, period) for other in self.arms if other != arm]
            if all(found is not None and found.certain and found.probability > 0.5 for found in others):
                return arm
        return None


def print_worlds(worlds: Worlds, stream: TextIO | None = None, language: Language = "en") -> None:
    """Print for each principle, three years after exit, how probably each arm is above each other."""
    writer, standings = Writer(stream or sys.stdout, language), Standings(worlds.beating)
    period = JUDGED if JUDGED in standings.periods else standings.periods[0]
    for principle in PRINCIPLES:
        _print_matrix(writer, standings, principle, period)
    told = sentence("worlds:uncertain", language, worlds=len(worlds.plan.draws), runs=worlds.plan.runs)
    writer.console.print(writer.text(told))


def _print_matrix(writer: Writer, standings: Standings, principle: str, period: str) -> None:
    language = writer.language
    names = {"outcome": name_of("outcome", principle, language), "period": name_of("row", period, language)}
    title = sentence("worlds:table", language, **names)
    table = writer.table(writer.text(title[:1].upper() + title[1:]), width=NAME)
    for place in range(len(standings.arms)):
        table.add_column(writer.text(number(place + 1, language)), justify="right")
    for place, arm in enumerate(standings.arms):
        cells = [_cell(standings.at(arm, other, principle, period), language) for other in standings.arms]
        table.add_row(writer.text(f"{place + 1} {name_of('arm', arm, language)}"), *map(writer.text, cells))
    writer.console.print(table)


def _cell(standing: Standing | None, language: Language) -> str:
    """``83``; with a question mark where it is uncertain."""
    if standing is None:
        return "–"
    return number(100 * standing.probability, language) + (" " if standing.certain else "?")
