"""Python equals YAML: the same scenarios, changes, refusals and experiments; and more first guesses of a student."""

import json
import pickle
import subprocess
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from nbclient import NotebookClient

import simkomunitas as sk
from simkomunitas.base.catalogue import UnknownEntryError
from simkomunitas.base.input_errors import InputError
from simkomunitas.config.config_reader import read_arm
from simkomunitas.config.scenario_changes import find_dotted_keys
from simkomunitas.experiments.experiment_design import DesignPoints
from simkomunitas.model.vocabulary import TIE_KINDS
from simkomunitas.simulation.simulation_run import run_scenario

STUDY = Path(__file__).parents[1] / "configs" / "strategies.yaml"
SHORT = ["community.people.adults=40", "horizon.programme_weeks=60", "horizon.weeks_after=60", "replicates=3"]
CATALOGUES = ("exit_rules", "organizing_models", "outcomes", "strategies", "targeting")


def to_assignments(changes):
    """Settings as they are written after ``--set``."""
    return [f"{key}={json.dumps(value)}" for key, value in changes.items()]


@pytest.fixture(scope="module")
def village():
    return sk.scenario(
        community={"people": {"adults": 40, "hamlets": 2}}, horizon={"programme_weeks": 60, "weeks_after": 60}
    )


@pytest.fixture(scope="module")
def scenario(village):
    return village.change(programme=sk.programme({"community_education": 1}))


@pytest.fixture(scope="module")
def record(scenario):
    return sk.run(scenario, seed=3)


@pytest.fixture(scope="module")
def result(village, scenario):
    return sk.compare({"none": village, "training": scenario}, workers=1, replicates=3)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


# What equals a file


def test_a_file_runs_as_its_scenario_does():
    balanced = read_arm(STUDY, "balanced")
    from_file = sk.run(STUDY, seed=3, arm="balanced")
    assert np.array_equal(from_file.series, run_scenario(balanced, 3).series)
    assert from_file.scenario == sk.scenario(STUDY, arm="balanced") == balanced


def test_scenarios_by_name_compare_as_the_arms_of_a_file_do():
    study = sk.read_comparison(STUDY, SHORT)
    named = {name: arm for name, arm in study.arms if name in ("none", "balanced")}
    by_name = sk.compare(named, workers=1, replicates=3)
    of_file = sk.compare(study, workers=1)
    expected = of_file.outcomes[of_file.outcomes["arm"].isin(named)].reset_index(drop=True)
    pd.testing.assert_frame_equal(by_name.outcomes, expected)


def test_one_scenario_is_compared_with_the_village_without_a_programme(scenario, result):
    found = sk.compare(scenario, workers=1, replicates=3)
    assert found.runs["arm"].unique().tolist() == ["none", "programme"]
    assert found.contrasts["estimate"].equals(result.contrasts["estimate"])


def test_an_experiment_in_python_is_that_of_its_file(tmp_path):
    (tmp_path / "study.yaml").write_text(
        "community: {kind: synthetic, people: {adults: 30}}\nhorizon: {programme_weeks: 0, weeks_after: 4}\n"
        "vary: {community.people.hamlets: [1, 2]}\nreplicates: 2\n"
    )
    base = sk.scenario(community={"people": {"adults": 30}}, horizon={"programme_weeks": 0, "weeks_after": 4})
    made = sk.experiment(base, {"community.people.hamlets": [1, 2]}, replicates=2)
    runs = [
        sk.sweep(study, tmp_path / name, workers=1).runs
        for name, study in (("file", tmp_path / "study.yaml"), ("python", made))
    ]
    pd.testing.assert_frame_equal(*runs)


def test_an_experiment_takes_arms_by_name_and_files_with_other_settings(village, scenario):
    arms = sk.experiment({"none": village, "training": scenario}, {"community.people.hamlets": [1, 2]}, replicates=2)
    assert arms.identifying_columns == ("arm", "community.people.hamlets")
    assert [point.scenario.village.people.hamlets for point in DesignPoints(arms)] == [1, 1, 2, 2]
    assert [point.scenario.programme for point in DesignPoints(arms)][:2] == [None, scenario.programme]
    of_file = sk.experiment(STUDY, {"community.people.hamlets": [1, 2]}, replicates=4)
    assert (of_file.arms, of_file.replicates) == (tuple(name for name, _ in sk.read_comparison(STUDY).arms), 4)
    with pytest.raises(InputError, match=r"other: horizon\.weeks_after"):
        sk.experiment({"other": village._replace(horizon=village.horizon._replace(weeks_after=-1))})


