"""The board: the five principles as they stand in a week, and questions made from what happened."""

import math
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

import numpy as np

from simkomunitas.app.app_words import Language, translate_app_text
from simkomunitas.explain.run_playback import Playback, lookback_period
from simkomunitas.model.outcomes import outcomes
from simkomunitas.model.outcomes.independence_outcomes import count_problems
from simkomunitas.model.state.run_record import RunRecord
from simkomunitas.model.vocabulary import WEEKS_PER_QUARTER
from simkomunitas.reports.outcome_format import format_week_value, round_to_hundredths
from simkomunitas.reports.translated_words import PRINCIPLES

MAX_QUESTIONS = 5
FEW_CASES = 20  # so many problems are told as a count beside their share
LOW_SHARE = 0.9  # an equality below this is worth a question


def _series_window(record: RunRecord, series: str, first: int, last: int) -> np.ndarray:
    return record.series_values(series)[first:last]


def principle_scores(playback: Playback, last: int) -> dict[str, float]:
    """The five principles in the last week before ``last``, as the curves show them; NaN where there is none."""
    return {name: float(playback.principle_series[name][last - 1]) for name in PRINCIPLES}


def format_score(playback: Playback, principle: str, last: int, language: Language) -> str:
    """A principle in the last week before ``last``; where few problems fell due, with how many of them were met."""
    text = format_week_value(float(playback.principle_series[principle][last - 1]), outcomes[principle].unit, language)
    if principle != "independence":
        return text
    met, due = count_problems(*lookback_period(playback.record, principle, last - 1))
    return (
        f"{text} ({translate_app_text('board:problems', language, met=int(met), due=int(due))})"
        if 0 < due < FEW_CASES
        else text
    )


def best_teams(board: Sequence[dict[str, float]], principle: str, among: Collection[int] | None = None) -> set[int]:
    """The teams that do best by one principle, of those that decided; several where they look the same on the board."""
    places = range(len(board)) if among is None else among
    known = {
        place: round_to_hundredths(board[place][principle])
        for place in places
        if not math.isnan(board[place][principle])
    }
    top = max(known.values(), default=0)
    return {place for place, number in known.items() if number == top}


def actual_attendance(playback: Playback, last: int) -> int:
    """Of 100 adults, how many came in the last four weeks before a week: what was to be predicted."""
    return round_to_hundredths(principle_scores(playback, last)["participation"])


class QuestionContext(NamedTuple):
    """What questions are made from."""

    names: Sequence[str]
    playbacks: Sequence[Playback]
    board: Sequence[dict[str, float]]
    first: int
    last: int


QuestionRule = Callable[[QuestionContext, Language], str | None]


def _ask_about_dependence(told: QuestionContext, language: Language) -> str | None:
    """Where most come, and where most is done without outsiders, if these are two villages."""
    many, own = best_teams(told.board, "participation"), best_teams(told.board, "independence")
    if len(told.names) < 2 or not many or not own or many & own:
        return None
    return translate_app_text("debrief:dependent", language, team=told.names[min(many)], other=told.names[min(own)])


def _ask_about_fatigue(told: QuestionContext, language: Language) -> str | None:
    lost = [
        float(_series_window(playback.record, "leaders_lost", told.first, told.last).sum())
        for playback in told.playbacks
    ]
    if max(lost, default=0) < 1:
        return None
    place = int(np.argmax(lost))
    return translate_app_text("debrief:tired", language, team=told.names[place], count=int(lost[place]))


def _ask_about_capture(told: QuestionContext, language: Language) -> str | None:
    taken = [
        float(_series_window(playback.record, "decisions_captured", told.first, told.last).sum())
        for playback in told.playbacks
    ]
    if max(taken, default=0) < 1:
        return None
    return translate_app_text("debrief:captured", language, team=told.names[int(np.argmax(taken))])


def _ask_about_inequality(told: QuestionContext, language: Language) -> str | None:
    known = [(row["equality"], place) for place, row in enumerate(told.board) if not math.isnan(row["equality"])]
    if not known or min(known)[0] > LOW_SHARE:
        return None
    lowest, place = min(known)
    value = format_week_value(lowest, outcomes["equality"].unit, language)
    return translate_app_text("debrief:unequal", language, team=told.names[place], value=value)


def _ask_about_absence(told: QuestionContext, language: Language) -> str | None:
    gone = [
        int(((playback.stopped_rows[:, 0] > told.first) & (playback.stopped_rows[:, 0] <= told.last)).sum())
        for playback in told.playbacks
    ]
    if max(gone, default=0) < 1:
        return None
    place = int(np.argmax(gone))
    return translate_app_text("debrief:stayed_away", language, team=told.names[place], count=gone[place])


def _ask_about_exit(told: QuestionContext, language: Language) -> str | None:
    return translate_app_text("debrief:left", language) if told.last - told.first > WEEKS_PER_QUARTER else None


QUESTION_RULES: tuple[QuestionRule, ...] = (
    _ask_about_exit,
    _ask_about_dependence,
    _ask_about_fatigue,
    _ask_about_capture,
    _ask_about_inequality,
    _ask_about_absence,
)


def discussion_questions(told: QuestionContext, language: Language) -> list[str]:
    """What to talk about now; always at least two questions."""
    made = [text for ask in QUESTION_RULES if (text := ask(told, language)) is not None]
    always = [translate_app_text("debrief:surprise", language), translate_app_text("debrief:next", language)]
    return [*made, *always][:MAX_QUESTIONS] if len(made) < MAX_QUESTIONS else made[:MAX_QUESTIONS]
