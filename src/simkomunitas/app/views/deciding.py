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
    has_decided,
    joined,
    plain_name,
    team_of,
    usual_decision,
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
    before = team.decisions[-1] if team is not None and team.decisions else usual_decision()
    draft, set_draft = solara.use_state(store().planned(name, game.round) or before)

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


@solara.component
def Joining(language: Language) -> None:
    """Give the team a name and join."""
    name, set_name = solara.use_state("")

    def said(key: str, value: Any) -> None:  # noqa: ANN401 - whatever a browser sends
        wanted = str(value) if key == "team" else name
        set_name(wanted[:200])
        if key == "join" and try_to(lambda: store().change(lambda now: joined(now, wanted))):
            viewing.team.set(plain_name(wanted))

    fields: list[dict[str, Any]] = [
        {
            "kind": "text",
            "key": "team",
            "label": say("play:team", language),
            "longest": LONGEST_NAME,
            "value": name,
            "enter": "join",
        },
        {"kind": "button", "key": "join", "label": say("play:join", language)},
    ]
    with solara.Div(classes=["sk-joining"]):
        Heading(say("play:title", language), 1)
        Controls("joining", fields, said)
