"""What saving together and new trades do to incomes and to free hours."""

from typing import Annotated, NamedTuple

from simkomunitas.base.quantity import Quantity
from simkomunitas.base.references import GROOTAERT_1999
from simkomunitas.model.rules import rule


class EconomyParameters(NamedTuple):
    """Savings, incomes, hours."""

    dues: Annotated[
        float, Quantity("What a member or a user pays in four weeks", "thousand rupiah", 0, 1000, whole=True)
    ] = 10
    group_return: Annotated[
        float,
        Quantity("Income gained by a year in a savings group, or by one full training", "share", 0, 1, GROOTAERT_1999),
    ] = 0.015
    freed_hours: Annotated[float, Quantity("Working hours freed by each doubling of income", "hours/week", 0, 80)] = 20


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
