"""What a team does in the workshop: give itself a name, decide on a quarter, predict."""

from collections.abc import Callable
from typing import Any

import solara

from simkomunitas.app import viewer_state
from simkomunitas.app.app_words import Language, app_texts, translate_app_text
from simkomunitas.app.scenario_controls import HOUR_PARTS, describe_strategy
from simkomunitas.app.view_components import ControlPanel, HeadingText, ParagraphText
from simkomunitas.app.workshop.workshop_game import (
    MAX_NAME_LENGTH,
    GameRuleError,
    QuarterDecision,
    WorkshopGame,
    add_team,
    clean_team_name,
    find_similar_name,
    find_team,
    has_team_decided,
    last_decision,
    parse_decision,
    record_decision,
)
from simkomunitas.app.workshop.workshop_store import current_workshop_store
from simkomunitas.model.programme.targeting import targeting_rules
from simkomunitas.reports.translated_words import display_name


def attempt_action(act: Callable[[], object]) -> bool:
    """Do something in the game; what cannot be is told."""
    try:
        act()
    except GameRuleError as error:
        viewer_state.show_notice(str(error))
        return False
    return True


@solara.component
def DecisionForm(game: WorkshopGame, name: str, language: Language) -> None:
    """A team's decision on this quarter, and its prediction."""
    team = find_team(game, name)
    draft, set_draft = solara.use_state(
        current_workshop_store().tentative_decision(name, game.round) or last_decision(team)
    )

    def handle_control(key: str, value: Any) -> None:  # noqa: ANN401 - whatever a browser sends
        if key == "send":
            attempt_action(lambda: current_workshop_store().change_game(lambda now: record_decision(now, name, draft)))
            return
        parts = dict(draft.hour_parts)
        target, guess = draft.targeting, draft.prediction
        if key.startswith("hours."):
            parts[key.removeprefix("hours.")] = value
        target, guess = (value if key == "targeting" else target), (value if key == "prediction" else guess)
        attempt_action(lambda: save_tentative_decision(parse_decision(parts, target, guess)))

    def save_tentative_decision(made: QuarterDecision) -> None:
        set_draft(made)
        current_workshop_store().save_tentative_decision(name, made)

    with solara.Div(classes=["sk-form"]):
        ParagraphText(translate_app_text("play:decide", language), "sk-strong")
        ControlPanel(f"form-{name}", _decision_fields(draft, language), handle_control)
        if team is not None and has_team_decided(game, team):
            ParagraphText(f"✔ {translate_app_text('play:sent', language)}", "sk-ready")


def _decision_fields(draft: QuarterDecision, language: Language) -> list[dict[str, Any]]:
    """Sliders for the hours, whom to see first, the prediction."""
    fields: list[dict[str, Any]] = [
        {"kind": "range", "key": f"hours.{name}", "label": display_name("arm", name, language).capitalize(), "low": 0,
         "high": HOUR_PARTS, "step": 1, "value": parts, "about": describe_strategy(name, language).partition(" · ")[0],
         "text": f"{{value}} {translate_app_text('play:parts', language)}"}
        for name, parts in draft.hour_parts
    ]  # fmt: skip
    rules = [[name, app_texts(language).get(f"targeting:{name}", name)] for name in targeting_rules]
    fields.append({"kind": "choice", "key": "targeting", "label": translate_app_text("change:targeting", language),
        "options": rules,
                   "value": draft.targeting})  # fmt: skip
    fields.append({"kind": "range", "key": "prediction", "label": translate_app_text("play:predict", language),
        "low": 0, "high": 100,
                   "value": draft.prediction, "step": 1,
                   "text": f"{{value}} {translate_app_text('play:of_100', language)}"})  # fmt: skip
    return [*fields, {"kind": "button", "key": "send", "label": translate_app_text("play:send", language)}]


def browser_id() -> str:
    """The browser that is looking; the same when its page is loaded anew."""
    return str(solara.get_session_id())


@solara.component
def JoinForm(game: WorkshopGame, known: str, language: Language) -> None:
    """Give the team a name and join; a team that plays already is joined only by who says so."""
    name, set_name = solara.use_state(known)
    asked, ask = solara.use_state(known)

    def handle_control(key: str, value: Any) -> None:  # noqa: ANN401 - whatever a browser sends
        wanted = str(value) if key == "team" else name
        set_name(wanted[:200])
        there = find_similar_name(current_workshop_store().game or game, wanted)
        if key == "join" and there is not None:
            if current_workshop_store().has_played_for(there.name, browser_id()):
                take_team_seat(there.name)
            else:
                ask(there.name)
        elif key == "join" and attempt_action(
            lambda: current_workshop_store().change_game(lambda now: add_team(now, wanted))
        ):
            take_team_seat(clean_team_name(wanted))

    def handle_answer(key: str, _: Any) -> None:  # noqa: ANN401 - a press of a button
        if key == "same":
            take_team_seat(asked)
        set_name("")
        ask("")

    with solara.Div(classes=["sk-joining"]):
        HeadingText(translate_app_text("play:title", language), 1)
        if asked:
            ParagraphText(translate_app_text("play:same_team", language, team=asked), "sk-strong")
            ControlPanel("same", _same_team_fields(asked, language), handle_answer)
        else:
            ControlPanel("joining", _join_fields(name, language), handle_control)


def take_team_seat(team: str) -> None:
    """From now on the phone plays for a team."""
    current_workshop_store().seat_phone(team, browser_id())
    viewer_state.team.set(team)


def _join_fields(name: str, language: Language) -> list[dict[str, Any]]:
    label = translate_app_text("play:team", language)
    return [
        {"kind": "text", "key": "team", "label": label, "longest": MAX_NAME_LENGTH, "value": name, "enter": "join"},
        {"kind": "button", "key": "join", "label": translate_app_text("play:join", language)},
    ]


def _same_team_fields(team: str, language: Language) -> list[dict[str, Any]]:
    other = {
        "kind": "button",
        "key": "other",
        "label": translate_app_text("play:other_name", language),
        "style": "sk-quiet-button",
    }
    return [
        {"kind": "button", "key": "same", "label": translate_app_text("play:join_team", language, team=team)},
        other,
    ]
