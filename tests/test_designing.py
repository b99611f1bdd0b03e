"""An experiment says what varies, and is refused with every fault before anything is run."""

import numpy as np
import pytest

from configuration_files import write
from simkomunitas.base.input_errors import InputError
from simkomunitas.config.config_export import to_yaml
from simkomunitas.config.scenario_builder import DOCUMENT_KEYS
from simkomunitas.experiments.designs import designs
from simkomunitas.experiments.experiment_design import (
    Precision,
    build_points,
    build_scenarios_with_values,
    unit_cube_sample,
)
from simkomunitas.experiments.experiment_export import experiment_identity, export_experiment
from simkomunitas.experiments.experiment_reader import read_experiment
from simkomunitas.experiments.experiment_schemas import EXPERIMENT_KEYS
from simkomunitas.experiments.size_limits import MANY_RUNS, check_experiment_size, experiment_size
from simkomunitas.model.scenario_definition import scenario_id
from villages import COMMUNITIES

BASE = "community: {kind: synthetic}\nprogramme: {strategies: {local_resources: 1}}\n"
RANGES = """\
vary:
  parameters.turnout.coefficient_norm: {from: 0.5, to: 3}
  community.people.adults: {from: 100, to: 103}
  programme.exit: [fixed_week, tapering]
  programme.course.exit_gate: {from: 0.1, to: 1, scale: log}
"""
DESIGNS = {
    "grid": (BASE + "vary: {shocks.chance: [0.1, 0.2], programme.exit: [fixed_week, tapering, capacity_gate]}\n", 6),
    "one_at_a_time": (BASE + RANGES.replace("to: 3}", "to: 3, steps: 3}").replace("103}", "103, steps: 4}").replace(
        "log}", "log, steps: 3}") + "design: one_at_a_time\n", 1 + 3 + 3 + 1 + 3),
    "latin_hypercube": (BASE + RANGES + "design: {method: latin_hypercube, points: 8}\n", 8),
    "sobol": (BASE + RANGES + "design: {method: sobol, samples: 4}\n", 4 * 6),
    "morris": (BASE + RANGES + "design: {method: morris, trajectories: 3}\n", 3 * 5),
}  # fmt: skip


def read(folder, text, *sets):
    return read_experiment(write(folder, "experiment.yaml", text), sets)


def faults(folder, text, *sets):
    with pytest.raises(InputError) as refused:
        read(folder, text, *sets)
    return [str(fault).replace(f"{folder}/", "") for fault in refused.value.errors]


def ids(experiment):
    return [(point.levels, scenario_id(point.scenario)) for point in build_points(experiment)]


def test_every_design_is_tried_here():
    assert set(DESIGNS) == set(designs)


@pytest.mark.parametrize("name", DESIGNS)
def test_a_design_has_as_many_points_as_it_says_and_all_are_right(name, tmp_path):
    text, count = DESIGNS[name]
    experiment = read(tmp_path, text)
    assert experiment_size(experiment).points == len(build_points(experiment)) == count
    assert len(ids(experiment)) == count


@pytest.mark.parametrize("name", DESIGNS)
def test_a_design_is_the_same_every_time(name, tmp_path):
    first, second = (build_points(read(tmp_path, DESIGNS[name][0])) for _ in range(2))
    assert np.array_equal(first.coordinates, second.coordinates)


@pytest.mark.parametrize("name", ["latin_hypercube", "sobol", "morris"])
def test_a_sample_stays_in_its_ranges_and_uses_every_level(name, tmp_path):
    experiment = read(tmp_path, DESIGNS[name][0])
    table = build_points(experiment).points_frame()
    assert table["parameters.turnout.coefficient_norm"].between(0.5, 3).all()
    assert set(table["community.people.adults"]) <= {100, 101, 102, 103}
    assert set(table["programme.exit"]) == {"fixed_week", "tapering"}
    assert unit_cube_sample(experiment).shape == (len(table), 4)


def test_even_steps_on_a_logarithmic_scale(tmp_path):
    text = BASE + "vary: {programme.course.exit_gate: {from: 0.01, to: 1, steps: 3, scale: log}}\n"
    assert build_points(read(tmp_path, text)).coordinates[:, 0].tolist() == [0.01, 0.1, 1.0]


def test_steps_are_clean_numbers_and_include_both_ends(tmp_path):
    text = BASE + "vary: {shocks.chance: {from: 0, to: 1, steps: 11}}\n"
    assert build_points(read(tmp_path, text)).coordinates[:, 0].tolist() == [k / 10 for k in range(11)]


