"""Parts that several views show: maps, curves, the time line, the news, notices; they take reels and words."""

import html
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import solara

from simkomunitas.app import viewing
from simkomunitas.app.limits import MOST_WEEKS
from simkomunitas.app.pieces_of_colour import ARM_COLOURS, categories, palette
from simkomunitas.app.reels import Reel
from simkomunitas.app.telling import news_rows
from simkomunitas.app.widgets import Fields, LineTiles, News, Transport, VillageMap
from simkomunitas.app.words import Language, number, say
from simkomunitas.outcomes import outcomes
from simkomunitas.pages.words import FUNNEL, PRINCIPLES, is_share, name_of
from simkomunitas.study.explaining import hamlet_in_words
from simkomunitas.world.community import Numbers

MAIN, PLAYED = "main", "play"  # the clocks of a page: of all views, and of the quarters of a workshop
MOST_SAID = 2**31  # things said to one set of controls
MOST_AT_ONCE = 50  # of these in one message
SAYABLE = str | float | int | None  # what a control can stand at


def comma(language: Language) -> str:
    """The decimal sign."""
    return "," if language == "id" else "."


@solara.component
def Map(
    reel: Reel,
    colouring: str,
    language: Language,
    title: str,
    on_chosen: Callable[[int], None] | None = None,
    clock: str = MAIN,
) -> None:
    """The living map of one run."""
    about = solara.use_memo(lambda: _about(reel, language), [reel, language])
    named = [say(f"step:{name}", language) for name in categories(colouring)]
    programme = reel.film.scenario.programme
    label = say("map:label", language, title=title, colour=say(f"colour:{colouring}", language))
    VillageMap.element(
        clock=clock, title=label, residents=reel.residents, houses=reel.houses, hamlets=reel.hamlets, ties=reel.ties,
        home=reel.home, street=reel.street,
        frames=reel.frames[colouring], leads=reel.leads, officials=reel.officials, told=reel.told,
        sessions=reel.sessions, light=palette(colouring)["light"], dark=palette(colouring)["dark"],
        categories=bool(named), steps=named, names=reel.names, about=about,
        hamlet_names=hamlets_in_words(reel, language),
        left=max(0, reel.film.record.left), facilitators=int(programme.facilitation.number) if programme else 0,
        on_chosen=lambda said: _pick(said, len(reel.names), on_chosen),
    )  # fmt: skip


def _pick(said: list[object], size: int, on_chosen: Callable[[int], None] | None) -> None:
    """A click on a dot, if it is the dot of somebody."""
    row = said[0] if said else -1
    if on_chosen is not None and isinstance(row, int) and 0 <= row < size:
        on_chosen(row)


Said = Callable[[str, Any], None]


@solara.component
def Controls(
    name: str, fields: Sequence[dict[str, Any]], on_said: Said, *, row: bool = False, opened: Sequence[str] = ()
) -> None:
    """Controls, and who hears what is done with them; only what is shown, and not switched off, can be said."""
    usable = {field["key"] for field in fields if not field.get("disabled")}
    heard, set_heard = solara.use_state(0)

    def hear(said: list[Any]) -> None:
        key, value, count = _first_unheard(said, heard)
        if not count:
            return
        try:
            if key in usable and isinstance(value, SAYABLE):
                on_said(key, value)
        except Exception as error:  # whatever it was, she is told, and everything else goes on
            viewing.tell_trouble(error)
        finally:
            set_heard(count)

    Fields.element(name=name, fields=list(fields), row=row, opened=list(opened), heard=heard, on_said=hear)


def _first_unheard(said: list[Any], heard: int) -> tuple[str, Any, int]:
    """Of what a browser says, the first that has not been answered: key, value, number; number 0 if there is none."""
    for one in said[:MOST_AT_ONCE]:
        number = viewing.whole_within(one[2], heard + 1, MOST_SAID) if isinstance(one, list) and len(one) == 3 else None
        if number is not None:
            return str(one[0]), one[1], number
    return "", None, 0


def hamlets_in_words(reel: Reel, language: Language) -> list[str]:
    """What the hamlets of a village are called."""
    return [hamlet_in_words(hamlet, language) for hamlet in reel.film.record.community.hamlets]


def _about(reel: Reel, language: Language) -> list[str]:
    """Who each resident is, in half a line."""
    community = reel.film.record.community
    facts = community.residents
    called = hamlets_in_words(reel, language)
    words = {True: say("map:woman", language), False: say("map:man", language)}
    return [
        say("map:about", language, sex=words[sex], age=age, hamlet=called[hamlet])
        for sex, age, hamlet in zip(facts.female.tolist(), facts.age.tolist(), facts.hamlet.tolist(), strict=True)
    ]


@solara.component
def Legend(colouring: str, language: Language) -> None:
    """What the colours and the shapes mean."""
    steps = categories(colouring)
    if steps:
        colours = palette(colouring)
        parts = [
            _swatch(light, dark, say(f"step:{name}", language))
            for name, light, dark in zip(steps, colours["light"], colours["dark"], strict=True)
        ]
    else:
        low, _, high = say(f"scale:{colouring}", language).partition("|")
        light, dark = (",".join(palette(colouring)[theme]) for theme in ("light", "dark"))
        ramps = f"--light:linear-gradient(90deg,{light});--dark:linear-gradient(90deg,{dark})"
        bar = f'<i class="sk-bar" style="{ramps}"></i>'
        parts = [f"<span>{html.escape(low)} {bar} {html.escape(high)}</span>"]
    shapes = [
        f'<span><i class="sk-shape sk-shape-{name}"></i>{html.escape(say(f"map:{name}", language))}</span>'
        for name in ("leader", "official", "facilitator", "house")
    ]
    solara.HTML(tag="div", unsafe_innerHTML="".join([*parts, *shapes]), classes=["sk-legend"])


