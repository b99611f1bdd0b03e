"""What saving together and new trades do to incomes and to free hours."""

from typing import Annotated, NamedTuple

from simkomunitas.ground.quantity import Quantity
from simkomunitas.ground.sources import BANERJEE_2015, GROOTAERT_1999
from simkomunitas.rules import rule


class EconomyParameters(NamedTuple):
    """Savings, incomes, hours."""

    dues: Annotated[float, Quantity("What a member or a user pays in four weeks", "thousand rupiah", 0, 1000)] = 10
    group_return: Annotated[
        float,
        Quantity("Income gained by a year in a savings group, or by one full training", "share", 0, 1, GROOTAERT_1999),
    ] = 0.015
    freed_hours: Annotated[
        float, Quantity("Free hours gained for each doubling of income", "share", 0, 2, BANERJEE_2015)
    ] = 0.5


@rule
def hours_after_income(free_hours: float, income: float, parameters: EconomyParameters) -> float:
    r"""Free hours of a resident whose income has changed.

    .. math:: H' = H (1 + \eta\, (y - 1))

    free_hours: at the start [hours]; income: against the start [ratio, 1 = unchanged].
    Credit frees little time and transforms little [BANERJEE_2015].

    >>> hours_after_income(10.0, 1.1, EconomyParameters())
    10.5
    """
    return free_hours * (1.0 + parameters.freed_hours * (income - 1.0))