def test_whole_strategies_communities_and_programmes_vary_by_name_and_by_file(tmp_path):
    write(tmp_path, "village.yaml", "kind: synthetic\npeople: {adults: 50}\n")
    write(tmp_path, "plan.yaml", "strategies: {policy_advocacy: 1}\nfacilitation: {hours: 5}\n")
    text = """\
community: {kind: synthetic, people: {adults: 300, women: 0.3}}
programme: {strategies: {local_resources: 1}, facilitation: {skill: 0.9}}
vary:
  community: {large: {people: {adults: 900}}, small: village.yaml}
  programme: [none, plan.yaml]
  programme.strategies: [community_education, {local_resources: 0.25, policy_advocacy: 0.75}]
"""
    table = build_points(read(tmp_path, text)).points_frame()
    assert table["community"].unique().tolist() == ["large", "small"]
    assert table["programme"].unique().tolist() == ["none", "plan"]
    assert table["programme.strategies"].unique().tolist() == [
        "community_education",
        "local_resources 25 - policy_advocacy 75",
    ]
    large, small = build_points(read(tmp_path, text))[2].scenario, build_points(read(tmp_path, text))[6].scenario
    assert (large.village.people.adults, large.village.people.women) == (900, 0.3)
    assert (small.village.people.adults, small.village.people.women) == (50, 0.5)  # a file states everything
    assert (small.programme.facilitation.hours, small.programme.facilitation.skill) == (5, 0.6)
    assert small.programme.strategies[0] == (("community_education", 1.0),)


def test_what_varies_of_a_programme_has_no_effect_where_there_is_none(tmp_path):
    text = BASE + "vary: {programme: {nobody: none, as_it_is: {}}, programme.exit: [fixed_week, tapering]}\n"
    found = [point.scenario.programme for point in build_points(read(tmp_path, text))]
    assert found[:2] == [None, None]
    assert [programme.exit_rule for programme in found[2:]] == ["fixed_week", "tapering"]


def test_what_varies_reaches_every_arm_that_has_a_programme(tmp_path):
    text = """\
community: {kind: synthetic}
arms:
  none: {programme: none}
  local: {programme: {strategies: {local_resources: 1}}}
vary: {programme.facilitation.hours: [8, 20], horizon.weeks_after: [60, 70]}
"""
    experiment = read(tmp_path, text)
    found = build_points(experiment)
    assert experiment.identifying_columns == ("arm", "programme.facilitation.hours", "horizon.weeks_after")
    assert found.points_frame()["arm"].tolist() == ["none", "local"] * 4
    assert {point.scenario.programme for point in found if point.levels[0] == "none"} == {None}
    assert [point.scenario.programme.facilitation.hours for point in found[1::2]] == [8, 8, 20, 20]
    assert [contrast.level for contrast in experiment.contrasts] == ["local"]


def test_a_comparison_is_an_experiment_whose_arms_are_its_points():
    experiment = read_experiment("configs/strategies.yaml")
    assert len(build_points(experiment)) == len(experiment.arms) == 7


def test_values_can_be_laid_over_an_experiment_by_key(tmp_path):
    experiment = read(tmp_path, BASE + "vary: {shocks.chance: [0.1]}\n")
    shares = {"community_education": 0.5, "local_resources": 0.5}
    (scenario,) = build_scenarios_with_values(
        experiment, {"programme.strategies": shares, "programme.exit": "tapering"}
    )
    assert dict(scenario.programme.strategies[0]) == shares
    with pytest.raises(InputError, match="shares that sum to one"):
        build_scenarios_with_values(experiment, {"programme.strategies": {"local_resources": 0.4}})


@pytest.mark.parametrize("name", DESIGNS)
def test_an_experiment_written_out_reads_back_to_the_same_points(name, tmp_path):
    experiment = read(tmp_path, DESIGNS[name][0])
    again = read(tmp_path, to_yaml(export_experiment(experiment)))
    assert ids(again) == ids(experiment)
    assert experiment_identity(again) == experiment_identity(experiment)


