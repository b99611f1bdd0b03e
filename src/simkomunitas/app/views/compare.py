"""Compare: two to four programmes in the same village with the same luck, and whether other luck would change it."""

import asyncio
from typing import Any

import numpy as np
import solara
import solara.lab

from simkomunitas.app import viewing
from simkomunitas.app.arms import Arm
from simkomunitas.app.comparing import Village, differences, further, gaps, periods_of, verdict
from simkomunitas.app.limits import FURTHER_SEEDS, MOST_ARMS
from simkomunitas.app.pieces import (
    Controls,
    Curves,
    Happenings,
    Heading,
    Legend,
    Line,
    Map,
    Rows,
    TimeLine,
    Waiting,
    comma,
    decimal,
    ratios_among,
)
from simkomunitas.app.pieces_of_colour import ARM_COLOURS, COLOURS, MARKS
from simkomunitas.app.presets import presets
from simkomunitas.app.reels import Reel
from simkomunitas.app.titles import arm_title
from simkomunitas.app.views.watch import colour_field
from simkomunitas.app.waiting import gathered
from simkomunitas.app.widgets import Dots, LineTiles
from simkomunitas.app.words import Language, say
from simkomunitas.outcomes import outcomes
from simkomunitas.pages.values import period_text, scale_of
from simkomunitas.pages.words import PRINCIPLES, is_share, name_of


@solara.component
def Compare(reels: list[Reel], language: Language) -> None:
    """Maps side by side, both curves, their difference, and thirty further villages."""
    with solara.Div(classes=["sk-compare"]):
        with solara.Div(classes=["sk-panel", "sk-arms"]):
            Chosen(language)
        with solara.Div(classes=["sk-sides", f"sk-sides-{len(reels)}"]):
            for place, reel in enumerate(reels):
                Side(place, reel, language)
        with solara.Div(classes=["sk-panel"]):
            Happenings(reels, language, latest=2)
            Legend(viewing.colouring.value, language)
            TimeLine(reels, language)
        if len(reels) > 1:
            with solara.Div(classes=["sk-panel", "sk-both"]):
                Heading(say("curve:principles", language))
                Curves(reels, "principles", language, 5)
                Heading(say("compare:difference", language, first="A"))
                Gaps(reels, language)
            with solara.Div(classes=["sk-panel"]):
                Luck(reels, language)
            with solara.Div(classes=["sk-panel", "sk-table-panel", f"sk-by-{len(reels)}"]):
                Table(reels, language)
        else:
            Line(say("compare:one", language))


@solara.component
def Chosen(language: Language) -> None:
    """Which programmes are compared: take one away, add one."""
    arms = viewing.arms.value
    fields: list[dict[str, Any]] = [
        {"kind": "button", "key": f"drop-{place}", "style": "sk-quiet-button",
         "label": f"{MARKS[place]} · {arm_title(arm, language)}  ✕", "disabled": len(arms) < 2}
        for place, arm in enumerate(arms)
    ]  # fmt: skip
    if len(arms) < MOST_ARMS and viewing.dropped.value is not None:
        back = say("compare:back", language, arm=arm_title(viewing.dropped.value, language))
        fields.append({"kind": "button", "key": "back", "style": "sk-quiet-button", "label": back})
    if len(arms) < MOST_ARMS:
        options = [["", say("compare:choose", language)]]
        options += [[name, say(f"preset:{name}", language)] for name in presets()]
        fields.append(
            {"kind": "choice", "key": "add", "label": say("compare:add", language), "options": options, "value": ""}
        )
    fields += [colour_field(language), {"kind": "number", "key": "seed", "label": say("compare:seed", language),
               "low": 0, "high": 999_999, "step": 1, "value": viewing.seed.value}]  # fmt: skip
    Controls("arms", fields, change_arms, row=True)


