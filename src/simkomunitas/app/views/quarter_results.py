"""What a quarter of the workshop has brought: the villages, the board, the predictions, questions, the ending."""

from collections.abc import Callable
from typing import Any

import solara
import solara.lab

from simkomunitas.app import viewer_state
from simkomunitas.app.animation_data import ANIMATION_CACHE, AnimationData
from simkomunitas.app.app_words import Language, translate_app_text
from simkomunitas.app.await_workers import load_animations
from simkomunitas.app.map_colours import ARM_LETTERS
from simkomunitas.app.programme_arm import CHANGED_PREFIX, TEAM_PREFIX, ProgrammeArm
from simkomunitas.app.view_components import (
    PLAYED,
    ControlPanel,
    EventNews,
    HeadingText,
    MapLegend,
    OutcomeCurves,
    ParagraphText,
    ResidentMap,
    RowTable,
    TimelineControl,
    WaitingIndicator,
)
from simkomunitas.app.workshop.score_board import (
    QuestionContext,
    actual_attendance,
    best_teams,
    discussion_questions,
    format_score,
    principle_scores,
)
from simkomunitas.app.workshop.workshop_game import (
    WorkshopGame,
    find_team,
    has_team_decided,
    team_prediction,
    team_scenario,
    visible_weeks,
)
from simkomunitas.model.vocabulary import WEEKS_PER_QUARTER, WEEKS_PER_YEAR
from simkomunitas.reports.translated_words import PRINCIPLES, display_name

MAX_MAPS = 4


def describe_progress(game: WorkshopGame, language: Language) -> str:
    """How far a workshop has come."""
    if game.phase == "end":
        return translate_app_text("play:ended", language)
    return translate_app_text("play:quarter", language, round=game.round + 1, rounds=game.rounds)


@solara.component
def QuarterResults(game: WorkshopGame, language: Language, only: str = "") -> None:
    """What the quarter has brought, once the villages have lived through it."""
    teams = [team for team in game.teams if only in ("", team.name)]
    runs = [(team_scenario(game, team), game.seed) for team in teams]

    async def fetch_animations() -> list[AnimationData]:
        return await load_animations(runs)

    task = solara.lab.use_task(fetch_animations, dependencies=[tuple(runs)], prefer_threaded=False, raise_error=False)
    finished, trouble = task.finished, task.exception  # looked at, so that this is shown again when they change
    solara.use_effect(lambda: viewer_state.show_error_notice(trouble) if trouble else None, [trouble])
    ready = [found for run in runs if (found := ANIMATION_CACHE.find_animation(*run)) is not None]
    with solara.Div(classes=["sk-revealing"]):
        if len(ready) < len(runs) or not finished:
            WaitingIndicator(translate_app_text("wait:film", language))
        else:
            RevealedVillages(game, [team.name for team in teams], ready, language, alone=bool(only))


@solara.component
def RevealedVillages(
    game: WorkshopGame, names: list[str], animations: list[AnimationData], language: Language, *, alone: bool
) -> None:
    """The villages of the teams in this quarter, or five years after it all."""
    weeks = visible_weeks(game)
    first = WEEKS_PER_QUARTER * game.rounds if game.phase == "end" else WEEKS_PER_QUARTER * game.round
    begin, set_begin = solara.use_state(0)
    part = slice(begin, begin + MAX_MAPS) if begin < len(animations) else slice(0, MAX_MAPS)
    shown, called = animations[part], names[part]
    with solara.Div(classes=["sk-revealed"]):
        if not alone:
            MapSelection(names, part.start, language, set_begin)
            VillageMaps(shown, called, language, weeks, (first, f"{game.seed} {names[0]} {first}-{weeks}"))
        with solara.Div(classes=["sk-panel"]):
            HeadingText(translate_app_text("play:board", language))
            PrincipleBoard(game, names, animations, language, part)
        if not alone or game.phase == "reveal":  # a phone has nothing more at the end
            with solara.Div(classes=["sk-panel"]):
                if game.phase == "reveal":
                    HeadingText(translate_app_text("play:predicted", language))
                    PredictionTable(game, names, animations, weeks, language)
                if not alone:
                    DiscussionQuestions(game, names, animations, language)
                    if game.phase == "end":
                        take = {"kind": "button", "key": "take", "label": translate_app_text("play:take_over",
                            language),
                                "style": "sk-quiet-button"}  # fmt: skip
                        ControlPanel("take", [take], lambda *_: _use_as_comparison(shown, called))


