"""What must stay the same, or move the right way, when a scenario is changed: relations between runs.

Each name is a sentence; the numbers M1 to M42 are those of the list of relations for participation models.
"""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from configuration_files import scenario as read
from simkomunitas.model.community.community_data import Community
from simkomunitas.model.community.village_descriptions import build_community
from simkomunitas.model.programme.programme_settings import Horizon, Shocks
from simkomunitas.model.programme.strategies import strategies
from simkomunitas.model.rules.parameters import Parameters, Switches, replace_parameter, switch_table
from simkomunitas.model.scenario_definition import Scenario
from simkomunitas.simulation.simulation_run import SimulationRun
from village_files import RESIDENTS, TIES, imported
from worlds import (
    NOTHING_OF_ITSELF,
    agree,
    begun,
    compared,
    crowd,
    every_week,
    fingerprint,
    lived,
    programme,
    renumbered,
    same_runs,
    scenario,
    scenarios,
    seeds,
    series,
    switched_off,
    village,
)

few = settings(max_examples=15)
many = settings(max_examples=40)
PAIRS = range(30)
STRIDE = 1e-9  # what the order of adding up may change


# Nothing in, nothing out


@many
@given(scenarios(with_programme=True), seeds, some.sampled_from(["hours", "number"]))
def test_a_programme_of_no_hours_or_no_facilitators_is_no_programme(what, seed, nothing):  # M3
    idle = what.programme._replace(facilitation=what.programme.facilitation._replace(**{nothing: 0}))
    assert agree(what._replace(programme=idle), what._replace(programme=None), seed)


@few
@given(scenarios(with_programme=True), seeds)
def test_a_programme_of_no_weeks_changes_nobody(what, seed):  # M4
    what = what._replace(
        horizon=Horizon(0, 60),
        programme=what.programme._replace(course=what.programme.course._replace(elected_committee=0)),
    )
    assert same_people(lived(what, seed), lived(what._replace(programme=None), seed))


def same_people(one, other):
    return one.state.resident_states.tobytes() == other.state.resident_states.tobytes()


def test_a_change_of_size_zero_gives_a_difference_of_exactly_zero():  # M24
    what = scenario(organizer=programme(), weeks=(30, 60))
    result = compared({"one": what, "same": what, "again": Scenario(*what)}, replicates=4)
    known = result.contrasts.dropna(subset=["estimate", "low", "high"])  # no interval where one pair alone is known
    assert len(known) > 50
    assert (known[["estimate", "low", "high"]].to_numpy() == 0).all()


@few
@given(scenarios(), seeds)
def test_a_run_done_again_is_the_same_run(what, seed):
    assert agree(what, what, seed)


def test_another_seed_is_another_story():
    what = scenario(organizer=programme())
    assert len({fingerprint(lived(what, seed)) for seed in range(10)}) == 10


@pytest.mark.parametrize("name", Switches._fields)
def test_a_switch_that_is_off_is_the_same_as_its_neutral_parameters(name):
    values = dict(switch_table()[name].neutral)
    assert agree(
        scenario(organizer=programme(), switches=switched_off(name)), scenario(organizer=programme(), values=values)
    )


@pytest.mark.parametrize("name", Switches._fields)
def test_every_switch_has_a_mechanism_behind_it(name):
    organizer = programme(model="social_action", course={"reward": 0.5, "grant": 0.3}, hours=30)
    where = village(officials=8, openness=0)
    where = where._replace(institutions=where.institutions._replace(talk=0))  # who talks things over does not drift
    on, off = (
        scenario(where, organizer, (104, 104), switches=switches) for switches in (Switches(), switched_off(name))
    )
    assert any(not agree(on, off, seed) for seed in range(40))


# Time


@many
@given(scenarios(), seeds, some.data())
def test_stopping_and_going_on_is_going_through(what, seed, data):  # M7
    straight, halting = lived(what, seed), begun(what, seed)
    while halting.now < halting.last_week:
        halting.advance_weeks(data.draw(some.integers(1, 30)))
    assert same_runs(straight, halting)


@few
@given(scenarios(), seeds, some.integers(1, 60))
def test_the_first_weeks_do_not_know_how_long_is_watched(what, seed, more):  # M6
    longer = what._replace(horizon=what.horizon._replace(weeks_after=what.horizon.weeks_after + more))
    short, long = lived(what, seed), lived(longer, seed)
    assert np.array_equal(short.series, long.series[: short.last_week])


