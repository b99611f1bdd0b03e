"""Single steps of the engine on states made by hand, with what must come of them beside."""

import numpy as np
import pytest

from simkomunitas.base.compilation_cache import python_function
from simkomunitas.model.processes.advocacy_process import attempt_delegation, is_self_organized_case
from simkomunitas.model.processes.leadership_process import elect_leaders
from simkomunitas.model.random_draws import DrawPurpose, draw_uniform, pair_key, random_stream
from simkomunitas.model.rules.turnout_rules import logistic_probability
from simkomunitas.model.state.community_state import NEVER
from simkomunitas.model.state.weekly_counts import CONCESSIONS, LEADERS_EMERGED, REFUSALS
from simkomunitas.model.vocabulary import GROUPS_PER_HAMLET
from simkomunitas.simulation.simulation_run import SimulationRun
from worlds import programme, scenario, village

NOW, YEAR = 104, 52
COMMITTEE = GROUPS_PER_HAMLET - 1  # of the first hamlet


def standing(*, elected=1, committee=True, values=None, **more):
    """A village of one hamlet in which nothing has happened yet, under a programme; with its committee or without."""
    organizer = programme("policy_advocacy", course={"elected_committee": elected})
    going = SimulationRun(scenario(village(12, 1, **more), organizer, values=values), 1, log_room=100)
    going.state.groups.alive[COMMITTEE] = committee
    return going


# Whom a committee speaks for

PULL, SAY = -3.0, 6.0  # of an authority that nobody presses, and of all that presses it
OPEN = 0.3


def answered(going, seed):
    """Whether the authority grants what facilitators ask, while no resident has heard of anything."""
    state, parameters, plan = going.state, going.parameters, going.plan
    state.resident_states.aware = False
    state.hamlets.attempt = 1
    state.programme.tally[:] = 0
    domain = int(np.argmax(state.hamlets.severity[0]))
    python_function(attempt_delegation)(0, domain, NOW, seed, going.society, state, parameters, plan, going.log)
    granted, refused = int(state.programme.tally[CONCESSIONS]), int(state.programme.tally[REFUSALS])
    assert granted + refused == 1
    return granted == 1


def chance_of(mobilized):
    return float(
        logistic_probability(PULL + SAY * (4.0 * mobilized + OPEN + 0.1))
    )  # 0.1: allies there before any programme


@pytest.mark.parametrize(("elected", "committee", "spoken_for"), [(1, True, 0.05), (1, False, 0.0), (0, True, 0.0)])
def test_an_elected_committee_speaks_for_a_twentieth_of_the_adults(elected, committee, spoken_for):
    values = {"advocacy.intercept_concession": PULL, "advocacy.coefficient_support": SAY, "place.tie_gain": 0}
    going = standing(elected=elected, committee=committee, values=values)
    seeds = range(1, 201)
    draws = [draw_uniform(random_stream(seed, int(DrawPurpose.CONCESSION), NOW), pair_key(0, 1)) for seed in seeds]
    chance = chance_of(spoken_for)
    expected = [bool(drawn < chance) for drawn in draws]
    others = {0.0, 0.025, 0.05, 0.1} - {spoken_for}
    assert all(expected != [bool(drawn < chance_of(other)) for drawn in draws] for other in others)
    assert [answered(going, seed) for seed in seeds] == expected


def test_a_committee_without_leaders_stands_up_where_it_is_elected_and_there_is_a_link():
    for elected, link, expected in ((1, 0.2, True), (0, 0.2, False), (1, 0.0, False)):
        going = standing(elected=elected)
        going.state.programme.link = link
        assert bool(python_function(is_self_organized_case)(0, 0, going.state, going.plan)) == expected
    going = standing(elected=0)
    going.state.programme.link, going.state.hamlets.leaders[0] = 0.2, 1
    assert python_function(is_self_organized_case)(0, 0, going.state, going.plan)
    going.state.hamlets.project, going.state.hamlets.leaders[0] = 0, 0
    assert not python_function(is_self_organized_case)(0, 0, going.state, going.plan)


# Elections


def elected(going, skills, *, spoke=NOW - YEAR, aware=True, keys=None):
    """The row of whoever is elected among those who spoke, by their skill; None if nobody is."""
    minds, society = going.state.resident_states, going.society
    minds.skill, minds.last_spoke, minds.aware, minds.leads = 0.9, NEVER, aware, False
    going.state.hamlets.leaders = 0
    going.state.programme.tally[:] = 0
    for row, skill in skills.items():
        minds.skill[row], minds.last_spoke[row] = skill, spoke
    society.residents.key[:] = np.arange(len(minds), dtype=np.uint64) if keys is None else keys
    python_function(elect_leaders)(NOW, society, going.state, going.log)
    rows = np.flatnonzero(minds.leads).tolist()
    assert len(rows) == going.state.programme.tally[LEADERS_EMERGED] == going.state.hamlets.leaders.sum() <= 1
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
    going.state.resident_states.last_spoke, going.state.resident_states.aware = NOW, True
    python_function(elect_leaders)(NOW, going.society, going.state, going.log)
    assert not going.state.resident_states.leads.any()
    assert going.state.hamlets.leaders[0] == 1
    assert going.log[0, 0] == 0