@solara.component
def DiscussionQuestions(
    game: WorkshopGame, names: list[str], animations: list[AnimationData], language: Language
) -> None:
    """Questions to talk about, made from what happened in the quarter, or in the last year."""
    last = visible_weeks(game)
    first = last - WEEKS_PER_YEAR if game.phase == "end" else WEEKS_PER_QUARTER * game.round
    playbacks = [animation.playback for animation in animations]
    told = QuestionContext(names, playbacks, [principle_scores(playback, last) for playback in playbacks], first, last)
    HeadingText(translate_app_text("play:debrief", language))
    for question in discussion_questions(told, language):
        ParagraphText(f"•  {question}")


@solara.component
def MapSelection(names: list[str], begin: int, language: Language, set_begin: Callable[[int], None]) -> None:
    """Four teams at a time, where there are more."""
    if len(names) <= MAX_MAPS:
        return
    options = [[str(at), ", ".join(names[at : at + MAX_MAPS])] for at in range(0, len(names), MAX_MAPS)]
    field = {
        "kind": "choice",
        "key": "which",
        "label": translate_app_text("play:watch_teams", language),
        "options": options,
    }

    def handle_selection(_: str, value: Any) -> None:  # noqa: ANN401 - whatever a browser sends
        if [value] in [option[:1] for option in options]:
            set_begin(int(value))

    with solara.Div(classes=["sk-panel"]):
        ControlPanel("which", [field | {"value": str(begin)}], handle_selection, row=True)


@solara.component
def VillageMaps(
    animations: list[AnimationData], names: list[str], language: Language, weeks: int, quarter: tuple[int, str]
) -> None:
    """Up to four villages side by side, and the quarter as a time line."""
    with solara.Div(classes=["sk-sides", f"sk-sides-{len(animations)}"]):
        for place, animation in enumerate(animations):
            with solara.Div(classes=["sk-panel", "sk-side", f"sk-side-{ARM_LETTERS[place]}"]):
                HeadingText(f"{ARM_LETTERS[place]} · {names[place]}")
                ResidentMap(animation, viewer_state.colouring.value, language, names[place], clock=PLAYED)
    with solara.Div(classes=["sk-panel"]):
        EventNews(animations, language, latest=3, clock=PLAYED)
        MapLegend(viewer_state.colouring.value, language)
        TimelineControl(animations, language, weeks=weeks, quarter=quarter)
    with solara.Div(classes=["sk-panel", "sk-both"]):
        OutcomeCurves(animations, "principles", language, 5, weeks=weeks, clock=PLAYED)


