"""The Mesa face: what a modeller who knows Mesa expects, and that it is the same model underneath."""

import gc
import inspect
import math
import weakref
from pathlib import Path

import mesa
import numpy as np
import pytest
from mesa.batchrunner import batch_run

from simkomunitas.base.catalogue import UnknownEntryError
from simkomunitas.base.input_errors import InputError
from simkomunitas.base.typed_columns import column_fields
from simkomunitas.config.config_reader import read_arm
from simkomunitas.mesa_interface.community_model import MAX_SEED, REPORTED_SERIES, CommunityModel
from simkomunitas.mesa_interface.mesa_agents import Facilitator, LocalLeader, Resident
from simkomunitas.model.scenario_definition import Scenario
from simkomunitas.model.state.community_state import ResidentState
from simkomunitas.model.vocabulary import ARENAS, PROGRAMME
from simkomunitas.results.record_tables import events_table
from simkomunitas.simulation.simulation_run import run_scenario

STRATEGIES = Path(__file__).parents[1] / "configs" / "strategies.yaml"
SHORT = {"horizon.programme_weeks": 32, "horizon.weeks_after": 8}
WEEKS = 40
KNOWS_RNG = "rng" in inspect.signature(batch_run).parameters  # Mesa 3.5


def short(arm="balanced", **changes) -> Scenario:
    return read_arm(STRATEGIES, arm, [f"arms.{arm}.{key}={value}" for key, value in (SHORT | changes).items()])


def lived(weeks=WEEKS, arm="balanced", seed=3) -> CommunityModel:
    model = CommunityModel(short(arm), seed)
    for _ in range(weeks):
        model.step()
    return model


@pytest.fixture(scope="module")
def halfway():
    """A model in the middle of its programme, to be read only."""
    return lived(28)


def leaders(model):
    return model.agents_by_type[LocalLeader].get("row")


# The same model


@pytest.mark.parametrize("arm", ["none", "balanced"])
def test_stepping_through_mesa_gives_the_numbers_of_a_sweep(arm):
    model, record = lived(arm=arm), run_scenario(short(arm), 3, keep_events=True)
    assert np.array_equal(model.record().series, record.series)
    assert np.array_equal(model.record().event_log, record.event_log)
    assert np.array_equal(model.record().attendances, record.attendances)


def test_looking_at_everything_on_the_way_changes_nothing():
    model = CommunityModel(short(), 3)
    while model.running:
        model.step()
        for agent in model.agents:
            repr(agent)
        model.residents[7].explain()
    model.residents[7].story()
    assert np.array_equal(model.record().series, run_scenario(short(), 3).series)


def test_a_model_runs_its_weeks_and_then_stands_still():
    model = CommunityModel(short(), 3)
    model.run_model()
    assert (model.steps, model.running) == (WEEKS, False)
    end = model.record().series.copy()
    with pytest.warns(UserWarning, match="all 40 weeks have been lived, so step.. changes nothing"):
        model.step()
    assert (model.steps, model.running) == (WEEKS, False)
    assert np.array_equal(model.record().series, end)
    assert len(model.datacollector.get_model_vars_dataframe()) == WEEKS


def test_the_datacollector_holds_the_series_week_by_week():
    model = lived()
    table = model.datacollector.get_model_vars_dataframe()
    for name in REPORTED_SERIES:
        assert np.array_equal(table[name], model.record().series_values(name))
    assert table["leaders"].iloc[-1] == len(model.agents_by_type[LocalLeader])
    assert table["leaders"].iloc[-1] / len(model.residents) == pytest.approx(model.record().series_values("leads")[-1])
    assert set(table["seed"]) == {3}


def test_before_the_first_week_nothing_is_reported_and_nothing_explained():
    model = CommunityModel(short(), 3)
    model.datacollector.collect(model)
    assert math.isnan(model.datacollector.model_vars["trust"][0])
    with pytest.raises(ValueError, match="has not been lived"):
        model.residents[0].explain()


# Agents are windows