def change_arms(key: str, value: Any) -> None:  # noqa: ANN401 - whatever a browser sends
    """Add or drop a programme, change the colours or the luck; nothing else."""
    arms = viewing.arms.value
    if key == "add" and value in presets() and len(arms) < MOST_ARMS:
        viewing.arms.set((*arms, viewing.preset_arm(value)))
    elif key.startswith("drop-") and len(arms) > 1:
        gone = int(key.removeprefix("drop-"))
        viewing.set_aside(arms[gone])
        viewing.arms.set(tuple(arm for place, arm in enumerate(arms) if place != gone))
        viewing.shown.set(0)
    elif key == "back" and viewing.dropped.value is not None:
        viewing.arms.set((*arms, viewing.dropped.value))
        viewing.dropped.set(None)
    elif key == "colour" and value in COLOURS:
        viewing.colouring.set(value)
    elif key == "seed":
        viewing.change_seed(value)


@solara.component
def Side(place: int, reel: Reel, language: Language) -> None:
    """One programme: its name and its map."""
    arm = viewing.arms.value[place]
    with solara.Div(classes=["sk-panel", "sk-side", f"sk-side-{MARKS[place]}"]):
        Heading(f"{MARKS[place]} · {arm_title(arm, language)}")
        Map(reel, viewing.colouring.value, language, f"{MARKS[place]}, {arm_title(arm, language)}",
            on_chosen=lambda row: _ask(place, row))  # fmt: skip


def _ask(place: int, row: int) -> None:
    viewing.shown.set(place)
    viewing.selected.set(row)
    viewing.view.set("ask")


@solara.component
def Gaps(reels: list[Reel], language: Language) -> None:
    """How far the first programme is ahead, week by week."""
    data = solara.use_memo(lambda: gaps(reels), [*reels])
    LineTiles.element(
        data=data.astype("<f4").tobytes(), series=len(reels) - 1, signed=True, columns=5, comma=comma(language),
        labels=[name_of("outcome", name, language).capitalize() for name in PRINCIPLES], weeks=data.shape[-1],
        exits=[reel.film.record.left for reel in reels[1:]], ratios=ratios_among(PRINCIPLES),
        light=ARM_COLOURS["light"][1:], dark=ARM_COLOURS["dark"][1:],
    )  # fmt: skip


@solara.component
def Luck(reels: list[Reel], language: Language) -> None:
    """Would it still win with other luck?  Thirty further villages, a dot each."""
    arms, seed = viewing.arms.value, viewing.seed.value
    begun, found = viewing.trying.value, tried(arms, seed)
    outcome, set_outcome = solara.use_state("participation")
    period, set_period = solara.use_state("year_3")

    async def gather() -> None:
        if begun and len(tried(arms, seed)) < FURTHER_SEEDS:
            seen: list[Village] = []
            async for village in gathered(further(arms, seed)):
                seen.append(village)
                viewing.tried.set(viewing.Tried(arms, seed, tuple(seen)))
                await asyncio.sleep(0)

    task = solara.lab.use_task(gather, dependencies=[begun, arms, seed], prefer_threaded=False, raise_error=False)
    trouble = task.exception
    solara.use_effect(lambda: viewing.tell_trouble(trouble) if trouble else None, [trouble])
    periods = periods_of(reels)
    when = period if period in periods else periods[-1] if periods else "programme"

    def said(key: str, value: Any) -> None:  # noqa: ANN401 - whatever a browser sends
        if key == "begin":
            viewing.trying.set(True)
        elif key == "outcome" and value in PRINCIPLES:
            set_outcome(value)
        elif key == "period" and value in periods:
            set_period(value)

    with solara.Div(classes=["sk-luck"]):
        Heading(say("luck:title", language))
        Controls("luck", _luck_fields(language, outcome, when, periods, begun), said, row=True)
        if begun:
            Strips(found, reels, f"{outcome}@{when}", language)
        else:
            Line(say("luck:about", language, count=FURTHER_SEEDS))


def tried(arms: tuple[Arm, ...], seed: int) -> tuple[Village, ...]:
    """The further villages that have lived through these programmes, also before the viewer looked elsewhere."""
    kept = viewing.tried.value
    return kept.villages if kept is not None and (kept.arms, kept.seed) == (arms, seed) else ()


