"""Play: the workshop, as the trainer has it on the large screen and as a team has it on its phone."""

import html
from typing import Any

import solara
import solara.lab

from simkomunitas.app import viewing
from simkomunitas.app.house import standing
from simkomunitas.app.pieces import Controls, Heading, Line, Waiting
from simkomunitas.app.presets import presets
from simkomunitas.app.reels import SHELF, Reel
from simkomunitas.app.views.deciding import Form, Joining, try_to
from simkomunitas.app.views.guiding import Guide, Round
from simkomunitas.app.views.playing import Revealed
from simkomunitas.app.waiting import reels_of, use_latest
from simkomunitas.app.words import Language, say
from simkomunitas.app.workshop.game import (
    LONGEST_NAME,
    MOST_ROUNDS,
    Game,
    advanced,
    has_decided,
    joined,
    new_game,
    plain_name,
    revealed,
    scenario_of,
    team_of,
)
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


@solara.component
def Host(game: Game | None, language: Language) -> None:
    """The trainer: begin, see who is ready, reveal, go on."""
    if game is None:
        Beginning(language)
        return
    with solara.Div(classes=["sk-panel", "sk-play-head"]):
        at = game.round + 1
        title = (
            say("play:ended", language)
            if game.phase == "end"
            else say("play:quarter", language, round=at, rounds=game.rounds)
        )
        Heading(title, 1)
        HowToJoin(language)
        Controls("host", _host_fields(game, language), _host_said, row=True)
    if game.phase == "decide":
        Deciding(game, language)
    else:
        Films(game, language)


@solara.component
def HowToJoin(language: Language) -> None:
    """The address and the six digits for phones, large enough for the last row; or that there are no phones."""
    house = standing()
    if not house.house.shared or not house.addresses:
        Line(say("play:alone", language), "sk-note")
        return
    parts = (say("play:code_at", language), f"<b>{html.escape(house.addresses[0])}</b>", say("play:code", language),
             f'<b class="sk-digits">{house.house.code}</b>')  # fmt: skip
    solara.HTML(tag="div", unsafe_innerHTML=" ".join(f"<span>{part}</span>" for part in parts), classes=["sk-join"])


def _host_fields(game: Game, language: Language) -> list[dict[str, Any]]:
    """What the trainer can do now."""
    fields: list[dict[str, Any]] = []
    if game.phase == "decide":
        fields.append(
            {"kind": "button", "key": "reveal", "label": say("play:reveal", language), "disabled": not game.teams}
        )
    if game.phase == "reveal":
        last = game.round + 1 >= game.rounds
        fields.append({"kind": "button", "key": "next", "label": say("play:end" if last else "play:next", language)})
    quiet = {"kind": "button", "key": "stop", "label": say("play:stop", language), "style": "sk-quiet-button"}
    return [*fields, quiet]


def _host_said(key: str, _: Any) -> None:  # noqa: ANN401 - a press of a button
    if key == "reveal":
        try_to(lambda: store().change(revealed))
    elif key == "next":
        try_to(lambda: store().change(advanced))
    elif key == "stop":
        store().begin(None)


@solara.component
def Beginning(language: Language) -> None:
    """Choose the village, the number of quarters and the luck, and begin."""
    draft, set_draft = solara.use_state({"preset": "balanced", "rounds": 6, "seed": 1})

    def said(key: str, value: Any) -> None:  # noqa: ANN401 - whatever a browser sends
        if key == "begin":
            try_to(lambda: store().begin(new_game(draft["preset"], draft["rounds"], draft["seed"])))
        else:
            set_draft({**draft, key: value})

    playable = [name for name, preset in presets().items() if preset.scenario.programme is not None]
    fields: list[dict[str, Any]] = [
        {"kind": "choice", "key": "preset", "label": say("play:village", language), "value": draft["preset"],
         "options": [[name, say(f"preset:{name}", language)] for name in playable]},
        {"kind": "number", "key": "rounds", "label": say("play:rounds", language), "low": 2, "high": MOST_ROUNDS,
         "value": draft["rounds"]},
        {"kind": "number", "key": "seed", "label": say("play:seed", language), "low": 0, "high": 999_999,
         "value": draft["seed"]},
        {"kind": "button", "key": "begin", "label": say("play:begin", language)},
    ]  # fmt: skip
    with solara.Div(classes=["sk-panel", "sk-play-head"]):
        Heading(say("play:title", language), 1)
        Line(say("play:about", language))
        Controls("beginning", fields, said, row=True)
        HowToJoin(language)
    Round(language)
    Guide(language)


@solara.component
def Deciding(game: Game, language: Language) -> None:
    """Who is ready; and a place to decide for teams that sit at this laptop."""
    chosen, set_chosen = solara.use_state("")
    name = chosen if team_of(game, chosen) else _whose_turn(game)

    def said(key: str, value: Any) -> None:  # noqa: ANN401 - whatever a browser sends
        if key == "team" and isinstance(value, str):
            if try_to(lambda: store().change(lambda now: joined(now, value))):
                set_chosen(plain_name(value))
        elif key == "for" and team_of(game, str(value)):
            set_chosen(str(value))

    fields: list[dict[str, Any]] = [
        {"kind": "text", "key": "team", "label": say("play:add", language), "longest": LONGEST_NAME}
    ]
    if game.teams:
        options = [["", say("compare:choose", language)], *([team.name, team.name] for team in game.teams)]
        fields.append(
            {
                "kind": "choice",
                "key": "for",
                "label": say("play:decide_for", language),
                "options": options,
                "value": name,
            }
        )
    with solara.Div(classes=["sk-deciding"]):
        with solara.Div(classes=["sk-panel"]):
            Heading(say("play:teams", language))
            for team in game.teams:
                ready = has_decided(game, team)
                state = say("play:ready" if ready else "play:thinking", language)
                Line(f"{'✔' if ready else '…'}  {team.name}: {state}", "sk-ready" if ready else "sk-thinking")
            Controls("teams", fields, said)
        with solara.Div(classes=["sk-panel"]):
            if name:
                Heading(name)
                Form(game, name, language).key(f"{name}-{game.round}")
            else:
                Line(say("play:on_phones" if game.teams else "play:nobody", language))


def _whose_turn(game: Game) -> str:
    """On a laptop alone, the first team that has not decided; where there are phones, each decides on its own."""
    waiting = [team.name for team in game.teams if not has_decided(game, team)]
    return waiting[0] if waiting and not standing().house.shared else ""


@solara.component
def Player(game: Game | None, language: Language) -> None:
    """A team on its phone: join, decide, look up."""
    name = viewing.team.value
    with solara.Div(classes=["sk-panel", "sk-player"]):
        if game is None:
            Heading(say("play:title", language), 1)
            Waiting(say("play:waiting_host", language))
        elif team_of(game, name) is None:
            Joining(language)
        else:
            Heading(say("play:you", language, team=name), 1)
            at = (
                say("play:ended", language)
                if game.phase == "end"
                else say("play:quarter", language, round=game.round + 1, rounds=game.rounds)
            )
            Line(at, "sk-strong")
            if game.phase == "decide":
                Form(game, name, language).key(f"{name}-{game.round}")
            else:
                Line(say("play:look_up", language), "sk-strong")
                Films(game, language, only=name)
            leave = {"kind": "button", "key": "leave", "label": say("play:leave", language), "style": "sk-quiet-button"}
            Controls("leave", [leave], lambda *_: viewing.team.set(""))


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