def test_every_column_of_the_mind_is_read_from_the_row(halfway):
    resident = halfway.residents[5]
    for field in column_fields(ResidentState):
        assert np.array_equal(getattr(resident, field.name), halfway.run.state.resident_states[field.name][5])
    assert resident.female == halfway.run.community.residents.female[5]
    assert resident.hamlet_name == halfway.run.community.hamlets[resident.hamlet]
    assert not {field.name for field in column_fields(ResidentState)} & vars(resident).keys()


def test_what_is_written_to_a_resident_is_what_the_engine_reads():
    model, other = CommunityModel(short(), 3), CommunityModel(short(), 3)
    for resident in model.residents:
        resident.trust = 0.9
        resident.habit[PROGRAMME] = 0.5
    assert set(model.run.state.resident_states.trust) == {0.9}
    assert set(model.run.state.resident_states.habit[:, PROGRAMME]) == {0.5}
    model.step()
    other.step()
    assert model.record().series_values("trust")[0] > other.record().series_values("trust")[0] + 0.4


def test_facts_do_not_change_in_a_run(halfway):
    with pytest.raises(AttributeError, match="wealth is a fact"):
        halfway.residents[0].wealth = 1.0


def test_agent_sets_answer_the_usual_questions(halfway):
    residents = halfway.agents_by_type[Resident]
    assert len(residents) == len(halfway.run.community.ids) == len(halfway.residents)
    assert np.mean(residents.get("trust")) == pytest.approx(halfway.record().series_values("trust")[-1])
    women = residents.select(lambda resident: resident.female)
    assert set(halfway.agents.select(agent_type=Resident)) == set(residents)
    assert len(women) == sum(halfway.run.community.residents.female)
    assert residents.groupby("hamlet").count() == dict(
        enumerate(np.bincount(halfway.run.community.residents.hamlet).tolist())
    )
    assert len(halfway.agents) == sum(len(agents) for agents in halfway.agents_by_type.values())
    assert len({agent.unique_id for agent in halfway.agents}) == len(halfway.agents)


def test_neighbours_know_each_other_and_a_household_lives_together(halfway):
    resident = halfway.residents[12]
    assert resident not in resident.neighbours
    assert all(resident in neighbour.neighbours for neighbour in resident.neighbours)
    assert resident in resident.household
    assert all(other.household == resident.household for other in resident.household)
    assert set(resident.household) - {resident} <= set(resident.neighbours)


def test_a_resident_is_found_by_her_name(halfway):
    assert halfway.resident("r005") is halfway.residents[4]
    assert repr(halfway.residents[4]) == "Resident('r005')"
    with pytest.raises(UnknownEntryError, match="did you mean"):
        halfway.resident("r0005")


def test_no_event_is_lost_for_want_of_room():
    model = lived()
    assert len(model.record().event_log) == model.run.log[0, 0] > 1000


# Leaders


def test_leaders_are_those_who_lead_after_each_week():
    model = CommunityModel(short(), 3)
    everybody = list(model.residents)
    for _ in range(WEEKS):
        model.step()
        assert sorted(leaders(model)) == np.flatnonzero(model.run.state.resident_states.leads).tolist()
        for leader in model.agents_by_type[LocalLeader]:
            assert leader.resident is everybody[leader.row]
            assert leader.resident.leads
            assert leader.trust == leader.resident.trust
    assert leaders(model)


def test_who_goes_on_leading_stays_the_same_leader():
    model = lived(28)
    before = {leader.row: leader for leader in model.agents_by_type[LocalLeader]}
    model.step()
    after = {leader.row: leader for leader in model.agents_by_type[LocalLeader]}
    assert before.keys() & after.keys()
    assert all(before[row] is after[row] for row in before.keys() & after.keys())


