"""What a quarter of the workshop has brought: the villages, the board, the predictions, questions, the ending."""

from collections.abc import Callable
from typing import Any

import solara
import solara.lab

from simkomunitas.app import viewing
from simkomunitas.app.arms import CHANGED, TEAM, Arm
from simkomunitas.app.pieces import (
    PLAYED,
    Controls,
    Curves,
    Happenings,
    Heading,
    Legend,
    Line,
    Map,
    Rows,
    TimeLine,
    Waiting,
)
from simkomunitas.app.pieces_of_colour import MARKS
from simkomunitas.app.reels import SHELF, Reel
from simkomunitas.app.waiting import reels_of
from simkomunitas.app.words import Language, say
from simkomunitas.app.workshop.board import Told, actual, best, questions, score_text, scores
from simkomunitas.app.workshop.game import QUARTER, Game, guess_of, has_decided, scenario_of, team_of, weeks_shown
from simkomunitas.pages.words import PRINCIPLES, name_of

MOST_MAPS = 4
YEAR = 52  # weeks


def say_where(game: Game, language: Language) -> str:
    """How far a workshop has come."""
    if game.phase == "end":
        return say("play:ended", language)
    return say("play:quarter", language, round=game.round + 1, rounds=game.rounds)


@solara.component
def Films(game: Game, language: Language, only: str = "") -> None:
    """What the quarter has brought, once the villages have lived through it."""
    teams = [team for team in game.teams if only in ("", team.name)]
    runs = [(scenario_of(game, team), game.seed) for team in teams]

    async def fetch() -> list[Reel]:
        return await reels_of(runs)

    task = solara.lab.use_task(fetch, dependencies=[tuple(runs)], prefer_threaded=False, raise_error=False)
    finished, trouble = task.finished, task.exception  # looked at, so that this is shown again when they change
    solara.use_effect(lambda: viewing.tell_trouble(trouble) if trouble else None, [trouble])
    ready = [found for run in runs if (found := SHELF.find(*run)) is not None]
    with solara.Div(classes=["sk-revealing"]):
        if len(ready) < len(runs) or not finished:
            Waiting(say("wait:film", language))
        else:
            Revealed(game, [team.name for team in teams], ready, language, alone=bool(only))


@solara.component
def Revealed(game: Game, names: list[str], reels: list[Reel], language: Language, *, alone: bool) -> None:
    """The villages of the teams in this quarter, or five years after it all."""
    weeks = weeks_shown(game)
    first = QUARTER * game.rounds if game.phase == "end" else QUARTER * game.round
    begin, set_begin = solara.use_state(0)
    part = slice(begin, begin + MOST_MAPS) if begin < len(reels) else slice(0, MOST_MAPS)
    shown, called = reels[part], names[part]
    with solara.Div(classes=["sk-revealed"]):
        if not alone:
            Which(names, part.start, language, set_begin)
            Villages(shown, called, language, weeks, (first, f"{game.seed} {names[0]} {first}-{weeks}"))
        with solara.Div(classes=["sk-panel"]):
            Heading(say("play:board", language))
            Board(game, names, reels, language, part)
        if not alone or game.phase == "reveal":  # a phone has nothing more at the end
            with solara.Div(classes=["sk-panel"]):
                if game.phase == "reveal":
                    Heading(say("play:predicted", language))
                    Predictions(game, names, reels, weeks, language)
                if not alone:
                    Talk(game, names, reels, language)
                    if game.phase == "end":
                        take = {"kind": "button", "key": "take", "label": say("play:take_over", language),
                                "style": "sk-quiet-button"}  # fmt: skip
                        Controls("take", [take], lambda *_: _take_over(shown, called))


@solara.component
def Talk(game: Game, names: list[str], reels: list[Reel], language: Language) -> None:
    """Questions to talk about, made from what happened in the quarter, or in the last year."""
    last = weeks_shown(game)
    first = last - YEAR if game.phase == "end" else QUARTER * game.round
    films = [reel.film for reel in reels]
    told = Told(names, films, [scores(film, last) for film in films], first, last)
    Heading(say("play:debrief", language))
    for question in questions(told, language):
        Line(f"•  {question}")


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
def Villages(reels: list[Reel], names: list[str], language: Language, weeks: int, quarter: tuple[int, str]) -> None:
    """Up to four villages side by side, and the quarter as a time line."""
    with solara.Div(classes=["sk-sides", f"sk-sides-{len(reels)}"]):
        for place, reel in enumerate(reels):
            with solara.Div(classes=["sk-panel", "sk-side", f"sk-side-{MARKS[place]}"]):
                Heading(f"{MARKS[place]} · {names[place]}")
                Map(reel, viewing.colouring.value, language, names[place], clock=PLAYED)
    with solara.Div(classes=["sk-panel"]):
        Happenings(reels, language, latest=3, clock=PLAYED)
        Legend(viewing.colouring.value, language)
        TimeLine(reels, language, weeks=weeks, quarter=quarter)
    with solara.Div(classes=["sk-panel", "sk-both"]):
        Curves(reels, "principles", language, 5, weeks=weeks, clock=PLAYED)


