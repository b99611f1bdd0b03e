"""Parts that several views show: maps, curves, the time line, the news, notices; they take reels and words."""

import html
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import solara

from simkomunitas.app import viewer_state
from simkomunitas.app.animation_data import AnimationData
from simkomunitas.app.app_words import Language, decimal_mark, format_number, translate_app_text
from simkomunitas.app.map_colours import ARM_COLOURS, colouring_categories, colouring_palette
from simkomunitas.app.news_lines import news_rows
from simkomunitas.app.server.viewer_limits import MAX_WEEKS
from simkomunitas.app.widgets import ControlsWidget, LineChartsWidget, NewsWidget, TimelineWidget, VillageMapWidget
from simkomunitas.explain.decision_explanations import hamlet_name
from simkomunitas.model.community.community_data import Numbers
from simkomunitas.model.outcomes import outcomes
from simkomunitas.model.vocabulary import STAGES
from simkomunitas.reports.render import render_template
from simkomunitas.reports.translated_words import FUNNEL, PRINCIPLES, display_name, is_share_unit

MAIN, PLAYED = "main", "play"  # the clocks of a page: of all views, and of the quarters of a workshop
MAX_EVENT_NUMBER = 2**31  # things said to one set of controls
MAX_EVENTS_PER_MESSAGE = 50  # of these in one message
ControlValue = str | float | int | None  # what a control can stand at


@solara.component
def ResidentMap(
    animation: AnimationData,
    colouring: str,
    language: Language,
    title: str,
    on_chosen: Callable[[int], None] | None = None,
    clock: str = MAIN,
) -> None:
    """The living map of one run."""
    about = solara.use_memo(lambda: _resident_summaries(animation, language), [animation, language])
    named = [translate_app_text(f"step:{name}", language) for name in colouring_categories(colouring)]
    programme = animation.playback.scenario.programme
    label = translate_app_text(
        "map:label", language, title=title, colour=translate_app_text(f"colour:{colouring}", language)
    )
    VillageMapWidget.element(
        clock=clock, title=label, residents=animation.residents, houses=animation.houses, hamlets=animation.hamlets,
        ties=animation.ties,
        home=animation.home, street=animation.street,
        frames=animation.frames[colouring], leads=animation.leader_bytes, officials=animation.officials,
        told=animation.informed_bytes,
        sessions=animation.sessions, light=colouring_palette(colouring)["light"],
        dark=colouring_palette(colouring)["dark"],
        categories=bool(named), steps=named, names=animation.names, about=about,
        hamlet_names=hamlet_names(animation, language),
        left=max(0, animation.playback.record.exit_week),
        facilitators=int(programme.facilitation.number) if programme else 0,
        on_chosen=lambda said: _select_resident(said, len(animation.names), on_chosen),
    )  # fmt: skip


def _select_resident(said: list[object], size: int, on_chosen: Callable[[int], None] | None) -> None:
    """A click on a dot, if it is the dot of somebody."""
    row = said[0] if said else -1
    if on_chosen is not None and isinstance(row, int) and 0 <= row < size:
        on_chosen(row)


OnControlChange = Callable[[str, Any], None]


@solara.component
def ControlPanel(
    name: str,
    fields: Sequence[dict[str, Any]],
    on_change: OnControlChange,
    *,
    row: bool = False,
    opened: Sequence[str] = (),
) -> None:
    """Controls, and who hears what is done with them; only what is shown, and not switched off, can be said."""
    usable = {field["key"] for field in fields if not field.get("disabled")}
    heard, set_heard = solara.use_state(0)

    def handle_events(said: list[Any]) -> None:
        key, value, count = _first_new_event(said, heard)
        if not count:
            return
        try:
            if key in usable and isinstance(value, ControlValue):
                on_change(key, value)
        except Exception as error:  # whatever it was, she is told, and everything else goes on
            viewer_state.show_error_notice(error)
        finally:
            set_heard(count)

    ControlsWidget.element(
        name=name, fields=list(fields), row=row, opened=list(opened), heard=heard, on_said=handle_events
    )


