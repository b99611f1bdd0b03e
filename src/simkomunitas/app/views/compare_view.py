"""Compare: two to four programmes in the same village with the same luck, and whether other luck would change it."""

import asyncio
from typing import Any

import numpy as np
import solara
import solara.lab

from simkomunitas.app import viewer_state
from simkomunitas.app.animation_data import AnimationData
from simkomunitas.app.app_words import Language, decimal_mark, translate_app_text
from simkomunitas.app.arm_comparison import (
    VillageOutcomes,
    common_periods,
    outcome_differences,
    queue_further_villages,
    weekly_differences,
    win_count_sentence,
)
from simkomunitas.app.arm_titles import format_arm_title
from simkomunitas.app.await_workers import gather_results
from simkomunitas.app.map_colours import ARM_COLOURS, ARM_LETTERS, COLOURINGS
from simkomunitas.app.presets import load_presets
from simkomunitas.app.programme_arm import ProgrammeArm
from simkomunitas.app.server.viewer_limits import FURTHER_VILLAGES, MAX_ARMS
from simkomunitas.app.view_components import (
    ControlPanel,
    EventNews,
    HeadingText,
    MapLegend,
    OutcomeCurves,
    ParagraphText,
    ResidentMap,
    RowTable,
    TimelineControl,
    WaitingIndicator,
    select_ratio_outcomes,
)
from simkomunitas.app.views.watch_view import colouring_field
from simkomunitas.app.widgets import DifferenceDotsWidget, LineChartsWidget
from simkomunitas.model.outcomes import outcomes
from simkomunitas.reports.outcome_format import format_period_mean
from simkomunitas.reports.translated_words import PRINCIPLES, display_name, is_share_unit


@solara.component
def CompareView(animations: list[AnimationData], language: Language) -> None:
    """Maps side by side, both curves, their difference, and thirty further villages."""
    with solara.Div(classes=["sk-compare"]):
        with solara.Div(classes=["sk-panel", "sk-arms"]):
            ArmSelection(language)
        with solara.Div(classes=["sk-sides", f"sk-sides-{len(animations)}"]):
            for place, animation in enumerate(animations):
                ArmColumn(place, animation, language)
        with solara.Div(classes=["sk-panel"]):
            EventNews(animations, language, latest=2)
            MapLegend(viewer_state.colouring.value, language)
            TimelineControl(animations, language)
        if len(animations) > 1:
            with solara.Div(classes=["sk-panel", "sk-both"]):
                HeadingText(translate_app_text("curve:principles", language))
                OutcomeCurves(animations, "principles", language, 5)
                HeadingText(translate_app_text("compare:difference", language, first="A"))
                DifferenceCurves(animations, language)
            with solara.Div(classes=["sk-panel"]):
                FurtherVillages(animations, language)
            with solara.Div(classes=["sk-panel", "sk-table-panel", f"sk-by-{len(animations)}"]):
                PrincipleTable(animations, language)
        else:
            ParagraphText(translate_app_text("compare:one", language))


@solara.component
def ArmSelection(language: Language) -> None:
    """Which programmes are compared: take one away, add one."""
    arms = viewer_state.arms.value
    fields: list[dict[str, Any]] = [
        {"kind": "button", "key": f"drop-{place}", "style": "sk-quiet-button",
         "label": f"{ARM_LETTERS[place]} · {format_arm_title(arm, language)}  ✕", "disabled": len(arms) < 2}
        for place, arm in enumerate(arms)
    ]  # fmt: skip
    if len(arms) < MAX_ARMS and viewer_state.dropped_arm.value is not None:
        back = translate_app_text(
            "compare:back", language, arm=format_arm_title(viewer_state.dropped_arm.value, language)
        )
        fields.append({"kind": "button", "key": "back", "style": "sk-quiet-button", "label": back})
    if len(arms) < MAX_ARMS:
        options = [["", translate_app_text("compare:choose", language)]]
        options += [[name, translate_app_text(f"preset:{name}", language)] for name in load_presets()]
        fields.append(
            {
                "kind": "choice",
                "key": "add",
                "label": translate_app_text("compare:add", language),
                "options": options,
                "value": "",
            }
        )
    fields += [colouring_field(language), {"kind": "number", "key": "seed",
    "label": translate_app_text("compare:seed", language),
               "low": 0, "high": 999_999, "step": 1, "value": viewer_state.seed.value}]  # fmt: skip
    ControlPanel("arms", fields, handle_arm_control, row=True)


