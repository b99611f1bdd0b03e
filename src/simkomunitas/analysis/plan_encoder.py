"""What an optimization may decide: how a fixed number of facilitator hours is spent, with whom, and when it ends.

A *plan* is one way to do so; a *place* is a plan as numbers from 0 to 1, which is what the optimizer moves.  Shares
of hours are given in twentieths: nobody plans in finer parts.
"""

from typing import NamedTuple

import numpy as np

from simkomunitas.base.quantity import block_quantities
from simkomunitas.base.typed_columns import Numbers
from simkomunitas.model.programme.exit_rules import exit_rules
from simkomunitas.model.programme.programme_settings import Facilitation
from simkomunitas.model.scenario_definition import Programme, Scenario, StrategyShares
from simkomunitas.model.vocabulary import STAGES
from simkomunitas.simulation.simulation_run import EMPTY_PROGRAMME

SHARE_UNITS = 20
MAX_WEEKLY_HOURS = block_quantities(Facilitation)["hours"].high  # of one facilitator in a week


class ProgrammePlan(NamedTuple):
    """One way to spend the hours."""

    shares: tuple[StrategyShares, ...]  # a row for each of STAGES
    targeting: str
    exit_rule: str
    weeks: int  # length of the programme
    taper_weeks: int  # last weeks over which hours fall, for exit rules that taper


class DecisionSpace(NamedTuple):
    """What may be decided, and among what."""

    total_hours: float  # of all facilitators over the whole programme; no plan has more
    strategies: tuple[str, ...]
    vary_by_stage: bool  # whether each stage has shares of its own
    targeting: tuple[str, ...]
    exit_rules: tuple[str, ...]
    weeks: tuple[int, int]  # shortest and longest programme
    taper_weeks: tuple[int, int]  # shortest and longest time of fewer and fewer hours

    @property
    def share_row_count(self) -> int:
        """How many rows of shares there are to decide."""
        return len(STAGES) if self.vary_by_stage else 1

    @property
    def dimension_count(self) -> int:
        """How many numbers describe a place."""
        return self.share_row_count * len(self.strategies) + 4

    def decode_plan(self, place: Numbers) -> ProgrammePlan:
        """The plan at a place."""
        *numbers, targeting, exit_rule, weeks, taper = (float(number) for number in place)
        rows = np.array(numbers).reshape(self.share_row_count, len(self.strategies))
        shares = tuple(self._decode_shares(row) for row in rows)
        length = _decode_integer(self.weeks, weeks)
        return ProgrammePlan(
            shares=shares if self.vary_by_stage else shares * len(STAGES),
            targeting=_decode_choice(self.targeting, targeting),
            exit_rule=_decode_choice(self.exit_rules, exit_rule),
            weeks=length,
            taper_weeks=min(length, _decode_integer(self.taper_weeks, taper)),
        )

    def _decode_shares(self, row: Numbers) -> StrategyShares:
        parts = zip(self.strategies, round_to_share_units(row), strict=True)
        return tuple((name, part / SHARE_UNITS) for name, part in parts if part)

    def apply_plan(self, base: Scenario, plan: ProgrammePlan) -> Scenario:
        """The base scenario with the hours spent as planned."""
        programme = base.programme or EMPTY_PROGRAMME._replace(facilitation=Facilitation())
        number = max(1.0, programme.facilitation.number)
        hours = hours_per_facilitator(self.total_hours / number, plan)
        chosen: Programme = programme._replace(
            strategies=plan.shares,
            targeting=plan.targeting,
            exit_rule=plan.exit_rule,
            facilitation=programme.facilitation._replace(number=number, hours=hours),
            course=programme.course._replace(taper_weeks=float(plan.taper_weeks)),
        )
        return base._replace(programme=chosen, horizon=base.horizon._replace(programme_weeks=float(plan.weeks)))

    def is_programme_too_short(self, number: float) -> bool:
        """Whether the shortest programme could not spend the hours with so many facilitators."""
        return self.total_hours / number / self.weeks[0] > MAX_WEEKLY_HOURS


def hours_per_facilitator(hours: float, plan: ProgrammePlan) -> float:
    """Weekly hours of one facilitator at which ``hours`` are spent in all, before tapering begins.

    >>> hours_per_facilitator(100.0, ProgrammePlan((), "random", "fixed_week", 50, 10))
    2.0
    """
    return min(MAX_WEEKLY_HOURS, hours / _full_hour_equivalent_weeks(plan.exit_rule, plan.weeks, plan.taper_weeks))


def total_programme_hours(scenario: Scenario) -> float:
    """Hours of all facilitators that a programme spends, if it lasts as long as it may."""
    programme, horizon = scenario.programme, scenario.horizon
    if programme is None:
        return 0.0
    full = _full_hour_equivalent_weeks(
        programme.exit_rule, int(horizon.programme_weeks), int(programme.course.taper_weeks)
    )
    return float(programme.facilitation.number * programme.facilitation.hours * full)


def _full_hour_equivalent_weeks(exit_rule: str, weeks: int, taper: int) -> float:
    """As how many weeks with all hours those of a programme count, whose hours may fall at the end."""
    if not exit_rules[exit_rule].outlook.is_tapering:
        return float(weeks)
    left = np.arange(weeks, 0, -1)  # weeks to go, in each week
    return float(np.minimum(1.0, left / taper).sum())


def round_to_share_units(row: Numbers) -> list[int]:
    """Whole twentieths that sum to one, nearest to what the numbers ask for.

    Numbers from 0 to 1 are spread evenly over all ways to share (-log(1 - u), scaled); all zero: equal shares.

    >>> round_to_share_units(np.array([0.5, 0.5, 0.0, 0.0]))
    [10, 10, 0, 0]
    """
    weights = -np.log1p(-np.minimum(row, 1 - 1e-9))
    weights = weights / weights.sum() if weights.sum() > 0 else np.full(len(row), 1 / len(row))
    wanted = weights * SHARE_UNITS
    parts = np.floor(wanted + 1e-9).astype(int)
    order = np.argsort(parts - wanted, kind="stable")  # the largest remainders first
    parts[order[: SHARE_UNITS - int(parts.sum())]] += 1
    return [int(part) for part in parts]


def _decode_choice(names: tuple[str, ...], unit: float) -> str:
    return names[min(int(unit * len(names)), len(names) - 1)]


def _decode_integer(span: tuple[int, int], unit: float) -> int:
    """A whole number of a range, both ends included."""
    low, high = span
    return min(low + int(unit * (high - low + 1)), high)