def _first_new_event(said: list[Any], heard: int) -> tuple[str, Any, int]:
    """Of what a browser says, the first that has not been answered: key, value, number; number 0 if there is none."""
    for one in said[:MAX_EVENTS_PER_MESSAGE]:
        number = (
            viewer_state.integer_in_range(one[2], heard + 1, MAX_EVENT_NUMBER)
            if isinstance(one, list) and len(one) == 3
            else None
        )
        if number is not None:
            return str(one[0]), one[1], number
    return "", None, 0


def hamlet_names(animation: AnimationData, language: Language) -> list[str]:
    """What the hamlets of a village are called."""
    return [hamlet_name(hamlet, language) for hamlet in animation.playback.record.community.hamlets]


def _resident_summaries(animation: AnimationData, language: Language) -> list[str]:
    """Who each resident is, in half a line."""
    community = animation.playback.record.community
    facts = community.residents
    called = hamlet_names(animation, language)
    words = {True: translate_app_text("map:woman", language), False: translate_app_text("map:man", language)}
    return [
        translate_app_text("map:about", language, sex=words[sex], age=age, hamlet=called[hamlet])
        for sex, age, hamlet in zip(facts.female.tolist(), facts.age.tolist(), facts.hamlet.tolist(), strict=True)
    ]


@solara.component
def MapLegend(colouring: str, language: Language) -> None:
    """What the colours and the shapes mean."""
    colours, steps = colouring_palette(colouring), colouring_categories(colouring)
    names = [translate_app_text(f"step:{name}", language) for name in steps]
    swatches = zip(colours["light"], colours["dark"], names, strict=True) if steps else ()
    ramp = None
    if not steps:
        low, _, high = translate_app_text(f"scale:{colouring}", language).partition("|")
        ramp = {"low": low, "high": high} | {theme: ",".join(shades) for theme, shades in colours.items()}
    shapes = [
        (name, translate_app_text(f"map:{name}", language)) for name in ("leader", "official", "facilitator", "house")
    ]
    legend = render_template("app/legend.html", swatches=swatches, ramp=ramp, shapes=shapes, axes="")
    solara.HTML(tag="div", unsafe_innerHTML=legend, classes=["sk-legend"])


@solara.component
def OutcomeCurves(
    animations: Sequence[AnimationData],
    what: str,
    language: Language,
    columns: int,
    weeks: int | None = None,
    clock: str = MAIN,
) -> None:
    """The five principles, or the funnel, of one run or of several, as far as may be seen."""
    names = PRINCIPLES if what == "principles" else FUNNEL
    data = np.array([_pad_curves(getattr(reel, what), max(one.weeks for one in animations)) for reel in animations])[
        ..., :weeks
    ]
    LineChartsWidget.element(
        clock=clock, data=data.astype("<f4").tobytes(), series=len(animations),
        labels=[display_name("outcome", name, language).capitalize() for name in names], columns=columns,
        weeks=data.shape[-1], comma=decimal_mark(language),
        bands=animations[0].stages if len(animations) == 1 else [],
        exits=_exit_weeks(animations, data.shape[-1]), ratios=select_ratio_outcomes(names), light=ARM_COLOURS["light"],
        dark=ARM_COLOURS["dark"],
    )  # fmt: skip


def select_ratio_outcomes(names: Sequence[str]) -> list[int]:
    """Which of these outcomes are ratios and no shares."""
    return [place for place, name in enumerate(names) if name in outcomes and not is_share_unit(outcomes[name].unit)]


def _exit_weeks(animations: Sequence[AnimationData], weeks: int) -> list[int]:
    """When the facilitators leave, where that may be seen."""
    return [reel.playback.record.exit_week if reel.playback.record.exit_week < weeks else -1 for reel in animations]


