"""Change: every lever of the programme and the village; live through it beside what was, from the start or from now."""

from collections.abc import Mapping
from typing import Any

import solara

from simkomunitas.app import viewer_state
from simkomunitas.app.animation_data import AnimationData
from simkomunitas.app.app_words import Language, app_texts, translate_app_text
from simkomunitas.app.error_messages import format_errors
from simkomunitas.app.open_scenario_files import revalidate_scenario
from simkomunitas.app.presets import load_presets
from simkomunitas.app.programme_arm import CHANGED_PREFIX, ProgrammeArm
from simkomunitas.app.scenario_controls import (
    HOUR_PARTS,
    PROGRAMME_BLOCKS,
    SCENARIO_BLOCKS,
    VILLAGE_BLOCKS,
    InvalidControlValueError,
    control_field,
    control_name,
    describe_strategy,
    format_plain_number,
    is_generated_village,
    list_controls,
    set_control,
    set_strategy_hours,
    strategy_hour_parts,
)
from simkomunitas.app.server.viewer_limits import MAX_ARMS, ScenarioTooLargeError, describe_size
from simkomunitas.app.view_components import ControlPanel, HeadingText, ParagraphText, TimelineControl
from simkomunitas.app.views.watch_view import arm_selection_field
from simkomunitas.base.input_errors import InputError
from simkomunitas.model.programme.exit_rules import exit_rules
from simkomunitas.model.programme.organizing_models import organizing_models
from simkomunitas.model.programme.strategies import strategies
from simkomunitas.model.programme.targeting import targeting_rules
from simkomunitas.model.scenario_definition import Programme, ProgrammeChange, Scenario
from simkomunitas.model.vocabulary import STAGES
from simkomunitas.reports.translated_words import display_name

CHOICE_CATALOGUES: dict[str, Mapping[str, object]] = {
    "model": organizing_models,
    "targeting": targeting_rules,
    "exit_rule": exit_rules,
}


@solara.component
def ChangeView(animations: list[AnimationData], language: Language) -> None:
    """The levers of the village that is watched."""
    arm = viewer_state.current_arm()
    animation = animations[min(viewer_state.shown_arm_index.value, len(animations) - 1)]
    stage, set_stage = solara.use_state("all")
    later, set_later = solara.use_state(False)
    base = scenario_in_week(arm.scenario, viewer_state.week.peek())
    draft = viewer_state.current_draft() or base

    def handle_control(key: str, value: Any) -> None:  # noqa: ANN401 - whatever a browser sends
        if key in ("stage", "from"):
            _set_form_choice(key, value, set_stage, set_later)
        elif key == "undo":
            viewer_state.draft.set(None)
        elif key in ("beside", "instead"):
            simulate_changes(arm, draft, later, animation, beside=key == "beside")
        elif key == "arm":
            viewer_state.shown_arm_index.set(int(value) if str(value) in ("0", "1", "2", "3") else 0)
        else:
            viewer_state.draft.set(
                viewer_state.ScenarioDraft(arm.scenario, apply_control(draft, key, value, stage, language))
            )

    with solara.Div(classes=["sk-change"]):
        with solara.Div(classes=["sk-panel", "sk-change-head"]):
            HeadingText(translate_app_text("change:title", language), 1)
            ParagraphText(translate_app_text("change:about", language))
            ControlPanel("change", _target_fields(language, later), handle_control, row=True)
            ControlPanel("live", _action_fields(language, draft != base), handle_control, row=True)
            TimelineControl([animation], language, [turn.week for turn in arm.scenario.programme_changes])
        with solara.Div(classes=["sk-panel", "sk-levers"]):
            ControlPanel(
                "programme",
                _programme_fields(draft, stage, language),
                handle_control,
                opened=[translate_app_text("change:hours", language)],
            )
        with solara.Div(classes=["sk-panel", "sk-levers"]):
            ControlPanel(
                "village",
                _village_fields(draft, language),
                handle_control,
                opened=[translate_app_text("change:people", language)],
            )


def scenario_in_week(scenario: Scenario, week: int) -> Scenario:
    """The scenario with the programme that runs in a week."""
    programme = scenario.programme
    for turn in scenario.programme_changes:
        if turn.week <= week:
            programme = turn.programme
    return scenario._replace(programme=programme)


