"""Change: every lever of the programme and the village; live through it beside what was, from the start or from now."""

from collections.abc import Mapping
from typing import Any

import solara

from simkomunitas.app import viewing
from simkomunitas.app.arms import CHANGED, Arm
from simkomunitas.app.fault_words import fault_lines
from simkomunitas.app.levers import (
    PARTS,
    PROGRAMME_BLOCKS,
    SCENARIO_BLOCKS,
    VILLAGE_BLOCKS,
    NotPossibleError,
    field,
    hours,
    lever_name,
    levers,
    moved,
    plainly,
    shared,
    strategy_about,
    times_shown,
    village_is_drawn,
)
from simkomunitas.app.limits import MOST_ARMS, TooBigError, size_words
from simkomunitas.app.opening import checked
from simkomunitas.app.pieces import Controls, Heading, Line, TimeLine
from simkomunitas.app.presets import presets
from simkomunitas.app.reels import Reel
from simkomunitas.app.views.watch import arm_field
from simkomunitas.app.words import Language, say
from simkomunitas.exits import exit_rules
from simkomunitas.ground.faults import InputError
from simkomunitas.models import models
from simkomunitas.pages.words import name_of
from simkomunitas.strategies import strategies
from simkomunitas.study.scenario import Programme, Scenario, Turn
from simkomunitas.targeting import targeting_rules

CHOSEN: dict[str, Mapping[str, object]] = {"model": models, "targeting": targeting_rules, "exit_rule": exit_rules}


@solara.component
def Change(reels: list[Reel], language: Language) -> None:
    """The levers of the village that is watched."""
    arm = viewing.current()
    reel = reels[min(viewing.shown.value, len(reels) - 1)]
    stage, set_stage = solara.use_state("all")
    later, set_later = solara.use_state(False)
    base = in_force(arm.scenario, viewing.week.peek())
    draft = viewing.drafted() or base

    def said(key: str, value: Any) -> None:  # noqa: ANN401 - whatever a browser sends
        if key in ("stage", "from"):
            _say_setting(key, value, set_stage, set_later)
        elif key == "undo":
            viewing.draft.set(None)
        elif key in ("beside", "instead"):
            live(arm, draft, later, reel, beside=key == "beside")
        elif key == "arm":
            viewing.shown.set(int(value) if str(value) in ("0", "1", "2", "3") else 0)
        else:
            viewing.draft.set(viewing.Draft(arm.scenario, changed(draft, key, value, stage, language)))

    with solara.Div(classes=["sk-change"]):
        with solara.Div(classes=["sk-panel", "sk-change-head"]):
            Heading(say("change:title", language), 1)
            Line(say("change:about", language))
            Controls("change", _deciding(language, later), said, row=True)
            Controls("live", _living(language, draft != base), said, row=True)
            TimeLine([reel], language, [turn.week for turn in arm.scenario.turns])
        with solara.Div(classes=["sk-panel", "sk-levers"]):
            Controls(
                "programme", _programme_fields(draft, stage, language), said, opened=[say("change:hours", language)]
            )
        with solara.Div(classes=["sk-panel", "sk-levers"]):
            Controls("village", _village_fields(draft, language), said, opened=[say("change:people", language)])


def in_force(scenario: Scenario, week: int) -> Scenario:
    """The scenario with the programme that runs in a week."""
    programme = scenario.programme
    for turn in scenario.turns:
        if turn.week <= week:
            programme = turn.programme
    return scenario._replace(programme=programme)


def _say_setting(key: str, value: Any, set_stage: Any, set_later: Any) -> None:  # noqa: ANN401 - setters
    if key == "stage" and value in ("all", "0", "1", "2", "3", "4"):
        set_stage(value)
    elif key == "from":
        set_later(value == "week")


def _deciding(language: Language, later: bool) -> list[dict[str, Any]]:
    """Which village is changed, and from when the changes hold."""
    week = viewing.week.value
    when = [["start", say("change:start", language)], ["week", say("change:week", language, week=week)]]
    return [
        *arm_field(language),
        {"kind": "choice", "key": "from", "label": say("change:from", language), "options": when,
         "value": "week" if later else "start"},
    ]  # fmt: skip


def _living(language: Language, changed: bool) -> list[dict[str, Any]]:
    """What can be done with the changes."""
    return [
        {"kind": "button", "key": "beside", "label": say("change:beside", language), "disabled": not changed},
        {"kind": "button", "key": "instead", "label": say("change:instead", language), "disabled": not changed,
         "style": "sk-quiet-button"},
        {"kind": "button", "key": "undo", "label": say("change:undo", language), "disabled": not changed,
         "style": "sk-quiet-button"},
    ]  # fmt: skip


def _programme_fields(draft: Scenario, stage: str, language: Language) -> list[dict[str, Any]]:
    """How the hours are spent, the way of working, and the numbers of the programme."""
    working = say("change:programme", language)
    has = {"kind": "toggle", "key": "programme", "label": say("change:with_programme", language), "group": working}
    if draft.programme is None:
        return [has | {"value": False}]
    fields = [*_hours_fields(draft.programme, stage, language), has | {"value": True}]
    for key, catalogue in CHOSEN.items():
        kind = "exit" if key == "exit_rule" else key
        options = [[name, _name(kind, name, language)] for name in catalogue]
        about = {"kind": "choice", "key": key, "label": say(f"change:{key}", language), "options": options}
        fields.append(about | {"group": working, "value": getattr(draft.programme, key)})
    return fields + _block_fields(draft, PROGRAMME_BLOCKS, language)