def test_whatever_is_wrong_in_an_experiment_is_told_at_once(village):
    with pytest.raises(InputError) as told:
        sk.experiment(village, {"community.people.hamlet": [1, 2]}, replicates="many", outcomes=["trst"])
    assert {error.key.partition("[")[0] for error in told.value.errors} == {
        "vary.community.people.hamlet",
        "replicates",
        "outcomes",
    }


# Changes


REFUSED = [
    {"parameters.turnout.coefficient_norm": 9}, {"parameters.turnout.coefficent_norm": 3},
    {"parameters.turnout.coefficient_norm": "much"}, {"parameters.turnout.coefficient_norm": True},
    {"programme.strategies": {"comunity_education": 1}}, {"programme.strategies": {"community_education": 0.4}},
    {"programme.targeting": "leaders_frst"}, {"programme.exit": "tapring"}, {"community.people.adults": 2.5},
    {"community.people.adults": 3, "community.people.hamlets": 6}, {"horizon.weeks_after": -1}, {"switches.talk": 3},
    {"programme.course.taper_weeks": 200, "programme.exit": "tapering"},
]  # fmt: skip


@pytest.mark.parametrize("changes", REFUSED, ids=str)
def test_a_change_is_refused_in_the_words_of_the_command_line(changes):
    with pytest.raises(InputError) as of_command:
        read_arm(STUDY, "balanced", to_assignments(changes))
    with pytest.raises(InputError) as of_python:
        sk.scenario(STUDY, arm="balanced").change(changes)
    assert {error[1:] for error in of_python.value.errors} == {error[1:] for error in of_command.value.errors}
    assert all(error.location.startswith("change ") for error in of_python.value.errors)


@pytest.mark.parametrize(
    "changes",
    [{"parameters.turnout.coefficient_norm": 3}, {"programme.facilitation.hours": 1.25},
     {"programme.course.grant": 0.5}, {"programme.strategies": {"local_resources": 1}},
     {"horizon": {"weeks_after": 52}}, {"switches.burnout": False},
     {"community.network": "ring", "shocks.chance": 0}],
    ids=str,
)  # fmt: skip
def test_a_change_gives_what_the_command_line_gives(changes):
    expected = read_arm(STUDY, "balanced", to_assignments(changes))
    assert sk.scenario(STUDY, arm="balanced").change(changes) == expected
    assert sk.scenario(STUDY, arm="balanced", **changes) == expected
    assert sk.scenario(STUDY, arm="balanced").change(**changes) == expected


def test_numbers_of_numpy_and_parts_made_in_python_are_values_too(scenario):
    assert scenario.change(**{"horizon.weeks_after": np.int64(52)}).horizon.weeks_after == 52
    assert scenario.change(horizon={"weeks_after": np.float32(52)}).horizon.weeks_after == 52
    wealthy = scenario.village._replace(people=scenario.village.people._replace(inequality=0.1))
    assert scenario.change(community=wealthy).village == wealthy
    assert scenario.change(programme=None) == scenario._replace(programme=None)
    other = scenario.programme.change(hours=20, targeting="leaders_first")
    assert scenario.change(programme=other).programme == other
    assert other.facilitation.hours == 20


def test_parts_of_another_kind_are_refused_and_never_looked_into(scenario):
    for changes in ({"programme_changes": (1, 2)}, {"programme": 3}, {"community": []}, {"horizon": "long"}):
        with pytest.raises(InputError, match=f"{next(iter(changes))}"):
            scenario.change(changes)
    with pytest.raises(InputError, match="a Horizon"):
        scenario._replace(horizon=3).change(programme=None)


def test_a_change_leaves_what_it_changes_as_it_was(scenario):
    before = pickle.dumps(scenario)
    scenario.change(**{"parameters.turnout.coefficient_norm": 3})
    scenario.programme.change(hours=20)
    assert pickle.dumps(scenario) == before


def test_a_programme_is_that_of_a_file(tmp_path):
    (tmp_path / "scenario.yaml").write_text(
        "community: {kind: synthetic}\nprogramme:\n  strategies: {community_education: 1}\n  targeting: leaders_first\n"
        "  exit: tapering\n  facilitation: {hours: 20, number: 3}\n  course: {grant: 0.5}\n"
    )
    made = sk.programme(
        {"community_education": 1}, hours=20, number=3, targeting="leaders_first", exit="tapering",
        **{"course.grant": 0.5},
    )  # fmt: skip
    assert made == sk.read_scenario(tmp_path / "scenario.yaml").programme