@few
@given(scenarios(with_programme=True), seeds, some.integers(1, 40))
def test_a_programme_without_taper_is_the_same_up_to_its_last_week_however_long_it_was_to_be(what, seed, more):  # M5
    what = what._replace(programme=what.programme._replace(exit_rule="fixed_week"))
    weeks = int(what.horizon.programme_weeks)
    longer = what._replace(horizon=what.horizon._replace(programme_weeks=weeks + more))
    assert np.array_equal(lived(what, seed).series[:weeks], lived(longer, seed).series[:weeks])


@few
@given(scenarios(with_programme=True), seeds, some.integers(1, 52))
def test_tapering_and_leaving_at_once_differ_only_in_the_last_weeks(what, seed, taper):  # M5
    course = what.programme.course._replace(taper_weeks=taper)
    at_once, slowly = (
        lived(what._replace(programme=what.programme._replace(course=course, exit_rule=rule)), seed)
        for rule in ("fixed_week", "tapering")
    )
    before = max(0, int(what.horizon.programme_weeks) - taper)
    assert np.array_equal(at_once.series[:before], slowly.series[:before])


@few
@given(scenarios(with_programme=True), seeds)
def test_the_capacity_gate_changes_nothing_in_the_first_year(what, seed):  # M5
    what = what._replace(horizon=Horizon(80, 10))
    gate, fixed = (
        lived(what._replace(programme=what.programme._replace(exit_rule=rule)), seed)
        for rule in ("capacity_gate", "fixed_week")
    )
    assert np.array_equal(gate.series[:52], fixed.series[:52])


def test_a_gate_that_never_opens_is_a_fixed_week():
    def leaving(rule):
        organizer = programme(exit_rule=rule, course={"exit_gate": 1})
        return scenario(organizer=organizer, weeks=(104, 52), values={"leadership.calling_rate": 0})

    assert agree(leaving("capacity_gate"), leaving("fixed_week"))


@few
@given(scenarios(with_programme=True), seeds)
def test_a_shock_that_never_comes_hurts_nobody(what, seed):
    calm, rough = (lived(what._replace(shocks=Shocks(0, hurt, 8)), seed) for hurt in (0.0, 1.0))
    assert same_runs(calm, rough)


# Looking on


@few
@given(scenarios(), seeds, some.data())
def test_logging_and_watching_change_nothing(what, seed, data):  # M8
    where = build_community(what.village, seed)
    watched = data.draw(some.integers(0, len(where.ids) - 1))
    alone, seen = SimulationRun(what, seed, where), SimulationRun(what, seed, where, log_room=5000, watched=watched)
    alone.advance_weeks()
    seen.advance_weeks()
    assert same_runs(alone, seen)


@few
@given(scenarios(), seeds)
def test_looking_at_the_record_on_the_way_changes_nothing(what, seed):  # M8
    straight, looked_at = lived(what, seed), begun(what, seed)
    for _ in range(looked_at.last_week):
        looked_at.advance_weeks(1)
        looked_at.build_record()
    assert same_runs(straight, looked_at)


def test_a_short_log_is_the_beginning_of_a_long_one():
    what = scenario(organizer=programme())
    short, long = SimulationRun(what, 1, log_room=100), SimulationRun(what, 1, log_room=10_000)
    short.advance_weeks()
    long.advance_weeks()
    assert np.array_equal(short.log[1:101], long.log[1:101])
    assert short.log[0, 0] == long.log[0, 0] > 100


@few
@given(scenarios(), seeds)
def test_a_run_leaves_its_village_as_it_was(what, seed):  # V14
    where = build_community(what.village, seed)
    lived(what, seed, where)
    assert str(where) == str(build_community(what.village, seed))
    assert all(
        np.array_equal(*pair)
        for pair in zip(where.residents, build_community(what.village, seed).residents, strict=True)
    )


# Names and places


def test_a_scenario_under_two_names_gives_equal_results():  # M22
    what = scenario(organizer=programme(), weeks=(30, 60))
    result = compared({"none": scenario(weeks=(30, 60)), "first": what, "second": what})
    first, second = (result.runs[result.runs["arm"] == name].drop(columns="arm") for name in ("first", "second"))
    pd.testing.assert_frame_equal(first.reset_index(drop=True), second.reset_index(drop=True), check_exact=True)


def test_a_run_is_the_same_whatever_else_is_compared():  # M12
    arms = {name: scenario(organizer=programme(name), weeks=(30, 60)) for name in strategies}
    few_arms = {"none": scenario(weeks=(30, 60)), "local_resources": arms["local_resources"]}
    many_arms = {"none": few_arms["none"], "elsewhere": scenario(village(40, 2), weeks=(30, 60))} | arms
    one, other = (compared(each).runs for each in (few_arms, many_arms))
    for name in few_arms:
        ours, theirs = (runs[runs["arm"] == name].reset_index(drop=True) for runs in (one, other))
        pd.testing.assert_frame_equal(ours, theirs, check_exact=True)


