"""What doing teaches: skill, habit, and tiredness."""

from typing import Annotated, NamedTuple

from simkomunitas.base.quantity import SHARE, Quantity
from simkomunitas.base.references import CASEY_2012, FINKEL_2002, LALLY_2010
from simkomunitas.model.rules import rule

FATIGUE_RATE = 0.1  # weight of this week's load in fatigue, and in what a leader carries
FULL_SCHOOLING = 12.0  # years
PRACTICE = 0.25  # speaking up teaches like a quarter of a training
MENTORING_DOSE = 0.5  # a talk with a facilitator teaches like half a training


class LearningParameters(NamedTuple):
    """How fast people learn and get used to it."""

    skill_gain: Annotated[
        float, Quantity("Share of the gap to full skill closed by one good training", "1/training", 0, 1, FINKEL_2002)
    ] = 0.08
    transfer_share: Annotated[
        float, Quantity("How far what is learnt in the programme counts in other arenas", SHARE, 0, 1, CASEY_2012)
    ] = 0.03
    habit_gain: Annotated[
        float, Quantity("Share of the gap to full habit closed by one repetition", "1/event", 0, 1, LALLY_2010)
    ] = 0.044


@rule
def skill_after_training(
    skill: float, dose: float, quality: float, schooling: float, parameters: LearningParameters
) -> float:
    r"""Civic skill after a training.

    .. math:: s' = s + \lambda\, d\, q\, (0.5 + 0.5\, r)\, (1 - s)

    dose: share of a full session [0 to 1]; quality: participatory skill of the trainer [0 to 1];
    schooling: years over twelve, the resources a learner brings [0 to 1].
    Civic education works by dose, participatory method and prior resources [FINKEL_2002].

    >>> round(skill_after_training(0.2, 1.0, 0.5, 0.5, LearningParameters()), 4)
    0.224
    """
    return skill + parameters.skill_gain * dose * quality * (0.5 + 0.5 * schooling) * (1.0 - skill)


@rule
def habit_after_event(habit: float, came: bool, parameters: LearningParameters) -> float:
    r"""Habit of an arena after it met.

    .. math:: h' = h + \alpha (1 - h) \text{ if she came}, \quad h' = h - \tfrac{\alpha}{4} h \text{ if not}

    habit: before [0 to 1].  One miss matters little [LALLY_2010].

    >>> habit_after_event(0.5, True, LearningParameters())
    0.522
    """
    if came:
        return habit + parameters.habit_gain * (1.0 - habit)
    return habit - 0.25 * parameters.habit_gain * habit


@rule
def norm_after_event(norm: float, share: float, parameters: LearningParameters) -> float:
    r"""What share of the others people are used to, after an event of which the share is known.

    .. math:: n' = n + \alpha (s - n)

    norm: before [0 to 1]; share: of those concerned who came, or of activities that residents called [0 to 1].
    Assumed: at the pace of a habit [LALLY_2010].

    >>> norm_after_event(0.5, 1.0, LearningParameters())
    0.522
    """
    return norm + parameters.habit_gain * (share - norm)


@rule
def fatigue_after_week(fatigue: float, given_hours: float, free_hours: float) -> float:
    r"""Fatigue after a week in which these hours were given to public life.

    .. math:: f' = f + 0.1 \left( \min(1, h / H) - f \right)

    given_hours: hours given [hours]; free_hours: hours there were [hours].  Assumed.

    >>> round(fatigue_after_week(0.1, 5.0, 10.0), 3)
    0.14
    """
    load = 0.0
    if given_hours > 0.0:
        load = 1.0
        if given_hours < free_hours:
            load = given_hours / free_hours
    return fatigue + FATIGUE_RATE * (load - fatigue)


@rule
def schooling_resources(education: float) -> float:
    r"""The resources a learner brings from school.

    .. math:: r = \min(1, y / 12)

    education: years of schooling [years].  Assumed.

    >>> schooling_resources(6.0), schooling_resources(16.0)
    (0.5, 1.0)
    """
    return min(1.0, education / FULL_SCHOOLING)


@rule
def teaching_quality(skill: float, participatory: float) -> float:
    r"""How well facilitators teach: craft, and a style that lets people try.

    .. math:: q = s p

    skill: of the facilitators; participatory: style [0 to 1].  Open and well-led trainings teach [FINKEL_2002].

    >>> teaching_quality(0.5, 0.5)
    0.25
    """
    return skill * participatory
