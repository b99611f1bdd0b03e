"""Everything that can be chosen, set or switched off keeps its promises, and does something."""

import math
from functools import cache

import numpy as np
import pytest

from simkomunitas.base.catalogue import UnknownEntryError, docstring_summary
from simkomunitas.base.quantity import block_quantities
from simkomunitas.base.references import ASSUMED, Source
from simkomunitas.config.setting_tables import parameter_table, setting_table
from simkomunitas.model.community.village_descriptions import SyntheticVillage, build_community
from simkomunitas.model.community.village_settings import PopulationSettings
from simkomunitas.model.outcomes import HEADLINE_OUTCOMES, outcomes
from simkomunitas.model.programme.exit_rules import exit_rules
from simkomunitas.model.programme.monthly_plan import activity_shares, stage_activity_shares
from simkomunitas.model.programme.organizing_models import DecisionMaker, GateGoal, organizing_models
from simkomunitas.model.programme.programme_settings import (
    Facilitation,
    Horizon,
    ProgrammeCourse,
    Shocks,
    StageGate,
    Stages,
)
from simkomunitas.model.programme.strategies import Situation, Strategy, strategies
from simkomunitas.model.programme.targeting import TargetingView, targeting_rules
from simkomunitas.model.random_draws import DrawPurpose, draw_chances
from simkomunitas.model.rules.parameters import Parameters, apply_switches, replace_parameter, switch_table
from simkomunitas.model.scenario_definition import Programme, Scenario
from simkomunitas.model.state.run_record import REPORTED_PERIODS
from simkomunitas.model.vocabulary import ACTIVITIES, STAGES
from simkomunitas.simulation.simulation_run import run_checked_scenario

VILLAGE = SyntheticVillage(PopulationSettings(adults=120, hamlets=3))
BALANCED = tuple((name, 0.2) for name in ("community_education", "economic_empowerment", "local_resources",
                                          "network_alliance", "policy_advocacy"))  # fmt: skip
SEEDS = (1, 2, 3)
MOST_PARAMETERS = 84  # as many as there are: a new one has to make room
SITUATION = Situation(8, STAGES[1], 0.4, 0.2, 0.5, 0.5, 0.1, 0.0)


def programme(model="locality_development", shares=BALANCED, targeting="random", exit_rule="fixed_week", **levers):
    return Programme(model, (tuple(shares),) * len(STAGES), targeting, exit_rule, **levers)


def scenario(organizer=None, weeks=120, after=60, **parts):
    return Scenario(VILLAGE, programme() if organizer is None else organizer, Horizon(weeks, after), **parts)


USUAL = scenario()


@cache
def series(going, seed):
    return run_checked_scenario(going, seed).series


def makes_a_difference(one, other, seeds=SEEDS):
    """Whether two scenarios differ in anything that is recorded, under the same luck."""
    return any(not np.array_equal(series(one, seed), series(other, seed)) for seed in seeds)


def texts(thing):
    return docstring_summary(thing), thing.sources


# Catalogues


@pytest.mark.parametrize(
    "catalogue", [strategies, organizing_models, targeting_rules, exit_rules, outcomes], ids=lambda one: one.kind
)
def test_a_misspelt_name_is_answered_with_the_right_one(catalogue):
    name = next(iter(catalogue))
    with pytest.raises(UnknownEntryError, match=f"no {catalogue.kind} is called '{name}x'; did you mean '{name}'"):
        catalogue[f"{name}x"]


@pytest.mark.parametrize(
    "catalogue", [strategies, organizing_models, targeting_rules, exit_rules], ids=lambda one: one.kind
)
def test_every_entry_says_what_it_is_and_whom_it_thanks(catalogue):
    for name, entry in catalogue.items():
        sentence, thanked = texts(entry)
        assert sentence.endswith("."), name
        assert thanked, name
        assert all(isinstance(source, Source) for source in thanked)


# Strategies


@pytest.fixture(params=list(strategies))
def strategy(request):
    return strategies[request.param]


def test_a_strategy_rests_on_published_sources(strategy):
    assert strategy.sources
    assert ASSUMED not in strategy.sources


def test_a_table_of_hours_names_known_stages_and_activities(strategy):
    assert set(strategy.hours) <= set(STAGES)
    assert {activity for row in strategy.hours.values() for activity in row} <= set(ACTIVITIES)


