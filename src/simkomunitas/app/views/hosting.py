"""What the trainer does in the workshop: begin, see who is ready, open the results, go on, end, and open again."""

import html
import time
from collections.abc import Callable
from typing import Any

import solara

from simkomunitas.app.house import standing
from simkomunitas.app.pieces import Controls, Heading, Line
from simkomunitas.app.presets import presets
from simkomunitas.app.views.deciding import Form, try_to
from simkomunitas.app.views.guiding import Guide, Round
from simkomunitas.app.views.playing import Films, say_where
from simkomunitas.app.waiting import use_latest
from simkomunitas.app.words import Language, say
from simkomunitas.app.workshop.game import (
    LONGEST_NAME,
    MOST_ROUNDS,
    Game,
    advanced,
    has_decided,
    joined,
    like_named,
    new_game,
    plain_name,
    revealed,
    team_of,
    undecided,
)
from simkomunitas.app.workshop.store import Ended, store

ADDRESSES_EVERY = 3.0  # seconds: a hotspot may be switched on after the app
MOST_ADDRESSES = 3
MOMENT = {"en": "%Y-%m-%d %H:%M", "id": "%d/%m/%Y %H.%M"}


@solara.component
def Host(game: Game | None, language: Language) -> None:
    """The trainer's page."""
    if game is None:
        Beginning(language)
        return
    with solara.Div(classes=["sk-panel", "sk-play-head"]):
        Heading(say_where(game, language), 1)
        HowToJoin(language)
        Steps(game, language)
    if game.phase == "decide":
        Deciding(game, language)
    else:
        Films(game, language)


@solara.component
def HowToJoin(language: Language) -> None:
    """The address and the six digits for phones, large enough for the last row; or that there are no phones."""
    house = standing().house
    addresses = use_latest(lambda: standing().addresses, ADDRESSES_EVERY)
    if not house.shared:
        Line(say("play:alone", language), "sk-note")
        return
    known = [f"<b>{html.escape(one)}</b>" for one in addresses[:MOST_ADDRESSES]]
    if known:
        either = f" {say('play:or', language)} ".join(known)
        parts = [say("play:code_at", language), either, say("play:code", language)]
    else:
        parts = [say("play:no_network", language), f"{say('door:code', language)}:"]
    parts.append(f'<b class="sk-digits">{house.code}</b>')
    solara.HTML(tag="div", unsafe_innerHTML=" ".join(f"<span>{part}</span>" for part in parts), classes=["sk-join"])


@solara.component
def Steps(game: Game, language: Language) -> None:
    """What the trainer can do now; what cannot be taken back is asked first."""
    asked, ask = solara.use_state("")

    def said(key: str, _: Any) -> None:  # noqa: ANN401 - a press of a button
        if key == "next":
            try_to(lambda: store().change(advanced))
        elif key == "stop" or undecided(game):
            ask(key)
        else:
            try_to(lambda: store().change(revealed))

    if asked == "stop":
        text = say("play:sure_stop", language, count=len(game.teams), where=say_where(game, language))
        Sure("stop", text, store().end, lambda: ask(""), language)
    elif asked == "reveal" and game.phase == "decide" and undecided(game):
        text = say("play:sure_reveal", language, teams=", ".join(undecided(game)))
        Sure("reveal", text, lambda: store().change(revealed), lambda: ask(""), language)
    else:
        Controls("host", _steps(game, language), said, row=True)


@solara.component
def Sure(name: str, text: str, act: Callable[[], object], close: Callable[[], None], language: Language) -> None:
    """A question before something that cannot be taken back."""

    def said(key: str, _: Any) -> None:  # noqa: ANN401 - a press of a button
        if key == "yes":
            try_to(act)
        close()

    fields = [
        {"kind": "button", "key": "no", "label": say(f"play:no_{name}", language)},
        {"kind": "button", "key": "yes", "label": say(f"play:yes_{name}", language), "style": "sk-quiet-button"},
    ]
    with solara.Div(classes=["sk-sure"], attributes={"role": "alert"}):
        Line(text, "sk-strong")
        Controls(f"sure-{name}", fields, said, row=True)


