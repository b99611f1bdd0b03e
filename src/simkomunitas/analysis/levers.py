"""What an optimization may decide: how a fixed number of facilitator hours is spent, with whom, and when it ends.

A *plan* is one way to do so; a *place* is a plan as numbers from 0 to 1, which is what the optimizer moves.  Shares
of hours are given in twentieths: nobody plans in finer parts.
"""

from typing import NamedTuple

import numpy as np

from simkomunitas.exits import exit_rules
from simkomunitas.ground.columns import Numbers
from simkomunitas.ground.quantity import quantities
from simkomunitas.study.run import NO_PROGRAMME
from simkomunitas.study.scenario import Programme, Scenario, Shares
from simkomunitas.world.programme import STAGES, Facilitation

TWENTIETHS = 20
MOST_HOURS = quantities(Facilitation)["hours"].high  # of one facilitator in a week


class Plan(NamedTuple):
    """One way to spend the hours."""

    shares: tuple[Shares, ...]  # a row for each of STAGES
    targeting: str
    exit_rule: str
    weeks: int  # length of the programme
    taper: int  # last weeks over which hours fall, for exit rules that taper


class Levers(NamedTuple):
    """What may be decided, and among what."""

    hours: float  # of all facilitators over the whole programme; no plan has more
    strategies: tuple[str, ...]
    by_stage: bool  # whether each stage has shares of its own
    targeting: tuple[str, ...]
    exits: tuple[str, ...]
    weeks: tuple[int, int]  # shortest and longest programme
    taper: tuple[int, int]  # shortest and longest time of fewer and fewer hours

    @property
    def rows(self) -> int:
        """How many rows of shares there are to decide."""
        return len(STAGES) if self.by_stage else 1

    @property
    def size(self) -> int:
        """How many numbers describe a place."""
        return self.rows * len(self.strategies) + 4

    def plan(self, place: Numbers) -> Plan:
        """The plan at a place."""
        *numbers, targeting, exit_rule, weeks, taper = (float(number) for number in place)
        rows = np.array(numbers).reshape(self.rows, len(self.strategies))
        shares = tuple(self._shares(row) for row in rows)
        length = _within(self.weeks, weeks)
        return Plan(
            shares=shares if self.by_stage else shares * len(STAGES),
            targeting=_one_of(self.targeting, targeting),
            exit_rule=_one_of(self.exits, exit_rule),
            weeks=length,
            taper=min(length, _within(self.taper, taper)),
        )

    def _shares(self, row: Numbers) -> Shares:
        parts = zip(self.strategies, twentieths(row), strict=True)
        return tuple((name, part / TWENTIETHS) for name, part in parts if part)

    def scenario(self, base: Scenario, plan: Plan) -> Scenario:
        """The base scenario with the hours spent as planned."""
        programme = base.programme or NO_PROGRAMME._replace(facilitation=Facilitation())
        number = max(1.0, programme.facilitation.number)
        hours = weekly_hours(self.hours / number, plan)
        chosen: Programme = programme._replace(
            strategies=plan.shares,
            targeting=plan.targeting,
            exit_rule=plan.exit_rule,
            facilitation=programme.facilitation._replace(number=number, hours=hours),
            course=programme.course._replace(taper_weeks=float(plan.taper)),
        )
        return base._replace(programme=chosen, horizon=base.horizon._replace(programme_weeks=float(plan.weeks)))

    def too_short(self, number: float) -> bool:
        """Whether the shortest programme could not spend the hours with so many facilitators."""
        return self.hours / number / self.weeks[0] > MOST_HOURS


def weekly_hours(hours: float, plan: Plan) -> float:
    """Weekly hours of one facilitator at which ``hours`` are spent in all, before tapering begins.

    >>> weekly_hours(100.0, Plan((), "random", "fixed_week", 50, 10))
    2.0
    """
    return min(MOST_HOURS, hours / _full_weeks(plan.exit_rule, plan.weeks, plan.taper))


def hours_of(scenario: Scenario) -> float:
    """Hours of all facilitators that a programme spends, if it lasts as long as it may."""
    programme, horizon = scenario.programme, scenario.horizon
    if programme is None:
        return 0.0
    full = _full_weeks(programme.exit_rule, int(horizon.programme_weeks), int(programme.course.taper_weeks))
    return float(programme.facilitation.number * programme.facilitation.hours * full)


def _full_weeks(exit_rule: str, weeks: int, taper: int) -> float:
    """As how many weeks with all hours those of a programme count, whose hours may fall at the end."""
    if not exit_rules[exit_rule].outlook.tapers:
        return float(weeks)
    left = np.arange(weeks, 0, -1)  # weeks to go, in each week
    return float(np.minimum(1.0, left / taper).sum())


def twentieths(row: Numbers) -> list[int]:
    """Whole twentieths that sum to one, nearest to what the numbers ask for.

    Numbers from 0 to 1 are spread evenly over all ways to share (-log(1 - u), scaled); all zero: equal shares.

    >>> twentieths(np.array([0.5, 0.5, 0.0, 0.0]))
    [10, 10, 0, 0]
    """
    weights = -np.log1p(-np.minimum(row, 1 - 1e-9))
    weights = weights / weights.sum() if weights.sum() > 0 else np.full(len(row), 1 / len(row))
    wanted = weights * TWENTIETHS
    parts = np.floor(wanted + 1e-9).astype(int)
    order = np.argsort(parts - wanted, kind="stable")  # the largest remainders first
    parts[order[: TWENTIETHS - int(parts.sum())]] += 1
    return [int(part) for part in parts]


def _one_of(names: tuple[str, ...], unit: float) -> str:
    return names[min(int(unit * len(names)), len(names) - 1)]


def _within(span: tuple[int, int], unit: float) -> int:
    """A whole number of a range, both ends included."""
    low, high = span
    return min(low + int(unit * (high - low + 1)), high)
