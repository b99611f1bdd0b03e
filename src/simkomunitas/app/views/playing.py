"""What a quarter of the workshop has brought: the villages, the board, the predictions, questions, the ending."""

import math
from collections.abc import Callable
from typing import Any

import solara

from simkomunitas.app import viewing
from simkomunitas.app.arms import Arm
from simkomunitas.app.pieces import Controls, Curves, Happenings, Heading, Legend, Line, Map, Rows, TimeLine, decimal
from simkomunitas.app.pieces_of_colour import MARKS
from simkomunitas.app.reels import Reel
from simkomunitas.app.words import Language, percent, say
from simkomunitas.app.workshop.board import SHARES, SHOWN, VALUES, Told, actual, best, questions, scores
from simkomunitas.app.workshop.game import QUARTER, Game, team_of, weeks_shown

MOST_MAPS = 4


@solara.component
def Revealed(game: Game, names: list[str], reels: list[Reel], language: Language, *, alone: bool) -> None:
    """The villages of the teams in this quarter, or five years after it all."""
    weeks = weeks_shown(game)
    first = QUARTER * game.rounds if game.phase == "end" else QUARTER * game.round
    window = (weeks - 52, weeks) if game.phase == "end" else (first, weeks)
    board = [scores(reel.film, *window) for reel in reels]
    begin, set_begin = solara.use_state(0)
    part = slice(begin, begin + MOST_MAPS) if begin < len(reels) else slice(0, MOST_MAPS)
    shown, called = reels[part], names[part]
    with solara.Div(classes=["sk-revealed"]):
        if not alone:
            Which(names, part.start, language, set_begin)
            Villages(shown, called, language, weeks, first)
        with solara.Div(classes=["sk-panel"]):
            Heading(say("play:board", language))
            Board(game, names, reels, board, language, part)
        with solara.Div(classes=["sk-panel"]):
            if game.phase == "reveal":
                Heading(say("play:predicted", language))
                Predictions(game, names, reels, weeks, language)
            if not alone:
                Heading(say("play:debrief", language))
                for question in questions(Told(names, [reel.film for reel in reels], board, *window), language):
                    Line(f"•  {question}")
                take = {
                    "kind": "button",
                    "key": "take",
                    "label": say("play:take_over", language),
                    "style": "sk-quiet-button",
                }
                if game.phase == "end":
                    Controls("take", [take], lambda *_: _take_over(shown, called, language))


@solara.component
def Which(names: list[str], begin: int, language: Language, set_begin: Callable[[int], None]) -> None:
    """Four teams at a time, where there are more."""
    if len(names) <= MOST_MAPS:
        return
    options = [[str(at), ", ".join(names[at : at + MOST_MAPS])] for at in range(0, len(names), MOST_MAPS)]
    field = {"kind": "choice", "key": "which", "label": say("play:watch_teams", language), "options": options}

    def said(_: str, value: Any) -> None:  # noqa: ANN401 - whatever a browser sends
        if [value] in [option[:1] for option in options]:
            set_begin(int(value))

    with solara.Div(classes=["sk-panel"]):
        Controls("which", [field | {"value": str(begin)}], said, row=True)


@solara.component
def Villages(reels: list[Reel], names: list[str], language: Language, weeks: int, first: int) -> None:
    """Up to four villages side by side, and the quarter as a time line."""
    solara.use_memo(lambda: viewing.week.set(first), [first, weeks])
    with solara.Div(classes=["sk-sides", f"sk-sides-{len(reels)}"]):
        for place, reel in enumerate(reels):
            with solara.Div(classes=["sk-panel", "sk-side", f"sk-side-{MARKS[place]}"]):
                Heading(f"{MARKS[place]} · {names[place]}")
                Map(reel, viewing.colouring.value, language, names[place])
    with solara.Div(classes=["sk-panel"]):
        Happenings(reels, language, latest=3)
        Legend(viewing.colouring.value, language)
        TimeLine(reels, language, weeks=weeks, begin=first)
    with solara.Div(classes=["sk-panel", "sk-both"]):
        Curves(reels, "principles", language, 5, weeks=weeks)


@solara.component
def Board(
    game: Game, names: list[str], reels: list[Reel], board: list[dict[str, float]], language: Language, part: slice
) -> None:
    """The values of every team; a star for the best by each, and no total; the letters are those of the maps."""
    stars = {value: winners if len(winners := best(board, value)) < len(board) else set() for value in VALUES}
    last = QUARTER * game.rounds
    before = [scores(reel.film, last - QUARTER, last) for reel in reels] if game.phase == "end" else None
    marks = dict(zip(range(len(names))[part], MARKS, strict=False))
    rows = [
        [f"{marks[place] + ' · ' if place in marks else ''}{name}",
         *(_cell(board[place], before[place] if before else None, value, place in stars[value], language)
           for value in VALUES)]
        for place, name in enumerate(names)
    ]  # fmt: skip
    with solara.Div(classes=["sk-board"]):
        Rows([say("value:name", language), *(say(f"value:{value}", language) for value in VALUES)], rows)
        Line(say("play:board_note", language), "sk-note")
        if before:
            Line(say("play:then_now", language), "sk-note")


def _cell(row: dict[str, float], before: dict[str, float] | None, value: str, star: bool, language: Language) -> str:
    text = say_value(row[value], value, language)
    then = f" ({say_value(before[value], value, language)})" if before else ""
    return f"{'★ ' if star else ''}{text}{then}"


def say_value(number: float, value: str, language: Language) -> str:
    """A value of the board with its unit."""
    if math.isnan(number):
        return "–"
    digits = SHOWN[value]
    return percent(number, language) if value in SHARES else decimal(number, language, digits)


@solara.component
def Predictions(game: Game, names: list[str], reels: list[Reel], weeks: int, language: Language) -> None:
    """What each team predicted, and what was seen; who came closest."""
    seen = {name: round(100 * actual(reel.film, weeks)) for name, reel in zip(names, reels, strict=True)}
    guesses: dict[str, int] = {}
    for name in names:
        team = team_of(game, name)
        if team is not None and len(team.decisions) > game.round:
            guesses[name] = team.decisions[game.round].prediction
    with solara.Div(classes=["sk-predictions"]):
        for name, guess in guesses.items():
            Line(say("play:predicted_line", language, team=name, guess=guess, seen=seen[name]))
        if len(guesses) > 1:
            nearest = min(guesses, key=lambda name: abs(guesses[name] - seen[name]))
            Line(f"★ {say('play:closest', language, team=nearest)}", "sk-strong")


def _take_over(reels: list[Reel], names: list[str], language: Language) -> Any:  # noqa: ANN401 - nothing
    """The villages of the teams as programmes to compare, ask, and take home."""
    named = [say("play:team_village", language, team=name) for name in names]
    viewing.arms.set(tuple(Arm(name, reel.film.scenario) for name, reel in zip(named, reels, strict=False)))
    viewing.seed.set(reels[0].film.seed)
    viewing.shown.set(0)
    viewing.view.set("compare")
