"""The board: several values that pull against each other, and questions made from what happened."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from simkomunitas.app.words import Language, say
from simkomunitas.app.workshop.game import QUARTER, mean_of_known
from simkomunitas.study.watching import Film, courses
from simkomunitas.world.record import Record

VALUES = ("reach", "equality", "independence", "tiredness", "cost")
LESS_IS_BETTER = frozenset({"tiredness", "cost"})
SHARES = frozenset({"reach", "equality", "independence"})
SHOWN = {"reach": 2, "equality": 2, "independence": 2, "tiredness": 2, "cost": 1}  # decimals that are on the board
MOST_QUESTIONS = 5


def _window(record: Record, series: str, first: int, last: int) -> np.ndarray:
    return record.column(series)[first:last]


def scores(film: Film, first: int, last: int) -> dict[str, float]:
    """The values of the weeks from ``first`` up to ``last``; NaN where there is nothing to measure."""
    record = film.record
    reach = float(_window(record, "participation_programme", first, last).mean())
    local, ours = (
        float(_window(record, name, first, last).sum()) for name in ("called_locally", "called_by_facilitators")
    )
    hours = float(record.column("facilitator_minutes")[:last].sum()) / 60.0
    people = reach * len(film.leads[0])
    return {
        "reach": reach,
        "equality": mean_of_known(courses(record)["equality"][first:last]),
        "independence": local / (local + ours) if local + ours > 0 else math.nan,
        "tiredness": float(_window(record, "leader_load", first, last).mean()),
        "cost": hours / people if people >= 1 else math.nan,
    }


def best(board: Sequence[dict[str, float]], value: str) -> set[int]:
    """The teams that do best by one value; several where they look the same on the board."""
    known = {place: row[value] for place, row in enumerate(board) if not math.isnan(row[value])}
    if not known:
        return set()
    top = min(known.values()) if value in LESS_IS_BETTER else max(known.values())
    same = SHOWN[value]
    return {place for place, number in known.items() if round(number, same) == round(top, same)}


def actual(film: Film, last: int) -> float:
    """Share of adults who came in the last four weeks before a week: what was to be predicted."""
    return float(film.record.column("participation_programme")[max(0, last - 1)])


class Told(NamedTuple):
    """What questions are made from."""

    names: Sequence[str]
    films: Sequence[Film]
    board: Sequence[dict[str, float]]
    first: int
    last: int


Question = Callable[[Told, Language], str | None]


def _many_and_dependent(told: Told, language: Language) -> str | None:
    """Who reached most, but by their own feet."""
    reach, own = best(told.board, "reach"), best(told.board, "independence")
    if len(told.names) < 2 or not reach or not own or reach & own:
        return None
    return say("debrief:dependent", language, team=told.names[min(reach)], other=told.names[min(own)])


def _tired(told: Told, language: Language) -> str | None:
    lost = [float(_window(film.record, "leaders_lost", told.first, told.last).sum()) for film in told.films]
    if max(lost, default=0) < 1:
        return None
    place = int(np.argmax(lost))
    return say("debrief:tired", language, team=told.names[place], count=int(lost[place]))


def _captured(told: Told, language: Language) -> str | None:
    taken = [float(_window(film.record, "decisions_captured", told.first, told.last).sum()) for film in told.films]
    if max(taken, default=0) < 1:
        return None
    return say("debrief:captured", language, team=told.names[int(np.argmax(taken))])


def _unequal(told: Told, language: Language) -> str | None:
    known = [(row["equality"], place) for place, row in enumerate(told.board) if not math.isnan(row["equality"])]
    if not known or min(known)[0] > 0.9:
        return None
    return say("debrief:unequal", language, team=told.names[min(known)[1]], percent=round(100 * min(known)[0]))


def _stayed_away(told: Told, language: Language) -> str | None:
    gone = [int(((film.stopped[:, 0] > told.first) & (film.stopped[:, 0] <= told.last)).sum()) for film in told.films]
    if max(gone, default=0) < 1:
        return None
    place = int(np.argmax(gone))
    return say("debrief:stayed_away", language, team=told.names[place], count=gone[place])


def _left(told: Told, language: Language) -> str | None:
    return say("debrief:left", language) if told.last - told.first > QUARTER else None


QUESTIONS: tuple[Question, ...] = (_left, _many_and_dependent, _tired, _captured, _unequal, _stayed_away)


def questions(told: Told, language: Language) -> list[str]:
    """What to talk about now; always at least two questions."""
    made = [text for ask in QUESTIONS if (text := ask(told, language)) is not None]
    always = [say("debrief:surprise", language), say("debrief:next", language)]
    return [*made, *always][:MOST_QUESTIONS] if len(made) < MOST_QUESTIONS else made[:MOST_QUESTIONS]