@pytest.mark.parametrize(
    ("key", "full"),
    [("adults", "community.people.adults"), ("hours", "programme.facilitation.hours"), ("burnout", "switches.burnout"),
     ("coefficient_norm", "parameters.turnout.coefficient_norm"), ("targeting", "programme.targeting")],
)  # fmt: skip
def test_a_key_without_its_sections_is_answered_with_the_key_in_full(scenario, key, full):
    assert full in find_dotted_keys(key)
    with pytest.raises(InputError, match=f"change: {key}: no such key; did you mean '{full}'"):
        scenario.change(**{key: 3})


# Records and results


def test_a_record_has_its_tables(record):
    assert len(record.weekly) == 120
    assert len(record.residents) == 40
    assert record.outcomes.loc["participation", "programme"] == pytest.approx(
        sk.measure_outcomes(record)["participation@programme"], nan_ok=True
    )
    assert record.summary().index.tolist() == list(sk.outcomes.HEADLINE_OUTCOMES)


def test_events_are_there_whether_they_were_asked_for_or_not(scenario, record):
    asked = sk.run(scenario, seed=3, keep_events=True)
    assert len(record.event_log) == 0
    assert len(asked.event_log) > 100
    pd.testing.assert_frame_equal(record.events, asked.events)


def test_the_graph_has_the_ties_of_each_resident(record):
    graph = record.graph()
    assert sorted(graph) == sorted(record.community.ids)
    assert graph.number_of_edges() * 2 == record.community.ties.neighbour.size
    assert graph.nodes["r001"]["wealth"] == record.residents.loc["r001", "wealth"]
    assert set(nx.get_edge_attributes(graph, "kind").values()) <= set(TIE_KINDS)
    starts, neighbours = record.community.ties.start, record.community.ties.neighbour
    known = {record.community.ids[other] for other in neighbours[starts[0] : starts[1]]}
    assert set(graph["r001"]) == known


def test_records_scenarios_and_results_survive_pickling(scenario, record, result):
    again = pickle.loads(pickle.dumps(record))
    assert np.array_equal(again.series, record.series)
    assert (again.seed, again.scenario) == (3, scenario)
    assert pickle.loads(pickle.dumps(scenario)).change(programme=None).programme is None
    assert type(pickle.loads(pickle.dumps(result))) is type(result)


def test_the_door_opens_fast_and_pandas_stays_outside():
    code = "import sys, simkomunitas as sk; dir(sk); sk.strategies; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pandas", "matplotlib", "mesa", "pydantic"} & set(loaded)


# Figures


def test_a_curve_shows_the_numbers_of_the_record(record):
    drawn = record.plot("trust").lines[0].get_ydata()
    assert drawn == pytest.approx(record.weekly["trust"].to_numpy())


def test_the_village_shows_every_resident_once(record):
    dots = sk.plot.village(record, "wealth").collections[-1]
    assert dots.get_offsets().shape == (40, 2)
    assert np.asarray(dots.get_array()) == pytest.approx(record.residents["wealth"].to_numpy())


def test_a_figure_shows_itself_in_a_notebook():
    cell = nbformat.v4.new_code_cell(
        "import simkomunitas as sk\nsk.plot.village(sk.run(sk.scenario(community={'people': {'adults': 30}})))"
    )
    notebook = nbformat.v4.new_notebook(cells=[cell])
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    assert any("image/png" in output.get("data", {}) for output in notebook.cells[0].outputs)


def test_figures_change_no_setting_of_matplotlib(record, result):
    before = dict(plt.rcParams)
    record.plot()
    result.plot()
    assert dict(plt.rcParams) == before


# What things look like


def test_everything_shows_itself_in_a_line_and_in_a_small_table(village, scenario, record, result):
    shown = [
        village, scenario, scenario.village, scenario.programme, record, result, sk.read_comparison(STUDY),
        *(getattr(sk, name) for name in CATALOGUES), sk.strategies.strategies,
    ]  # fmt: skip
    for thing in shown:
        assert 10 < len(repr(thing)) < 1500
        assert "\n" not in repr(thing)
        assert "<table" in thing._repr_html_()
    assert repr(record.community) == f"Community(40 residents in 2 hamlets, {record.graph().number_of_edges()} ties)"
    assert repr(sk.SimulationRun(village, 1).build_record()) == "RunRecord(0 weeks, 40 residents)"


