"""Play: the workshop, as the trainer has it on the large screen and as a team has it on its phone."""

from typing import Any

import solara
import solara.lab

from simkomunitas.app import viewing
from simkomunitas.app.house import standing
from simkomunitas.app.pieces import Controls, Heading, Line, Waiting
from simkomunitas.app.reels import Reel
from simkomunitas.app.views.deciding import Form, Joining, this_phone
from simkomunitas.app.views.hosting import Host
from simkomunitas.app.views.playing import Films, say_where
from simkomunitas.app.waiting import use_latest
from simkomunitas.app.words import Language, say
from simkomunitas.app.workshop.game import Game, team_of
from simkomunitas.app.workshop.store import store

LOOK_EVERY = 0.7  # seconds
LOCAL = "x-simkomunitas-local"  # set by the door for who sits at this machine


@solara.component
def Play(reels: list[Reel], language: Language) -> None:
    """The workshop of this machine, which goes on by itself when somebody else does something."""
    version = use_latest(lambda: store().version, LOOK_EVERY)
    game = solara.use_memo(lambda: store().game, [version, store().version])
    with solara.Div(classes=["sk-play-page"]):
        if is_host():
            Host(game, language)
        else:
            Player(game, language)


def is_host() -> bool:
    """Whether the viewer sits at the machine itself; then she is the trainer."""
    return LOCAL in (solara.lab.headers.value or {})


def use_only_play() -> bool:
    """Whether a viewer sees nothing but the game: a participant, from its beginning until all quarters are played."""
    playing = standing().house.shared and not is_host()

    def look() -> bool:
        game = store().game
        return playing and game is not None and game.phase != "end"

    return use_latest(look, LOOK_EVERY)


@solara.component
def Player(game: Game | None, language: Language) -> None:
    """A team on its phone: join, decide, look up."""
    name = viewing.team.value
    with solara.Div(classes=["sk-panel", "sk-player"]):
        if game is None:
            Heading(say("play:title", language), 1)
            Waiting(say("play:waiting_host", language))
        elif team_of(game, name) is None or not store().is_seated(name, this_phone()):
            Joining(game, name if team_of(game, name) else "", language)
        else:
            Joined(game, name, language)


@solara.component
def Joined(game: Game, name: str, language: Language) -> None:
    """The page of a team that plays."""

    def leave(*_: Any) -> None:  # noqa: ANN401 - a press of a button
        viewing.team.set("")

    Heading(say("play:you", language, team=name), 1)
    Line(say_where(game, language), "sk-strong")
    if game.phase == "decide":
        Form(game, name, language).key(f"{name}-{game.round}")
    else:
        Line(say("play:look_up", language), "sk-strong")
        Films(game, language, only=name)
    button = {"kind": "button", "key": "leave", "label": say("play:leave", language), "style": "sk-quiet-button"}
    Controls("leave", [button], leave)