def test_a_seed_gives_the_same_run_wherever_the_seeds_begin():  # M12
    arms = {"none": scenario(weeks=(30, 60)), "all": scenario(organizer=programme(), weeks=(30, 60))}
    long, short = compared(arms, replicates=4).runs, compared(arms, replicates=2, first_seed=3).runs
    long = long[long["seed"] >= 3].reset_index(drop=True)
    pd.testing.assert_frame_equal(long, short, check_exact=True)


def test_results_are_the_same_for_one_and_two_workers():  # M11
    arms = {"none": scenario(weeks=(30, 60)), "all": scenario(organizer=programme(), weeks=(30, 60))}
    alone, together = (compared(arms, replicates=19, jobs=jobs) for jobs in (1, 2))
    for name in ("runs", "outcomes", "contrasts", "weekly"):
        pd.testing.assert_frame_equal(getattr(alone, name), getattr(together, name), check_exact=True)


def test_written_defaults_are_omitted_defaults(tmp_path):  # M13
    short = read(tmp_path, "community: {kind: synthetic}\nprogramme: {strategies: {local_resources: 1}}\n")
    written = "\n".join(
        [
            "community: {kind: synthetic, people: {adults: 400, hamlets: 6}}",
            "programme: {strategies: {local_resources: 1.0}, facilitation: {number: 2, hours: 16.0}}",
            f"shocks: {{chance: {Shocks().chance}}}",
            f"parameters: {{turnout: {{coefficient_norm: {Parameters().turnout.coefficient_norm}}}}}",
            "switches: {talk: true}",
        ]
    )
    assert read(tmp_path, written) == short
    assert agree(short._replace(horizon=Horizon(20, 20)), read(tmp_path, written)._replace(horizon=Horizon(20, 20)))


def test_the_order_of_keys_changes_nothing(tmp_path):  # M1
    one = "community: {kind: synthetic}\nprogramme: {strategies: {local_resources: 0.5, policy_advocacy: 0.5}}\n"
    other = "programme: {strategies: {policy_advocacy: 0.5, local_resources: 0.5}}\ncommunity: {kind: synthetic}\n"
    assert read(tmp_path, one) == read(tmp_path, other)