def test_shares_of_hours_are_positive_and_sum_to_one(strategy):
    for row in strategy.hours.values():
        assert min(row.values()) > 0
        assert math.isclose(sum(row.values()), 1.0)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("situation", [None, SITUATION], ids=["beforehand", "in between"])
def test_a_strategy_has_a_plan_for_every_stage(strategy, stage, situation):
    planned = strategy().plan(stage, situation)
    assert sum(planned.values()) > 0
    assert set(planned) <= set(ACTIVITIES)


def test_the_five_strategies_are_the_five_of_the_field():
    assert {name for name, _ in BALANCED} <= set(strategies)


def test_no_two_strategies_spend_their_hours_alike():
    plans = {name: activity_shares(programme(shares=((name, 1.0),))) for name in strategies}
    for name, plan in plans.items():
        assert not any(np.array_equal(plan, other) for rival, other in plans.items() if rival != name)


def test_no_two_strategies_lead_to_the_same_years():
    arms = [scenario(programme(shares=((name, 1.0),))) for name in strategies]
    for place, arm in enumerate(arms):
        assert all(makes_a_difference(arm, other) for other in arms[:place])


@pytest.mark.parametrize("stage", range(len(STAGES)), ids=STAGES)
def test_every_strategy_spends_the_same_hours(strategy, stage):
    name = next(key for key, kind in strategies.items() if kind is strategy)
    assert math.isclose(stage_activity_shares(programme(shares=((name, 1.0),)), stage, None).sum(), 1.0)


@pytest.fixture
def listening():
    """A strategy that somebody adds in a notebook: it looks at the situation before it plans."""
    asked = []

    @strategies.add("listening")
    class Listening(Strategy):
        """Visit until people know, then meet."""

        sources = (ASSUMED,)
        adaptive = True

        def plan(self, stage, situation):
            asked.append((stage, situation))
            return {"visit": 1.0} if situation is None or situation.aware < 0.5 else {"meeting": 2.0, "mentoring": 1.0}

    yield asked
    strategies.remove("listening")


def test_a_strategy_added_in_a_notebook_can_be_run(listening):
    going = scenario(programme(shares=(("listening", 1.0),)), weeks=52, after=0)
    record = run_checked_scenario(going, 1)
    assert record.series_values("visits").sum() > 0
    assert np.isfinite(record.series).all()


def test_an_adaptive_strategy_is_asked_every_four_weeks_with_what_facilitators_see(listening):
    run_checked_scenario(scenario(programme(shares=(("listening", 1.0),)), weeks=52, after=0), 1)
    seen = {situation.week: situation for _, situation in listening if situation is not None}
    assert sorted(seen) == list(range(0, 52, 4))
    for situation in seen.values():
        assert situation.stage in STAGES
        shares = situation[2:5] + situation[6:]
        assert all(0.0 <= share <= 1.0 for share in shares)


def test_a_strategy_taken_off_the_list_is_gone():
    assert "listening" not in strategies


def test_two_strategies_cannot_share_a_name():
    with pytest.raises(ValueError, match="two entries"):
        strategies.add("community_education")(type("Impostor", (Strategy,), {}))


# Organizing models


@pytest.fixture(params=list(organizing_models))
def model(request):
    return organizing_models[request.param]


def test_a_model_says_who_decides_and_what_counts(model):
    conduct = model.conduct
    assert conduct.decider in set(DecisionMaker)
    assert conduct.goal in set(GateGoal)
    assert -1.0 <= conduct.open_room <= 1.0
    assert 0.0 <= conduct.monitoring <= 1.0
    assert 0.0 <= conduct.confrontation <= 1.0


def test_a_model_prefers_known_activities(model):
    assert set(model.emphasis) <= set(ACTIVITIES)
    assert min(model.emphasis.values()) > 0


def test_the_three_models_differ_in_who_decides_what_counts_and_what_they_prefer():
    kinds = list(organizing_models.values())
    assert len(kinds) == 3
    assert len({kind.conduct.decider for kind in kinds}) == 3
    assert len({kind.conduct.goal for kind in kinds}) == 3
    assert len({tuple(sorted(kind.emphasis.items())) for kind in kinds}) == 3


def test_the_three_models_lead_to_different_years():
    one, other, third = (scenario(programme(model=name)) for name in organizing_models)
    assert makes_a_difference(one, other)
    assert makes_a_difference(one, third)
    assert makes_a_difference(other, third)