def test_somebody_may_be_made_a_leader_by_hand_and_her_hamlet_counts_her():
    model = CommunityModel(short("none"), 3)
    resident = model.residents[9]
    resident.leads = True
    assert [leader.resident for leader in model.agents_by_type[LocalLeader]] == [resident]
    assert model.run.state.hamlets.leaders[resident.hamlet] == 1
    resident.leads = True
    assert model.run.state.hamlets.leaders[resident.hamlet] == 1
    resident.leads = False
    assert len(model.agents_by_type[LocalLeader]) == 0
    assert model.run.state.hamlets.leaders.sum() == 0


def test_followers_came_after_their_leader_had_asked_them():
    model = lived(20)
    seen = 0
    while model.running:
        model.step()
        told = events_table(model.record())
        week = told[told["week"] == model.run.now - 1]
        for leader in model.agents_by_type[LocalLeader]:
            invited = week[(week["event"] == "invited") & (week["subject"] == "programme")]
            asked = invited[invited["other"] == leader.id]
            came = week[(week["event"] == "came") & (week["subject"] == "programme")]
            assert {resident.id for resident in leader.invited} == set(asked["who"])
            assert {resident.id for resident in leader.followers} == set(asked["who"]) & set(came["who"])
            assert set(leader.invited) <= set(leader.neighbours) | {
                other for other in leader.invited if leader.row in other.acquaintance
            }
            seen += len(leader.followers)
    assert seen > 0


# Facilitators


def test_facilitators_are_there_while_the_programme_runs():
    model = CommunityModel(short(), 3)
    assert len(model.agents_by_type[Facilitator]) == 2
    while model.run.now < SHORT["horizon.programme_weeks"]:
        model.step()
        assert len(model.agents_by_type[Facilitator]) == 2
    model.step()
    assert len(model.agents_by_type[Facilitator]) == 0


def test_without_a_programme_nobody_facilitates():
    model = CommunityModel(short("none"), 3)
    assert len(model.agents_by_type[Facilitator]) == 0
    assert len(model.agents_by_type[LocalLeader]) == 0


def test_the_diary_tells_what_facilitators_did_where_and_with_whom(halfway):
    facilitator, colleague = halfway.agents_by_type[Facilitator]
    assert facilitator.diary == colleague.diary
    weeks = [entry.week for entry in facilitator.diary]
    assert weeks == sorted(weeks)
    assert set(range(halfway.run.now)) == set(weeks)
    visits = [entry for entry in facilitator.diary if entry.activity == "visit"]
    assert len(visits) == halfway.record().series_values("visits").sum()
    assert all(halfway.resident(visit.whom).hamlet_name == visit.hamlet for visit in visits)
    assert {"survey", "visit", "meeting", "mentoring"} <= {entry.activity for entry in facilitator.diary}
    assert facilitator.hours == 16
    assert repr(facilitator) == "Facilitator(1)"


# Why they came


def test_living_again_gives_the_reasons_that_a_watch_would_have_kept():
    watched, again = CommunityModel(short(), 3), CommunityModel(short(), 3)
    watched.watch_resident("r010")
    for model in (watched, again):
        for _ in range(WEEKS):
            model.step()
    for week in range(WEEKS):
        assert watched.residents[9].decisions(week) == again.residents[9].decisions(week)
        assert watched.residents[9].explain(week) == again.residents[9].explain(week)
    assert watched.residents[9].story("id") == again.residents[9].story("id")


def test_a_decision_has_its_reasons_its_chance_and_its_luck(halfway):
    made = [decision for resident in halfway.residents[:40] for decision in resident.decisions()]
    assert made
    for decision in made:
        assert decision.utility == pytest.approx(sum(decision.terms))
        assert decision.came == (decision.drawn < decision.probability)
        assert decision.probability in (0.0, pytest.approx(1 / (1 + math.exp(-decision.utility))))


def test_who_decided_to_come_is_who_came(halfway):
    for resident in halfway.residents[:40]:
        for decision in resident.decisions():
            assert decision.came == bool(resident.coming[ARENAS.index(decision.arena)])


def test_weeks_before_a_watch_are_explained_as_well():
    model = lived(10)
    plain = [model.residents[3].explain(week) for week in range(10)]
    model.watch_resident(model.residents[3])
    model.step()
    assert [model.residents[3].explain(week) for week in range(10)] == plain


