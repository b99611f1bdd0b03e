"""Ask a resident: who she is, who asked her, why she came or stayed away, and what would have changed her mind."""

import html
from typing import Any

import solara
import solara.lab

from simkomunitas.app import viewer_state
from simkomunitas.app.animation_data import AnimationData
from simkomunitas.app.app_words import Language, format_number, translate_app_text
from simkomunitas.app.await_workers import run_in_worker
from simkomunitas.app.news_lines import resident_life_rows
from simkomunitas.app.resident_story import ResidentStory, explain_resident
from simkomunitas.app.view_components import (
    ControlPanel,
    HeadingText,
    ParagraphText,
    TimelineControl,
    WaitingIndicator,
    hamlet_names,
)
from simkomunitas.app.views.watch_view import arm_selection_field
from simkomunitas.app.widgets import DecisionTermsWidget
from simkomunitas.explain.counterfactuals import CircumstanceEffect
from simkomunitas.explain.decision_explanations import describe_decision, translate_phrase
from simkomunitas.explain.event_descriptions import AttendanceDecision
from simkomunitas.model.vocabulary import ARENAS

RESIDENT_TERMS = ("intercept", "disposition")  # shown as one: what she is like, and what the event is like
SHOWN_TERMS = ("invitation", "benefit", "norm", "belief", "habit", "time", "status", "fatigue", "clash")


@solara.component
def AskView(animations: list[AnimationData], language: Language) -> None:
    """One resident of the village that is watched."""
    animation = animations[min(viewer_state.shown_arm_index.value, len(animations) - 1)]
    row = (
        _first_resident(animation)
        if not 0 <= viewer_state.selected_resident.value < len(animation.names)
        else viewer_state.selected_resident.value
    )
    resident = animation.playback.record.community.ids[row]

    async def fetch_story() -> ResidentStory:
        return await run_in_worker(explain_resident, animation.playback.scenario, animation.playback.seed, resident)

    task = solara.lab.use_task(fetch_story, dependencies=[animation, row], prefer_threaded=False, raise_error=False)
    finished, trouble = task.finished, task.exception  # looked at, so that this is shown again when they change
    story: Any = task.value if finished else None
    solara.use_effect(lambda: viewer_state.show_error_notice(trouble) if trouble else None, [trouble])
    with solara.Div(classes=["sk-ask"]):
        with solara.Div(classes=["sk-panel", "sk-who"]):
            ResidentPortrait(animation, row, language)
        if story is None:
            WaitingIndicator(translate_app_text("wait:story", language))
        else:
            ResidentDecisions(animation, row, story, language)
        with solara.Div(classes=["sk-panel"]):
            TimelineControl([animation], language)


def _first_resident(animation: AnimationData) -> int:
    """Whom to ask first: the first who came at least once, or simply the first."""
    came = animation.playback.record.attendances.sum(axis=1)
    return int((came > 0).argmax())


@solara.component
def ResidentPortrait(animation: AnimationData, row: int, language: Language) -> None:
    """Who she is, and a choice of somebody else."""
    community = animation.playback.record.community
    facts = community.residents
    called = hamlet_names(animation, language)
    HeadingText(animation.names[row], 1)
    about = translate_app_text(
        "ask:who", language, age=int(facts.age[row]),
        sex=translate_app_text("map:woman" if facts.female[row] else "map:man", language),
        hamlet=called[int(facts.hamlet[row])], schooling=format_number(float(facts.education[row]), language),
        wealth=format_number(100 * float(facts.wealth[row]), language),
        hours=format_number(float(facts.free_hours[row]), language),
        id=community.ids[row],
    )  # fmt: skip
    ParagraphText(about)
    options = [
        [str(place), f"{name} · {called[int(facts.hamlet[place])]}"] for place, name in enumerate(animation.names)
    ]
    who = {
        "kind": "choice",
        "key": "who",
        "label": translate_app_text("ask:other", language),
        "options": options,
        "value": str(row),
    }
    fields = [*arm_selection_field(language), who]
    ControlPanel("who", fields, lambda key, value: _choose_resident(key, value, len(animation.names)), row=True)


def _choose_resident(key: str, value: Any, size: int) -> None:  # noqa: ANN401 - whatever a browser sends
    if not isinstance(value, str) or not value.isdecimal():
        return
    if key == "who" and int(value) < size:
        viewer_state.selected_resident.set(int(value))
    elif key == "arm" and int(value) < len(viewer_state.arms.value):
        viewer_state.shown_arm_index.set(int(value))


