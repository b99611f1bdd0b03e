"""What a team does in the workshop: give itself a name, decide on a quarter, predict."""

from collections.abc import Callable
from typing import Any

import solara

from simkomunitas.app import viewing
from simkomunitas.app.levers import PARTS, strategy_about
from simkomunitas.app.pieces import Controls, Heading, Line
from simkomunitas.app.words import WORDS, Language, say
from simkomunitas.app.workshop.game import (
    LONGEST_NAME,
    Decision,
    Game,
    RefusedError,
    decided,
    decision,
    draft_of,
    has_decided,
    joined,
    like_named,
    plain_name,
    team_of,
)
from simkomunitas.app.workshop.store import store
from simkomunitas.pages.words import name_of
from simkomunitas.targeting import targeting_rules


def try_to(act: Callable[[], object]) -> bool:
    """Do something in the game; what cannot be is told."""
    try:
        act()
    except RefusedError as error:
        viewing.tell(str(error))
        return False
    return True


@solara.component
def Form(game: Game, name: str, language: Language) -> None:
    """A team's decision on this quarter, and its prediction."""
    team = team_of(game, name)
    draft, set_draft = solara.use_state(store().planned(name, game.round) or draft_of(team))

    def said(key: str, value: Any) -> None:  # noqa: ANN401 - whatever a browser sends
        if key == "send":
            try_to(lambda: store().change(lambda now: decided(now, name, draft)))
            return
        parts = dict(draft.parts)
        target, guess = draft.targeting, draft.prediction
        if key.startswith("hours."):
            parts[key.removeprefix("hours.")] = value
        target, guess = (value if key == "targeting" else target), (value if key == "prediction" else guess)
        try_to(lambda: lean(decision(parts, target, guess)))

    def lean(made: Decision) -> None:
        set_draft(made)
        store().plan(name, made)

    with solara.Div(classes=["sk-form"]):
        Line(say("play:decide", language), "sk-strong")
        Controls(f"form-{name}", _form_fields(draft, language), said)
        if team is not None and has_decided(game, team):
            Line(f"✔ {say('play:sent', language)}", "sk-ready")


def _form_fields(draft: Decision, language: Language) -> list[dict[str, Any]]:
    """Sliders for the hours, whom to see first, the prediction."""
    fields: list[dict[str, Any]] = [
        {"kind": "range", "key": f"hours.{name}", "label": name_of("arm", name, language).capitalize(), "low": 0,
         "high": PARTS, "step": 1, "value": parts, "about": strategy_about(name, language).partition(" · ")[0],
         "text": f"{{value}} {say('play:parts', language)}"}
        for name, parts in draft.parts
    ]  # fmt: skip
    rules = [
        [name, say(f"targeting:{name}", language) if f"targeting:{name}" in WORDS else name] for name in targeting_rules
    ]
    fields.append({"kind": "choice", "key": "targeting", "label": say("change:targeting", language), "options": rules,
                   "value": draft.targeting})  # fmt: skip
    fields.append({"kind": "range", "key": "prediction", "label": say("play:predict", language), "low": 0, "high": 100,
                   "value": draft.prediction, "step": 1,
                   "text": f"{{value}} {say('play:of_100', language)}"})  # fmt: skip
    return [*fields, {"kind": "button", "key": "send", "label": say("play:send", language)}]


def this_phone() -> str:
    """The browser that is looking; the same when its page is loaded anew."""
    return str(solara.get_session_id())


@solara.component
def Joining(game: Game, known: str, language: Language) -> None:
    """Give the team a name and join; a team that plays already is joined only by who says so."""
    name, set_name = solara.use_state(known)
    asked, ask = solara.use_state(known)

    def said(key: str, value: Any) -> None:  # noqa: ANN401 - whatever a browser sends
        wanted = str(value) if key == "team" else name
        set_name(wanted[:200])
        there = like_named(store().game or game, wanted)
        if key == "join" and there is not None:
            if store().knows(there.name, this_phone()):
                sit(there.name)
            else:
                ask(there.name)
        elif key == "join" and try_to(lambda: store().change(lambda now: joined(now, wanted))):
            sit(plain_name(wanted))

    def answered(key: str, _: Any) -> None:  # noqa: ANN401 - a press of a button
        if key == "same":
            sit(asked)
        set_name("")
        ask("")

    with solara.Div(classes=["sk-joining"]):
        Heading(say("play:title", language), 1)
        if asked:
            Line(say("play:same_team", language, team=asked), "sk-strong")
            Controls("same", _same_fields(asked, language), answered)
        else:
            Controls("joining", _joining_fields(name, language), said)


def sit(team: str) -> None:
    """From now on the phone plays for a team."""
    store().seat(team, this_phone())
    viewing.team.set(team)


def _joining_fields(name: str, language: Language) -> list[dict[str, Any]]:
    label = say("play:team", language)
    return [
        {"kind": "text", "key": "team", "label": label, "longest": LONGEST_NAME, "value": name, "enter": "join"},
        {"kind": "button", "key": "join", "label": say("play:join", language)},
    ]


def _same_fields(team: str, language: Language) -> list[dict[str, Any]]:
    other = {"kind": "button", "key": "other", "label": say("play:other_name", language), "style": "sk-quiet-button"}
    return [{"kind": "button", "key": "same", "label": say("play:join_team", language, team=team)}, other]
