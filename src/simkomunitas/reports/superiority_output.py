"""Who beats whom over plausible worlds, as tables in the terminal."""

import sys
from typing import NamedTuple, TextIO

import pandas as pd

from simkomunitas.evidence.worlds import UncertaintyResult
from simkomunitas.reports.diagnosis_sentences import find_sentence
from simkomunitas.reports.figures.estimate_lookup import to_row_dicts
from simkomunitas.reports.terminal_output import TableWriter
from simkomunitas.reports.translated_words import PRINCIPLES, Language, display_name, format_number

JUDGED_PERIOD = "year_3"
NAME_WIDTH = 26  # columns for the names of arms


class ArmStanding(NamedTuple):
    """How one arm stands against another."""

    probability: float  # that it is above the other
    certain: bool


class StandingLookup:
    """How every arm stands against every other, from both sides."""

    def __init__(self, superiority: pd.DataFrame) -> None:
        self.arms: list[str] = list(dict.fromkeys([*superiority["arm"], *superiority["against"]]))
        self.periods = list(dict.fromkeys(superiority["period"]))
        self.worlds = int(superiority["worlds"].max()) if len(superiority) else 0
        self._found: dict[tuple[str, str, str, str], ArmStanding] = {}
        for row in to_row_dicts(superiority):
            certain, share = row["order"] != "uncertain", row["probability"]
            self._found[row["arm"], row["against"], row["outcome"], row["period"]] = ArmStanding(share, certain)
            self._found[row["against"], row["arm"], row["outcome"], row["period"]] = ArmStanding(1 - share, certain)

    def find_standing(self, arm: str, against: str, outcome: str, period: str) -> ArmStanding | None:
        """How an arm stands against another; None where that is not known."""
        found = self._found.get((arm, against, outcome, period))
        return None if found is None or found.probability != found.probability else found

    def leading_arm(self, outcome: str, period: str) -> str | None:
        """The arm that is surely above all others, if there is one."""
        for arm in self.arms:
            others = [self.find_standing(arm, other, outcome, period) for other in self.arms if other != arm]
            if all(found is not None and found.certain and found.probability > 0.5 for found in others):
                return arm
        return None


def print_superiority(worlds: UncertaintyResult, stream: TextIO | None = None, language: Language = "en") -> None:
    """Print for each principle, three years after exit, how probably each arm is above each other."""
    writer, standings = TableWriter(stream or sys.stdout, language), StandingLookup(worlds.superiority)
    period = JUDGED_PERIOD if JUDGED_PERIOD in standings.periods else standings.periods[0]
    for principle in PRINCIPLES:
        _print_superiority_matrix(writer, standings, principle, period)
    told = find_sentence("worlds:uncertain", language, worlds=len(worlds.plan.draws), runs=worlds.plan.runs)
    writer.console.print(writer.to_styled_text(told))


def _print_superiority_matrix(
    writer: TableWriter, standing_lookup: StandingLookup, principle: str, period: str
) -> None:
    language = writer.language
    names = {"outcome": display_name("outcome", principle, language), "period": display_name("row", period, language)}
    title = find_sentence("worlds:table", language, **names)
    table = writer.new_arm_table(writer.to_styled_text(title[:1].upper() + title[1:]), width=NAME_WIDTH)
    for place in range(len(standing_lookup.arms)):
        table.add_column(writer.to_styled_text(format_number(place + 1, language)), justify="right")
    for place, arm in enumerate(standing_lookup.arms):
        cells = [
            _format_probability(standing_lookup.find_standing(arm, other, principle, period), language)
            for other in standing_lookup.arms
        ]
        table.add_row(
            writer.to_styled_text(f"{place + 1} {display_name('arm', arm, language)}"),
            *map(writer.to_styled_text, cells),
        )
    writer.console.print(table)


def _format_probability(standing: ArmStanding | None, language: Language) -> str:
    """``83``; with a question mark where it is uncertain."""
    if standing is None:
        return "–"
    return format_number(100 * standing.probability, language) + (" " if standing.certain else "?")
