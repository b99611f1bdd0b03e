"""What holds in every week of every run, whatever the village and whatever the programme."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from plain.examples import blocks
from simkomunitas.model.community.community_data import NOBODY
from simkomunitas.model.processes.engine_inputs import EventKind
from simkomunitas.model.processes.weekly_observation import STATE_SERIES
from simkomunitas.model.programme.programme_settings import Facilitation, Shocks
from simkomunitas.model.rules.economy_rules import EconomyParameters, hours_after_income
from simkomunitas.model.rules.parameters import replace_parameter
from simkomunitas.model.state.community_state import BROKEN, FACILITATOR, NEVER, NO_ASSET, WORKING
from simkomunitas.model.state.weekly_counts import WEEKLY_COUNTS
from simkomunitas.model.vocabulary import ASSOCIATION, ASSOCIATION_GROUP, GROUPS_PER_HAMLET, PROGRAMME, SAVINGS_GROUP
from simkomunitas.simulation.simulation_run import SimulationRun
from worlds import begun, lived, programme, scenario, scenarios, seeds, series, village

runs = settings(max_examples=40)

SHARES = {
    "resident_states": (
        "trust",
        "efficacy",
        "ownership",
        "motive",
        "belief",
        "skill",
        "fatigue",
        "legitimacy",
        "habit",
        "load",
        "giving",
    ),
    "hamlets": ("norm", "turnout", "severity"),
    "groups": ("turnout",),
    "programme": ("understanding", "link", "ally", "called_locally"),
}
NOT_NEGATIVE = {
    "resident_states": ("income", "benefits", "attendances", "contacts", "given_hours"),
    "hamlets": ("leaders", "labour", "money", "technical", "needed", "fund", "eligible", "present"),
    "groups": ("cash", "members"),
    "programme": ("rounds", "started", "finished", "bank", "turn", "tally"),
}
SHARES_IN_SERIES = [name for name in STATE_SERIES if STATE_SERIES.index(name) < STATE_SERIES.index("trust")]


def weeks_of(what, seed):
    """A run, seen at the end of every week."""
    going = begun(what, seed)
    while going.now < going.last_week:
        going.advance_weeks(1)
        yield going


def finite(table):
    names = table.dtype.names if hasattr(table, "dtype") else table.column_names()
    return all(np.isfinite(table[name]).all() for name in names)


@runs
@given(scenarios(), seeds)
def test_levels_stay_between_nothing_and_full_and_no_count_is_negative(what, seed):  # V4, V7
    for going in weeks_of(what, seed):
        for part, names in SHARES.items():
            for name in names:
                column = np.asarray(getattr(going.state, part)[name])
                assert (column >= 0).all(), (going.now, name)
                assert (column <= 1).all(), (going.now, name)
        for part, names in NOT_NEGATIVE.items():
            for name in names:
                assert (np.asarray(getattr(going.state, part)[name]) >= 0).all(), (going.now, name)


@runs
@given(scenarios(), seeds)
def test_nothing_is_without_a_value(what, seed):  # V7
    for going in weeks_of(what, seed):
        assert all(finite(table) for table in going.state[:4]), going.now
    record = going.build_record()
    assert np.isfinite(record.series).all()
    assert (record.series >= 0).all() or record.series_values("stage").min() == NOBODY
    shares = np.array([record.series_values(name) for name in SHARES_IN_SERIES])
    assert shares.min() >= 0
    assert shares.max() <= 1 + 1e-12
    tallies = np.array([record.series_values(name) for name in WEEKLY_COUNTS])
    assert (tallies == tallies.astype(int)).all()
    assert tallies.min() >= 0


@runs
@given(scenarios(shocks=Shocks(0.5, 0.8, 6)), seeds)
def test_nobody_gives_more_hours_than_she_has(what, seed):  # V2
    going, shocked = begun(what, seed), 0
    free = going.community.residents.free_hours
    while going.now < going.last_week:
        income = np.array(going.state.resident_states.income)
        struck = going.now < np.array(going.state.hamlets.shock_until)
        hours = np.array([hours_after_income(*pair, EconomyParameters()) for pair in zip(free, income, strict=True)])
        hours *= np.where(struck, 1 - what.shocks.severity, 1.0)[going.community.residents.hamlet]
        going.advance_weeks(1)
        shocked += struck.sum()
        assert (going.state.resident_states.given_hours <= hours + 1e-9).all()
    came = np.asarray(going.state.resident_states.coming).sum(axis=1)
    assert np.allclose(going.state.resident_states.given_hours, 2.5 * came)


@runs
@given(scenarios(with_programme=True), seeds)
def test_facilitators_work_no_more_than_they_are_paid(what, seed):  # V2
    going = lived(what, seed)
    assert (np.cumsum(series(going, "facilitator_minutes")) <= np.cumsum(paid_minutes(what)) + 1e-6).all()


@settings(max_examples=200)
@given(scenarios(with_programme=True), blocks(Facilitation), seeds)
def test_however_long_their_calls_and_ways_are_they_work_no_more_than_they_are_paid(what, work, seed):
    what = what._replace(programme=what.programme._replace(facilitation=work))
    going = lived(what, seed)
    counted = np.cumsum(series(going, "facilitator_minutes"))
    assert (counted <= np.cumsum(paid_minutes(what)) + 1e-5).all()
    assert counted[-1] == pytest.approx(60 * going.state.programme.worked, abs=1)


def test_short_calls_rounded_one_by_one_do_not_add_up_to_more_than_is_paid():
    short = {"session": 0.509, "visit": 0.109, "travel": 0}
    what = scenario(village(14, 1), programme(hours=16, number=1, facilitation=short), (30, 0))
    counted = series(lived(what), "facilitator_minutes").sum()
    assert 0.99 * 60 * 16 * 30 < counted <= 60 * 16 * 30


def paid_minutes(what):
    """What all facilitators are paid for, week by week."""
    work, course = what.programme.facilitation, what.programme.course
    weeks = np.arange(int(what.horizon.programme_weeks + what.horizon.weeks_after))
    paid = np.where(weeks < what.horizon.programme_weeks, 60.0 * work.number * work.hours, 0.0)
    if what.programme.exit_rule == "tapering":
        paid *= np.clip((what.horizon.programme_weeks - weeks) / course.taper_weeks, 0, 1)
    return paid


@runs
@given(scenarios(), seeds)
def test_counts_add_up(what, seed):  # V5, V6
    for going in weeks_of(what, seed):
        minds, hamlets, groups = going.state[:3]
        where, h_count = going.community.residents.hamlet, len(hamlets)
        assert np.array_equal(hamlets.leaders, np.bincount(where[minds.leads], minlength=h_count))
        assert np.array_equal(hamlets.adults, np.bincount(where, minlength=h_count))
        assert (hamlets.eligible >= hamlets.present).all()
        assert (hamlets.eligible <= hamlets.adults[:, None]).all()
        coming = np.array([np.bincount(where, minds.coming[:, arena], h_count) for arena in range(4)]).T
        assert np.array_equal(hamlets.present, coming)
        held = np.asarray(hamlets.held) > 0
        assert not np.asarray(hamlets.present)[~held].any()
        concerned = np.repeat(hamlets.adults[:, None], 4, axis=1)
        concerned[:, ASSOCIATION] = np.maximum(1, hamlets.eligible[:, ASSOCIATION])
        assert np.array_equal(hamlets.turnout[held], (hamlets.present / concerned)[held])
        assert_groups_hold_their_members(going.community, minds, groups)


def assert_groups_hold_their_members(community, minds, groups):
    saving = groups.alive & (groups.kind == SAVINGS_GROUP)
    belongs = minds.savings_group[minds.savings_group != NOBODY]
    assert saving[belongs].all()
    members = np.bincount(belongs, minlength=len(groups))
    assert np.array_equal(members[saving], groups.members[saving])
    kept = groups.kind == ASSOCIATION_GROUP
    association = community.residents.association
    of_old = np.bincount(association[association >= 0], minlength=kept.sum())
    assert np.array_equal(groups.members[kept], of_old)
    home = community.residents.hamlet[minds.savings_group != NOBODY]
    assert np.array_equal(belongs // GROUPS_PER_HAMLET, home)


@runs
@given(scenarios(), seeds)
def test_whoever_came_knew_of_it_and_it_was_held(what, seed):  # V13
    for going in weeks_of(what, seed):
        minds, hamlets, _, office = going.state[:4]
        held = np.asarray(hamlets.held)[going.community.residents.hamlet] > 0
        coming = np.asarray(minds.coming) > 0
        assert not (coming & ~held).any()
        assert minds.aware[coming[:, PROGRAMME]].all()
        belongs = (going.community.residents.association != NOBODY) | (minds.savings_group != NOBODY)
        assert belongs[coming[:, ASSOCIATION] & (office.tally[WEEKLY_COUNTS.index("groups_ended")] == 0)].all()
        assert not (minds.spoke & ~coming[:, PROGRAMME]).any()
        assert (minds.last_came[coming] == going.now - 1).all()
        assert np.isin(minds.cooperation, (0, 1, 2)).all()
        assert (minds.led_since[minds.leads] >= 0).all()
        assert (np.asarray(minds.last_came) < going.now).all()


@runs
@given(scenarios(), seeds)
def test_tallies_keep_their_order(what, seed):
    going = lived(what, seed)
    less_or_equal = [
        ("problems_met", "problems_due"),
        ("problems_met_locally", "problems_met"),
        ("decisions_open", "decisions"),
        ("decisions_captured", "decisions"),
        ("projects_started", "decisions"),
        ("dues_paid", "dues_asked"),
        ("lost_supported", "leaders_supported"),
        ("lost_unsupported", "leaders_unsupported"),
        ("hamlet_women", "hamlet_came"),
        ("hamlet_poor", "hamlet_came"),
        ("village_women", "village_came"),
        ("village_poor", "village_came"),
        ("assets_working", "assets_built"),
        ("assets_cohort_working", "assets_cohort"),
        ("groups_cohort_alive", "groups_cohort"),
        ("projects_waiting", "projects_open"),
    ]
    wrong = [pair for pair in less_or_equal if (np.subtract(*series(going, *pair)) > 0).any()]
    assert wrong == []
    started, finished, failed = series(going, "projects_started", "projects_finished", "projects_failed")
    assert np.array_equal(np.cumsum(started - finished - failed), series(going, "projects_open"))
    lost, supported, unsupported = series(going, "leaders_lost", "lost_supported", "lost_unsupported")
    assert np.array_equal(lost, supported + unsupported)


@runs
@given(scenarios(), seeds)
def test_leaders_who_come_and_go_give_those_who_are_there(what, seed):  # V1
    going = lived(what, seed)
    recruited, emerged, lost, leads = series(going, "leaders_recruited", "leaders_emerged", "leaders_lost", "leads")
    there = np.cumsum(recruited + emerged - lost)
    assert np.allclose(there, leads * len(going.community.ids))


@runs
@given(scenarios(with_programme=True), seeds)
def test_stages_go_forward_or_begin_a_new_cycle(what, seed):
    stage = [int(number) for number in series(lived(what, seed), "stage")]
    steps = {(one, other) for one, other in pairwise(stage) if one != other}
    assert steps <= {(0, 1), (1, 2), (2, 3), (3, 4), (4, 2), *((k, NOBODY) for k in range(5))}


@runs
@given(scenarios(), seeds)
def test_who_has_left_does_not_come_back(what, seed):  # V13
    going = lived(what, seed)
    if what.programme is None:
        weeks = slice(0, None)
    elif going.state.programme.left == NEVER:
        return
    else:
        weeks = slice(int(going.state.programme.left), None)
    names = ("visits", "called_by_facilitators", "facilitator_minutes", "leaders_recruited")
    assert not np.any([column[weeks] for column in series(going, *names)])
    assert (series(going, "stage")[weeks] == NOBODY).all()


@runs
@given(scenarios(), seeds)
def test_what_is_followed_up_is_settled_on_the_day_of_leaving(what, seed):
    cohorts = {}
    for going in weeks_of(what, seed):
        flags = (going.state.groups.cohort.tobytes(), (np.asarray(going.state.hamlets.asset_cohort) > 0).tobytes())
        left = going.state.programme.left != NEVER
        assert cohorts.setdefault(left, flags) == flags
        assert left or not any(any(flag) for flag in flags)
        if left and going.now - 1 == going.state.programme.left:
            working = np.asarray(going.state.hamlets.asset) != NO_ASSET
            assert not (np.asarray(going.state.hamlets.asset_cohort).astype(bool) & ~working).any()


@runs
@given(scenarios(), seeds)
def test_a_project_in_hand_was_begun_and_an_asset_has_a_condition(what, seed):
    for going in weeks_of(what, seed):
        hamlets = going.state.hamlets
        busy = hamlets.project != NOBODY
        assert (hamlets.started[busy] >= 0).all()
        assert (hamlets.progressed[busy] >= hamlets.started[busy]).all()
        assert (hamlets.needed > 0).all()
        working = np.asarray(hamlets.asset) == WORKING
        assert (hamlets.condition[working] > 0).all()
        assert (hamlets.condition <= 1).all()
        assert (np.asarray(hamlets.problem_since)[working] < going.now).all()


@runs
@given(scenarios(), seeds)
def test_what_is_in_the_cash_boxes_was_there_or_was_raised_or_came_from_outside(what, seed):  # V3
    before = np.zeros(int(what.village.people.hamlets))
    for going in weeks_of(what, seed):
        hamlets, tally = going.state.hamlets, going.state.programme.tally
        begun_now = hamlets.started == going.now - 1  # a project begins with an empty box
        raised = tally[WEEKLY_COUNTS.index("money_local")] + tally[WEEKLY_COUNTS.index("money_outside")]
        if not tally[WEEKLY_COUNTS.index("concessions")]:  # what a concession brings is not counted
            assert hamlets.money.sum() == pytest.approx(before[~begun_now].sum() + raised, abs=1e-6)
        before = np.array(hamlets.money)


@runs
@given(scenarios(), seeds)
def test_shares_by_sex_add_up_to_the_share_of_all(what, seed):  # V6
    going = lived(what, seed)
    people = going.community.residents
    groups = {"women": people.female, "men": ~people.female, "poor": people.wealth < 0.4, "rest": people.wealth >= 0.4}
    size = {name: flags.mean() for name, flags in groups.items()}
    came = {name: series(going, f"{name}_came") for name in groups}
    everybody = series(going, "participation_programme")
    for one, other in (("women", "men"), ("poor", "rest")):
        assert np.allclose(size[one] * came[one] + size[other] * came[other], everybody, rtol=0, atol=1e-12)


@runs
@given(scenarios(), seeds)
def test_the_funnel_narrows(what, seed):
    going = lived(what, seed)
    came, spoke, general = series(going, "participation_programme", "decided", "general_participation")
    arenas = series(going, "participation_mutual_help", "participation_association", "participation_governance")
    assert (spoke <= came + 1e-12).all()
    assert (general + 1e-12 >= np.max(arenas, axis=0)).all()
    assert (general <= np.sum(arenas, axis=0) + 1e-12).all()


# The log of events


def logged(what, seed):
    """A run with its whole log."""
    going = SimulationRun(what, seed, log_room=400_000, checked=True)
    going.advance_weeks()
    assert going.log[0, 0] < going.log.shape[0]
    return going, going.build_record().event_log


@runs
@given(scenarios(), seeds)
def test_replaying_the_log_gives_who_leads(what, seed):  # V11
    going, events = logged(what, seed)
    leads = going.state.resident_states.leads & False
    for _, kind, who, _, _ in events:
        if kind in (EventKind.RECRUITED, EventKind.STEPPED_FORWARD):
            assert not leads[who]
            leads[who] = True
        elif kind == EventKind.GAVE_UP:
            assert leads[who]
            leads[who] = False
    assert np.array_equal(leads, going.state.resident_states.leads)


@runs
@given(scenarios(), seeds)
def test_replaying_the_log_gives_who_knows_where_nobody_forgets(what, seed):  # V11
    what = what._replace(parameters=replace_parameter(what.parameters, "information.forgetting_rate", 0))
    going, events = logged(what, seed)
    told = events[events[:, 1] == EventKind.TOLD]
    heard = np.array(going.state.resident_states.news_week[told[:, 2]])  # a visit or survey is news again
    aware = np.array(going.community.residents.official)
    assert not aware[told[:, 2]].any()
    assert len(np.unique(told[:, 2])) == len(told)
    aware[told[:, 2]] = True
    assert np.array_equal(aware, going.state.resident_states.aware)
    assert (heard >= told[:, 0]).all()
    afresh = (
        np.isin(told[:, 2], events[events[:, 1] == EventKind.VISITED, 2])
        | going.community.residents.official[told[:, 2]]
    )
    assert np.array_equal(heard[~afresh], told[~afresh, 0])
    assert np.array_equal(going.state.resident_states.informer[told[:, 2]], told[:, 3])


@runs
@given(scenarios(), seeds)
def test_replaying_the_log_gives_who_saves_with_whom(what, seed):  # V11
    going, events = logged(what, seed)
    group = np.full(len(going.community.ids), NOBODY)
    for _, kind, who, _, value in events:
        if kind == EventKind.JOINED:
            group[who] = value
        elif kind == EventKind.GROUP_ENDED:
            group[group == value] = NOBODY
    assert np.array_equal(group, going.state.resident_states.savings_group)


@runs
@given(scenarios(), seeds)
def test_replaying_the_log_gives_who_came_who_spoke_and_who_was_visited(what, seed):  # V11
    going, events = logged(what, seed)
    minds = going.state.resident_states
    came = np.full_like(minds.last_came, NEVER)
    spoke, gave, visited = (np.full(len(minds), NEVER) for _ in range(3))
    contacts = np.zeros(len(minds), int)
    for week, kind, who, other, value in events:
        if kind == EventKind.CAME:
            came[who, value] = week
        elif kind == EventKind.SPOKE:
            spoke[who] = week
        elif kind == EventKind.GAVE and other == PROGRAMME and value > 0:
            gave[who] = week
        elif kind == EventKind.VISITED:
            visited[who] = week
            contacts[who] += 1
    assert np.array_equal(came, minds.last_came)
    assert np.array_equal(spoke, minds.last_spoke)
    assert np.array_equal(gave, minds.last_gave)
    assert np.array_equal(visited, minds.last_contact)
    assert np.array_equal(contacts, minds.contacts)


@runs
@given(scenarios(), seeds)
def test_replaying_the_log_gives_projects_and_assets(what, seed):  # V11
    going, events = logged(what, seed)
    hamlets = going.state.hamlets
    project, asset = np.full(len(hamlets), NOBODY), np.zeros((len(hamlets), 5), int)
    for _, kind, _, domain, h in events:
        if kind == EventKind.DECIDED:
            assert project[h] == NOBODY
            project[h] = domain
        elif kind in (EventKind.FINISHED, EventKind.FAILED):
            assert project[h] == domain
            project[h] = NOBODY
            asset[h, domain] = WORKING if kind == EventKind.FINISHED else asset[h, domain]
        elif kind == EventKind.BROKE:
            asset[h, domain] = BROKEN
    assert np.array_equal(project, hamlets.project)
    assert np.array_equal(asset, hamlets.asset)


@runs
@given(scenarios(), seeds)
def test_replaying_the_log_gives_the_stages(what, seed):  # V11
    going, events = logged(what, seed)
    stage = np.full(going.last_week, NOBODY)
    for week, kind, _, _, value in events:
        if kind in (EventKind.STAGE, EventKind.LEFT):
            stage[week:] = value if kind == EventKind.STAGE else NOBODY
    assert np.array_equal(stage, series(going, "stage"))


@runs
@given(scenarios(), seeds)
def test_the_log_is_in_order_and_agrees_with_the_tallies(what, seed):  # V9, V11
    going, events = logged(what, seed)
    assert (np.diff(events[:, 0]) >= 0).all()
    kinds = {
        EventKind.VISITED: "visits",
        EventKind.RECRUITED: "leaders_recruited",
        EventKind.STEPPED_FORWARD: "leaders_emerged",
        EventKind.GAVE_UP: "leaders_lost",
        EventKind.CALLED: "called_locally",
        EventKind.DECIDED: "decisions",
        EventKind.CAPTURED: "decisions_captured",
        EventKind.FINISHED: "projects_finished",
        EventKind.FAILED: "projects_failed",
        EventKind.CONCESSION: "concessions",
        EventKind.REPRISAL: "reprisals",
        EventKind.BROKE: "assets_broken",
        EventKind.GROUP_ENDED: "groups_ended",
        EventKind.SHOCK: "shocks",
    }
    for kind, name in kinds.items():
        weeks = events[events[:, 1] == kind, 0]
        assert np.array_equal(np.bincount(weeks, minlength=going.last_week), series(going, name)), name
    assert (events[events[:, 1] == EventKind.TOLD, 3] != NOBODY).all()
    assert FACILITATOR not in events[:, 2]


# Reasons


@runs
@given(scenarios(), seeds, some.data())
def test_the_reasons_of_a_resident_add_up_to_what_she_did(what, seed, data):
    watched = data.draw(some.integers(0, int(what.village.people.adults) - 1))
    going = SimulationRun(what, seed, log_room=400_000, watched=watched, checked=True)
    going.advance_weeks()
    *terms, p, drawn, came = np.moveaxis(going.watch, 2, 0)
    known = ~np.isnan(p)
    utility = np.sum(terms, axis=0)[known]
    chance = 1 / (1 + np.exp(-utility))
    events = going.build_record().event_log
    called = events[
        (events[:, 1] == EventKind.CALLED) & (events[:, 2] == watched), 0
    ]  # who calls comes if she has time
    sure = np.zeros(known.shape, bool)
    sure[called, PROGRAMME] = True
    assert np.all((p[known] == 0) | (p[known] == np.where(sure[known], 1, p[known])))
    free = ~sure[known] & (p[known] > 0)
    assert np.allclose(p[known][free], chance[free], rtol=0, atol=1e-12)
    assert np.array_equal(came[known] == 1, drawn[known] < p[known])
    mine = events[(events[:, 1] == EventKind.CAME) & (events[:, 2] == watched)]
    assert {(week, arena) for week, _, _, _, arena in mine.tolist()} == set(zip(*np.nonzero(came == 1), strict=True))


@pytest.mark.long
@settings(max_examples=400)
@given(scenarios(), seeds)
def test_levels_stay_between_nothing_and_full_in_many_more_runs(what, seed):
    for going in weeks_of(what, seed):
        for part, names in SHARES.items():
            for name in names:
                column = np.asarray(getattr(going.state, part)[name])
                assert ((column >= 0) & (column <= 1)).all(), (going.now, name)


def test_a_large_programme_in_the_default_village_breaks_nothing():
    organizer = programme(hours=40, number=4, model="social_action", course={"grant": 0.5, "reward": 0.5})
    going = lived(scenario(village(400, 6), organizer, (156, 104)))
    assert np.isfinite(going.series).all()
    assert going.state.resident_states.trust.max() <= 1
    assert going.state.groups.cash.min() >= 0