CHECK = """
import sys
sys.path.insert(0, sys.argv[1])
from worlds import fingerprint, lived, programme, scenario
print(fingerprint(lived(scenario(organizer=programme(targeting="snowball"), weeks=(60, 60)))))
"""
PLACES = [
    {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC"},
    {
        "PYTHONHASHSEED": "1",
        "LC_ALL": "C.UTF-8",
        "TZ": "Asia/Jakarta",
        "OMP_NUM_THREADS": "1",
        "NUMBA_NUM_THREADS": "1",
    },
]


@pytest.mark.parametrize("place", PLACES, ids=["here", "there"])
def test_neither_hash_seed_nor_locale_nor_folder_nor_threads_matter(tmp_path, place):  # M17
    words = [sys.executable, "-c", CHECK, str(Path(__file__).parent)]
    far = subprocess.run(words, env=os.environ | place, cwd=tmp_path, capture_output=True, text=True, check=True)
    here = lived(scenario(organizer=programme(targeting="snowball"), weeks=(60, 60)))
    assert far.stdout.strip() == fingerprint(here)


# Files


def of_files(folder, residents, ties, **more):
    """A run in the village of two files."""
    where = imported(folder, residents, ties, **more).community
    return lived(scenario(village(4, 2), programme(), weeks=(40, 20)), 1, where)


def shuffled(text, order):
    head, *lines = text.splitlines()
    return "\n".join([head, *(lines[k] for k in order)]) + "\n"


@few
@given(some.permutations(range(4)), some.permutations(range(5)))
def test_the_order_of_rows_in_files_changes_nothing(tmp_path_factory, residents, ties):  # M1
    folder = tmp_path_factory.mktemp("village")
    usual = of_files(folder, RESIDENTS, TIES)
    assert same_runs(usual, of_files(folder, shuffled(RESIDENTS, residents), shuffled(TIES, ties)))


def test_the_ends_of_a_tie_may_be_swapped(tmp_path):  # M2
    swapped = TIES.replace("10,Siti", "Siti,10").replace("7,10", "10,7")
    assert same_runs(of_files(tmp_path, RESIDENTS, TIES), of_files(tmp_path, RESIDENTS, swapped))


def test_columns_that_no_rule_uses_change_nothing(tmp_path):  # M14
    more = "\n".join(f"{line},{'shoe' if k == 0 else 36 + k}" for k, line in enumerate(RESIDENTS.splitlines()))
    assert same_runs(of_files(tmp_path, RESIDENTS, TIES), of_files(tmp_path, more + "\n", TIES))


def test_other_words_for_the_sexes_and_other_names_of_hamlets_change_nothing(tmp_path):  # M15
    recoded = RESIDENTS.replace(",F,", ",P,").replace(",f,", ",perempuan,").replace(",M,", ",L,").replace("RT", "Dusun")
    usual, other = of_files(tmp_path, RESIDENTS, TIES), of_files(tmp_path, recoded, TIES)
    assert same_runs(usual, other)


def test_semicolons_and_another_encoding_change_nothing(tmp_path):  # M16
    semicolons = RESIDENTS.replace(",", ";").encode("utf-16")
    assert same_runs(of_files(tmp_path, RESIDENTS, TIES), of_files(tmp_path, semicolons, TIES, encoding="utf-16"))


# Who stands in which row

# Some columns hold rows, which are compared by the people they stand for.
BY_ROW = ("inviter", "informer", "heard", "preference", "acquaintance")


@few
@given(scenarios(), seeds, some.randoms(use_true_random=False))
def test_renumbering_residents_changes_nobody(what, seed, luck):  # M1, M42
    if what.programme is not None and what.programme.targeting == "nominated_friends":
        what = what._replace(programme=what.programme._replace(targeting="random"))  # friends are named by place
    where = build_community(what.village, seed)
    order = np.arange(len(where.ids))
    luck.shuffle(order)
    usual, other = lived(what, seed, where), lived(what, seed, renumbered(where, order))
    assert_same_but_for_adding_up(usual, other)


def test_turning_the_rows_around_changes_nobody():  # M42
    what = scenario(weeks=(60, 60))
    where = build_community(what.village, 5)
    order = np.arange(len(where.ids))[::-1]
    assert_same_but_for_adding_up(lived(what, 5, where), lived(what, 5, renumbered(where, order)))


def assert_same_but_for_adding_up(usual, other):
    """Whole numbers are equal, and fractions but for the order in which they were added up."""
    assert np.allclose(usual.series, other.series, rtol=0, atol=STRIDE)
    ours, theirs = usual.state.resident_states, other.state.resident_states
    order = [usual.community.ids.index(name) for name in other.community.ids]
    for name in set(ours.column_names()) - set(BY_ROW):
        one, two = np.asarray(ours[name])[order], np.asarray(theirs[name])
        if one.dtype.kind == "f":
            assert np.allclose(one, two, rtol=0, atol=STRIDE), name
        else:
            assert np.array_equal(one, two), name


def test_the_order_of_rows_does_not_change_what_is_to_be_expected():  # M25
    what = scenario(village(60, 3, officials=10), programme(), weeks=(60, 60))
    gaps = []
    for seed in PAIRS:
        where = build_community(what.village, seed)
        order = np.random.default_rng(seed).permutation(len(where.ids))
        usual, other = lived(what, seed, where), lived(what, seed, renumbered(where, order))
        gaps.append(np.mean(series(usual, "participation_programme") - series(other, "participation_programme")))
    assert abs(np.mean(gaps)) <= 4 * np.std(gaps, ddof=1) / len(gaps) ** 0.5


@few
@given(scenarios(with_programme=False), seeds)
def test_a_stranger_without_ties_in_a_hamlet_of_her_own_changes_nobody(what, seed):  # M9
    where = build_community(what.village, seed)
    usual = lived(what, seed, where)
    other = lived(what, seed, beside(where, crowd(1)))
    n = len(where.ids)
    assert usual.state.resident_states.tobytes() == other.state.resident_states.rows(slice(n)).tobytes()
    assert usual.state.hamlets.tobytes() == other.state.hamlets[: len(where.hamlets)].tobytes()


@few
@given(scenarios(with_programme=False, values={"place.acquaintance_chance": 0}), seeds)
def test_a_village_next_door_changes_nobody(what, seed):  # M10
    where = build_community(what.village, seed)
    usual = lived(what, seed, where)
    other = lived(what, seed, beside(where, build_community(village(40, 2), seed + 1)))
    minds = other.state.resident_states.rows(slice(len(where.ids)))
    assert [
        name for name in minds.column_names() if not np.array_equal(usual.state.resident_states[name], minds[name])
    ] in SCRATCH
    assert usual.state.groups.tobytes() == other.state.groups[: len(usual.state.groups)].tobytes()


SCRATCH = ([],)


def beside(first, second):
    """Two villages as one, without ties between them; the second keeps its residents, under other keys."""
    n, h, moved = len(first.ids), len(first.hamlets), second.residents
    belongs = np.where(moved.association >= 0, moved.association + 2 * h, moved.association)
    moved = moved._replace(
        key=moved.key + np.uint64(10_000),
        hamlet=moved.hamlet + h,
        household=moved.household + first.residents.household.max() + 1,
        association=belongs,
    )
    people = type(moved)(*(np.concatenate(pair) for pair in zip(first.residents, moved, strict=True)))
    start = np.concatenate((first.ties.start, first.ties.start[-1] + second.ties.start[1:]))
    neighbour = np.concatenate((first.ties.neighbour, second.ties.neighbour + n))
    ties = type(first.ties)(start, neighbour, np.concatenate((first.ties.kind, second.ties.kind)))
    need = np.concatenate((first.severity, second.severity))
    names = tuple(f"{name} (next door)" for name in second.hamlets)
    return Community(people, ties, need, first.ids + tuple(f"x{name}" for name in second.ids), first.hamlets + names)


# Units and equal ways of saying the same


@few
@given(scenarios(with_programme=True), seeds)
def test_hours_count_not_heads(what, seed):  # M41
    work = what.programme.facilitation
    twice = work._replace(number=2 * work.number, hours=work.hours / 2)
    assert agree(what, what._replace(programme=what.programme._replace(facilitation=twice)), seed)


MINUTES = ("facilitator_minutes", "labour_minutes", "informal_minutes", "formal_minutes")


@few
@given(seeds)
def test_counting_in_half_hours_changes_nothing_but_the_minutes(seed):  # M19
    organizer = programme()
    work, hours = organizer.facilitation, ("hours", "session", "visit", "travel")
    halved = organizer._replace(facilitation=work._replace(**{name: 2 * getattr(work, name) for name in hours}))
    values = {"projects.technical_hours": 64.0, "economy.freed_hours": 20.0}
    doubled = {
        "projects.technical_hours": 128.0,
        "projects.labour_hours": 3.0,
        "calendar.event_hours": 5.0,
        "economy.freed_hours": 40.0,
    }
    where = build_community(village(), seed)
    twice = where._replace(residents=where.residents._replace(free_hours=2 * where.residents.free_hours))
    usual = lived(scenario(organizer=organizer, values=values), seed, where).build_record()
    other = lived(scenario(organizer=halved, values=doubled), seed, twice).build_record()
    kept = [k for k, name in enumerate(usual.series_names) if name not in MINUTES]
    assert np.array_equal(usual.series[:, kept], other.series[:, kept])
    assert np.array_equal(2 * usual.series_values("facilitator_minutes"), other.series_values("facilitator_minutes"))


@few
@given(seeds, some.sampled_from([-1.0, -0.25, 0.5, 2.0]))
def test_what_is_added_to_every_pull_may_as_well_be_added_to_every_liking(seed, more):  # M20
    pulls = {f"turnout.intercept_{arena}": getattr(Parameters().turnout, f"intercept_{arena}") + more
             for arena in ("mutual_help", "association", "programme", "governance")}  # fmt: skip
    alike = {"turnout.sd_disposition": 1}
    where = build_community(village(), seed)
    likes = where._replace(residents=where.residents._replace(disposition=where.residents.disposition + more))
    organizer = programme("local_resources", course={"leaders_wanted": 0})
    pulled = lived(scenario(organizer=organizer, values=pulls | alike), seed, where)
    liked = lived(scenario(organizer=organizer, values=alike), seed, likes)
    assert np.allclose(pulled.series, liked.series, rtol=0, atol=STRIDE)


def test_a_weight_and_what_it_weighs_may_trade_a_factor():  # M21
    where = build_community(village(), 3)
    half = where._replace(residents=where.residents._replace(disposition=where.residents.disposition / 2))
    organizer = programme("local_resources", course={"leaders_wanted": 0})
    usual, other = (
        lived(scenario(organizer=organizer, values={"turnout.sd_disposition": spread}), 3, people)
        for spread, people in ((1, where), (2, half))
    )
    assert np.array_equal(usual.series, other.series)


@pytest.mark.parametrize("model", ["locality_development", "social_action", "social_planning"])
@pytest.mark.parametrize("rule", ["fixed_week", "tapering", "capacity_gate"])
def test_without_facilitators_neither_model_nor_exit_rule_matters(model, rule):  # M3
    nobody = programme(number=0, model=model, exit_rule=rule, course={"grant": 1, "reward": 1, "elected_committee": 1})
    assert agree(scenario(organizer=nobody), scenario())


@pytest.mark.parametrize("rule", ["poorest_first", "central", "snowball", "leaders_first"])
def test_whom_to_visit_first_does_not_matter_where_nobody_is_visited(rule):  # M34
    mixed = programme("community_education", targeting=rule)
    spared = {"facilitation": {"visit": 5000.0}}  # a call on a resident takes longer than the programme lasts
    one, other = (programme("community_education", targeting=name, **spared) for name in (rule, "random"))
    spent = lived(scenario(organizer=one)), lived(scenario(organizer=other))
    assert series(lived(scenario(organizer=mixed)), "visits").sum() > 0
    assert np.array_equal(spent[0].series, spent[1].series)


def test_gifts_and_pay_do_not_matter_where_facilitators_call_nothing():
    plain, rich = (
        programme("network_alliance", course=course, facilitation={"session": 500.0})
        for course in ({}, {"grant": 1, "reward": 1})
    )
    one, other = lived(scenario(organizer=plain)), lived(scenario(organizer=rich))
    assert series(one, "called_by_facilitators").sum() == 0
    assert series(one, "visits").sum() > 0
    assert same_runs(one, other)


@few
@given(scenarios(with_programme=True), seeds)
def test_pay_that_moves_nobody_and_crowds_out_nothing_is_no_pay(what, seed):
    what = what._replace(switches=switched_off("benefit", "crowding_out"))
    paid = what.programme.course._replace(reward=1)
    assert agree(
        what._replace(programme=what.programme._replace(course=paid._replace(reward=0))),
        what._replace(programme=what.programme._replace(course=paid)),
        seed,
    )


# Ties


@few
@given(seeds, seeds)
def test_who_knows_whom_does_not_matter_where_nobody_talks_asks_or_looks(seed, other):  # M39
    values = NOTHING_OF_ITSELF | {
        "information.telling_rate": 0,
        "turnout.coefficient_norm": 0,
        "turnout.coefficient_invitation": 0,
    }
    what = scenario(values=values)
    where, rewired = build_community(village(), seed), build_community(village(network="random"), other)
    usual = lived(what, seed, where)
    moved = lived(what, seed, where._replace(ties=rewired.ties))
    assert not np.array_equal(where.ties.neighbour, rewired.ties.neighbour)
    assert np.array_equal(usual.series, moved.series)


@few
@given(scenarios(), seeds)
def test_without_ties_and_acquaintances_nobody_is_told_by_anybody(what, seed):
    what = what._replace(
        village=what.village._replace(network="no_ties"),
        parameters=replace_parameter(what.parameters, "place.acquaintance_chance", 0),
    )
    told = series(lived(what, seed), "told_by_participants", "told_by_others")
    assert np.sum(told) == 0


@few
@given(seeds, some.sets(some.integers(0, 59), max_size=6), some.sets(some.integers(0, 59), max_size=6))
def test_the_more_know_at_first_the_more_know_later(seed, some_know, more_know):  # M23
    values = NOTHING_OF_ITSELF | {"information.news_weeks": 104, "information.telling_rate": 0.2}
    what = scenario(village(officials=0), weeks=(30, 0), values=values)
    known = []
    for people in (some_know, some_know | more_know):
        aware = np.isin(np.arange(60), list(people))
        going = begun(what, seed, residents_aware=aware, residents_news_week=np.where(aware, 0, -10_000))
        weeks = []
        for _ in range(30):
            going.advance_weeks(1)
            weeks.append(np.array(going.state.resident_states.aware))
        known.append(np.array(weeks))
    assert (known[0] <= known[1]).all()


# The right way: the same seeds on both sides


def assert_rises(one, other, name, weeks=slice(None), among=PAIRS, **state):
    """The mean of a series is higher in the other scenario, seed by seed, by more than twice its standard error."""
    gaps = [
        series(lived(other, seed, **state), name)[weeks].mean() - series(lived(one, seed, **state), name)[weeks].mean()
        for seed in among
    ]
    rise, error = np.mean(gaps), np.std(gaps, ddof=1) / len(gaps) ** 0.5
    assert rise > 2 * error
    assert rise > 0


def with_values(**values):
    """A scenario under the even programme with these parameters; double underscores stand for the point."""
    return scenario(
        village(officials=8), programme(), (78, 26), {name.replace("__", "."): value for name, value in values.items()}
    )


def test_more_facilitator_hours_bring_more_people_in():  # M28
    little, much = (scenario(organizer=programme(hours=hours), weeks=(78, 0)) for hours in (4, 32))
    assert_rises(little, much, "participation_programme")


def test_a_programme_brings_more_people_in_than_none():  # M28
    assert_rises(scenario(weeks=(78, 0)), scenario(organizer=programme(), weeks=(78, 0)), "participation_programme")


@pytest.mark.parametrize("arena", ["mutual_help", "association", "programme", "governance"])
def test_longer_events_find_fewer_comers(arena):  # M29
    long, short = with_values(calendar__event_hours=5), with_values(calendar__event_hours=1)
    assert_rises(long, short, f"participation_{arena}")


def test_busy_people_come_less():  # M29
    busy, free = (scenario(village(free_hours=hours)) for hours in (4, 20))
    assert_rises(busy, free, "participation_mutual_help")


def test_the_sooner_leaders_burn_out_the_fewer_there_are():  # M30
    assert_rises(with_values(leadership__burnout_share=0.9), with_values(leadership__burnout_share=0.05), "leads")


def test_leaders_who_hear_from_nobody_give_up_sooner():  # M30
    assert_rises(
        with_values(leadership__feedback_odds_ratio=1, leadership__refresher_odds_ratio=1), with_values(), "leads"
    )


def test_more_trust_at_first_brings_more_people_in():  # M31
    what = scenario(village(officials=8), programme(), (52, 0))
    low, high = (
        np.array([series(lived(what, seed, residents_trust=trust), "participation_programme").mean() for seed in PAIRS])
        for trust in (0.2, 0.9)
    )
    assert np.mean(high - low) > 2 * np.std(high - low, ddof=1) / len(PAIRS) ** 0.5


def test_forgetting_leaves_fewer_who_know():
    assert_rises(with_values(information__forgetting_rate=0.1), with_values(information__forgetting_rate=0), "aware")


def test_talk_lets_more_people_know():
    assert_rises(with_values(information__telling_rate=0), with_values(information__telling_rate=0.2), "aware")


def test_talk_between_the_sexes_lets_more_people_know():
    assert_rises(with_values(information__cross_sex_ratio=0), with_values(information__cross_sex_ratio=1), "aware")


def test_being_asked_brings_people():  # M32
    assert_rises(
        with_values(turnout__coefficient_invitation=0),
        with_values(turnout__coefficient_invitation=2),
        "participation_programme",
    )


def test_pay_crowds_out_the_unpaid_motive():
    paid, unpaid = (scenario(organizer=programme(course={"reward": reward})) for reward in (1, 0))
    assert_rises(paid, unpaid, "motive")


def test_gifts_crowd_out_the_unpaid_motive():
    given_much, given_nothing = (
        scenario(organizer=programme(course={"grant": grant}), weeks=(104, 26), values={"projects.labour_hours": 0.5})
        for grant in (1, 0)
    )
    assert_rises(given_much, given_nothing, "motive")


def test_gifts_bring_money_from_outside():  # M33
    given_nothing, given_much = (
        scenario(organizer=programme(course={"grant": grant}), weeks=(104, 26)) for grant in (0, 1)
    )
    assert_rises(given_nothing, given_much, "money_outside")


def test_the_more_unequal_a_village_the_more_decisions_are_captured():
    equal, unequal = (
        scenario(village(officials=8, inequality=gini, openness=0), programme(course={"open_decisions": 0}), (104, 26))
        for gini in (0.05, 0.9)
    )
    assert_rises(equal, unequal, "decisions_captured")


def test_open_decisions_are_captured_less():
    closed, in_the_open = (
        scenario(village(inequality=0.9), programme(course={"open_decisions": share}), (104, 0)) for share in (0, 1)
    )
    assert_rises(in_the_open, closed, "decisions_captured")


def test_open_decisions_are_known_to_more_people():
    closed, in_the_open = (
        scenario(organizer=programme(course={"open_decisions": share}), weeks=(104, 0)) for share in (0, 1)
    )
    assert_rises(closed, in_the_open, "knows_decision")


def test_formal_rooms_keep_women_away():
    formal, easy = with_values(turnout__coefficient_status=2), with_values(turnout__coefficient_status=0)
    assert_rises(formal, easy, "women_came")


def test_formal_rooms_silence_the_poor():
    formal, easy = with_values(turnout__coefficient_status=2), with_values(turnout__coefficient_status=0)
    assert_rises(formal, easy, "poor_spoke")


def test_what_wears_faster_breaks_sooner():
    going = {"hamlets_asset": 1, "hamlets_condition": 1.0}
    fast, slow = (scenario(weeks=(104, 0), values={"maintenance.wear_rate": wear}) for wear in (1.0, 0.2))
    assert_rises(fast, slow, "assets_working", **going)


def test_groups_that_end_more_easily_are_fewer():
    assert_rises(
        with_values(maintenance__group_end_chance=0.99),
        with_values(maintenance__group_end_chance=0.1),
        "associations_alive",
    )


def test_free_riders_work_less():
    riding, giving = (
        scenario(village(free_riders=share, hump_shaped=0), programme(), (104, 0)) for share in (0.8, 0.0)
    )
    assert_rises(riding, giving, "labour_minutes")


def test_talking_it_over_raises_what_people_expect_of_each_other():
    assert_rises(with_values(cooperation__talk_effect=0), with_values(cooperation__talk_effect=0.5), "belief")


def test_training_teaches():
    assert_rises(with_values(learning__skill_gain=0), with_values(learning__skill_gain=0.2), "skill")


def test_more_problems_leave_more_need():
    quiet, troubled = (scenario(weeks=(104, 0), values={"place.problem_rate": rate}) for rate in (0.0, 0.8))
    assert_rises(quiet, troubled, "need")


def test_shocks_keep_people_at_home():
    calm, rough = (scenario(weeks=(104, 0), shocks=Shocks(chance, 0.9, 26)) for chance in (0.0, 0.9))
    assert_rises(rough, calm, "participation_mutual_help")


def test_an_open_authority_grants_more():
    values = {"advocacy.intercept_concession": -2}
    closed, listening = (
        scenario(village(officials=8, openness=share), programme("policy_advocacy"), (104, 26), values)
        for share in (0.0, 1.0)
    )
    assert_rises(closed, listening, "concessions", among=range(40))


def test_confrontation_that_is_not_punished_leaves_no_reprisals():
    what = scenario(
        organizer=programme("policy_advocacy", model="social_action"), values={"advocacy.reprisal_probability": 0}
    )
    assert series(lived(what), "reprisals").sum() == 0


def test_saving_together_raises_incomes():
    idle, saving = (
        scenario(organizer=programme("economic_empowerment"), weeks=(104, 0), values={"economy.group_return": gain})
        for gain in (0.0, 0.05)
    )
    assert_rises(idle, saving, "income")


def test_adding_a_tie_to_somebody_who_always_comes_brings_a_resident_along():  # M32
    values = every_week(pull=-1.0) | {"turnout.coefficient_norm": 3, "turnout.sd_disposition": 1}
    likes = np.array([50.0] + [0.0] * 40)
    apart, known = (
        lived(scenario(weeks=(200, 0), values=values), 1, crowd(41, edges, disposition=likes))
        for edges in ([], [(0, i) for i in range(1, 41)])
    )
    assert known.state.hamlets.norm[0, 0] > apart.state.hamlets.norm[0, 0] + 0.1


def test_equals_have_equal_chances():  # M27
    where = crowd(40, [(i, (i + 1) % 40) for i in range(40)])
    what = scenario(weeks=(50, 0), values=every_week(pull=-0.5) | {"turnout.coefficient_norm": 1})
    came = np.zeros(40)
    for seed in range(40):
        going = begun(what, seed, where)
        for _ in range(50):
            going.advance_weeks(1)
            came += going.state.resident_states.came[:, 0]
    p = came.mean() / 2000
    # neighbours and the hamlet tie the weeks together, so the spread may be somewhat more than binomial
    assert np.abs(came / 2000 - p).max() < 6 * np.sqrt(p * (1 - p) / 2000)


@pytest.mark.long
def test_in_a_village_four_times_as_large_shares_spread_half_as_much():  # M38
    spread = {}
    for adults in (60, 240):
        what = scenario(village(adults, adults // 20), weeks=(20, 0), values={"turnout.coefficient_norm": 0})
        spread[adults] = np.std(
            [series(lived(what, seed), "participation_mutual_help")[10:].mean() for seed in range(600)]
        )
    assert spread[240] / spread[60] == pytest.approx(0.5, rel=0.15)


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(strategies))
def test_every_strategy_brings_more_people_in_than_none(name):  # M28
    none, some_hours = scenario(weeks=(104, 52)), scenario(organizer=programme(name), weeks=(104, 52))
    assert_rises(none, some_hours, "participation_programme", weeks=slice(0, 104), among=range(60))