def handle_arm_control(key: str, value: Any) -> None:  # noqa: ANN401 - whatever a browser sends
    """Add or drop a programme, change the colours or the seed; nothing else."""
    arms = viewer_state.arms.value
    if key == "add" and value in load_presets() and len(arms) < MAX_ARMS:
        viewer_state.arms.set((*arms, viewer_state.preset_arm(value)))
    elif key.startswith("drop-") and len(arms) > 1:
        gone = int(key.removeprefix("drop-"))
        viewer_state.keep_dropped_arm(arms[gone])
        viewer_state.arms.set(tuple(arm for place, arm in enumerate(arms) if place != gone))
        viewer_state.shown_arm_index.set(0)
    elif key == "back" and viewer_state.dropped_arm.value is not None:
        viewer_state.arms.set((*arms, viewer_state.dropped_arm.value))
        viewer_state.dropped_arm.set(None)
    elif key == "colour" and value in COLOURINGS:
        viewer_state.colouring.set(value)
    elif key == "seed":
        viewer_state.change_seed(value)


@solara.component
def ArmColumn(place: int, animation: AnimationData, language: Language) -> None:
    """One programme: its name and its map."""
    arm = viewer_state.arms.value[place]
    with solara.Div(classes=["sk-panel", "sk-side", f"sk-side-{ARM_LETTERS[place]}"]):
        HeadingText(f"{ARM_LETTERS[place]} · {format_arm_title(arm, language)}")
        ResidentMap(animation, viewer_state.colouring.value, language,
            f"{ARM_LETTERS[place]}, {format_arm_title(arm, language)}",
            on_chosen=lambda row: _ask_resident(place, row))  # fmt: skip


def _ask_resident(place: int, row: int) -> None:
    viewer_state.shown_arm_index.set(place)
    viewer_state.selected_resident.set(row)
    viewer_state.view.set("ask")


@solara.component
def DifferenceCurves(animations: list[AnimationData], language: Language) -> None:
    """How far the first programme is ahead, week by week."""
    data = solara.use_memo(lambda: weekly_differences(animations), [*animations])
    LineChartsWidget.element(
        data=data.astype("<f4").tobytes(), series=len(animations) - 1, signed=True, columns=5,
        comma=decimal_mark(language),
        labels=[display_name("outcome", name, language).capitalize() for name in PRINCIPLES], weeks=data.shape[-1],
        exits=[animation.playback.record.exit_week for animation in animations[1:]],
        ratios=select_ratio_outcomes(PRINCIPLES),
        light=ARM_COLOURS["light"][1:], dark=ARM_COLOURS["dark"][1:],
    )  # fmt: skip


@solara.component
def FurtherVillages(animations: list[AnimationData], language: Language) -> None:
    """Would it still win with other luck?  Thirty further villages, a dot each."""
    arms, seed = viewer_state.arms.value, viewer_state.seed.value
    begun, found = viewer_state.is_comparing_further.value, find_completed_comparison(arms, seed)
    outcome, set_outcome = solara.use_state("participation")
    period, set_period = solara.use_state("year_3")

    async def gather_villages() -> None:
        if begun and len(find_completed_comparison(arms, seed)) < FURTHER_VILLAGES:
            seen: list[VillageOutcomes] = []
            async for village in gather_results(queue_further_villages(arms, seed)):
                seen.append(village)
                viewer_state.further_comparison.set(viewer_state.FurtherComparison(arms, seed, tuple(seen)))
                await asyncio.sleep(0)

    task = solara.lab.use_task(
        gather_villages, dependencies=[begun, arms, seed], prefer_threaded=False, raise_error=False
    )
    trouble = task.exception
    solara.use_effect(lambda: viewer_state.show_error_notice(trouble) if trouble else None, [trouble])
    periods = common_periods(animations)
    when = period if period in periods else periods[-1] if periods else "programme"

    def handle_control(key: str, value: Any) -> None:  # noqa: ANN401 - whatever a browser sends
        if key == "begin":
            viewer_state.is_comparing_further.set(True)
        elif key == "outcome" and value in PRINCIPLES:
            set_outcome(value)
        elif key == "period" and value in periods:
            set_period(value)

    with solara.Div(classes=["sk-luck"]):
        HeadingText(translate_app_text("luck:title", language))
        ControlPanel("luck", _further_village_fields(language, outcome, when, periods, begun), handle_control, row=True)
        if begun:
            DifferenceStrips(found, animations, f"{outcome}@{when}", language)
        else:
            ParagraphText(translate_app_text("luck:about", language, count=FURTHER_VILLAGES))


