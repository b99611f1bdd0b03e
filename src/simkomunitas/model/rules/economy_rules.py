"""What saving together and new trades do to incomes and to free hours."""

from typing import Annotated, NamedTuple

from simkomunitas.base.quantity import HOURS, MONEY, SHARE, Quantity
from simkomunitas.base.references import GROOTAERT_1999
from simkomunitas.model.rules import rule
from simkomunitas.model.vocabulary import DOMAIN_COUNT, WEEKS_PER_MONTH, WEEKS_PER_YEAR

MEETINGS_PER_YEAR = WEEKS_PER_YEAR // WEEKS_PER_MONTH  # of a savings group
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


@rule
def full_cash_box(dues: int, members: int) -> int:
    r"""What members pay into their cash box in a year; at least 1, so that it can be divided by [thousand rupiah].

    .. math:: K = \max(1, 13 D n)

    dues: of one meeting [thousand rupiah]; members: of the savings group.

    >>> full_cash_box(10, 20)
    2600
    """
    return max(1, dues * MEETINGS_PER_YEAR * members)


@rule
def income_from_loans(loans: float, parameters: EconomyParameters) -> float:
    r"""What a member gains between two meetings of a savings group [share of the income at the start].

    .. math:: \Delta y = r \ell / 13

    loans: how far the cash box carries them [0 to 1].

    >>> round(income_from_loans(1.0, EconomyParameters()), 6)
    0.001154
    """
    return parameters.group_return * loans / MEETINGS_PER_YEAR


@rule
def income_from_training(trainer_skill: float, content: float, parameters: EconomyParameters) -> float:
    r"""What a participant gains by a training in a trade [share of the income at the start].

    .. math:: \Delta y = r s c

    trainer_skill: of the facilitators [0 to 1]; content: part of the activity that is training [0 to 1].

    >>> round(income_from_training(0.5, 1.0, EconomyParameters()), 6)
    0.0075
    """
    return parameters.group_return * trainer_skill * content


@rule
def dues_for_upkeep(paid: int, parameters: EconomyParameters) -> int:
    r"""What users pay for the upkeep of one asset in four weeks [thousand rupiah].

    .. math:: U = \lfloor D n / d \rfloor

    paid: users who pay; :math:`d` is the number of problems, among whose assets a user's dues are shared.

    >>> dues_for_upkeep(21, EconomyParameters())
    42
    """
    return int(parameters.dues * paid / DOMAIN_COUNT)


@rule
def shock_loss(money: float, severity: float) -> int:
    r"""What a shock takes from a cash box or a fund [thousand rupiah].

    .. math:: L = \lfloor s m \rfloor

    money: in it [thousand rupiah]; severity: of the shock [0 to 1].  Assumed.

    >>> shock_loss(101.0, 0.5)
    50
    """
    return int(severity * money)
