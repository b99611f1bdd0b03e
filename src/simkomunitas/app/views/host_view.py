"""What the trainer does in the workshop: begin, see who is ready, open the results, go on, end, and open again."""

import html
import time
from collections.abc import Callable
from typing import Any

import solara

from simkomunitas.app.app_words import Language, translate_app_text
from simkomunitas.app.await_workers import use_polled_value
from simkomunitas.app.presets import load_presets
from simkomunitas.app.server.server_info import current_server_info
from simkomunitas.app.view_components import ControlPanel, HeadingText, ParagraphText
from simkomunitas.app.views.decision_form import DecisionForm, attempt_action
from simkomunitas.app.views.quarter_results import QuarterResults, describe_progress
from simkomunitas.app.views.workshop_guide import GuideDownload, RoundSteps
from simkomunitas.app.workshop.workshop_game import (
    MAX_NAME_LENGTH,
    MOST_ROUNDS,
    WorkshopGame,
    add_team,
    advance_game,
    clean_team_name,
    find_similar_name,
    find_team,
    has_team_decided,
    reveal_quarter,
    start_game,
    teams_without_decision,
)
from simkomunitas.app.workshop.workshop_store import EndedWorkshop, current_workshop_store

ADDRESS_REFRESH_SECONDS = 3.0  # seconds: a hotspot may be switched on after the app
MAX_SHOWN_ADDRESSES = 3
DATE_FORMATS = {"en": "%Y-%m-%d %H:%M", "id": "%d/%m/%Y %H.%M"}


@solara.component
def HostView(game: WorkshopGame | None, language: Language) -> None:
    """The trainer's page."""
    if game is None:
        StartWorkshopForm(language)
        return
    with solara.Div(classes=["sk-panel", "sk-play-head"]):
        HeadingText(describe_progress(game, language), 1)
        JoinInstructions(language)
        HostControls(game, language)
    if game.phase == "decide":
        DecisionOverview(game, language)
    else:
        QuarterResults(game, language)


@solara.component
def JoinInstructions(language: Language) -> None:
    """The address and the six digits for phones, large enough for the last row; or that there are no phones."""
    house = current_server_info().access
    addresses = use_polled_value(lambda: current_server_info().phone_addresses, ADDRESS_REFRESH_SECONDS)
    if not house.is_shared:
        ParagraphText(translate_app_text("play:alone", language), "sk-note")
        return
    known = [f"<b>{html.escape(one)}</b>" for one in addresses[:MAX_SHOWN_ADDRESSES]]
    if known:
        either = f" {translate_app_text('play:or', language)} ".join(known)
        parts = [translate_app_text("play:code_at", language), either, translate_app_text("play:code", language)]
    else:
        parts = [translate_app_text("play:no_network", language), f"{translate_app_text('door:code', language)}:"]
    parts.append(f'<b class="sk-digits">{house.join_code}</b>')
    solara.HTML(tag="div", unsafe_innerHTML=" ".join(f"<span>{part}</span>" for part in parts), classes=["sk-join"])


@solara.component
def HostControls(game: WorkshopGame, language: Language) -> None:
    """What the trainer can do now; what cannot be taken back is asked first."""
    asked, ask = solara.use_state("")

    def handle_button(key: str, _: Any) -> None:  # noqa: ANN401 - a press of a button
        if key == "next":
            attempt_action(lambda: current_workshop_store().change_game(advance_game))
        elif key == "stop" or teams_without_decision(game):
            ask(key)
        else:
            attempt_action(lambda: current_workshop_store().change_game(reveal_quarter))

    if asked == "stop":
        text = translate_app_text(
            "play:sure_stop", language, count=len(game.teams), where=describe_progress(game, language)
        )
        ConfirmationDialog("stop", text, current_workshop_store().end_workshop, lambda: ask(""), language)
    elif asked == "reveal" and game.phase == "decide" and teams_without_decision(game):
        text = translate_app_text("play:sure_reveal", language, teams=", ".join(teams_without_decision(game)))
        ConfirmationDialog(
            "reveal", text, lambda: current_workshop_store().change_game(reveal_quarter), lambda: ask(""), language
        )
    else:
        ControlPanel("host", _host_buttons(game, language), handle_button, row=True)


