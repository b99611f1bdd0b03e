"""Why people who used to come do not come any more: what has fallen most since they came, season by season.

The run is lived once more.  Week by week it watches another of those who stopped, in turn while they still came and
after; what speaks for and against coming is then set against what did before.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from simkomunitas.model.community.community_data import Community, Numbers, Whole
from simkomunitas.model.processes.engine_inputs import DRAWN, PROBABILITY, TERM_COUNT
from simkomunitas.model.rules.turnout_rules import TurnoutTerms
from simkomunitas.model.scenario import Scenario
from simkomunitas.model.state.community_state import PROGRAMME
from simkomunitas.simulation.run import Run

SEASON = 13  # weeks: so long they came, and then so long they did not
CIRCUMSTANCES = ("invitation", "benefit", "norm", "belief", "time", "status", "fatigue", "clash")
HARDLY_HELD, NO_HOURS, MANY_SMALL = "hardly_held", "no_hours", "many_small"
SLIGHT = 0.1  # log-odds; a smaller fall is no reason
RARELY = 1 / 3  # of the occasions of the season before: who has so few to come to does not stay away


class Absence(NamedTuple):
    """Those who stopped coming by the end of a season, and what weighed most."""

    week: int
    people: int
    reason: str  # one of the circumstances, or that hardly anything was held, no hours were left, or many small things


def absences(scenario: Scenario, seed: int, community: Community, stopped: Whole) -> tuple[Absence, ...]:
    """The seasons in which somebody stopped coming; ``stopped`` has rows of (week, resident) in order of weeks."""
    seasons = {int(week): stopped[stopped[:, 0] == week, 1] for week in np.unique(stopped[:, 0])}
    if not seasons:
        return ()
    kept = _watched(scenario, seed, community, seasons)
    return tuple(Absence(week, len(who), _reason(kept, week)) for week, who in seasons.items())


def _watched(scenario: Scenario, seed: int, community: Community, seasons: Mapping[int, Whole]) -> Numbers:
    """What spoke for and against coming to the programme, each week for one of those who matter then."""
    run = Run(scenario, seed, community, watched=0)
    for week in range(max(seasons)):
        who = _whom(seasons, week)
        if who is not None:
            run.watched = who
            run.plan.watched_resident = who
        run.live(1)
    return np.asarray(run.watch[:, PROGRAMME])


def _whom(seasons: Mapping[int, Whole], week: int) -> int | None:
    """In even weeks one of those who will stop, in odd weeks one of those who have."""
    end = week - week % SEASON + SEASON * (1 if week % 2 else 2)
    leaving = seasons.get(end)
    return None if leaving is None else int(leaving[week // 2 % len(leaving)])


def _reason(kept: Numbers, week: int) -> str:
    """What has fallen most from the season before to the season in which they stayed away."""
    before = _known(kept[week - 2 * SEASON : week - SEASON], week - 2 * SEASON, 0)
    after = _known(kept[week - SEASON : week], week - SEASON, 1)
    if len(after) <= RARELY * len(before):
        return HARDLY_HELD
    if (after[:, PROBABILITY] == 0).mean() > 0.5:
        return NO_HOURS
    fallen = after[:, :TERM_COUNT].mean(axis=0) - (before[:, :TERM_COUNT].mean(axis=0) if len(before) else 0.0)
    falls = {name: float(fallen[TurnoutTerms._fields.index(name)]) for name in CIRCUMSTANCES}
    most = min(falls, key=lambda name: falls[name])
    return most if falls[most] < -SLIGHT else MANY_SMALL


def _known(weeks: Numbers, first: int, parity: int) -> Numbers:
    """The decisions of the even, or of the odd weeks."""
    ours = weeks[(first + np.arange(len(weeks))) % 2 == parity]
    return np.asarray(ours[~np.isnan(ours[:, DRAWN])])
