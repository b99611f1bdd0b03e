"""How news of the activities passes from mouth to mouth, and how it is forgotten."""

from typing import Annotated, NamedTuple

from simkomunitas.base.quantity import WEEKS, Quantity
from simkomunitas.base.references import BANERJEE_2013, WHITE_2018
from simkomunitas.model.rules import rule


class InformationParameters(NamedTuple):
    """Who talks, to whom, for how long."""

    telling_rate: Annotated[
        float, Quantity("Chance that a participant tells a given acquaintance", "1/week", 0, 1, BANERJEE_2013)
    ] = 0.045
    participant_telling_ratio: Annotated[
        float, Quantity("How much more often participants tell than others", "ratio", 1, 50, BANERJEE_2013)
    ] = 7
    news_weeks: Annotated[
        float, Quantity("How long somebody who does not take part talks of the news", WEEKS, 0, 104)
    ] = 8
    cross_sex_ratio: Annotated[
        float,
        Quantity(
            "Talk of public affairs and asking between women and men, relative to among themselves",
            "ratio",
            0,
            1,
            WHITE_2018,
        ),
    ] = 0.04
    forgetting_rate: Annotated[float, Quantity("Chance to lose sight of what one hears no more of", "1/week", 0, 1)] = (
        0.03
    )


@rule
def telling_probability(participant: bool, same_sex: bool, parameters: InformationParameters) -> float:
    r"""Probability that an informed resident tells a given acquaintance this week.

    .. math:: q = q_P \cdot (1 \text{ or } 1/r) \cdot (1 \text{ or } x)

    participant: whether the teller takes part herself; same_sex: whether both are of one sex.
    Participants tell seven times as often as others [BANERJEE_2013]; women hear half as much [WHITE_2018].
    The level is that at which an offer spreads as far and as fast as in the villages of Karnataka [BANERJEE_2013].

    >>> telling_probability(True, True, InformationParameters())
    0.045
    >>> round(telling_probability(False, True, InformationParameters()), 5)
    0.00643
    """
    probability = parameters.telling_rate
    if not participant:
        probability = probability / parameters.participant_telling_ratio
    if not same_sex:
        probability = probability * parameters.cross_sex_ratio
    return probability


@rule
def asking_probability(same_sex: bool, parameters: InformationParameters) -> float:
    r"""Probability that it is the custom of one resident to ask another to events; it holds for good.

    .. math:: a = 1 \text{ or } x

    same_sex: whether both are of one sex.  Men, who hold most offices, ask men [WHITE_2018].

    >>> asking_probability(True, InformationParameters())
    1.0
    >>> asking_probability(False, InformationParameters())
    0.04
    """
    return 1.0 if same_sex else parameters.cross_sex_ratio