def _set_form_choice(key: str, value: Any, set_stage: Any, set_later: Any) -> None:  # noqa: ANN401 - setters
    if key == "stage" and value in ("all", "0", "1", "2", "3", "4"):
        set_stage(value)
    elif key == "from":
        set_later(value == "week")


def _target_fields(language: Language, later: bool) -> list[dict[str, Any]]:
    """Which village is changed, and from when the changes hold."""
    week = viewer_state.week.value
    when = [
        ["start", translate_app_text("change:start", language)],
        ["week", translate_app_text("change:week", language, week=week)],
    ]
    return [
        *arm_selection_field(language),
        {"kind": "choice", "key": "from", "label": translate_app_text("change:from", language), "options": when,
         "value": "week" if later else "start"},
    ]  # fmt: skip


def _action_fields(language: Language, changed: bool) -> list[dict[str, Any]]:
    """What can be done with the changes."""
    return [
        {"kind": "button", "key": "beside", "label": translate_app_text("change:beside", language),
        "disabled": not changed},
        {"kind": "button", "key": "instead", "label": translate_app_text("change:instead", language),
        "disabled": not changed,
         "style": "sk-quiet-button"},
        {"kind": "button", "key": "undo", "label": translate_app_text("change:undo", language), "disabled": not changed,
         "style": "sk-quiet-button"},
    ]  # fmt: skip


def _programme_fields(draft: Scenario, stage: str, language: Language) -> list[dict[str, Any]]:
    """How the hours are spent, the way of working, and the numbers of the programme."""
    working = translate_app_text("change:programme", language)
    has = {
        "kind": "toggle",
        "key": "programme",
        "label": translate_app_text("change:with_programme", language),
        "group": working,
    }
    if draft.programme is None:
        return [has | {"value": False}]
    fields = [*_strategy_hour_fields(draft.programme, stage, language), has | {"value": True}]
    for key, catalogue in CHOICE_CATALOGUES.items():
        kind = "exit" if key == "exit_rule" else key
        options = [[name, _choice_name(kind, name, language)] for name in catalogue]
        about = {
            "kind": "choice",
            "key": key,
            "label": translate_app_text(f"change:{key}", language),
            "options": options,
        }
        fields.append(about | {"group": working, "value": getattr(draft.programme, key)})
    return fields + _block_fields(draft, PROGRAMME_BLOCKS, language)


def _choice_name(kind: str, name: str, language: Language) -> str:
    key = f"{kind}:{name}"
    return app_texts(language).get(key, name.replace("_", " "))


def _strategy_hour_fields(programme: Programme, stage: str, language: Language) -> list[dict[str, Any]]:
    """The strategies' shares of the hours, in one stage or in all."""
    group, place = translate_app_text("change:hours", language), None if stage == "all" else int(stage)
    stages = [["all", translate_app_text("change:all_stages", language)]]
    stages += [[str(number), translate_app_text(f"stage:{number}", language)] for number in range(len(STAGES))]
    fields: list[dict[str, Any]] = [
        {"kind": "choice", "key": "stage", "label": translate_app_text("change:stage", language), "options": stages,
        "value": stage,
         "group": group}
    ]  # fmt: skip
    return fields + [
        {"kind": "range", "key": f"hours.{name}", "label": display_name("arm", name, language).capitalize(), "low": 0,
         "high": HOUR_PARTS, "step": 1, "value": parts, "group": group, "about": describe_strategy(name, language),
         "text": f"{{value}} {translate_app_text('change:parts', language)}"}
        for name, parts in strategy_hour_parts(programme, place).items()
    ]  # fmt: skip


def _village_fields(draft: Scenario, language: Language) -> list[dict[str, Any]]:
    """The numbers of the village; an imported village keeps its people."""
    blocks = VILLAGE_BLOCKS if is_generated_village(draft) else ("institutions",)
    return _block_fields(draft, (*blocks, *SCENARIO_BLOCKS), language)


def _block_fields(draft: Scenario, blocks: tuple[str, ...], language: Language) -> list[dict[str, Any]]:
    return [
        control_field(lever, language, translate_app_text(f"change:{block}", language))
        for block in blocks
        for lever in list_controls(draft, block)
    ]