@pytest.mark.parametrize("part", ["decider", "goal", "open_room", "monitoring", "confrontation"])
def test_each_part_of_a_models_conduct_does_something(part, monkeypatch):
    changed = {
        "decider": DecisionMaker.EXPERT,
        "goal": GateGoal.POWER,
        "open_room": -0.4,
        "monitoring": 0.9,
        "confrontation": 1.0,
    }
    usual = organizing_models["locality_development"]
    # A gate that opens neither on its first day nor on its last, whatever is measured.
    gates = Stages()._replace(preparation=StageGate(1, 2, 0), awakening=StageGate(1, 100, 0.3))
    what = USUAL._replace(programme=USUAL.programme._replace(stages=gates))
    before = [run_checked_scenario(what, seed).series for seed in SEEDS]
    monkeypatch.setattr(usual, "conduct", usual.conduct._replace(**{part: changed[part]}))
    after = [run_checked_scenario(what, seed).series for seed in SEEDS]
    assert not all(np.array_equal(one, other) for one, other in zip(before, after, strict=True))


# Targeting rules


@pytest.fixture(params=list(targeting_rules))
def targeting(request):
    return targeting_rules[request.param]


def view(seed=1, week=0):
    """What facilitators know, of which nothing can be changed."""
    community = build_community(VILLAGE, seed)
    key = community.residents.key
    luck, choice = (
        draw_chances(seed, int(purpose), week, key) for purpose in (DrawPurpose.TARGETING, DrawPurpose.NOMINATION)
    )
    contacts, participant = (key % 3).astype(int), key % 4 == 0
    seen = TargetingView(community, luck, choice, contacts, participant, leads=community.residents.official)
    for array in (*seen[1:], *community.residents, *community.ties, community.severity):
        array.setflags(write=False)
    return seen


def test_a_targeting_rule_gives_each_resident_a_preference(targeting):
    preference = targeting.preference(view())
    assert preference.shape == (120,)
    assert np.isfinite(preference).all()
    assert preference.min() >= 0.0
    assert preference.max() <= 1.0


def test_a_targeting_rule_prefers_somebody(targeting):
    assert np.unique(targeting.preference(view())).size > 1


def test_a_targeting_rule_gives_the_same_for_the_same(targeting):
    np.testing.assert_array_equal(targeting.preference(view()), targeting.preference(view()))


def test_a_targeting_rule_works_where_nobody_knows_anybody(targeting):
    seen = view()
    empty = np.empty(0, np.int64)
    ties = seen.community.ties._replace(start=np.zeros(121, np.int64), neighbour=empty, kind=empty)
    assert np.isfinite(targeting.preference(seen._replace(community=seen.community._replace(ties=ties)))).all()


def test_the_poorest_come_first_where_they_are_to():
    seen = view()
    poorest = seen.community.residents.wealth.argmin()
    assert targeting_rules["poorest_first"].preference(seen).argmax() == poorest


def test_leaders_come_first_where_they_are_to():
    seen = view()
    preference = targeting_rules["leaders_first"].preference(seen)
    assert preference[seen.leads].min() > preference[~seen.leads].max()


def test_friends_who_are_named_know_more_people_than_those_who_are_drawn():
    degree, named, drawn = [], [], []
    for week in range(50):
        seen = view(week=week)
        degree = np.diff(seen.community.ties.start)
        named += list(degree[np.argsort(-targeting_rules["nominated_friends"].preference(seen))[:10]])
        drawn += list(degree[np.argsort(-targeting_rules["random"].preference(seen))[:10]])
    assert np.mean(named) > np.mean(drawn)


def test_no_two_targeting_rules_lead_to_the_same_years():
    arms = [scenario(programme(targeting=name)) for name in targeting_rules]
    for place, arm in enumerate(arms):
        assert all(makes_a_difference(arm, other) for other in arms[:place])


# Exit rules


def last_week_of_work(exit_rule, **levers):
    record = run_checked_scenario(scenario(programme(exit_rule=exit_rule, **levers), weeks=156, after=0), 1)
    return np.flatnonzero(record.series_values("facilitator_minutes"))[-1], record


@pytest.mark.parametrize("exit_rule", list(exit_rules))
def test_a_programme_ends_at_the_latest_on_its_last_day(exit_rule):
    record = run_checked_scenario(scenario(programme(exit_rule=exit_rule)), 1)
    assert 0 < record.exit_week <= 120
    assert record.series_values("facilitator_minutes")[record.exit_week :].sum() == 0


