"""What the authority and the better-off let residents have: leave, services, and the use of what is built."""

import numpy as np
import pytest

from simkomunitas.model.domain_facts import AUTHORITY_ROLE
from simkomunitas.model.state.community_state import NO_ASSET
from simkomunitas.model.vocabulary import COMMITTEE
from simkomunitas.simulation.simulation_run import SimulationRun
from worlds import NOTHING_OF_ITSELF, begun, lived, programme, scenario, series, village

QUIET = NOTHING_OF_ITSELF | {"turnout.intercept_programme": -8, "maintenance.group_end_chance": 0}
LISTENING = QUIET | {"advocacy.intercept_concession": 4}


def place(**institutions):
    usual = village()
    return usual._replace(institutions=usual.institutions._replace(**institutions))


def with_a_link(organizer, values, **institutions):
    """A year in which no project is begun, in a village that is linked to its authority."""
    what = scenario(place(**institutions), organizer, (52, 0), values)
    return lived(what, programme_link=0.5)


def eased(going):
    """The domains in which some hamlet needs less than it did at the start."""
    return set(np.flatnonzero((going.state.hamlets.severity < 0.8 * going.community.severity).any(axis=0)).tolist())


SERVED = {d for d, say in enumerate(AUTHORITY_ROLE) if say >= 0.5}
ELECTED = programme("community_education", course={"elected_committee": 1})
LOBBYING = programme("policy_advocacy")


@pytest.mark.parametrize("organizer", [ELECTED, LOBBYING], ids=["elected", "lobbying"])
def test_a_committee_wins_better_services_without_a_project(organizer):
    going = with_a_link(organizer, LISTENING, committees=1)
    concessions, projects = series(going, "concessions", "projects_started")
    assert projects.sum() == 0 < concessions.sum()
    assert SERVED & eased(going)
    assert (going.state.hamlets.asset == NO_ASSET).all()


@pytest.mark.parametrize("organizer", [ELECTED, LOBBYING], ids=["elected", "lobbying"])
def test_without_a_committee_there_is_nothing_to_put_to_the_authority(organizer):
    concessions, refusals = series(with_a_link(organizer, LISTENING, committees=0), "concessions", "refusals")
    assert concessions.sum() + refusals.sum() == 0


def test_a_committee_neither_elected_nor_led_waits_for_facilitators():
    going = with_a_link(None, LISTENING, committees=1)
    assert series(going, "concessions").sum() + series(going, "refusals").sum() == 0


def test_a_committee_has_no_case_where_nothing_needs_the_authority():
    going = with_a_link(ELECTED, LISTENING, committees=1, authority_say=0)
    assert series(going, "concessions").sum() + series(going, "refusals").sum() == 0


@pytest.mark.parametrize(("share", "count"), [(0, 0), (0.3, 1), (0.5, 2), (1, 3)])
def test_committees_are_in_the_first_hamlets(share, count):
    groups = SimulationRun(scenario(place(committees=share)), 1).state.groups
    alive = groups.alive[groups.kind == COMMITTEE]
    assert alive.tolist() == [h < count for h in range(3)]


BUSY = {"turnout.intercept_programme": 2, "voice.intercept_speaking": 2, "projects.labour_hours": 0.2,
    "projects.money_cost": 0.1,
        "projects.technical_hours": 1}  # fmt: skip


@pytest.mark.parametrize(("say", "waits"), [(0, False), (1, True)])
def test_the_authority_has_to_be_asked_for_all_or_for_nothing(say, waits):
    values = BUSY | {"advocacy.intercept_concession": -8, "advocacy.coefficient_support": 0}
    going = lived(scenario(place(authority_say=say), programme(), (52, 0), values))
    started, finished = series(going, "projects_started", "projects_finished")
    assert started.sum() > 0
    assert (finished.sum() == 0) == waits


@pytest.mark.parametrize("captured", [False, True])
def test_a_captured_project_builds_nothing_public(captured):
    ready = {"project": 1, "permitted": True, "captured": captured, "labour": 9, "money": 9, "technical": 9}
    state = {f"hamlets_{name}": value for name, value in ready.items()}
    going = begun(scenario(village(), None, (0, 4), QUIET), **state)
    before = going.state.hamlets.severity[:, 1].copy()
    going.advance_weeks(1)
    finished, built = series(going, "projects_finished", "assets_built")
    assert finished[0] == 3
    assert built[0] == (0 if captured else 3)
    assert ((going.state.hamlets.severity[:, 1] < 0.5 * before) == (not captured)).all()