def apply_control(draft: Scenario, key: str, value: Any, stage: str, language: Language) -> Scenario:  # noqa: ANN401
    """The draft after one control was moved; a value that cannot be is told, and the draft stays."""
    if key == "programme":
        return draft._replace(programme=_current_or_default_programme() if value is True else None)
    if key in CHOICE_CATALOGUES:
        right = value in CHOICE_CATALOGUES[key] and draft.programme is not None
        return (
            draft._replace(programme=draft.programme._replace(**{key: value})) if right and draft.programme else draft
        )
    if key.startswith("hours."):
        return _set_hour_parts(draft, key.removeprefix("hours."), value, stage)
    try:
        return set_control(draft, key, float(value) if isinstance(value, bool) else value)
    except InvalidControlValueError as error:
        kept = format_plain_number(error.lever.quantity.kind.display_multiplier * error.lever.value, language)
        viewer_state.show_notice(
            "trouble:value", label=control_name(error.lever, language), found=str(value)[:30], value=kept
        )
    except KeyError:
        viewer_state.show_notice("change:nothing")
    return draft


def _current_or_default_programme() -> Programme | None:
    """The programme of the village that is watched, or the usual one where it has none."""
    own = scenario_in_week(viewer_state.current_arm().scenario, viewer_state.week.peek()).programme
    return own or load_presets()["balanced"].scenario.programme


def _set_hour_parts(draft: Scenario, name: str, value: Any, stage: str) -> Scenario:  # noqa: ANN401
    parts = viewer_state.integer_in_range(value, 0, HOUR_PARTS)
    if parts is None or name not in strategies or draft.programme is None:
        return draft
    place = None if stage == "all" else int(stage)
    return draft._replace(
        programme=set_strategy_hours(
            draft.programme, strategy_hour_parts(draft.programme, place) | {name: parts}, place
        )
    )


def simulate_changes(
    arm: ProgrammeArm, draft: Scenario, later: bool, animation: AnimationData, *, beside: bool
) -> None:
    """Live through the changed scenario, beside the old one or in its place; a clash is told, and nothing changes."""
    week = viewer_state.week.peek()
    try:
        scenario = revalidate_scenario(
            with_programme_change(arm.scenario, draft, week) if later and week > 0 else _draft_from_start(arm, draft)
        )
    except InputError as error:
        viewer_state.show_notice("change:clash", *format_errors(error, viewer_state.language.peek()))
        return
    except ScenarioTooLargeError as error:
        viewer_state.show_notice("trouble:too_big", **describe_size(error, viewer_state.language.peek()))
        return
    if later and week >= animation.playback.record.exit_week >= 0:
        viewer_state.show_notice("change:too_late")
        return
    base = arm.name.partition(CHANGED_PREFIX)[0]
    made = ProgrammeArm(f"{base}{CHANGED_PREFIX}{week if later and week else 'changed'}", scenario)
    show_arm(made, beside=beside)


def show_arm(made: ProgrammeArm, *, beside: bool) -> None:
    """Show a programme: side by side with the one that is watched, or in its place."""
    arms, place = viewer_state.arms.peek(), min(viewer_state.shown_arm_index.peek(), len(viewer_state.arms.peek()) - 1)
    viewer_state.draft.set(None)
    if beside:
        viewer_state.arms.set(
            (arms[place], made, *[arm for k, arm in enumerate(arms) if k != place][: MAX_ARMS - 2])[:2]
        )
        viewer_state.shown_arm_index.set(0)
        viewer_state.view.set("compare")
    else:
        viewer_state.keep_dropped_arm(arms[place])
        viewer_state.arms.set(tuple(made if k == place else arm for k, arm in enumerate(arms)))
        viewer_state.view.set("watch")


def _draft_from_start(arm: ProgrammeArm, draft: Scenario) -> Scenario:
    """The draft from the first week; turns that were there before stay only if the programme is the same."""
    return draft if draft.programme == arm.scenario.programme else draft._replace(programme_changes=())


def with_programme_change(old: Scenario, draft: Scenario, week: int) -> Scenario:
    """The old scenario until a week, and from then on the programme of the draft; its village holds from the start."""
    before = tuple(turn for turn in old.programme_changes if turn.week < week)
    return draft._replace(programme=old.programme, programme_changes=(*before, ProgrammeChange(week, draft.programme)))