def test_an_explanation_says_if_somebody_wrote_into_the_rows():
    model = lived(10)
    model.residents[0].trust = 0.99
    assert model.residents[3].explain().startswith("Somebody wrote into the rows")
    assert model.residents[3].explain(language="id").startswith("Ada yang mengubah")
    assert model.residents[3].story().startswith("Somebody wrote into the rows")
    with pytest.warns(UserWarning, match="Somebody wrote into the rows"):
        model.residents[3].decisions()


def test_with_a_watch_an_explanation_is_exact_whatever_was_written():
    model = lived(9)
    resident = model.watch_resident("r004")
    for other in model.residents:
        other.habit[:] = 1.0
    model.step()
    assert not resident.explain().startswith("Somebody")
    assert all(decision.terms.habit == 0.8 for decision in resident.decisions())
    assert resident.decisions()


# Batches


def values(results, key):
    return [row[key] for row in results]


def test_a_batch_over_arms_and_seeds_gives_the_numbers_of_single_runs():
    parameters = {"scenario": str(STRATEGIES), "arm": ["none", "balanced"], "seed": [1, 2]} | {
        key: [value] for key, value in SHORT.items()
    }
    results = batch_run(CommunityModel, parameters=parameters, display_progress=False)
    assert values(results, "seed") == [1, 2, 1, 2]
    assert values(results, "arm") == ["none", "none", "balanced", "balanced"]
    for row in results:
        assert row["trust"] == run_scenario(short(row["arm"]), row["seed"]).series_values("trust")[-1]


def test_a_batch_takes_scenarios_in_a_list_and_any_period_of_collection():
    results = batch_run(
        CommunityModel,
        parameters={"scenario": [short("none"), short()], "seed": range(1, 3)},
        data_collection_period=1,
        display_progress=False,
    )
    assert len(results) == 4 * WEEKS
    aware = run_scenario(short("none"), 1).series_values("aware")
    assert [row["aware"] for row in results if row["RunId"] == 0] == aware.tolist()


def test_a_batch_that_takes_a_scenario_apart_is_told_how_to_do_it():
    with pytest.raises(TypeError, match=r"\{'scenario': \[scenario\]\}"):
        batch_run(CommunityModel, parameters={"scenario": short()}, display_progress=False)


@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")  # newest Mesa asks for rng instead
def test_iterations_without_a_seed_are_different_runs():
    found = batch_run(CommunityModel, {"scenario": [short()]}, iterations=3, max_steps=10, display_progress=False)
    assert len(set(values(found, "seed"))) == 3
    for row in found:
        model = CommunityModel(short(), row["seed"])
        for _ in range(11):
            model.step()
        assert row["trust"] in model.record().series_values("trust")[9:]  # older Mesa takes a step more than it is told


@pytest.mark.skipif(not KNOWS_RNG, reason="this Mesa has no rng in batch_run")
def test_a_batch_may_vary_rng():
    results = batch_run(CommunityModel, parameters={"scenario": [short()]}, rng=range(1, 4), display_progress=False)
    assert values(results, "seed") == [1, 2, 3]
    assert values(results, "trust") == [run_scenario(short(), seed).series_values("trust")[-1] for seed in (1, 2, 3)]


@pytest.mark.long
def test_a_batch_on_several_processes_gives_the_same():
    parameters = {"scenario": [short()], "seed": [1, 2, 3]}
    one, two = (
        batch_run(CommunityModel, parameters=parameters, number_processes=number, display_progress=False)
        for number in (1, 2)
    )
    assert sorted(values(one, "trust")) == sorted(values(two, "trust"))


# Opening a model


def test_a_file_with_settings_is_the_scenario_it_says():
    model = CommunityModel(STRATEGIES, arm="balanced", **SHORT, **{"programme.facilitation.hours": np.int64(8)})
    assert model.scenario == short(**{"programme.facilitation.hours": 8})
    assert model.scenario.programme.facilitation.hours == 8


