"""The picture on a card: when facilitators are in the village, with how many hours, and for which strategies."""

from collections.abc import Iterator
from typing import NamedTuple

from simkomunitas.app.app_words import Language, format_percent, translate_app_text
from simkomunitas.model.programme.exit_rules import exit_rules
from simkomunitas.model.programme.strategies import strategies
from simkomunitas.model.scenario_definition import Programme, Scenario
from simkomunitas.model.vocabulary import STAGES, WEEKS_PER_QUARTER, WEEKS_PER_YEAR
from simkomunitas.reports.figures.figure_style import ARM_STYLES
from simkomunitas.reports.render import render_template
from simkomunitas.reports.translated_words import display_name

WIDE, FOOT, GROUND = 300, 70, 14  # units of the drawing
WEEKS_PER_BAR = WEEKS_PER_QUARTER  # weeks a bar stands for
MAX_BAR_HOURS = 64.0  # a week, all facilitators together: as high as the picture
OTHER_COLOUR = "#888888"  # a strategy of somebody's own


class HourBar(NamedTuple):
    """The hours of one strategy in one quarter."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    title: str


def draw_preset_picture(scenario: Scenario, language: Language) -> str:
    """Years from left to right, hours a week upwards, strategies by colour; the village stands at the foot."""
    weeks = int(scenario.horizon.programme_weeks + scenario.horizon.weeks_after)
    years = [WIDE * week / weeks for week in range(WEEKS_PER_YEAR, weeks, WEEKS_PER_YEAR)]
    bars = list(_draw_hour_bars(scenario.programme, int(scenario.horizon.programme_weeks), WIDE / weeks, language))
    label = translate_app_text("open:hours", language)
    return render_template("app/card.html", wide=WIDE, foot=FOOT, ground=GROUND, label=label, years=years, bars=bars)


def _draw_hour_bars(programme: Programme | None, until: int, unit: float, language: Language) -> Iterator[HourBar]:
    """Quarter by quarter, one strategy upon the other."""
    if programme is None:
        return
    for week in range(0, until, WEEKS_PER_BAR):
        high, top = FOOT * min(1.0, total_weekly_hours(programme, week, until) / MAX_BAR_HOURS), float(FOOT)
        for name, share in programme.strategies[min(len(STAGES) - 1, len(STAGES) * week // until)]:
            top -= share * high
            title = f"{display_name('arm', name, language)} {format_percent(share, language)}"
            width = min(WEEKS_PER_BAR, until - week) * unit - 0.8
            yield HourBar(week * unit, top, width, share * high, strategy_colour(name), title)


def total_weekly_hours(programme: Programme, week: int, until: int) -> float:
    """Hours a week of all facilitators together, as planned; they fall in a straight line where the exit tapers."""
    hours = float(programme.facilitation.number * programme.facilitation.hours)
    if not exit_rules[programme.exit_rule].outlook.is_tapering:
        return hours
    return hours * min(1.0, (until - week) / float(programme.course.taper_weeks))


def strategy_colour(name: str) -> str:
    """The colour of a strategy, the same as in the figures."""
    return ARM_STYLES[name].colour if name in ARM_STYLES else OTHER_COLOUR


def draw_preset_legend(language: Language) -> str:
    """Which colour is which strategy, and what height and width mean."""
    names = [(display_name("arm", name, language), strategy_colour(name)) for name in strategies]
    swatches = [(colour, colour, text) for text, colour in names]
    return render_template(
        "app/legend.html", swatches=swatches, ramp=None, shapes=(), axes=translate_app_text("open:axes", language)
    )