def _steps(game: Game, language: Language) -> list[dict[str, Any]]:
    """The buttons of the trainer."""
    fields: list[dict[str, Any]] = []
    if game.phase == "decide":
        nobody = len(undecided(game)) == len(game.teams)
        fields.append({"kind": "button", "key": "reveal", "label": say("play:reveal", language), "disabled": nobody})
    if game.phase == "reveal":
        last = game.round + 1 >= game.rounds
        fields.append({"kind": "button", "key": "next", "label": say("play:end" if last else "play:next", language)})
    quiet = {"kind": "button", "key": "stop", "label": say("play:stop", language), "style": "sk-quiet-button"}
    return [*fields, quiet]


@solara.component
def Beginning(language: Language) -> None:
    """Choose the village, the number of quarters and the luck, and begin; or go on with a workshop that was ended."""
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
        if store().is_damaged():
            Line(say("play:damaged", language, file=store().path), "sk-strong")
        Controls("beginning", fields, said, row=True)
        HowToJoin(language)
    EndedBefore(language)
    Round(language)
    Guide(language)


@solara.component
def EndedBefore(language: Language) -> None:
    """The workshops that were ended on this machine, to go on with one of them."""
    ended = solara.use_memo(lambda: store().ended(), [store().version])
    chosen, choose = solara.use_state(ended[0].name if ended else "")
    if not ended:
        return

    def said(key: str, value: Any) -> None:  # noqa: ANN401 - whatever a browser sends
        if key == "reopen":
            try_to(lambda: store().reopen(chosen))
        elif value in {one.name for one in ended}:
            choose(str(value))

    fields: list[dict[str, Any]] = [
        {"kind": "choice", "key": "ended", "label": say("play:ended_before", language), "value": chosen,
         "options": [[one.name, _ended_in_words(one, language)] for one in ended]},
        {"kind": "button", "key": "reopen", "label": say("play:reopen", language), "style": "sk-quiet-button"},
    ]  # fmt: skip
    with solara.Div(classes=["sk-panel", "sk-ended"]):
        Controls("ended", fields, said, row=True)


def _ended_in_words(one: Ended, language: Language) -> str:
    """When a workshop ended, how far it had come, and who played."""
    when = time.strftime(MOMENT[language], time.localtime(one.moment))
    teams = ", ".join(team.name for team in one.game.teams) or say("play:no_teams", language)
    return f"{when} · {say_where(one.game, language)} · {teams}"


@solara.component
def Deciding(game: Game, language: Language) -> None:
    """Who is ready; and a place to decide for teams that sit at this laptop."""
    chosen, set_chosen = solara.use_state("")
    name = chosen if team_of(game, chosen) else _whose_turn(game)

    def said(key: str, value: Any) -> None:  # noqa: ANN401 - whatever a browser sends
        if key == "team" and isinstance(value, str) and value.strip():
            there = like_named(game, value)
            if there is not None or try_to(lambda: store().change(lambda now: joined(now, value))):
                set_chosen(there.name if there is not None else plain_name(value))
        elif key == "for" and team_of(game, str(value)):
            set_chosen(str(value))

    with solara.Div(classes=["sk-deciding"]):
        with solara.Div(classes=["sk-panel"]):
            Heading(say("play:teams", language))
            for team in game.teams:
                ready = has_decided(game, team)
                state = say("play:ready" if ready else "play:thinking", language)
                Line(f"{'✔' if ready else '…'}  {team.name}: {state}", "sk-ready" if ready else "sk-thinking")
            Controls("teams", _team_fields(game, name, language), said)
        with solara.Div(classes=["sk-panel"]):
            if name:
                Heading(name)
                Form(game, name, language).key(f"{name}-{game.round}")
            else:
                Line(say("play:on_phones" if game.teams else "play:nobody", language))


def _team_fields(game: Game, name: str, language: Language) -> list[dict[str, Any]]:
    """A place for one more team, and for whom it is decided here."""
    add = {"kind": "text", "key": "team", "label": say("play:add", language), "longest": LONGEST_NAME}
    options = [["", say("compare:choose", language)], *([team.name, team.name] for team in game.teams)]
    choice = {"kind": "choice", "key": "for", "label": say("play:decide_for", language), "options": options}
    return [add, choice | {"value": name}] if game.teams else [add]


def _whose_turn(game: Game) -> str:
    """On a laptop alone, the first team that has not decided; where there are phones, each decides on its own."""
    waiting = undecided(game)
    return waiting[0] if waiting and not standing().house.shared else ""
