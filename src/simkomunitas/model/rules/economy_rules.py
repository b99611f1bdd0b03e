"""What saving together and new trades do to incomes and to free hours."""

from typing import Annotated, NamedTuple

from simkomunitas.base.quantity import HOURS, MONEY, SHARE, Quantity
from simkomunitas.base.references import GROOTAERT_1999
from simkomunitas.model.rules import rule

MOBILIZATION_FACTOR = 3.0  # how much more is given in money and in kind where resources are called in


class EconomyParameters(NamedTuple):
    """Savings, incomes, hours."""

    dues: Annotated[float, Quantity("What a member or a user pays in four weeks", MONEY, 0, 1000)] = 10
    group_return: Annotated[
        float,
        Quantity("Income gained by a year in a savings group, or by one full training", SHARE, 0, 1, GROOTAERT_1999),
    ] = 0.015
    freed_hours: Annotated[
        float, Quantity("Working hours freed by each doubling of income", HOURS("hours/week"), 0, 80)
    ] = 20


@rule
def hours_after_income(free_hours: float, income: float, parameters: EconomyParameters) -> float:
    r"""Free hours of a resident whose income has changed.

    .. math:: H' = H + \eta\, (y - 1)

    free_hours: at the start [hours/week]; income: against the start [ratio, 1 = unchanged].  A better income lets
    people cut the hours they work, however few are free.  Credit lets people choose what they work at and transforms
    little [BANERJEE_2015]; how many hours is assumed: not half of a week of 45.

    >>> round(hours_after_income(10.0, 1.1, EconomyParameters()), 6)
    12.0
    >>> round(hours_after_income(3.5, 1.1, EconomyParameters()), 6)
    5.5
    """
    return free_hours + parameters.freed_hours * (income - 1.0)


@rule
def dues_given(dues: float, given: float, mobilization: float) -> float:
    r"""What a resident gives to a project in money and in kind [thousand rupiah].

    .. math:: g = D c (1 + 3 m)

    dues: of full giving [thousand rupiah]; given: share of it [0 to 1]; mobilization: part of the activity in which
    resources are called in [0 to 1].  Assumed.

    >>> dues_given(10.0, 0.5, 1.0)
    20.0
    """
    return dues * given * (1.0 + MOBILIZATION_FACTOR * mobilization)


@rule
def loan_share(cash: float, full_cash: float) -> float:
    r"""How far the cash box of a savings group carries the loans its members could use.

    .. math:: \ell = \min(1, k / K)

    cash: in the box [thousand rupiah]; full_cash: dues of all members for a year [thousand rupiah].  Assumed.

    >>> loan_share(50.0, 100.0)
    0.5
    """
    return min(1.0, cash / full_cash)


@rule
def whole_amount(amount: float) -> int:
    r"""An amount of money or time in the whole units in which it is counted, rounded to the nearest.

    .. math:: \lfloor x + \tfrac12 \rfloor

    amount: [thousand rupiah, or minutes], not negative.

    >>> whole_amount(2.4), whole_amount(2.5)
    (2, 3)
    """
    return int(amount + 0.5)