def _luck_fields(language: Language, outcome: str, when: str, periods: list[str], begun: bool) -> list[dict[str, Any]]:
    """What is asked of the further villages."""
    named = [[name, name_of("outcome", name, language)] for name in PRINCIPLES]
    times = [[name, say_period(name, language)] for name in periods]
    fields: list[dict[str, Any]] = [
        {
            "kind": "choice",
            "key": "outcome",
            "label": say("luck:outcome", language),
            "options": named,
            "value": outcome,
        },
        {"kind": "choice", "key": "period", "label": say("luck:period", language), "options": times, "value": when},
    ]
    ask = {"kind": "button", "key": "begin", "label": say("luck:begin", language, count=FURTHER_SEEDS)}
    return [*fields, *([] if begun else [ask])]


def say_period(period: str, language: Language) -> str:
    """What a period is called."""
    return name_of("row", period, language)


@solara.component
def Strips(found: tuple[Village, ...], reels: list[Reel], outcome: str, language: Language) -> None:
    """A strip of dots for each other programme, and what it says in a sentence."""
    arms = viewing.arms.value
    with solara.Div(classes=["sk-strips"]):
        with solara.Div(classes=["sk-counting"]):  # always there, so that what follows stays where it is
            if len(found) < FURTHER_SEEDS:
                Waiting(say("wait:seeds", language, done=len(found), all=FURTHER_SEEDS), len(found) / FURTHER_SEEDS)
        for other in range(1, len(arms)):
            values = differences(found, outcome, 0, other) if found and len(found[0].outcomes) == len(arms) else []
            sentence = luck_sentence(
                values, arm_title(arms[0], language), arm_title(arms[other], language), outcome, language
            )
            Line(sentence, "sk-strong")
            mine = reels[0].film.outcomes[outcome] - reels[other].film.outcomes[outcome]
            colours = {theme: [ARM_COLOURS[theme][0], ARM_COLOURS[theme][other]] for theme in ("light", "dark")}
            words = {
                "first": f"A {say('luck:better', language)}",
                "other": f"{MARKS[other]} {say('luck:better', language)}",
                "sentence": sentence,
            }
            Dots.element(
                values=values, mine=None if np.isnan(mine) else mine, words=words, comma=comma(language),
                percent=is_share(outcomes[outcome.partition("@")[0]].unit), light=colours["light"],
                dark=colours["dark"],
            )  # fmt: skip
        Line(say("luck:note", language), "sk-note")


def luck_sentence(values: list[float], first: str, other: str, outcome: str, language: Language) -> str:
    """In how many villages the first programme did better, with the mean difference and its uncertainty."""
    if not values:
        return say("luck:none", language)
    found = verdict(values)
    unit = outcomes[outcome.partition("@")[0]].unit
    scale, digits = scale_of(unit)
    error = "" if np.isnan(found.error) else f" ± {decimal(1.96 * scale * found.error, language, digits)}"
    return say(
        "luck:sentence", language, first=first, other=other, wins=found.first, all=len(values), same=found.same,
        mean=decimal(scale * found.mean, language, digits), error=error,
        unit=say("luck:points" if is_share(unit) else "luck:ratio", language),
    )  # fmt: skip


@solara.component
def Table(reels: list[Reel], language: Language) -> None:
    """The five principles of each programme in each period, the same numbers as in the results folder of a run."""
    periods = periods_of(reels)
    head = [say("compare:principle", language), *(say_period(period, language) for period in periods)]
    rows = [
        [f"{name_of('outcome', name, language).capitalize()} · {mark}",
         *(period_text(reel.film.outcomes[f"{name}@{period}"], outcomes[name].unit, language) for period in periods)]
        for name in PRINCIPLES
        for mark, reel in zip(MARKS, reels, strict=False)
    ]  # fmt: skip
    Heading(say("compare:numbers", language, seed=viewing.seed.value))
    Rows(head, rows)
