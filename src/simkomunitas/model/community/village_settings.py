"""What a village is like, in the numbers a census or a survey could give."""

from typing import Annotated, NamedTuple

from simkomunitas.base.quantity import HOURS, SHARE, WHOLE_NUMBER, Quantity
from simkomunitas.base.references import (
    ALATAS_2016,
    BANERJEE_2013,
    FISCHBACHER_2001,
    GROOTAERT_1999,
    MANSURI_2013,
    PODES_2019,
    PRADHAN_2014,
)


class PopulationSettings(NamedTuple):
    """Who lives in a synthetic village."""

    adults: Annotated[float, Quantity("Adult residents", WHOLE_NUMBER("persons"), 2, 1_000_000, PODES_2019)] = 400
    hamlets: Annotated[float, Quantity("Hamlets (dusun, RT)", WHOLE_NUMBER("hamlets"), 1, 10_000, PODES_2019)] = 6
    household_adults: Annotated[float, Quantity("Mean number of adults in a household", "persons", 1, 8)] = 1.8
    women: Annotated[float, Quantity("Women among the adults", SHARE, 0, 1)] = 0.5
    free_hours: Annotated[
        float, Quantity("Mean hours a week not bound by work and care", HOURS("hours/week"), 0, 60)
    ] = 10
    largest_group: Annotated[float, Quantity("Largest social group; the rest is a minority", SHARE, 0.5, 1)] = 0.85
    inequality: Annotated[float, Quantity("Gini coefficient of wealth", "Gini", 0, 0.9)] = 0.42
    officials: Annotated[float, Quantity("Village and hamlet officials", "per 100 households", 0, 50, PODES_2019)] = 2.6
    members: Annotated[float, Quantity("Adults who belong to an association", SHARE, 0, 1, GROOTAERT_1999)] = 0.6
    free_riders: Annotated[float, Quantity("Adults who never give", SHARE, 0, 1, FISCHBACHER_2001)] = 0.25
    hump_shaped: Annotated[float, Quantity("Adults who give up to a half", SHARE, 0, 1, FISCHBACHER_2001)] = 0.14


class NetworkSettings(NamedTuple):
    """How ties come about in a synthetic village."""

    kin: Annotated[float, Quantity("Households in a circle of kin, side by side", "households", 1, 40, ALATAS_2016)] = 7
    neighbours: Annotated[float, Quantity("Ties to neighbours beyond kin", "ties/resident", 0, 40, ALATAS_2016)] = 1.5
    friends: Annotated[float, Quantity("Ties to anybody in the village", "ties/resident", 0, 20)] = 0.8
    homophily: Annotated[float, Quantity("Chance that unlike residents make no tie", SHARE, 0, 1)] = 0.4
    unevenness: Annotated[float, Quantity("Spread of sociability", "SD of the logarithm", 0, 2, BANERJEE_2013)] = 1


class InstitutionSettings(NamedTuple):
    """The world outside the village: authority, allies, needs."""

    authority_openness: Annotated[float, Quantity("How far the authority listens to residents", SHARE, 0, 1)] = 0.3
    allies: Annotated[float, Quantity("Support by NGOs and firms before any programme", SHARE, 0, 1)] = 0.1
    need: Annotated[float, Quantity("Mean severity of needs at the start", SHARE, 0, 1)] = 0.5
    duty: Annotated[
        float, Quantity("Mutual help that nobody may miss, as under a fine", SHARE("share of calls"), 0, 1)
    ] = 0
    talk: Annotated[
        float, Quantity("Talk while people help: 0 in silence, 0.25 in writing, 1 face to face", SHARE, 0, 1)
    ] = 1
    authority_say: Annotated[
        float, Quantity("How much the authority has to be asked: 0 nothing, 1 everything", SHARE, 0, 1)
    ] = 0.5
    open_meetings: Annotated[
        float, Quantity("How open residents' own meetings and decisions are by custom", SHARE, 0, 1)
    ] = 0.3
    elite_hold: Annotated[
        float, Quantity("How far the better-off have the last word even in open meetings", SHARE, 0, 1, MANSURI_2013)
    ] = 0
    committees: Annotated[
        float,
        Quantity("Hamlets with a committee from the start, the first in order", SHARE, 0, 1, PRADHAN_2014),
    ] = 0