@solara.component
def ResidentDecisions(animation: AnimationData, row: int, story: ResidentStory, language: Language) -> None:
    """Her decisions as a chart and as sentences, her life, what would have changed her mind."""
    arena, set_arena = solara.use_state("programme")
    at, set_at = solara.use_state(-1)
    made = [decision for decision in story.decisions if decision.arena == arena]
    week = viewer_state.week.value
    solara.use_memo(lambda: set_at(-1), [week])  # who moves along the time line asks about that week
    with solara.Div(classes=["sk-panel", "sk-reasons"]):
        HeadingText(translate_app_text("ask:why", language, name=animation.names[row]))
        options = [[name, translate_phrase(f"arena:{name}", language)] for name in ARENAS]
        label = translate_app_text("ask:arena", language)
        ControlPanel(
            "arena", [{"kind": "choice", "key": "arena", "label": label, "options": options, "value": arena}],
            lambda _, value: set_arena(value) if value in ARENAS else None, row=True,
        )  # fmt: skip
        DecisionChart(made, language, set_at)
        ParagraphText(_attendance_summary(made, language), "sk-strong")
        chosen = made[at] if 0 <= at < len(made) else _latest_decision(made, week)
        if chosen is not None:
            ParagraphText(describe_decision(chosen, language), "sk-said")
    with solara.Div(classes=["sk-panel", "sk-minds"]):
        HeadingText(translate_app_text("ask:changed", language, name=animation.names[row]))
        CounterfactualList(story, language)
    with solara.Div(classes=["sk-panel", "sk-life"]):
        HeadingText(translate_app_text("ask:life", language, name=animation.names[row]))
        lines = "".join(
            f"<li><span>{html.escape(translate_app_text('news:when', language, week=week))}</span>"
            f"{html.escape(text)}</li>"
            for week, text in resident_life_rows(animation, story.life_events, language)
        )
        empty = f"<li>{html.escape(translate_app_text('ask:nothing', language))}</li>"
        solara.HTML(tag="ol", unsafe_innerHTML=lines or empty, classes=["sk-life-list"])


@solara.component
def DecisionChart(made: list[AttendanceDecision], language: Language, on_chosen: Any) -> None:  # noqa: ANN401 - a setter
    """The terms of each decision, for and against."""
    rows = [
        [decision.week, int(decision.came), round(decision.probability, 4), round(decision.drawn, 4),
         round(sum(getattr(decision.terms, name) for name in RESIDENT_TERMS), 3),
         *(round(getattr(decision.terms, name), 3) for name in SHOWN_TERMS)]
        for decision in made
    ]  # fmt: skip
    words = {
        name: translate_app_text(f"ask:{name}", language) for name in ("came", "stayed", "for", "against", "title")
    }
    words["week"] = translate_app_text("time:week", language, week="{week}")
    DecisionTermsWidget.element(
        rows=rows, names=[translate_app_text(f"term:{name}", language) for name in ("herself", *SHOWN_TERMS)],
        words=words,
        on_chosen=lambda said: on_chosen(int(said[0])) if said and isinstance(said[0], int) else None,
    )  # fmt: skip


def _latest_decision(made: list[AttendanceDecision], week: int) -> AttendanceDecision | None:
    """The last decision up to a week, or the first of all; None where there is none."""
    return next((decision for decision in reversed(made) if decision.week <= week), made[0] if made else None)


def _attendance_summary(made: list[AttendanceDecision], language: Language) -> str:
    """How often she came."""
    if not made:
        return translate_app_text("ask:never", language)
    chance = 100 * sum(decision.probability for decision in made) / len(made)
    came = sum(decision.came for decision in made)
    return translate_app_text("ask:sum", language, came=came, all=len(made), chance=format_number(chance, language))


def _describe_times(one: CircumstanceEffect, language: Language) -> str:
    """In how many of her absences it would have brought her."""
    return html.escape(translate_app_text("ask:times", language, times=one.attendances_gained, all=one.absence_count))


@solara.component
def CounterfactualList(story: ResidentStory, language: Language) -> None:
    """What would have brought her, one circumstance at a time."""
    if not story.persuasions:
        ParagraphText(translate_app_text("ask:no_change", language))
        return
    most = story.persuasions[0].absence_count
    rows = "".join(
        f"<li><span>{html.escape(translate_app_text(f'persuade:{one.circumstance}', language))}</span>"
        f'<i class="sk-progress"><b style="width:{100 * one.attendances_gained / most:.0f}%"></b></i>'
        f"<b>{_describe_times(one, language)}</b></li>"
        for one in story.persuasions
    )
    solara.HTML(tag="ul", unsafe_innerHTML=rows, classes=["sk-persuade"])
    ParagraphText(translate_app_text("ask:alone", language), "sk-note")