@solara.component
def ConfirmationDialog(
    name: str, text: str, act: Callable[[], object], close: Callable[[], None], language: Language
) -> None:
    """A question before something that cannot be taken back."""

    def handle_answer(key: str, _: Any) -> None:  # noqa: ANN401 - a press of a button
        if key == "yes":
            attempt_action(act)
        close()

    fields = [
        {"kind": "button", "key": "no", "label": translate_app_text(f"play:no_{name}", language)},
        {
            "kind": "button",
            "key": "yes",
            "label": translate_app_text(f"play:yes_{name}", language),
            "style": "sk-quiet-button",
        },
    ]
    with solara.Div(classes=["sk-sure"], attributes={"role": "alert"}):
        ParagraphText(text, "sk-strong")
        ControlPanel(f"sure-{name}", fields, handle_answer, row=True)


def _host_buttons(game: WorkshopGame, language: Language) -> list[dict[str, Any]]:
    """The buttons of the trainer."""
    fields: list[dict[str, Any]] = []
    if game.phase == "decide":
        nobody = len(teams_without_decision(game)) == len(game.teams)
        fields.append(
            {
                "kind": "button",
                "key": "reveal",
                "label": translate_app_text("play:reveal", language),
                "disabled": nobody,
            }
        )
    if game.phase == "reveal":
        last = game.round + 1 >= game.rounds
        fields.append(
            {
                "kind": "button",
                "key": "next",
                "label": translate_app_text("play:end" if last else "play:next", language),
            }
        )
    quiet = {
        "kind": "button",
        "key": "stop",
        "label": translate_app_text("play:stop", language),
        "style": "sk-quiet-button",
    }
    return [*fields, quiet]


@solara.component
def StartWorkshopForm(language: Language) -> None:
    """Choose the village, the number of quarters and the seed, and begin; or go on with a workshop that was ended."""
    draft, set_draft = solara.use_state({"preset": "balanced", "rounds": 6, "seed": 1})

    def handle_control(key: str, value: Any) -> None:  # noqa: ANN401 - whatever a browser sends
        if key == "begin":
            attempt_action(
                lambda: current_workshop_store().begin_workshop(
                    start_game(draft["preset"], draft["rounds"], draft["seed"])
                )
            )
        else:
            set_draft({**draft, key: value})

    playable = [name for name, preset in load_presets().items() if preset.scenario.programme is not None]
    fields: list[dict[str, Any]] = [
        {"kind": "choice", "key": "preset", "label": translate_app_text("play:village", language),
        "value": draft["preset"],
         "options": [[name, translate_app_text(f"preset:{name}", language)] for name in playable]},
        {"kind": "number", "key": "rounds", "label": translate_app_text("play:rounds", language), "low": 2,
        "high": MOST_ROUNDS,
         "value": draft["rounds"]},
        {"kind": "number", "key": "seed", "label": translate_app_text("play:seed", language), "low": 0, "high": 999_999,
         "value": draft["seed"]},
        {"kind": "button", "key": "begin", "label": translate_app_text("play:begin", language)},
    ]  # fmt: skip
    with solara.Div(classes=["sk-panel", "sk-play-head"]):
        HeadingText(translate_app_text("play:title", language), 1)
        ParagraphText(translate_app_text("play:about", language))
        if current_workshop_store().is_damaged():
            ParagraphText(translate_app_text("play:damaged", language, file=current_workshop_store().path), "sk-strong")
        ControlPanel("beginning", fields, handle_control, row=True)
        JoinInstructions(language)
    EndedWorkshopList(language)
    RoundSteps(language)
    GuideDownload(language)