def test_hours_taper_only_where_they_are_to():
    _, full = last_week_of_work("fixed_week")
    _, tapering = last_week_of_work("tapering")
    late = slice(130, 156)
    assert (
        tapering.series_values("facilitator_minutes")[late].sum()
        < 0.5 * full.series_values("facilitator_minutes")[late].sum()
    )


def test_facilitators_leave_early_where_residents_can_do_without():
    gated = run_checked_scenario(
        scenario(programme(exit_rule="capacity_gate", course=ProgrammeCourse(exit_gate=0.0))), 1
    )
    assert gated.exit_week == 52


# Outcomes


def records():
    village = VILLAGE._replace(people=PopulationSettings(adults=30, hamlets=1))
    yield run_checked_scenario(scenario(weeks=104, after=260), 1)
    yield run_checked_scenario(scenario()._replace(programme=None, horizon=Horizon(104, 260)), 2)
    yield run_checked_scenario(Scenario(village, programme(), Horizon(52, 260)), 3)


RECORDS = pytest.fixture(scope="module")(lambda: list(records()))


@pytest.mark.parametrize("name", list(outcomes))
def test_an_outcome_is_a_number_or_says_that_there_is_none(name, RECORDS):  # noqa: N803
    for record in RECORDS:
        for period in REPORTED_PERIODS:
            value = outcomes[name].measure(record, period)
            assert type(value) is float
            assert math.isnan(value) or math.isfinite(value)


@pytest.mark.parametrize("name", list(outcomes))
def test_an_outcome_says_its_unit_and_its_definition(name):
    entry = outcomes[name]
    assert entry.unit
    assert entry.meaning.endswith((".", ":", ";")) or entry.measure.__doc__
    assert entry.name == name


@pytest.mark.parametrize("name", [name for name, entry in outcomes.items() if entry.unit.startswith("share of adults")])
def test_a_share_of_adults_lies_between_none_and_all(name, RECORDS):  # noqa: N803
    for record in RECORDS:
        values = [outcomes[name].measure(record, period) for period in REPORTED_PERIODS]
        assert all(math.isnan(value) or -1e-9 <= value <= 1.0 + 1e-9 for value in values)


@pytest.mark.parametrize("name", HEADLINE_OUTCOMES)
def test_a_principle_has_a_number_in_the_programme_years(name, RECORDS):  # noqa: N803
    assert math.isfinite(outcomes[name].measure(RECORDS[0], "programme"))


@pytest.mark.parametrize("name", list(outcomes))
def test_an_outcome_changes_nothing_it_looks_at(name, RECORDS):  # noqa: N803
    record = RECORDS[0]
    before = record.series.copy(), record.attendances.copy()
    outcomes[name].measure(record, "programme")
    np.testing.assert_array_equal(record.series, before[0])
    np.testing.assert_array_equal(record.attendances, before[1])


# Parameters


@pytest.mark.parametrize("row", parameter_table() + setting_table(), ids=lambda row: row.key)
def test_a_default_lies_within_its_range_and_says_what_it_is(row):
    assert row.quantity.low <= row.default <= row.quantity.high
    assert row.quantity.low < row.quantity.high
    assert row.quantity.unit
    assert row.quantity.meaning
    assert not row.quantity.meaning.endswith(".")


def test_there_are_no_more_numbers_about_people_and_place_than_there_were():
    place = [row for row in setting_table() if row.key.startswith("community.")]
    assert len(parameter_table()) + len(place) < MOST_PARAMETERS


def test_a_mechanism_has_few_parameters():
    sizes = {name: len(block) for name, block in Parameters()._asdict().items()}
    assert sum(size <= 4 for size in sizes.values()) > len(sizes) / 2


DRIFTING = scenario(programme("social_planning", facilitation=Facilitation(participatory=0.0)))
CONFRONTING = scenario(programme("social_action", (("policy_advocacy", 1.0),)), weeks=156)
LASTING = scenario(weeks=156, after=260)
NEGLECTED = scenario(weeks=156, after=780, shocks=Shocks(0.8, 0.9, 20))
PAID = scenario(programme(course=ProgrammeCourse(grant=0.5, reward=0.5)))
SHAKEN = scenario(shocks=Shocks(0.8, 0.5, 20))
PLACES = (USUAL, CONFRONTING, LASTING, PAID, SHAKEN, DRIFTING, NEGLECTED)