def _pad_curves(values: Numbers, weeks: int) -> Numbers:
    """Curves as long as the longest; what was not lived is not known."""
    return np.pad(values, ((0, 0), (0, weeks - values.shape[1])), constant_values=np.nan)


@solara.component
def TimelineControl(
    animations: Sequence[AnimationData],
    language: Language,
    marks: Sequence[int] = (),
    weeks: int | None = None,
    quarter: tuple[int, str] | None = None,
) -> None:
    """Play and scrub, as far as may be seen; the stages of the first run.

    The clock of the page knows the week, and keeps it whatever is drawn anew; it goes elsewhere only for a new jump.
    The workshop has a clock of its own: ``quarter`` is the week at which a quarter begins, and a name for it.
    """
    last = min(weeks or MAX_WEEKS, max(reel.weeks for reel in animations))
    jump = viewer_state.timeline_jumps.value
    goto: list[object] = solara.use_memo(lambda: [viewer_state.week.peek(), jump], [jump])
    words: dict[str, object] = {
        name: translate_app_text(f"time:{name}", language)
        for name in (
            "play",
            "pause",
            "back",
            "week_step",
            "quarter_step",
            "week_short",
            "quarter_short",
            "scrub",
            "after",
            "exit",
        )
    }
    words |= {name: translate_app_text(f"time:{name}", language, **{name: f"{{{name}}}"}) for name in ("week", "speed")}
    words["stages"] = [translate_app_text(f"stage:{number}", language) for number in range(len(STAGES))]
    TimelineWidget.element(
        clock=MAIN if quarter is None else PLAYED, weeks=last, exits=_exit_weeks(animations, last), words=words,
        marks=list(marks),
        stages=[[first, min(end, last), number] for first, end, number in animations[0].stages if first < last],
        goto=goto if quarter is None else list(quarter), speed=viewer_state.speed.peek(),
        on_week=viewer_state.week.set if quarter is None else lambda _: None, on_speed=viewer_state.speed.set,
    )  # fmt: skip


@solara.component
def EventNews(animations: Sequence[AnimationData], language: Language, latest: int = 0, clock: str = MAIN) -> None:
    """What happened, in sentences; with several runs each line says in which."""
    rows = solara.use_memo(lambda: news_rows(animations, language), [*animations, language])
    NewsWidget.element(
        clock=clock, rows=rows, when=translate_app_text("news:when", language, week="{week}"),
        quiet=translate_app_text("news:quiet", language),
        title=translate_app_text("news:title", language), latest=latest,
    )  # fmt: skip


@solara.component
def HeadingText(text: str, level: int = 2) -> None:
    """A heading."""
    solara.HTML(tag=f"h{level}", unsafe_innerHTML=html.escape(text), classes=[f"sk-h{level}"])


@solara.component
def ParagraphText(text: str, kind: str = "") -> None:
    """A paragraph."""
    solara.HTML(tag="p", unsafe_innerHTML=html.escape(text), classes=["sk-line", *([kind] if kind else [])])


@solara.component
def WaitingIndicator(text: str, share: float | None = None) -> None:
    """Something is being worked on."""
    bar = "" if share is None else f'<i class="sk-progress"><b style="width:{100 * share:.0f}%"></b></i>'
    solara.HTML(
        tag="div",
        unsafe_innerHTML=f'<span class="sk-spin" aria-hidden="true"></span><span>{html.escape(text)}</span>{bar}',
        classes=["sk-waiting"],
        attributes={"role": "status", "aria-live": "polite"},
    )


def format_decimal(value: float, language: Language, digits: int = 2) -> str:
    """A number, or a dash where there is none."""
    return "–" if np.isnan(value) else format_number(value, language, digits)


@solara.component
def RowTable(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table; the first column names its rows."""
    table = render_template("app/rows.html", head=head, rows=rows)
    solara.HTML(tag="div", unsafe_innerHTML=table, classes=["sk-table"])