def _name(kind: str, name: str, language: Language) -> str:
    from simkomunitas.app.words import WORDS  # noqa: PLC0415

    key = f"{kind}:{name}"
    return say(key, language) if key in WORDS else name.replace("_", " ")


def _hours_fields(programme: Programme, stage: str, language: Language) -> list[dict[str, Any]]:
    """The strategies' shares of the hours, in one stage or in all."""
    group, place = say("change:hours", language), None if stage == "all" else int(stage)
    stages = [["all", say("change:all_stages", language)]]
    stages += [[str(number), say(f"stage:{number}", language)] for number in range(5)]
    fields: list[dict[str, Any]] = [
        {"kind": "choice", "key": "stage", "label": say("change:stage", language), "options": stages, "value": stage,
         "group": group}
    ]  # fmt: skip
    return fields + [
        {"kind": "range", "key": f"hours.{name}", "label": name_of("arm", name, language).capitalize(), "low": 0,
         "high": PARTS, "step": 1, "value": parts, "group": group, "about": strategy_about(name, language),
         "text": f"{{value}} {say('change:parts', language)}"}
        for name, parts in hours(programme, place).items()
    ]  # fmt: skip


def _village_fields(draft: Scenario, language: Language) -> list[dict[str, Any]]:
    """The numbers of the village; an imported village keeps its people."""
    blocks = VILLAGE_BLOCKS if village_is_drawn(draft) else ("institutions",)
    return _block_fields(draft, (*blocks, *SCENARIO_BLOCKS), language)


def _block_fields(draft: Scenario, blocks: tuple[str, ...], language: Language) -> list[dict[str, Any]]:
    return [
        field(lever, language, say(f"change:{block}", language)) for block in blocks for lever in levers(draft, block)
    ]


def changed(draft: Scenario, key: str, value: Any, stage: str, language: Language) -> Scenario:  # noqa: ANN401
    """The draft after one control was moved; a value that cannot be is told, and the draft stays."""
    if key == "programme":
        return draft._replace(programme=_programme_again() if value is True else None)
    if key in CHOSEN:
        right = value in CHOSEN[key] and draft.programme is not None
        return (
            draft._replace(programme=draft.programme._replace(**{key: value})) if right and draft.programme else draft
        )
    if key.startswith("hours."):
        return _hours_moved(draft, key.removeprefix("hours."), value, stage)
    try:
        return moved(draft, key, float(value) if isinstance(value, bool) else value)
    except NotPossibleError as error:
        kept = plainly(times_shown(error.lever) * error.lever.value, language)
        viewing.tell("trouble:value", label=lever_name(error.lever, language), found=str(value)[:30], value=kept)
    except KeyError:
        viewing.tell("change:nothing")
    return draft


def _programme_again() -> Programme | None:
    """The programme of the village that is watched, or the usual one where it has none."""
    own = in_force(viewing.current().scenario, viewing.week.peek()).programme
    return own or presets()["balanced"].scenario.programme


def _hours_moved(draft: Scenario, name: str, value: Any, stage: str) -> Scenario:  # noqa: ANN401
    parts = viewing.whole_within(value, 0, PARTS)
    if parts is None or name not in strategies or draft.programme is None:
        return draft
    place = None if stage == "all" else int(stage)
    return draft._replace(programme=shared(draft.programme, hours(draft.programme, place) | {name: parts}, place))


def live(arm: Arm, draft: Scenario, later: bool, reel: Reel, *, beside: bool) -> None:
    """Live through the changed scenario, beside the old one or in its place; a clash is told, and nothing changes."""
    week = viewing.week.peek()
    try:
        scenario = checked(with_turn(arm.scenario, draft, week) if later and week > 0 else _from_start(arm, draft))
    except InputError as error:
        viewing.tell("change:clash", *fault_lines(error, viewing.language.peek()))
        return
    except TooBigError as error:
        viewing.tell("trouble:too_big", **size_words(error, viewing.language.peek()))
        return
    if later and week >= reel.film.record.left >= 0:
        viewing.tell("change:too_late")
        return
    base = arm.name.partition(CHANGED)[0]
    made = Arm(f"{base}{CHANGED}{week if later and week else 'changed'}", scenario)
    put(made, beside=beside)


def put(made: Arm, *, beside: bool) -> None:
    """Show a programme: side by side with the one that is watched, or in its place."""
    arms, place = viewing.arms.peek(), min(viewing.shown.peek(), len(viewing.arms.peek()) - 1)
    viewing.draft.set(None)
    if beside:
        viewing.arms.set((arms[place], made, *[arm for k, arm in enumerate(arms) if k != place][: MOST_ARMS - 2])[:2])
        viewing.shown.set(0)
        viewing.view.set("compare")
    else:
        viewing.set_aside(arms[place])
        viewing.arms.set(tuple(made if k == place else arm for k, arm in enumerate(arms)))
        viewing.view.set("watch")


def _from_start(arm: Arm, draft: Scenario) -> Scenario:
    """The draft from the first week; turns that were there before stay only if the programme is the same."""
    return draft if draft.programme == arm.scenario.programme else draft._replace(turns=())


def with_turn(old: Scenario, draft: Scenario, week: int) -> Scenario:
    """The old scenario until a week, and from then on the programme of the draft; its village holds from the start."""
    before = tuple(turn for turn in old.turns if turn.week < week)
    return draft._replace(programme=old.programme, turns=(*before, Turn(week, draft.programme)))