def _swatch(light: str, dark: str, text: str) -> str:
    return f'<span><i class="sk-dot" style="--light:{light};--dark:{dark}"></i>{html.escape(text)}</span>'


@solara.component
def Curves(
    reels: Sequence[Reel], what: str, language: Language, columns: int, weeks: int | None = None, clock: str = MAIN
) -> None:
    """The five principles, or the funnel, of one run or of several, as far as may be seen."""
    names = PRINCIPLES if what == "principles" else FUNNEL
    data = np.array([_padded(getattr(reel, what), max(one.weeks for one in reels)) for reel in reels])[..., :weeks]
    LineTiles.element(
        clock=clock, data=data.astype("<f4").tobytes(), series=len(reels),
        labels=[name_of("outcome", name, language).capitalize() for name in names], columns=columns,
        weeks=data.shape[-1], comma=comma(language), bands=reels[0].stages if len(reels) == 1 else [],
        exits=_exits(reels, data.shape[-1]), ratios=ratios_among(names), light=ARM_COLOURS["light"],
        dark=ARM_COLOURS["dark"],
    )  # fmt: skip


def ratios_among(names: Sequence[str]) -> list[int]:
    """Which of these outcomes are ratios and no shares."""
    return [place for place, name in enumerate(names) if name in outcomes and not is_share(outcomes[name].unit)]


def _exits(reels: Sequence[Reel], weeks: int) -> list[int]:
    """When the facilitators leave, where that may be seen."""
    return [reel.film.record.left if reel.film.record.left < weeks else -1 for reel in reels]


def _padded(values: Numbers, weeks: int) -> Numbers:
    """Curves as long as the longest; what was not lived is not known."""
    return np.pad(values, ((0, 0), (0, weeks - values.shape[1])), constant_values=np.nan)


@solara.component
def TimeLine(
    reels: Sequence[Reel],
    language: Language,
    marks: Sequence[int] = (),
    weeks: int | None = None,
    quarter: tuple[int, str] | None = None,
) -> None:
    """Play and scrub, as far as may be seen; the stages of the first run.

    The clock of the page knows the week, and keeps it whatever is drawn anew; it goes elsewhere only for a new jump.
    The workshop has a clock of its own: ``quarter`` is the week at which a quarter begins, and a name for it.
    """
    last = min(weeks or MOST_WEEKS, max(reel.weeks for reel in reels))
    jump = viewing.jumps.value
    goto: list[object] = solara.use_memo(lambda: [viewing.week.peek(), jump], [jump])
    words: dict[str, object] = {
        name: say(f"time:{name}", language)
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
    words |= {name: say(f"time:{name}", language, **{name: f"{{{name}}}"}) for name in ("week", "speed")}
    words["stages"] = [say(f"stage:{number}", language) for number in range(5)]
    Transport.element(
        clock=MAIN if quarter is None else PLAYED, weeks=last, exits=_exits(reels, last), words=words,
        marks=list(marks),
        stages=[[first, min(end, last), number] for first, end, number in reels[0].stages if first < last],
        goto=goto if quarter is None else list(quarter), speed=viewing.speed.peek(),
        on_week=viewing.week.set if quarter is None else lambda _: None, on_speed=viewing.speed.set,
    )  # fmt: skip


@solara.component
def Happenings(reels: Sequence[Reel], language: Language, latest: int = 0, clock: str = MAIN) -> None:
    """What happened, in sentences; with several runs each line says in which."""
    rows = solara.use_memo(lambda: news_rows(reels, language), [*reels, language])
    News.element(
        clock=clock, rows=rows, when=say("news:when", language, week="{week}"), quiet=say("news:quiet", language),
        title=say("news:title", language), latest=latest,
    )  # fmt: skip


@solara.component
def Heading(text: str, level: int = 2) -> None:
    """A heading."""
    solara.HTML(tag=f"h{level}", unsafe_innerHTML=html.escape(text), classes=[f"sk-h{level}"])


@solara.component
def Line(text: str, kind: str = "") -> None:
    """A paragraph."""
    solara.HTML(tag="p", unsafe_innerHTML=html.escape(text), classes=["sk-line", *([kind] if kind else [])])


@solara.component
def Waiting(text: str, share: float | None = None) -> None:
    """Something is being worked on."""
    bar = "" if share is None else f'<i class="sk-progress"><b style="width:{100 * share:.0f}%"></b></i>'
    solara.HTML(
        tag="div",
        unsafe_innerHTML=f'<span class="sk-spin" aria-hidden="true"></span><span>{html.escape(text)}</span>{bar}',
        classes=["sk-waiting"],
        attributes={"role": "status", "aria-live": "polite"},
    )


def decimal(value: float, language: Language, digits: int = 2) -> str:
    """A number, or a dash where there is none."""
    return "–" if np.isnan(value) else number(value, language, digits)


@solara.component
def Rows(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table; the first column names its rows."""
    top = "".join(f'<th scope="col">{html.escape(cell)}</th>' for cell in head)
    lines = "".join(
        f'<tr><th scope="row">{html.escape(row[0])}</th>'
        + "".join(f"<td>{html.escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    table = f"<table><thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table>"
    solara.HTML(tag="div", unsafe_innerHTML=table, classes=["sk-table"])
