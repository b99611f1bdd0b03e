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
from simkomunitas.model.scenario_definition import Scenario
from simkomunitas.model.vocabulary import PROGRAMME, WEEKS_PER_QUARTER
from simkomunitas.simulation.simulation_run import SimulationRun

WEEKS_PER_SEASON = WEEKS_PER_QUARTER  # weeks: so long they came, and then so long they did not
ABSENCE_CAUSES = ("invitation", "benefit", "norm", "belief", "time", "status", "fatigue", "clash")
HARDLY_HELD, NO_HOURS, MANY_SMALL = "hardly_held", "no_hours", "many_small"
MIN_UTILITY_CHANGE = 0.1  # log-odds; a smaller fall is no reason
RARE_EVENT_SHARE = 1 / 3  # of the occasions of the season before: who has so few to come to does not stay away


class SeasonAbsence(NamedTuple):
    """Those who stopped coming by the end of a season, and what weighed most."""

    week: int
    resident_count: int
    # One of the circumstances, or that hardly anything was held, no hours were left, or many small things.
    main_reason: str


def season_absences(
    scenario: Scenario, seed: int, community: Community, stopped_rows: Whole
) -> tuple[SeasonAbsence, ...]:
    """The seasons in which somebody stopped coming; ``stopped_rows`` has rows of (week, resident) in order of weeks."""
    seasons = {int(week): stopped_rows[stopped_rows[:, 0] == week, 1] for week in np.unique(stopped_rows[:, 0])}
    if not seasons:
        return ()
    kept = _trace_sampled_residents(scenario, seed, community, seasons)
    return tuple(SeasonAbsence(week, len(who), _largest_change(kept, week)) for week, who in seasons.items())


def _trace_sampled_residents(
    scenario: Scenario, seed: int, community: Community, seasons: Mapping[int, Whole]
) -> Numbers:
    """What spoke for and against coming to the programme, each week for one of those who matter then."""
    run = SimulationRun(scenario, seed, community, watched=0)
    for week in range(max(seasons)):
        who = _choose_sample_resident(seasons, week)
        if who is not None:
            run.watched = who
            run.plan.watched_resident = who
        run.advance_weeks(1)
    return np.asarray(run.watch[:, PROGRAMME])


def _choose_sample_resident(seasons: Mapping[int, Whole], week: int) -> int | None:
    """In even weeks one of those who will stop, in odd weeks one of those who have."""
    end = week - week % WEEKS_PER_SEASON + WEEKS_PER_SEASON * (1 if week % 2 else 2)
    leaving = seasons.get(end)
    return None if leaving is None else int(leaving[week // 2 % len(leaving)])


def _largest_change(decisions_by_resident: Numbers, week: int) -> str:
    """What has fallen most from the season before to the season in which they stayed away."""
    before = _decisions_in_alternate_weeks(
        decisions_by_resident[week - 2 * WEEKS_PER_SEASON : week - WEEKS_PER_SEASON], week - 2 * WEEKS_PER_SEASON, 0
    )
    after = _decisions_in_alternate_weeks(
        decisions_by_resident[week - WEEKS_PER_SEASON : week], week - WEEKS_PER_SEASON, 1
    )
    if len(after) <= RARE_EVENT_SHARE * len(before):
        return HARDLY_HELD
    if (after[:, PROBABILITY] == 0).mean() > 0.5:
        return NO_HOURS
    fallen = after[:, :TERM_COUNT].mean(axis=0) - (before[:, :TERM_COUNT].mean(axis=0) if len(before) else 0.0)
    falls = {name: float(fallen[TurnoutTerms._fields.index(name)]) for name in ABSENCE_CAUSES}
    most = min(falls, key=lambda name: falls[name])
    return most if falls[most] < -MIN_UTILITY_CHANGE else MANY_SMALL


def _decisions_in_alternate_weeks(weeks: Numbers, first_week: int, parity: int) -> Numbers:
    """The decisions of the even, or of the odd weeks."""
    ours = weeks[(first_week + np.arange(len(weeks))) % 2 == parity]
    return np.asarray(ours[~np.isnan(ours[:, DRAWN])])
