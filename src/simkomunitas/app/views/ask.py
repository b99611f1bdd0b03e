"""Ask a resident: who she is, who asked her, why she came or stayed away, and what would have changed her mind."""

import html
from typing import Any

import solara
import solara.lab

from simkomunitas.app import viewing
from simkomunitas.app.asking import Story, story_of
from simkomunitas.app.pieces import Controls, Heading, Line, TimeLine, Waiting, hamlets_in_words
from simkomunitas.app.reels import Reel
from simkomunitas.app.telling import life_rows
from simkomunitas.app.views.watch import arm_field
from simkomunitas.app.waiting import done
from simkomunitas.app.widgets import Terms
from simkomunitas.app.words import Language, number, say
from simkomunitas.study.explaining import in_words
from simkomunitas.study.explaining import say as say_reason
from simkomunitas.study.happenings import Decision
from simkomunitas.world.state import ARENAS

HERSELF = ("inclination", "disposition")  # shown as one: what she is like, and what the event is like
SHOWN_TERMS = ("invitation", "benefit", "norm", "belief", "habit", "time", "status", "fatigue", "clash")


@solara.component
def Ask(reels: list[Reel], language: Language) -> None:
    """One resident of the village that is watched."""
    reel = reels[min(viewing.shown.value, len(reels) - 1)]
    row = _somebody(reel) if not 0 <= viewing.selected.value < len(reel.names) else viewing.selected.value
    resident = reel.film.record.community.ids[row]

    async def ask() -> Story:
        return await done(story_of, reel.film.scenario, reel.film.seed, resident)

    task = solara.lab.use_task(ask, dependencies=[reel, row], prefer_threaded=False, raise_error=False)
    finished, trouble = task.finished, task.exception  # looked at, so that this is shown again when they change
    story: Any = task.value if finished else None
    solara.use_effect(lambda: viewing.tell_trouble(trouble) if trouble else None, [trouble])
    with solara.Div(classes=["sk-ask"]):
        with solara.Div(classes=["sk-panel", "sk-who"]):
            Portrait(reel, row, language)
        if story is None:
            Waiting(say("wait:story", language))
        else:
            Told(reel, row, story, language)
        with solara.Div(classes=["sk-panel"]):
            TimeLine([reel], language)


def _somebody(reel: Reel) -> int:
    """Whom to ask first: the first who came at least once, or simply the first."""
    came = reel.film.record.attendances.sum(axis=1)
    return int((came > 0).argmax())


@solara.component
def Portrait(reel: Reel, row: int, language: Language) -> None:
    """Who she is, and a choice of somebody else."""
    community = reel.film.record.community
    facts = community.residents
    called = hamlets_in_words(reel, language)
    Heading(reel.names[row], 1)
    about = say(
        "ask:who", language, age=int(facts.age[row]),
        sex=say("map:woman" if facts.female[row] else "map:man", language),
        hamlet=called[int(facts.hamlet[row])], schooling=number(float(facts.education[row]), language),
        wealth=number(100 * float(facts.wealth[row]), language), hours=number(float(facts.free_hours[row]), language),
        id=community.ids[row],
    )  # fmt: skip
    Line(about)
    options = [[str(place), f"{name} · {called[int(facts.hamlet[place])]}"] for place, name in enumerate(reel.names)]
    who = {"kind": "choice", "key": "who", "label": say("ask:other", language), "options": options, "value": str(row)}
    fields = [*arm_field(language), who]
    Controls("who", fields, lambda key, value: _choose(key, value, len(reel.names)), row=True)


def _choose(key: str, value: Any, size: int) -> None:  # noqa: ANN401 - whatever a browser sends
    if not isinstance(value, str) or not value.isdecimal():
        return
    if key == "who" and int(value) < size:
        viewing.selected.set(int(value))
    elif key == "arm" and int(value) < len(viewing.arms.value):
        viewing.shown.set(int(value))


