"""The engine and the same model in plain Python live through the same weeks."""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import small_runs
from plain.examples import FIVE, community_of, eventful, scenarios
from plain.model import PlainVillage
from plain.side_by_side import differences
from simkomunitas.model.community.village_descriptions import SyntheticVillage
from simkomunitas.model.community.village_settings import PopulationSettings
from simkomunitas.model.programme.exit_rules import exit_rules
from simkomunitas.model.programme.organizing_models import organizing_models
from simkomunitas.model.programme.programme_settings import Horizon
from simkomunitas.model.programme.strategies import Strategy, strategies
from simkomunitas.model.scenario_definition import Programme, Scenario
from simkomunitas.model.state.community_state import NEVER
from simkomunitas.model.state.weekly_counts import WEEKLY_COUNTS
from simkomunitas.simulation.simulation_run import SimulationRun

AS_OFTEN = settings(
    deadline=None, derandomize=True, database=None, max_examples=60, suppress_health_check=list(HealthCheck)
)


def live_side_by_side(scenario, seed, weeks, community=None):
    """Both let the same weeks pass; every number of every week must agree."""
    run = SimulationRun(scenario, seed, community, checked=True)
    village = PlainVillage(scenario, seed, run.community)
    for week in range(weeks):
        run.advance_weeks(1)
        village.step()
        found = differences(run, village)
        assert not found, f"week {week}: {len(found)} differences\n" + "\n".join(found[:20])
    return village


def happenings(village):
    """How often each kind of event has happened, and what has happened once."""
    counts = Counter({name: sum(week[name] for week in village.series) for name in WEEKLY_COUNTS})
    office, people = village.office, village.residents
    counts["rounds of the cycle"] = office.rounds
    counts["facilitators left early"] = NEVER < office.left < village.programme_weeks
    counts["came in the first year after"] = sum(one.attendances[1] for one in people)
    counts["types changed"] = sum(
        one.cooperation != then
        for one, then in zip(people, village.community.residents.cooperation.tolist(), strict=True)
    )
    counts["acquaintances"] = sum(week["acquaintances"] for week in village.series)
    counts["saved together"] = sum(week["members_saving"] for week in village.series)
    counts["assets followed up"] = village.series[-1]["assets_cohort"]
    counts["groups followed up"] = village.series[-1]["groups_cohort"]
    return +counts


def left_to_itself():
    """Facilitators who leave in the middle of the work, and nobody else who calls people together."""
    return eventful("social_planning", "fixed_week", local_calling=False)._replace(horizon=Horizon(30, 100))


def compare_examples(how_often, least_weeks, most_weeks):
    """Whatever can happen has happened in some example, and both agree on all of it."""
    seen = Counter()

    @how_often
    @example(eventful("social_action", "capacity_gate"), 1, most_weeks, True)
    @example(eventful("locality_development", "tapering", deliberation=False), 1, most_weeks, False)
    @example(left_to_itself(), 1, most_weeks, True)
    @given(scenarios(), st.integers(0, 2**63 - 1), st.integers(least_weeks, most_weeks), st.booleans())
    def agree(scenario, seed, weeks, imported):
        community = community_of(scenario, seed, imported=imported)
        seen.update(happenings(live_side_by_side(scenario, seed, weeks, community)))

    agree()
    return seen


def assert_everything_happened(seen):
    possible = [*WEEKLY_COUNTS, "rounds of the cycle", "facilitators left early", "came in the first year after"]
    possible += ["types changed", "acquaintances", "saved together", "assets followed up", "groups followed up"]
    assert [name for name in possible if not seen[name]] == []


def test_small_villages_live_the_same_weeks():
    assert_everything_happened(compare_examples(AS_OFTEN, 20, 80))


@pytest.mark.long
def test_many_small_villages_live_the_same_weeks():
    assert_everything_happened(compare_examples(settings(AS_OFTEN, max_examples=1000), 20, 120))


@pytest.mark.parametrize("exit_rule", sorted(exit_rules))
@pytest.mark.parametrize("model", sorted(organizing_models))
def test_an_eventful_village_lives_the_same_years(model, exit_rule):
    """Through the programme and on, whoever organizes and however they leave."""
    live_side_by_side(eventful(model, exit_rule), 11, 90)


def test_an_elected_committee_fills_the_same_seats():
    """Where nobody steps forward and nobody is asked to lead, those who lead have been elected."""
    scenario = eventful("locality_development", "fixed_week", emergence=False)
    course = scenario.programme.course._replace(leaders_wanted=0)
    village = live_side_by_side(scenario._replace(programme=scenario.programme._replace(course=course)), 3, 110)
    assert sum(week["leaders_emerged"] for week in village.series) > 0


@pytest.mark.parametrize("strategy", [None, *FIVE])
def test_an_ordinary_village_lives_the_same_years(strategy):
    """With the numbers as they are: no programme, or one strategy alone."""
    programme = strategy and Programme("locality_development", (((strategy, 1.0),),) * 5, "random", "fixed_week")
    scenario = Scenario(SyntheticVillage(PopulationSettings(adults=100, hamlets=3)), programme, Horizon(80, 30))
    live_side_by_side(scenario, 5, 110)


@pytest.mark.parametrize("name", dict(small_runs.scenarios()))
def test_small_villages_of_every_kind_live_the_same_years(name):
    """Every network, targeting rule and strategy, with talk and without, and left alone with the work undone."""
    scenario = dict(small_runs.scenarios())[name]
    live_side_by_side(scenario, 2**40 + 7, int(sum(scenario.horizon)))


class WaitAndSee(Strategy):
    """A strategy that looks at everything it can see before it plans."""

    adaptive = True

    def plan(self, stage, situation):
        if situation is None:
            return {"survey": 1.0}
        week, stage, *shares = situation
        doing = ("meeting", "mentoring", "survey", "partnering", "civic_training", "lobbying")
        return {"visit": 1.0 + week % 3 + len(stage), **dict(zip(doing, shares, strict=True))}


@pytest.fixture
def wait_and_see():
    strategies.add("wait_and_see")(WaitAndSee)
    yield "wait_and_see"
    strategies.remove("wait_and_see")


def test_facilitators_who_look_first_see_the_same_village(wait_and_see):
    mix = (("economic_empowerment", 0.4), (wait_and_see, 0.6))
    scenario = eventful("social_action", "tapering")
    programme = scenario.programme._replace(strategies=(mix,) * 5)
    live_side_by_side(scenario._replace(programme=programme), 2, 100)


def test_the_plain_village_is_a_second_opinion():
    """It uses nothing of the engine, and of the rules only their numbers."""
    for path in (Path(__file__).parent / "plain").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "simkomunitas.model.processes" not in text
        assert set(re.findall(r"simkomunitas\.rules\S*", text)) <= {"simkomunitas.model.rules.parameters"}


def test_a_number_that_is_off_is_noticed():
    """The comparison itself: one planted mistake, one line."""
    run = SimulationRun(eventful("social_action", "tapering"), 1)
    village = PlainVillage(run.scenario, 1, run.community)
    run.advance_weeks(1)
    village.step()
    assert differences(run, village) == []
    village.residents[7].trust += 1e-9
    village.hamlets[1].needs[2].fund += 1
    village.office.turn["visit"] += 1
    village.series[0]["aware"] += 0.5
    places = [line.partition(":")[0] for line in differences(run, village)]
    assert places == ["minds[7].trust", "hamlets[1].fund[2]", "office[0].turn[1]", "series.aware"]