def test_a_file_that_takes_settings_back_is_written_out_so_that_it_still_does(tmp_path):
    write(tmp_path, "plan.yaml", "strategies: {policy_advocacy: 1}\n")
    text = BASE.replace("1}}", "1}, facilitation: {hours: 30}, course: {exit_gate: 0.2}}")
    experiment = read(tmp_path, text + "horizon: {programme_weeks: 8}\nvary: {programme: [plan.yaml, none]}\n")
    assert build_points(experiment)[0].scenario.programme.facilitation.hours == 16
    assert ids(read(tmp_path, to_yaml(export_experiment(experiment)))) == ids(experiment)


def test_only_wording_leaves_the_identity_as_it_is(tmp_path):
    text = DESIGNS["grid"][0]
    same = experiment_identity(read(tmp_path, text))
    assert experiment_identity(read(tmp_path, text + "title: another\nquestion: why?\n")) == same
    assert experiment_identity(read(tmp_path, text + "hypothesis: because\n")) != same
    assert experiment_identity(read(tmp_path, text.replace("0.2]", "0.3]"))) != same
    assert experiment_identity(read(tmp_path, text + "replicates: 7\n")) != same


def test_the_content_of_a_data_file_counts_and_its_name_does_not(tmp_path):
    for name in ("one", "two"):
        for kind in ("residents", "ties"):
            write(tmp_path, f"{name}_{kind}.csv", (COMMUNITIES / f"tables/mothers_{kind}.csv").read_bytes())
    text = """\
community:
  kind: imported
  residents: {file: one_residents.csv}
  network: {file: one_ties.csv}
vary: {shocks.chance: [0.1]}
"""
    one = experiment_identity(read(tmp_path, text))
    assert experiment_identity(read(tmp_path, text.replace("one_", "two_"))) == one
    with (tmp_path / "two_residents.csv").open("a") as file:
        file.write("\n")
    assert experiment_identity(read(tmp_path, text.replace("one_", "two_"))) != one


def test_a_value_that_is_there_twice_is_run_once_and_told(tmp_path):
    experiment = read(tmp_path, BASE + "vary: {shocks.chance: [0.1, 0.1, 0.2]}\n")
    assert len(build_points(experiment)) == 2
    assert experiment.notes == ("vary.shocks.chance: 0.1 is there twice and is run once",)


def test_automatic_replicates_know_how_precise_they_must_be(tmp_path):
    text = BASE + "replicates: auto\noutcomes: [participation@year_5]\n"
    assert read(tmp_path, text).replicates == Precision()
    asked = "precision: {relative: 0.1, absolute: {participation@year_5: 0.01}, least: 40, most: 50}\n"
    assert read(tmp_path, text + asked).replicates == Precision(0.1, (("participation@year_5", 0.01),), 40, 50)


