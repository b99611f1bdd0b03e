"""The board: the five principles as they stand in a week, and questions made from what happened."""

import math
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

import numpy as np

from simkomunitas.app.words import Language, say
from simkomunitas.app.workshop.game import QUARTER
from simkomunitas.outcomes import outcomes
from simkomunitas.outcomes.independence import problems_counted
from simkomunitas.pages.values import hundredths, week_text
from simkomunitas.pages.words import PRINCIPLES
from simkomunitas.study.watching import Film, looked_back
from simkomunitas.world.record import Record

MOST_QUESTIONS = 5
FEW = 20  # so many problems are told as a count beside their share
LOW = 0.9  # an equality below this is worth a question


def _window(record: Record, series: str, first: int, last: int) -> np.ndarray:
    return record.column(series)[first:last]


def scores(film: Film, last: int) -> dict[str, float]:
    """The five principles in the last week before ``last``, as the curves show them; NaN where there is none."""
    return {name: float(film.principles[name][last - 1]) for name in PRINCIPLES}


def score_text(film: Film, principle: str, last: int, language: Language) -> str:
    """A principle in the last week before ``last``; where few problems fell due, with how many of them were met."""
    text = week_text(float(film.principles[principle][last - 1]), outcomes[principle].unit, language)
    if principle != "independence":
        return text
    met, due = problems_counted(*looked_back(film.record, principle, last - 1))
    return f"{text} ({say('board:problems', language, met=int(met), due=int(due))})" if 0 < due < FEW else text


def best(board: Sequence[dict[str, float]], principle: str, among: Collection[int] | None = None) -> set[int]:
    """The teams that do best by one principle, of those that decided; several where they look the same on the board."""
    places = range(len(board)) if among is None else among
    known = {place: hundredths(board[place][principle]) for place in places if not math.isnan(board[place][principle])}
    top = max(known.values(), default=0)
    return {place for place, number in known.items() if number == top}


def actual(film: Film, last: int) -> int:
    """Of 100 adults, how many came in the last four weeks before a week: what was to be predicted."""
    return hundredths(scores(film, last)["participation"])


class Told(NamedTuple):
    """What questions are made from."""

    names: Sequence[str]
    films: Sequence[Film]
    board: Sequence[dict[str, float]]
    first: int
    last: int


Question = Callable[[Told, Language], str | None]


def _many_and_dependent(told: Told, language: Language) -> str | None:
    """Where most come, and where most is done without outsiders, if these are two villages."""
    many, own = best(told.board, "participation"), best(told.board, "independence")
    if len(told.names) < 2 or not many or not own or many & own:
        return None
    return say("debrief:dependent", language, team=told.names[min(many)], other=told.names[min(own)])


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
    if not known or min(known)[0] > LOW:
        return None
    lowest, place = min(known)
    value = week_text(lowest, outcomes["equality"].unit, language)
    return say("debrief:unequal", language, team=told.names[place], value=value)


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
