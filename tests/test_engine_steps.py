"""Single steps of the engine on states made by hand, with what must come of them beside."""

import numpy as np
import pytest

from simkomunitas.engine.advocate import attempt, stands_up
from simkomunitas.engine.lead import elect
from simkomunitas.ground.compiled import plain
from simkomunitas.rules.turnout import logistic
from simkomunitas.study.run import Run
from simkomunitas.world.draws import Purpose, pair, stream, uniform
from simkomunitas.world.state import GROUPS_PER_HAMLET, NEVER
from simkomunitas.world.tallies import CONCESSIONS, LEADERS_EMERGED, REFUSALS
from worlds import programme, scenario, village

NOW, YEAR = 104, 52
COMMITTEE = GROUPS_PER_HAMLET - 1  # of the first hamlet


def standing(*, elected=1, committee=True, values=None, **more):
    """A village of one hamlet in which nothing has happened yet, under a programme; with its committee or without."""
    organizer = programme("policy_advocacy", course={"elected_committee": elected})
    going = Run(scenario(village(12, 1, **more), organizer, values=values), 1, log_room=100)
    going.state.groups.alive[COMMITTEE] = committee
    return going


# Whom a committee speaks for

PULL, SAY = -3.0, 6.0  # of an authority that nobody presses, and of all that presses it
OPEN = 0.3


def answered(going, seed):
    """Whether the authority grants what facilitators ask, while no resident has heard of anything."""
    state, parameters, plan = going.state, going.parameters, going.plan
    state.minds.aware = False
    state.hamlets.attempt = 1
    state.office.tally[:] = 0
    domain = int(np.argmax(state.hamlets.severity[0]))
    plain(attempt)(0, domain, NOW, seed, going.society, state, parameters, plan, going.log)
    granted, refused = int(state.office.tally[CONCESSIONS]), int(state.office.tally[REFUSALS])
    assert granted + refused == 1
    return granted == 1


def chance_of(mobilized):
    return float(logistic(PULL + SAY * (4.0 * mobilized + OPEN + 0.1)))  # 0.1: allies there before any programme


@pytest.mark.parametrize(("elected", "committee", "spoken_for"), [(1, True, 0.05), (1, False, 0.0), (0, True, 0.0)])
def test_an_elected_committee_speaks_for_a_twentieth_of_the_adults(elected, committee, spoken_for):
    values = {"advocacy.concession": PULL, "advocacy.weight_support": SAY, "place.tie_gain": 0}
    going = standing(elected=elected, committee=committee, values=values)
    seeds = range(1, 201)
    draws = [uniform(stream(seed, int(Purpose.CONCESSION), NOW), pair(0, 1)) for seed in seeds]
    chance = chance_of(spoken_for)
    expected = [bool(drawn < chance) for drawn in draws]
    others = {0.0, 0.025, 0.05, 0.1} - {spoken_for}
    assert all(expected != [bool(drawn < chance_of(other)) for drawn in draws] for other in others)
    assert [answered(going, seed) for seed in seeds] == expected


def test_a_committee_without_leaders_stands_up_where_it_is_elected_and_there_is_a_link():
    for elected, link, expected in ((1, 0.2, True), (0, 0.2, False), (1, 0.0, False)):
        going = standing(elected=elected)
        going.state.office.link = link
        assert bool(plain(stands_up)(0, 0, going.state, going.plan)) == expected
    going = standing(elected=0)
    going.state.office.link, going.state.hamlets.leaders[0] = 0.2, 1
    assert plain(stands_up)(0, 0, going.state, going.plan)
    going.state.hamlets.project, going.state.hamlets.leaders[0] = 0, 0
    assert not plain(stands_up)(0, 0, going.state, going.plan)


# Elections


def elected(going, skills, *, spoke=NOW - YEAR, aware=True, keys=None):
    """The row of whoever is elected among those who spoke, by their skill; None if nobody is."""
    minds, society = going.state.minds, going.society
    minds.skill, minds.last_spoke, minds.aware, minds.leads = 0.9, NEVER, aware, False
    going.state.hamlets.leaders = 0
    going.state.office.tally[:] = 0
    for row, skill in skills.items():
        minds.skill[row], minds.last_spoke[row] = skill, spoke
    society.residents.key[:] = np.arange(len(minds), dtype=np.uint64) if keys is None else keys
    plain(elect)(NOW, society, going.state, going.log)
    rows = np.flatnonzero(minds.leads).tolist()
    assert len(rows) == going.state.office.tally[LEADERS_EMERGED] == going.state.hamlets.leaders.sum() <= 1
    return rows[0] if rows else None


def test_the_most_skilled_who_spoke_within_a_year_is_elected():
    going = standing()
    assert elected(going, {2: 0.3, 5: 0.5, 7: 0.4}) == 5
    assert elected(going, {2: 0.3, 5: 0.2}) == 2
    assert elected(going, {5: 0.5}, spoke=NOW - YEAR - 1) is None
    assert elected(going, {5: 0.5}, aware=False) is None
    assert elected(going, {}) is None


@pytest.mark.parametrize("order", [1, -1])
def test_among_equals_the_one_with_the_smaller_key_is_elected(order):
    going = standing()
    keys = np.arange(12, dtype=np.uint64)[::order]
    assert elected(going, {2: 0.5, 5: 0.5, 7: 0.5}, keys=keys) == (2 if order > 0 else 7)
    middle = keys.copy()
    middle[5] = 0
    middle[0] = 99
    assert elected(going, {2: 0.5, 5: 0.5, 7: 0.5}, keys=middle) == 5


def test_where_somebody_leads_or_there_is_no_committee_nobody_is_elected():
    going = standing(committee=False)
    assert elected(going, {5: 0.5}) is None
    going = standing()
    going.state.hamlets.leaders[0] = 1
    going.state.minds.last_spoke, going.state.minds.aware = NOW, True
    plain(elect)(NOW, going.society, going.state, going.log)
    assert not going.state.minds.leads.any()
    assert going.state.hamlets.leaders[0] == 1
    assert going.log[0, 0] == 0