def find_completed_comparison(arms: tuple[ProgrammeArm, ...], seed: int) -> tuple[VillageOutcomes, ...]:
    """The further villages that have lived through these programmes, also before the viewer looked elsewhere."""
    kept = viewer_state.further_comparison.value
    return kept.villages if kept is not None and (kept.arms, kept.seed) == (arms, seed) else ()


def _further_village_fields(
    language: Language, outcome: str, when: str, periods: list[str], begun: bool
) -> list[dict[str, Any]]:
    """What is asked of the further villages."""
    named = [[name, display_name("outcome", name, language)] for name in PRINCIPLES]
    times = [[name, period_name(name, language)] for name in periods]
    fields: list[dict[str, Any]] = [
        {
            "kind": "choice",
            "key": "outcome",
            "label": translate_app_text("luck:outcome", language),
            "options": named,
            "value": outcome,
        },
        {
            "kind": "choice",
            "key": "period",
            "label": translate_app_text("luck:period", language),
            "options": times,
            "value": when,
        },
    ]
    ask = {
        "kind": "button",
        "key": "begin",
        "label": translate_app_text("luck:begin", language, count=FURTHER_VILLAGES),
    }
    return [*fields, *([] if begun else [ask])]


def period_name(period: str, language: Language) -> str:
    """What a period is called."""
    return display_name("row", period, language)


@solara.component
def DifferenceStrips(
    found: tuple[VillageOutcomes, ...], animations: list[AnimationData], outcome: str, language: Language
) -> None:
    """A strip of dots for each other programme, and what it says in a sentence."""
    arms = viewer_state.arms.value
    with solara.Div(classes=["sk-strips"]):
        with solara.Div(classes=["sk-counting"]):  # always there, so that what follows stays where it is
            if len(found) < FURTHER_VILLAGES:
                WaitingIndicator(
                    translate_app_text("wait:seeds", language, done=len(found), all=FURTHER_VILLAGES),
                    len(found) / FURTHER_VILLAGES,
                )
        for other in range(1, len(arms)):
            values = (
                outcome_differences(found, outcome, 0, other) if found and len(found[0].outcomes) == len(arms) else []
            )
            sentence = win_count_sentence(
                values, format_arm_title(arms[0], language), format_arm_title(arms[other], language), outcome, language
            )
            ParagraphText(sentence, "sk-strong")
            mine = animations[0].playback.outcomes[outcome] - animations[other].playback.outcomes[outcome]
            colours = {theme: [ARM_COLOURS[theme][0], ARM_COLOURS[theme][other]] for theme in ("light", "dark")}
            words = {
                "first": f"A {translate_app_text('luck:better', language)}",
                "other": f"{ARM_LETTERS[other]} {translate_app_text('luck:better', language)}",
                "sentence": sentence,
            }
            DifferenceDotsWidget.element(
                values=values, mine=None if np.isnan(mine) else mine, words=words, comma=decimal_mark(language),
                percent=is_share_unit(outcomes[outcome.partition("@")[0]].unit), light=colours["light"],
                dark=colours["dark"],
            )  # fmt: skip
        ParagraphText(translate_app_text("luck:note", language), "sk-note")


@solara.component
def PrincipleTable(animations: list[AnimationData], language: Language) -> None:
    """The five principles of each programme in each period, the same numbers as in the results folder of a run."""
    periods = common_periods(animations)
    head = [translate_app_text("compare:principle", language), *(period_name(period, language) for period in periods)]
    rows = [
        [f"{display_name('outcome', name, language).capitalize()} · {mark}",
         *(format_period_mean(animation.playback.outcomes[f"{name}@{period}"], outcomes[name].unit,
         language) for period in periods)]
        for name in PRINCIPLES
        for mark, animation in zip(ARM_LETTERS, animations, strict=False)
    ]  # fmt: skip
    HeadingText(translate_app_text("compare:numbers", language, seed=viewer_state.seed.value))
    RowTable(head, rows)
