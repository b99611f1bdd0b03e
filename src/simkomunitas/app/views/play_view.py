"""Play: the workshop, as the trainer has it on the large screen and as a team has it on its phone."""

from typing import Any

import solara
import solara.lab

from simkomunitas.app import viewer_state
from simkomunitas.app.animation_data import AnimationData
from simkomunitas.app.app_words import Language, translate_app_text
from simkomunitas.app.await_workers import use_polled_value
from simkomunitas.app.server.server_info import current_server_info
from simkomunitas.app.view_components import ControlPanel, HeadingText, ParagraphText, WaitingIndicator
from simkomunitas.app.views.decision_form import DecisionForm, JoinForm, browser_id
from simkomunitas.app.views.host_view import HostView
from simkomunitas.app.views.quarter_results import QuarterResults, describe_progress
from simkomunitas.app.workshop.workshop_game import WorkshopGame, find_team
from simkomunitas.app.workshop.workshop_store import current_workshop_store

REFRESH_SECONDS = 0.7  # seconds
LOCAL_HEADER = "x-simkomunitas-local"  # set by the door for who sits at this machine


@solara.component
def PlayView(animations: list[AnimationData], language: Language) -> None:
    """The workshop of this machine, which goes on by itself when somebody else does something."""
    version = use_polled_value(lambda: current_workshop_store().version, REFRESH_SECONDS)
    game = solara.use_memo(lambda: current_workshop_store().game, [version, current_workshop_store().version])
    with solara.Div(classes=["sk-play-page"]):
        if is_workshop_host():
            HostView(game, language)
        else:
            PlayerView(game, language)


def is_workshop_host() -> bool:
    """Whether the viewer sits at the machine itself; then she is the trainer."""
    return LOCAL_HEADER in (solara.lab.headers.value or {})


def use_restricted_to_game() -> bool:
    """Whether a viewer sees nothing but the game: a participant, from its beginning until all quarters are played."""
    playing = current_server_info().access.is_shared and not is_workshop_host()

    def check_restriction() -> bool:
        game = current_workshop_store().game
        return playing and game is not None and game.phase != "end"

    return use_polled_value(check_restriction, REFRESH_SECONDS)


@solara.component
def PlayerView(game: WorkshopGame | None, language: Language) -> None:
    """A team on its phone: join, decide, look up."""
    name = viewer_state.team.value
    with solara.Div(classes=["sk-panel", "sk-player"]):
        if game is None:
            HeadingText(translate_app_text("play:title", language), 1)
            WaitingIndicator(translate_app_text("play:waiting_host", language))
        elif find_team(game, name) is None or not current_workshop_store().is_seated(name, browser_id()):
            JoinForm(game, name if find_team(game, name) else "", language)
        else:
            TeamPage(game, name, language)


@solara.component
def TeamPage(game: WorkshopGame, name: str, language: Language) -> None:
    """The page of a team that plays."""

    def leave_team(*_: Any) -> None:  # noqa: ANN401 - a press of a button
        viewer_state.team.set("")

    HeadingText(translate_app_text("play:you", language, team=name), 1)
    ParagraphText(describe_progress(game, language), "sk-strong")
    if game.phase == "decide":
        DecisionForm(game, name, language).key(f"{name}-{game.round}")
    else:
        ParagraphText(translate_app_text("play:look_up", language), "sk-strong")
        QuarterResults(game, language, only=name)
    button = {
        "kind": "button",
        "key": "leave",
        "label": translate_app_text("play:leave", language),
        "style": "sk-quiet-button",
    }
    ControlPanel("leave", [button], leave_team)