def test_html_shows_no_markup_of_names():
    page = sk.read_comparison(STUDY)._replace(arms=(("<b>", 3),))._repr_html_()
    assert "&lt;b&gt;" in page
    assert "<b>" not in page


# Names


def test_misspelt_entries_series_and_columns_are_answered_with_the_right_ones(record, result):
    for mistake, meant in (
        (lambda: sk.strategies["comunity_education"], "community_education"),
        (lambda: sk.outcomes["particpation"], "participation"),
        (lambda: sk.plot.weekly_series(record, "trst"), "trust"),
        (lambda: sk.plot.outcome_course(result, "equalty"), "equality"),
        (lambda: sk.plot.differences(result, "equalty"), "equality"),
        (lambda: sk.plot.village(record, "welth"), "wealth"),
    ):
        with pytest.raises((UnknownEntryError, ValueError), match=f"did you mean '{meant}'"):
            mistake()
    with pytest.raises(AttributeError, match="did you mean 'weekly_series'"):
        getattr(sk.plot, "weekly_serie")  # noqa: B009 - no useless expression
    with pytest.raises(AttributeError, match="did you mean 'HEADLINE_OUTCOMES'"):
        getattr(sk.outcomes, "HEADLINE_OUTCOME")  # noqa: B009


@pytest.mark.parametrize("name", sorted(set(sk.__all__) - {"__version__"}) + sorted(sk.SUBJECTS))
def test_every_public_name_has_an_example(name):
    """Pytest runs the examples, with the other doctests."""
    assert ">>> " in getattr(sk, name).__doc__


@pytest.mark.parametrize("name", sk.plot.__all__)
def test_every_figure_has_an_example(name):
    assert ">>> " in getattr(sk.plot, name).__doc__


# Twenty guesses of a student: each works, or is answered with what to write instead


def answered(*words):
    """The guess is answered in a sentence with these words."""
    return words


GUESSES = {
    "sk.run(scenario, weeks=52)": answered("scenario.change", "horizon.programme_weeks"),
    "sk.run(scenario, seeds=10)": answered("sk.compare(scenario, replicates=30)"),
    "sk.load(STUDY)": answered('sk.scenario("file.yaml")'),
    "sk.run(STUDY)": answered("scenario: arm: an arm of", "known: balanced"),
    "sk.Scenario(people=100)": answered("village, programme, horizon", "sk.scenario("),
    "sk.scenario(people=100)": answered("did you mean 'community.people'?"),
    "scenario.set(hours=20)": answered("scenario.change("),
    "scenario.strategies": answered("scenario.programme.strategies"),
    "scenario.change(hours=20)": answered("did you mean 'programme.facilitation.hours'?"),
    "scenario.change(seed=3)": answered("sk.run(scenario, seed=3)"),
    "sk.programme('community_education')": answered("a file that exists", "community_education"),
    "sk.programme({'community_education': 1}).change(hours=20)": None,
    "list(sk.strategies)": None,
    "sk.strategies.community_education": None,
    "record.plot()": None,
    "record.summary()": None,
    "record.participation": None,
    "record.gini_attendance": answered('record.outcomes.loc["gini_attendance"]'),
    "record.agents": answered("record.residents", "sk.CommunityModel"),
    "record.network": answered("record.graph()"),
    "result.summary()": None,
    "result.to_csv('results.csv')": answered("result.outcomes.to_csv"),
    "sk.compare(scenario, runs=5)": answered("replicates"),
    "sk.compare([scenario, village])": answered("a Comparison"),
    "sk.CommunityModel(scenario, seed=1).agents[0].wealth": None,
    "sk.plot.weekly_series(record, series='trust')": None,
}  # fmt: skip


@pytest.mark.parametrize("guess", GUESSES)
def test_a_first_guess_works_or_is_answered(guess, village, scenario, record, result):
    names = {"sk": sk, "STUDY": STUDY, "village": village, "scenario": scenario, "record": record, "result": result}
    if GUESSES[guess] is None:
        assert eval(guess, names) is not None
        return
    with pytest.raises((AttributeError, InputError, TypeError)) as told:
        eval(guess, names)
    for words in GUESSES[guess]:
        assert words in str(told.value)
