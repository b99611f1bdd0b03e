"""The picture on a card: when facilitators are in the village, with how many hours, and for which strategies."""

import html

from simkomunitas.app.words import Language, percent, say
from simkomunitas.exits import exit_rules
from simkomunitas.pages.figures.style import LOOKS
from simkomunitas.pages.words import name_of
from simkomunitas.strategies import strategies
from simkomunitas.study.scenario import Programme, Scenario
from simkomunitas.world.programme import STAGES

WIDE, HIGH, GROUND = 300, 84, 14  # units of the drawing
STEP = 13  # weeks a bar stands for
YEAR = 52  # weeks
FULL_HOURS = 64.0  # a week, all facilitators together: as high as the picture
OTHER = "#888888"  # a strategy of somebody's own
HOUSE = "M-5 0V-6L0-11L5-6V0Z"


def card_picture(scenario: Scenario, language: Language) -> str:
    """Years from left to right, hours a week upwards, strategies by colour; the village stands at the foot."""
    weeks = int(scenario.horizon.programme_weeks + scenario.horizon.weeks_after)
    label = html.escape(say("open:hours", language), quote=True)
    bars = "" if scenario.programme is None else _bars(scenario.programme, scenario, weeks, language)
    years = "".join(
        f'<path d="M{WIDE * year * YEAR / weeks:.1f} 0V{HIGH - GROUND}" class="sk-year"/>'
        for year in range(1, weeks // YEAR + 1)
        if year * YEAR < weeks
    )
    frame = f'viewBox="0 0 {WIDE} {HIGH}" preserveAspectRatio="none"'
    return f'<svg {frame} role="img" aria-label="{label}">{years}{bars}{_village()}</svg>'


def _village() -> str:
    """The ground, and houses on it."""
    foot = HIGH - GROUND
    houses = "".join(
        f'<path d="{HOUSE}" class="sk-hut" transform="translate({x} {foot + 8})"/>'
        for x in (22, 36, 49, 96, 108, 152, 166, 179, 226, 239, 280)
    )
    return f'<rect x="0" y="{foot}" width="{WIDE}" height="{GROUND}" class="sk-calm"/>{houses}'


def _bars(programme: Programme, scenario: Scenario, weeks: int, language: Language) -> str:
    until = int(scenario.horizon.programme_weeks)
    return "".join(
        _bar(programme, week, min(STEP, until - week), until, WIDE / weeks, language) for week in range(0, until, STEP)
    )


def _bar(programme: Programme, week: int, length: int, until: int, unit: float, language: Language) -> str:
    """The hours of one quarter, one strategy upon the other."""
    high = (HIGH - GROUND) * min(1.0, weekly_hours(programme, week, until) / FULL_HOURS)
    top, parts = float(HIGH - GROUND), []
    for name, share in programme.strategies[min(len(STAGES) - 1, len(STAGES) * week // until)]:
        top -= share * high
        title = html.escape(f"{name_of('arm', name, language)} {percent(share, language)}")
        parts.append(
            f'<rect x="{week * unit:.1f}" y="{top:.1f}" width="{length * unit - 0.8:.1f}" height="{share * high:.1f}" '
            f'fill="{strategy_colour(name)}"><title>{title}</title></rect>'
        )
    return "".join(parts)


def weekly_hours(programme: Programme, week: int, until: int) -> float:
    """Hours a week of all facilitators together, as planned; they fall in a straight line where the exit tapers."""
    hours = float(programme.facilitation.number * programme.facilitation.hours)
    if not exit_rules[programme.exit_rule].outlook.tapers:
        return hours
    return hours * min(1.0, (until - week) / float(programme.course.taper_weeks))


def strategy_colour(name: str) -> str:
    """The colour of a strategy, the same as in the figures."""
    return LOOKS[name].colour if name in LOOKS else OTHER


def card_legend(language: Language) -> str:
    """Which colour is which strategy, and what height and width mean."""
    swatches = "".join(
        f'<span><i class="sk-dot" style="--light:{strategy_colour(name)};--dark:{strategy_colour(name)}"></i>'
        f"{html.escape(name_of('arm', name, language))}</span>"
        for name in strategies
    )
    return f'{swatches}<span class="sk-axes">{html.escape(say("open:axes", language))}</span>'