@solara.component
def Board(game: Game, names: list[str], reels: list[Reel], language: Language, part: slice) -> None:
    """The five principles of every team; a star for the best by each, no total; the letters are those of the maps."""
    last = weeks_shown(game)
    board = [scores(reel.film, last) for reel in reels]
    able = _who_decided(game, names)
    stars = {one: winners if len(winners := best(board, one, able)) < len(able) else set() for one in PRINCIPLES}
    marks = dict(zip(range(len(names))[part], MARKS, strict=False))
    rows = [
        [f"{marks[place] + ' · ' if place in marks else ''}{name}",
         *(f"{'★ ' if place in stars[one] else ''}{_cell(game, reels[place], one, language)}" for one in PRINCIPLES)]
        for place, name in enumerate(names)
    ]  # fmt: skip
    named = [name_of("outcome", one, language).capitalize() for one in PRINCIPLES]
    with solara.Div(classes=["sk-board"]):
        if len(rows) > 1:
            Rows([say("board:team", language), *named], rows)
        else:  # a phone is higher than it is wide
            Rows([say("compare:principle", language), names[0]], list(zip(named, rows[0][1:], strict=True)))
        about = [name_of("about", one, language) for one in PRINCIPLES]
        Line("; ".join(f"{name}: {text}" for name, text in zip(named, about, strict=True)) + ".", "sk-note")
        Line(say("play:board_note", language, week=last - 1), "sk-note")
        if game.phase == "end":
            Line(say("play:then_now", language, week=QUARTER * game.rounds - 1), "sk-note")


def _who_decided(game: Game, names: list[str]) -> list[int]:
    """The places of the teams that decided on this quarter; at the end, of those that ever decided."""
    teams = [team_of(game, name) for name in names]
    ever = game.phase == "end"
    return [
        place
        for place, team in enumerate(teams)
        if team is not None
        and (any(made.prediction is not None for made in team.decisions) if ever else has_decided(game, team))
    ]


def _cell(game: Game, reel: Reel, principle: str, language: Language) -> str:
    """A principle now, and at the end also in the last week of the programme."""
    now = score_text(reel.film, principle, weeks_shown(game), language)
    if game.phase != "end":
        return now
    return f"{now} [{score_text(reel.film, principle, QUARTER * game.rounds, language)}]"


@solara.component
def Predictions(game: Game, names: list[str], reels: list[Reel], weeks: int, language: Language) -> None:
    """What each team predicted, and what was seen; who came closest, of those that predicted."""
    seen = {name: actual(reel.film, weeks) for name, reel in zip(names, reels, strict=True)}
    teams = [team for team in game.teams if team.name in seen]
    guesses = {team.name: guess_of(game, team) for team in teams}
    with solara.Div(classes=["sk-predictions"]):
        for name, guess in guesses.items():
            key = "play:predicted_line" if guess is not None else "play:no_guess"
            Line(say(key, language, team=name, guess=guess, seen=seen[name]))
        nearest = closest(guesses, seen)
        if nearest and len(guesses) > 1:
            Line(f"★ {say('play:closest', language, team=', '.join(nearest))}", "sk-strong")


def closest(guesses: dict[str, int | None], seen: dict[str, int]) -> list[str]:
    """Who guessed closest; several where they are equally near, nobody where nobody guessed."""
    apart = {name: abs(guess - seen[name]) for name, guess in guesses.items() if guess is not None}
    return [name for name, distance in apart.items() if distance == min(apart.values())]


def _take_over(reels: list[Reel], names: list[str]) -> Any:  # noqa: ANN401 - nothing
    """The villages of the teams as programmes to compare, ask, and take home."""
    named = [f"{TEAM}{name.replace(CHANGED, '-')}" for name in names]
    viewing.arms.set(tuple(Arm(name, reel.film.scenario) for name, reel in zip(named, reels, strict=False)))
    viewing.seed.set(reels[0].film.seed)
    viewing.go_to(max(0, reels[0].film.record.left))
    viewing.shown.set(0)
    viewing.view.set("compare")