WRONG = [
    ("vary: {horizon.weeks_afer: [1]}", "no such key; did you mean 'weeks_after'?"),
    ("vary: {parameters.turnout.coeficient_norm: {from: 0, to: 1, steps: 2}}", "did you mean 'coefficient_norm'?"),
    ("vary: {shocks.chance: []}", "a list with at least one value"),
    ("vary: {shocks.chance: {}}", "a list with at least one value"),
    ("vary: {shocks.chance: 0.2}", "a list with at least one value"),
    ("vary: {shocks.chance: [0.1, 2]}", "a number from 0 to 1"),
    ("vary: {shocks.chance: {from: 0.5, to: 0.1, steps: 3}}", "more than from (0.5)"),
    ("vary: {shocks.chance: {from: 0.5, to: 0.5, steps: 3}}", "more than from (0.5)"),
    ("vary: {shocks.chance: {from: 0, to: 1}}", "vary.shocks.chance.steps: how many values"),
    ("vary: {shocks.chance: {from: 0, to: 1, steps: 0}}", "a whole number from 2"),
    ("vary: {shocks.chance: {from: 0, to: 1, steps: -3}}", "a whole number from 2"),
    ("vary: {shocks.chance: {from: 0, to: 1, step: 3}}", "did you mean 'steps'?"),
    ("vary: {shocks.chance: {from: 0, steps: 3}}", "both ends of the range"),
    ("vary: {shocks.chance: {from: 0, to: '1', steps: 3}}", "take away the quotes"),
    ("vary: {shocks.chance: {from: 0, to: 1, steps: 3, scale: log}}", "more than 0 on the scale log"),
    ("vary: {community.people.adults: {from: 10, to: 20, steps: 4}}", "steps that fall on whole numbers"),
    ("vary: {community.people.adults: {from: 10.5, to: 20, steps: 4}}", "a whole number"),
    ("vary: {programme.exit: [fixed_weak]}", "did you mean 'fixed_week'?"),
    ("vary: {programme: [nowhere.yaml]}", "a file that exists"),
    ("vary: {replicates: [1, 2]}", "it is the same for all"),
    ("vary: {programme.strategies: {a+b: {local_resources: 1}}}", "a name of letters"),
    ("vary: {shocks.chance: [0.1], shocks.chance: [0.2]}", "again"),
    ("vary: [1, 2]", "keys of the configuration"),
    ("design: sobl", "did you mean 'sobol'?"),
    ("design: {method: sobol, samples: 100}\nvary: {shocks.chance: {from: 0, to: 1}}", "a power of two"),
    ("design: {method: latin_hypercube}\nvary: {shocks.chance: {from: 0, to: 1}}", "design.points: this key is"),
    ("design: {method: latin_hypercube, points: 5}", "something that varies"),
    ("design: {method: grid, samples: 5}", "no such key"),
    ("replicates: 0", "a whole number from 1 to 100000, or auto"),
    ("replicates: -1", "a whole number from 1"),
    ("replicates: 1000000000000", "a whole number from 1"),
    ("replicates: automatic", "or auto"),
    ("replicates: auto", "outcomes: by which it is judged"),
    ("precision: {relative: 0.1}", "replicates: auto, or no precision"),
    ("replicates: auto\noutcomes: [trust]\nprecision: {relative: 0}", "a number above 0"),
    ("outcomes: [participatoin@year_5]", "did you mean 'participation'?"),
    ("outcomes: [participation@year_6]", "did you mean 'year_"),
    ("smallest_effect: {participation: 0.1}", "outcome@period"),
    ("contrasts: [{factor: programme.exit, against: tapering}]", "arm, or a key that varies"),
    ("vary: {programme.exit: [tapering]}\ncontrasts: [{factor: programme.exit, against: taper}]", "'tapering'?"),
    ("first_seed: -1", "a whole number from 0"),
    ("keep_weekly: 3", "true or false"),
    ("hypotesis: x", "did you mean 'hypothesis'?"),
]


@pytest.mark.parametrize(("text", "said"), WRONG, ids=[text for text, _ in WRONG])
def test_a_wrong_experiment_is_refused_with_the_reason(text, said, tmp_path):
    found = faults(tmp_path, BASE + text + "\n")
    assert any(said in fault for fault in found), found
    assert all(fault.startswith(("experiment.yaml", ":", "plan.yaml")) for fault in found)


def test_all_faults_are_told_at_once(tmp_path):
    lines = ["vary:", "  shocks.chanse: [1]", "  programme.exit: []", "replicates: 0", "outcomes: [nothing]"]
    found = faults(tmp_path, BASE + "\n".join(lines) + "\n")
    assert [fault.partition(": ")[0] for fault in found] == [f"experiment.yaml:{line}" for line in (4, 5, 6, 7)]


def test_settings_that_contradict_each_other_at_some_point_are_refused(tmp_path):
    text = BASE + "vary: {programme.exit: [tapering], horizon.programme_weeks: [30, 60]}\n"
    experiment = read(tmp_path, text)
    assert build_points(experiment)[1]
    with pytest.raises(InputError, match=r"at most horizon.programme_weeks \(30\)"):
        build_points(experiment)[0]


def test_a_billion_runs_are_refused_before_any_is_expanded(tmp_path):
    axis = "{from: 0, to: 1, steps: 1000}"
    vary = f"vary: {{shocks.chance: {axis}, shocks.severity: {axis}, programme.course.grant: {axis}}}\n"
    assert "1,000,000,000 combinations" in faults(tmp_path, BASE + vary)[0]
    many = read(tmp_path, BASE + f"vary: {{shocks.chance: {axis}}}\nreplicates: 100000\n")
    with pytest.raises(InputError, match="1,000 points x 100,000 replicates = 100,000,000 runs"):
        check_experiment_size(many, tmp_path, skip_confirmation=False)
    assert (
        check_experiment_size(many._replace(replicates=1), tmp_path, skip_confirmation=False).run_count
        == 1000
        < MANY_RUNS
    )


def test_an_experiment_has_the_keys_of_a_comparison_and_its_own():
    keys = set(EXPERIMENT_KEYS)
    assert keys & DOCUMENT_KEYS == {"title", "question", "replicates", "first_seed", "against"}