def ends_of_range(about, default):
    return [value for value in (about.low, about.high) if value != default]


@pytest.mark.parametrize("row", parameter_table(), ids=lambda row: row.key)
def test_every_parameter_does_something_somewhere(row):
    key = row.key.removeprefix("parameters.")
    changed = [replace_parameter(Parameters(), key, value) for value in ends_of_range(row.quantity, row.default)]
    assert any(
        makes_a_difference(place, place._replace(parameters=parameters), seeds=(1,))
        for place in PLACES
        for parameters in changed
    )


def village_settings():
    for block, kind in (("people", VILLAGE.people), ("ties", VILLAGE.ties), ("institutions", VILLAGE.institutions)):
        for name, about in block_quantities(type(kind)).items():
            if name not in ("adults", "hamlets"):
                yield block, name, about


@pytest.mark.parametrize(("block", "name", "about"), list(village_settings()), ids=lambda one: str(one)[:20])
def test_every_setting_of_the_village_does_something(block, name, about):
    usual = getattr(VILLAGE, block)
    values = ends_of_range(about, getattr(usual, name))
    villages = [VILLAGE._replace(**{block: usual._replace(**{name: float(value)})}) for value in values]
    assert any(makes_a_difference(USUAL, USUAL._replace(village=village), seeds=(1,)) for village in villages)


LEVERS = [
    (block, name, about)
    for block, kind in (("facilitation", Facilitation), ("course", ProgrammeCourse))
    for name, about in block_quantities(kind).items()
]


ADVOCATING = (("policy_advocacy", 1.0),)


@pytest.mark.parametrize(("block", "name", "about"), LEVERS, ids=lambda one: str(one)[:20])
def test_every_lever_of_the_programme_does_something(block, name, about):
    for exit_rule, shares in [*((rule, BALANCED) for rule in exit_rules), ("fixed_week", ADVOCATING)]:
        usual = programme(shares=shares, exit_rule=exit_rule)
        levers = getattr(usual, block)
        for value in ends_of_range(about, getattr(levers, name)):
            changed = usual._replace(**{block: levers._replace(**{name: float(value)})})
            if makes_a_difference(scenario(usual), scenario(changed)):
                return
    pytest.fail(f"{block}.{name} changes nothing")


@pytest.mark.parametrize("name", Shocks._fields)
def test_every_number_of_a_shock_does_something(name):
    about = block_quantities(Shocks)[name]
    shocks = SHAKEN.shocks._replace(**{name: float(about.low)})
    assert makes_a_difference(SHAKEN, SHAKEN._replace(shocks=shocks))


# Switches: no label without a mechanism

WHERE_IT_SHOWS = {"type_drift": DRIFTING, "reprisal": CONFRONTING, "wear": NEGLECTED, "crowding_out": PAID}


@pytest.mark.parametrize("name", list(switch_table()))
def test_a_switch_names_parameters_and_values_they_may_have(name):
    rows = {row.key.removeprefix("parameters."): row for row in parameter_table()}
    for key, value in switch_table()[name].neutral:
        assert rows[key].quantity.low <= value <= rows[key].quantity.high
        assert value != rows[key].default


@pytest.mark.parametrize("name", list(switch_table()))
def test_a_switch_that_is_on_changes_no_parameter(name):
    assert apply_switches(Parameters(), USUAL.switches) == Parameters()
    off = apply_switches(Parameters(), USUAL.switches._replace(**{name: False}))
    for key, value in switch_table()[name].neutral:
        block, parameter = key.split(".")
        assert getattr(getattr(off, block), parameter) == value


@pytest.mark.parametrize("name", list(switch_table()))
def test_switching_a_mechanism_off_changes_what_happens(name):
    place = WHERE_IT_SHOWS.get(name, USUAL)
    without = place._replace(switches=place.switches._replace(**{name: False}))
    assert makes_a_difference(place, without)


@pytest.mark.parametrize("name", ["talk", "norms", "habit", "belief", "status", "time_budget", "beliefs_about_others"])
def test_village_life_without_a_programme_has_its_mechanisms_too(name):
    place = USUAL._replace(programme=None)
    without = place._replace(switches=place.switches._replace(**{name: False}))
    assert makes_a_difference(place, without)