@solara.component
def EndedWorkshopList(language: Language) -> None:
    """The workshops that were ended on this machine, to go on with one of them."""
    ended = solara.use_memo(lambda: current_workshop_store().list_ended_workshops(), [current_workshop_store().version])
    chosen, choose = solara.use_state(ended[0].name if ended else "")
    if not ended:
        return

    def handle_control(key: str, value: Any) -> None:  # noqa: ANN401 - whatever a browser sends
        if key == "reopen":
            attempt_action(lambda: current_workshop_store().reopen_workshop(chosen))
        elif value in {one.name for one in ended}:
            choose(str(value))

    fields: list[dict[str, Any]] = [
        {"kind": "choice", "key": "ended", "label": translate_app_text("play:ended_before", language), "value": chosen,
         "options": [[one.name, _describe_ended_workshop(one, language)] for one in ended]},
        {"kind": "button", "key": "reopen", "label": translate_app_text("play:reopen", language),
        "style": "sk-quiet-button"},
    ]  # fmt: skip
    with solara.Div(classes=["sk-panel", "sk-ended"]):
        ControlPanel("ended", fields, handle_control, row=True)


def _describe_ended_workshop(one: EndedWorkshop, language: Language) -> str:
    """When a workshop ended, how far it had come, and who played."""
    when = time.strftime(DATE_FORMATS[language], time.localtime(one.ended_at))
    teams = ", ".join(team.name for team in one.game.teams) or translate_app_text("play:no_teams", language)
    return f"{when} · {describe_progress(one.game, language)} · {teams}"


@solara.component
def DecisionOverview(game: WorkshopGame, language: Language) -> None:
    """Who is ready; and a place to decide for teams that sit at this laptop."""
    chosen, set_chosen = solara.use_state("")
    name = chosen if find_team(game, chosen) else _next_deciding_team(game)

    def handle_control(key: str, value: Any) -> None:  # noqa: ANN401 - whatever a browser sends
        if key == "team" and isinstance(value, str) and value.strip():
            there = find_similar_name(game, value)
            if there is not None or attempt_action(
                lambda: current_workshop_store().change_game(lambda now: add_team(now, value))
            ):
                set_chosen(there.name if there is not None else clean_team_name(value))
        elif key == "for" and find_team(game, str(value)):
            set_chosen(str(value))

    with solara.Div(classes=["sk-deciding"]):
        with solara.Div(classes=["sk-panel"]):
            HeadingText(translate_app_text("play:teams", language))
            for team in game.teams:
                ready = has_team_decided(game, team)
                state = translate_app_text("play:ready" if ready else "play:thinking", language)
                ParagraphText(f"{'✔' if ready else '…'}  {team.name}: {state}", "sk-ready" if ready else "sk-thinking")
            ControlPanel("teams", _team_selection_fields(game, name, language), handle_control)
        with solara.Div(classes=["sk-panel"]):
            if name:
                HeadingText(name)
                DecisionForm(game, name, language).key(f"{name}-{game.round}")
            else:
                ParagraphText(translate_app_text("play:on_phones" if game.teams else "play:nobody", language))


def _team_selection_fields(game: WorkshopGame, name: str, language: Language) -> list[dict[str, Any]]:
    """A place for one more team, and for whom it is decided here."""
    add = {"kind": "text", "key": "team", "label": translate_app_text("play:add", language), "longest": MAX_NAME_LENGTH}
    options = [["", translate_app_text("compare:choose", language)], *([team.name, team.name] for team in game.teams)]
    choice = {
        "kind": "choice",
        "key": "for",
        "label": translate_app_text("play:decide_for", language),
        "options": options,
    }
    return [add, choice | {"value": name}] if game.teams else [add]


def _next_deciding_team(game: WorkshopGame) -> str:
    """On a laptop alone, the first team that has not decided; where there are phones, each decides on its own."""
    waiting = teams_without_decision(game)
    return waiting[0] if waiting and not current_server_info().access.is_shared else ""