@solara.component
def Told(reel: Reel, row: int, story: Story, language: Language) -> None:
    """Her decisions as a chart and as sentences, her life, what would have changed her mind."""
    arena, set_arena = solara.use_state("programme")
    at, set_at = solara.use_state(-1)
    made = [decision for decision in story.made if decision.arena == arena]
    week = viewing.week.value
    solara.use_memo(lambda: set_at(-1), [week])  # who moves along the time line asks about that week
    with solara.Div(classes=["sk-panel", "sk-reasons"]):
        Heading(say("ask:why", language, name=reel.names[row]))
        options = [[name, say_reason(f"arena:{name}", language)] for name in ARENAS]
        label = say("ask:arena", language)
        Controls(
            "arena", [{"kind": "choice", "key": "arena", "label": label, "options": options, "value": arena}],
            lambda _, value: set_arena(value) if value in ARENAS else None, row=True,
        )  # fmt: skip
        Chart(made, language, set_at)
        Line(_sum(made, language), "sk-strong")
        chosen = made[at] if 0 <= at < len(made) else _latest(made, week)
        if chosen is not None:
            Line(in_words(chosen, language), "sk-said")
    with solara.Div(classes=["sk-panel", "sk-minds"]):
        Heading(say("ask:changed", language, name=reel.names[row]))
        Persuaded(story, language)
    with solara.Div(classes=["sk-panel", "sk-life"]):
        Heading(say("ask:life", language, name=reel.names[row]))
        lines = "".join(
            f"<li><span>{html.escape(say('news:when', language, week=week))}</span>{html.escape(text)}</li>"
            for week, text in life_rows(reel, story.life, language)
        )
        empty = f"<li>{html.escape(say('ask:nothing', language))}</li>"
        solara.HTML(tag="ol", unsafe_innerHTML=lines or empty, classes=["sk-life-list"])


@solara.component
def Chart(made: list[Decision], language: Language, on_chosen: Any) -> None:  # noqa: ANN401 - a setter
    """The terms of each decision, for and against."""
    rows = [
        [decision.week, int(decision.came), round(decision.probability, 4), round(decision.drawn, 4),
         round(sum(getattr(decision.terms, name) for name in HERSELF), 3),
         *(round(getattr(decision.terms, name), 3) for name in SHOWN_TERMS)]
        for decision in made
    ]  # fmt: skip
    words = {name: say(f"ask:{name}", language) for name in ("came", "stayed", "for", "against", "title")}
    words["week"] = say("time:week", language, week="{week}")
    Terms.element(
        rows=rows, names=[say(f"term:{name}", language) for name in ("herself", *SHOWN_TERMS)], words=words,
        on_chosen=lambda said: on_chosen(int(said[0])) if said and isinstance(said[0], int) else None,
    )  # fmt: skip


def _latest(made: list[Decision], week: int) -> Decision | None:
    """The last decision up to a week, or the first of all; None where there is none."""
    return next((decision for decision in reversed(made) if decision.week <= week), made[0] if made else None)


def _sum(made: list[Decision], language: Language) -> str:
    """How often she came."""
    if not made:
        return say("ask:never", language)
    chance = 100 * sum(decision.probability for decision in made) / len(made)
    came = sum(decision.came for decision in made)
    return say("ask:sum", language, came=came, all=len(made), chance=number(chance, language))


@solara.component
def Persuaded(story: Story, language: Language) -> None:
    """What would have brought her, one circumstance at a time."""
    if not story.persuasions:
        Line(say("ask:no_change", language))
        return
    most = story.persuasions[0].stayed
    rows = "".join(
        f"<li><span>{html.escape(say(f'persuade:{one.circumstance}', language))}</span>"
        f'<i class="sk-progress"><b style="width:{100 * one.would_have_come / most:.0f}%"></b></i>'
        f"<b>{html.escape(say('ask:times', language, times=one.would_have_come, all=one.stayed))}</b></li>"
        for one in story.persuasions
    )
    solara.HTML(tag="ul", unsafe_innerHTML=rows, classes=["sk-persuade"])
    Line(say("ask:alone", language), "sk-note")