@solara.component
def PrincipleBoard(
    game: WorkshopGame, names: list[str], animations: list[AnimationData], language: Language, part: slice
) -> None:
    """The five principles of every team; a star for the best by each, no total; the letters are those of the maps."""
    last = visible_weeks(game)
    board = [principle_scores(animation.playback, last) for animation in animations]
    able = _deciding_teams(game, names)
    stars = {one: winners if len(winners := best_teams(board, one, able)) < len(able) else set() for one in PRINCIPLES}
    marks = dict(zip(range(len(names))[part], ARM_LETTERS, strict=False))
    rows = [
        [f"{marks[place] + ' · ' if place in marks else ''}{name}",
         *(f"{'★ ' if place in stars[one] else ''}{_principle_cell(game, animations[place], one, language)}"
           for one in PRINCIPLES)]
        for place, name in enumerate(names)
    ]  # fmt: skip
    named = [display_name("outcome", one, language).capitalize() for one in PRINCIPLES]
    with solara.Div(classes=["sk-board"]):
        if len(rows) > 1:
            RowTable([translate_app_text("board:team", language), *named], rows)
        else:  # a phone is higher than it is wide
            RowTable(
                [translate_app_text("compare:principle", language), names[0]],
                list(zip(named, rows[0][1:], strict=True)),
            )
        about = [display_name("about", one, language) for one in PRINCIPLES]
        ParagraphText("; ".join(f"{name}: {text}" for name, text in zip(named, about, strict=True)) + ".", "sk-note")
        ParagraphText(translate_app_text("play:board_note", language, week=last - 1), "sk-note")
        if game.phase == "end":
            ParagraphText(
                translate_app_text("play:then_now", language, week=WEEKS_PER_QUARTER * game.rounds - 1), "sk-note"
            )


def _deciding_teams(game: WorkshopGame, names: list[str]) -> list[int]:
    """The places of the teams that decided on this quarter; at the end, of those that ever decided."""
    teams = [find_team(game, name) for name in names]
    ever = game.phase == "end"
    return [
        place
        for place, team in enumerate(teams)
        if team is not None
        and (any(made.prediction is not None for made in team.decisions) if ever else has_team_decided(game, team))
    ]


def _principle_cell(game: WorkshopGame, animation: AnimationData, principle: str, language: Language) -> str:
    """A principle now, and at the end also in the last week of the programme."""
    now = format_score(animation.playback, principle, visible_weeks(game), language)
    if game.phase != "end":
        return now
    return f"{now} [{format_score(animation.playback, principle, WEEKS_PER_QUARTER * game.rounds, language)}]"


@solara.component
def PredictionTable(
    game: WorkshopGame, names: list[str], animations: list[AnimationData], weeks: int, language: Language
) -> None:
    """What each team predicted, and what was seen; who came closest, of those that predicted."""
    seen = {
        name: actual_attendance(animation.playback, weeks) for name, animation in zip(names, animations, strict=True)
    }
    teams = [team for team in game.teams if team.name in seen]
    guesses = {team.name: team_prediction(game, team) for team in teams}
    with solara.Div(classes=["sk-predictions"]):
        for name, guess in guesses.items():
            key = "play:predicted_line" if guess is not None else "play:no_guess"
            ParagraphText(translate_app_text(key, language, team=name, guess=guess, seen=seen[name]))
        nearest = closest_guesses(guesses, seen)
        if nearest and len(guesses) > 1:
            ParagraphText(f"★ {translate_app_text('play:closest', language, team=', '.join(nearest))}", "sk-strong")


def closest_guesses(guesses: dict[str, int | None], seed_records: dict[str, int]) -> list[str]:
    """Who guessed closest; several where they are equally near, nobody where nobody guessed."""
    apart = {name: abs(guess - seed_records[name]) for name, guess in guesses.items() if guess is not None}
    return [name for name, distance in apart.items() if distance == min(apart.values())]


def _use_as_comparison(animations: list[AnimationData], names: list[str]) -> Any:  # noqa: ANN401 - nothing
    """The villages of the teams as programmes to compare, ask, and take home."""
    named = [f"{TEAM_PREFIX}{name.replace(CHANGED_PREFIX, '-')}" for name in names]
    viewer_state.arms.set(
        tuple(
            ProgrammeArm(name, animation.playback.scenario) for name, animation in zip(named, animations, strict=False)
        )
    )
    viewer_state.seed.set(animations[0].playback.seed)
    viewer_state.go_to_week(max(0, animations[0].playback.record.exit_week))
    viewer_state.shown_arm_index.set(0)
    viewer_state.view.set("compare")