def test_settings_of_a_programme_mean_nothing_without_one():
    model = CommunityModel(STRATEGIES, arm="none", **SHORT, **{"programme.facilitation.hours": 8})
    assert model.scenario == short("none")


def test_settings_of_a_file_without_arms_are_laid_over_it(tmp_path):
    file = tmp_path / "village.yaml"
    file.write_text("community: {kind: synthetic}\nprogramme: {strategies: {local_resources: 1}}\n")
    for arm in (None, "programme"):
        model = CommunityModel(file, arm=arm, **{"programme.facilitation.hours": 8})
        assert model.scenario.programme.facilitation.hours == 8
    assert CommunityModel(file, arm="none", **{"horizon.weeks_after": 8}).scenario.horizon.weeks_after == 8


def test_a_setting_that_does_not_exist_is_refused_with_a_hint():
    with pytest.raises(InputError, match="did you mean 'hours'"):
        CommunityModel(STRATEGIES, arm="balanced", **{"programme.facilitation.hour": 8})


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"arm": "balanced"}, "arm: such keys go with the path"),
        ({"sede": 3}, "sede: such keys go with the path"),
        ({"seed": 5, "rng": 6}, "either seed or rng"),
        ({"seed": -1}, "a seed is a whole number from 0"),
        ({"seed": 1.5}, "a seed is a whole number from 0"),
        ({"seed": MAX_SEED + 1}, "a seed is a whole number from 0"),
        ({"scenario": 3}, "a Scenario or the path of a YAML file is expected, not int"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong, complaint):
    with pytest.raises((TypeError, ValueError), match=complaint):
        CommunityModel(**wrong)


@pytest.mark.parametrize("same", [{"seed": 7}, {"seed": "7"}, {"seed": 7.0}, {"rng": 7}, {"rng": np.int64(7)}])
def test_a_seed_is_a_seed_in_whatever_form_mesa_gives_it(same):
    assert CommunityModel(short(), **same).seed == 7


def test_without_a_seed_one_is_drawn_and_can_be_used_again():
    first, second = (CommunityModel(short(), seed=None) for _ in range(2))
    assert first.seed != second.seed
    again = CommunityModel(short(), seed=first.seed)
    first.step()
    again.step()
    assert np.array_equal(first.record().series, again.record().series)


def test_the_usual_model_has_the_usual_scenario_and_a_seed_of_its_own():
    assert CommunityModel().scenario == Scenario()
    assert CommunityModel().seed != CommunityModel().seed


# What would change nothing is refused


@pytest.mark.parametrize(
    "act",
    [
        lambda model: model.residents[0].remove(),
        lambda model: next(iter(model.agents_by_type[Facilitator])).remove(),
        lambda model: next(iter(model.agents_by_type[LocalLeader])).remove(),
        lambda model: model.agents.remove(model.residents[0]),
        lambda model: model.agents.discard(model.residents[0]),
        lambda model: model.agents_by_type[Resident].remove(model.residents[0]),
        lambda model: model.agents.add(model.residents[0]),
        lambda model: model.deregister_agent(model.residents[0]),
        lambda model: model.register_agent(model.residents[0]),
        lambda model: model.remove_all_agents(),
        lambda model: Resident(model, 3),
        mesa.Agent,
        lambda model: model.agents.do("remove"),
        lambda model: model.agents.shuffle_do("remove"),
    ],
    ids=range(14),
)
def test_nobody_joins_or_leaves_the_village_by_mesas_ways(halfway, act):
    before = len(halfway.agents)
    with pytest.raises(NotImplementedError, match="the people of a village stay"):
        act(halfway)
    assert len(halfway.agents) == before


def test_the_luck_of_a_run_is_settled(halfway):
    for act in (halfway.reset_randomizer, halfway.reset_rng):
        with pytest.raises(NotImplementedError, match="set by its seed"):
            act(5)


def test_a_mistyped_attribute_is_refused_with_the_one_that_was_meant(halfway):
    with pytest.raises(AttributeError, match=r"Resident has no trsut, .*did you mean 'trust'"):
        halfway.residents[0].trsut = 1
    with pytest.raises(AttributeError, match="Resident has no trsut"):
        halfway.agents_by_type[Resident].set("trsut", 1)
    with pytest.raises(AttributeError, match=r"CommunityModel has no runing, .*did you mean 'running'"):
        halfway.runing = False
    for name in ("seed", "run", "minds", "residents", "scenario"):
        with pytest.raises(AttributeError, match=f"{name} is settled"):
            setattr(halfway, name, Scenario())


def test_a_class_made_from_the_model_may_keep_what_is_its_own():
    class Mine(CommunityModel):
        """A model with a number of its own."""

        def __init__(self):
            super().__init__(short(), seed=1)
            self.mine = 3

    assert Mine().mine == 3


@pytest.mark.parametrize(
    ("name", "value"),
    [("trust", 1.5), ("trust", -0.1), ("trust", math.nan), ("trust", "high"), ("trust", None), ("trust", [0.5]),
     ("trust", True), ("aware", 2), ("aware", "yes"), ("leads", "no"), ("leads", math.nan), ("contacts", 1.5),
     ("contacts", math.inf), ("habit", 0.5), ("habit", [0.1, 0.2, 0.3, 2.0])],
)  # fmt: skip
def test_a_value_that_a_column_never_holds_is_refused(halfway, name, value):
    before = np.array(getattr(halfway.residents[0], name))
    with pytest.raises(ValueError, match=f"{name} .*is .*, not "):
        setattr(halfway.residents[0], name, value)
    assert np.array_equal(getattr(halfway.residents[0], name), before)


def test_a_value_that_a_column_holds_is_written_in_whatever_type():
    resident = CommunityModel(short(), 3).residents[0]
    resident.trust, resident.contacts, resident.aware = np.float32(0.5), 3.0, np.bool_(True)
    resident.habit = (0.1, 0.2, 0.3, 0.4)
    assert (resident.trust, resident.contacts, resident.aware) == (0.5, 3, True)
    assert resident.habit.tolist() == [0.1, 0.2, 0.3, 0.4]


def test_shuffled_agents_can_be_asked_without_a_change(halfway):
    asked = []
    halfway.agents_by_type[Resident].shuffle_do(lambda resident: asked.append(resident.row))
    assert sorted(asked) == [resident.row for resident in halfway.residents]


def test_mesa_leaves_the_scenario_of_a_model_alone():
    """Newer Mesa puts a scenario of its own in the place of one that is true; see SolaraViz, reset."""
    model = CommunityModel(short(), 3)
    assert model.scenario == short()
    assert not model.scenario


def test_solara_viz_may_set_every_parameter_of_a_model():
    """Mesa 3.3 asks for a value of every parameter without a default, unless it is called kwargs."""
    parameters = inspect.signature(CommunityModel.__init__).parameters
    assert {name for name, one in parameters.items() if one.default is one.empty} == {"self", "kwargs"}
    assert "seed" in parameters


# Leaving no trace


def test_a_model_is_forgotten_when_nobody_holds_it():
    counted = len(getattr(mesa.Agent, "_ids", {}))  # by Mesa, of agents that others tried to add
    model = lived(5)
    seen = weakref.ref(model)
    del model
    gc.collect()
    assert seen() is None
    assert len(getattr(mesa.Agent, "_ids", {})) == counted


def test_the_map_has_a_place_for_everybody(halfway):
    space = halfway.space
    places = {resident.pos for resident in halfway.residents}
    assert len(places) == len(halfway.residents)
    assert set(space.agents) == set(halfway.residents)
    for h in range(len(halfway.run.community.hamlets)):
        here = np.array([resident.pos for resident in halfway.residents if resident.hamlet == h])
        others = np.array([resident.pos for resident in halfway.residents if resident.hamlet != h])
        centre = here.mean(axis=0)
        assert np.linalg.norm(here - centre, axis=1).max() < np.linalg.norm(others - centre, axis=1).min()
