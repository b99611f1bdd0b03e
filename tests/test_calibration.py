"""A calibration finds known truths again, says how sure it is, goes on where it was stopped, and keeps its word."""

import ast
import json
import shutil
from importlib.util import find_spec

import numpy as np
import pandas as pd
import pytest

from configuration_files import write
from simkomunitas.base.compilation_cache import PACKAGE
from simkomunitas.base.input_errors import InputError
from simkomunitas.cli.command_line import main
from simkomunitas.config.setting_tables import parameter_table
from simkomunitas.evidence import provenance_kinds
from simkomunitas.evidence.calibration import simulation_bank
from simkomunitas.evidence.calibration.abc_inference import infer_posterior
from simkomunitas.evidence.calibration.calibration_checks import check_coverage
from simkomunitas.evidence.calibration.calibration_config import list_assumed_parameters, read_calibration_config
from simkomunitas.evidence.calibration.default_writer import NewDefault, posterior_defaults, write_rule_defaults
from simkomunitas.evidence.calibration.neural_posterior import infer_neural_posterior
from simkomunitas.evidence.calibration.simulation_bank import SimulationBank, fill_bank, parameters_at, sample_design
from simkomunitas.evidence.calibration.summary_statistics import SummaryStatistic, add_measurement_error, list_summaries
from simkomunitas.evidence.posterior_file import (
    SHIPPED_POSTERIOR,
    PosteriorInterval,
    posterior_intervals,
    posterior_parquet,
    read_posterior_metadata,
)
from simkomunitas.evidence.situations import read_situations
from simkomunitas.evidence.targets import TargetBand
from simkomunitas.model.rules.parameters import Parameters

CHEAP = """\
title: A small calibration
targets: [P4]
prior_draws: 100
seeds: 2
accepted_percent: 20
vary:
  parameters.turnout.coefficient_status: {from: 0, to: 3}
  parameters.turnout.intercept_governance: {from: -4, to: -1}
"""


def simulated(places, luck):
    """Three measurements: of the first parameter, of its product with the second, and of nothing."""
    first, second = places[:, 0], places[:, 1]
    noise = luck.standard_normal((len(places), 3))
    return np.stack([first + 0.05 * noise[:, 0], first * second + 0.05 * noise[:, 1], noise[:, 2]], axis=1)


@pytest.fixture(scope="module")
def toy():
    luck = np.random.default_rng(3)
    places = luck.random((2000, 3))
    return places, simulated(places, luck)


ERRORS = np.array([0.05, 0.05, 1.0])


def test_intervals_hold_the_truth_as_often_as_they_say(toy):
    """Over simulated truths, nine tenths of the draws hold the truth about nine times in ten, for every parameter."""
    luck = np.random.default_rng(4)
    truths = luck.random((200, 3))
    held = np.zeros(3)
    for truth, seen in zip(truths, simulated(truths, luck), strict=True):
        low, high = np.quantile(infer_posterior(*toy, seen, ERRORS, 0.1).points, (0.05, 0.95), axis=0)
        held += (low <= truth) & (truth <= high)
    assert ((held / 200 > 0.83) & (held / 200 < 0.97)).all(), held / 200


def test_what_is_measured_is_known_better_and_the_rest_is_not(toy):
    kept = infer_posterior(*toy, np.array([0.5, 0.25, 0.0]), ERRORS, 0.05)
    narrower = 1 - kept.points.std(axis=0) / toy[0].std(axis=0)
    assert narrower[0] > 0.7
    assert narrower[1] > 0.3
    assert narrower[2] < 0.15
    assert np.median(kept.points[:, 0]) == pytest.approx(0.5, abs=0.05)


def test_draws_never_leave_their_priors(toy):
    kept = infer_posterior(*toy, np.array([0.02, 0.9, 0.0]), ERRORS, 0.05)
    assert ((kept.points >= 0) & (kept.points <= 1)).all()


def test_what_the_model_cannot_do_moves_the_draws_to_its_end_and_not_beyond(toy):
    """The first measurement never exceeds 1.2; asked for 3, the draws say 'as much as there is' of the first parameter
    and nothing silly of the others."""
    kept = infer_posterior(*toy, np.array([3.0, 0.5, 0.0]), ERRORS, 0.05)
    assert np.median(kept.points[:, 0]) > 0.9
    assert 0.2 < np.median(kept.points[:, 2]) < 0.8


def test_simulations_without_a_measurement_are_never_kept(toy):
    places, seen = toy
    holes = seen.copy()
    holes[::2, 1] = np.nan
    kept = infer_posterior(places, holes, np.array([0.5, 0.25, 0.0]), ERRORS, 0.1)
    assert (kept.bank_rows % 2 == 1).all()


def test_the_middle_of_a_band_is_what_was_measured_and_its_width_the_error():
    closed = SummaryStatistic("P", TargetBand("x", "", 0.2, 0.6))
    assert closed.source_value == pytest.approx(0.4)
    assert closed.measurement_error == pytest.approx(0.2 / 1.96, rel=1e-3)
    assert closed.to_comparable(np.array([0.1, 0.5])).tolist() == [0.1, 0.5]


@pytest.mark.parametrize(
    ("band", "outside"),
    [
        (TargetBand("x", "", low=0.5), [-0.4, 0.0, 0.0]),
        (TargetBand("x", "", high=0.1), [0.0, 0.5, 0.8]),
        (TargetBand("x", "", 0.2, 0.7, is_from_source=False), [-0.1, 0.0, 0.2]),
    ],
)
def test_where_a_source_gave_no_number_a_quantity_agrees_anywhere_within_its_band(band, outside):
    summary = SummaryStatistic("P", band)
    assert (summary.source_value, summary.measurement_error) == (0.0, 0.0)
    assert summary.to_comparable(np.array([0.1, 0.6, 0.9])) == pytest.approx(outside)


def test_every_simulation_is_measured_with_the_error_of_the_source_and_always_the_same():
    kept = (SummaryStatistic("P", TargetBand("x", "", 0.2, 0.6)), SummaryStatistic("P", TargetBand("y", "", low=0.5)))
    values = np.full((4000, 2), 0.4)
    seen = add_measurement_error(values, kept, 1)
    assert seen[:, 0].mean() == pytest.approx(0.4, abs=0.01)
    assert seen[:, 0].std() == pytest.approx(kept[0].measurement_error, rel=0.05)
    assert seen[:, 1] == pytest.approx(-0.1)
    assert (add_measurement_error(values, kept, 1) == seen).all()


@pytest.mark.skipif(find_spec("sbi") is None, reason="pip install 'simkomunitas[neural]'")
def test_a_network_finds_what_is_measured_and_always_the_same(toy):
    places, seen = (table[:600] for table in toy)
    kept, again = (infer_neural_posterior(places, seen, np.array([0.5, 0.25, 0.0]), 300, 5) for _ in range(2))
    np.testing.assert_array_equal(kept.points, again.points)
    narrower = 1 - kept.points.std(axis=0) / places.std(axis=0)
    assert narrower[0] > 0.6
    assert narrower[2] < 0.2
    assert np.median(kept.points[:, 0]) == pytest.approx(0.5, abs=0.1)


@pytest.mark.skipif(find_spec("sbi") is not None, reason="the library is there")
def test_without_its_library_a_neural_calibration_is_refused_before_anything_runs(capsys, tmp_path):
    path = write(tmp_path, "calibration.yaml", CHEAP)
    code, out, err = calibrated(capsys, path, "--set", "method=neural", "--out", tmp_path / "out")
    assert (code, out) == (2, "")
    assert "pip install 'simkomunitas[neural]'" in err
    assert not (tmp_path / "out-bank").exists()


def test_coverage_is_checked_on_members_of_the_bank_itself():
    luck = np.random.default_rng(5)
    places = luck.random((800, 2))
    values = places + 0.1 * luck.standard_normal(places.shape)
    kept = tuple(SummaryStatistic("P", TargetBand(name, "", 0.3, 0.7)) for name in "xy")
    found = check_coverage(SimulationBank(places, values, kept), range(60), 0.1, 1)
    assert found.test_count == 60
    assert (found.shares > 0.75).all()


@pytest.fixture
def plan(tmp_path):
    return read_calibration_config(write(tmp_path, "calibration.yaml", CHEAP))


def test_a_larger_design_keeps_the_points_of_the_smaller(plan):
    small, large = sample_design(plan._replace(simulations=50)), sample_design(plan._replace(simulations=130))
    assert (large[:50] == small).all()
    assert not (sample_design(plan._replace(first_seed=2, simulations=50)) == small).any()


def test_priors_are_even_over_their_range(plan):
    places = sample_design(plan._replace(simulations=512))
    assert np.abs(np.sort(places, axis=0) - (np.arange(512)[:, None] + 0.5) / 512).max() < 0.01
    low, high = dict(parameters_at(plan, np.array([0.0, 1.0]))).values()
    assert (low, high) == (0.0, -1.0)


def test_a_target_may_be_measured_in_more_villages_than_the_others(tmp_path):
    """What the others measure stays as it was, to the last digit."""
    text = CHEAP.replace("[P4]", "[P2, P4, P9]")
    few, more = (
        read_calibration_config(write(tmp_path, name, text + added))
        for name, added in (("few.yaml", ""), ("more.yaml", "seeds_by_target: {P9: 3}\n"))
    )
    assert (few.seeds_per_draw, more.seeds_per_draw) == ((2, 2, 2), (2, 2, 3))
    draw = parameters_at(few, sample_design(few)[0])
    one, other = (
        simulation_bank.measure_draw(simulation_bank.build_bank_settings(plan), draw, 7) for plan in (few, more)
    )
    assert {key for key in one if one[key] != other[key]} <= {"P9.face_to_face", "P9.written", "P9.order"}
    assert one["P9.face_to_face"] != other["P9.face_to_face"]


def test_what_no_target_looks_at_is_not_lived_through(tmp_path):
    """P1 looks at one arm of a situation, up to the end of its programme, and sees the same there as in the whole."""
    plan = read_calibration_config(write(tmp_path, "one.yaml", CHEAP.replace("[P4]", "[P1]")))
    trial = simulation_bank.build_bank_settings(plan)
    (arms,) = trial.situations.values()
    assert {arm: scenario.horizon.weeks_after for arm, scenario in arms.items()} == {"programme": 0}
    whole = trial._replace(situations=read_situations(["community_driven_development"]))
    draw = parameters_at(plan, sample_design(plan)[0])
    assert simulation_bank.measure_draw(trial, draw, 3) == simulation_bank.measure_draw(whole, draw, 3)


def test_a_stopped_bank_goes_on_where_it_was(plan, tmp_path, monkeypatch):
    """Draws that are there are not simulated again, and the whole is as if it had never been stopped."""
    tried = []
    really = simulation_bank.measure_draw
    monkeypatch.setattr(simulation_bank, "measure_draw", lambda *words: tried.append(words[2]) or really(*words))
    fill_bank(plan._replace(simulations=6), tmp_path / "bank", workers=1)
    files = {path.name: path.read_bytes() for path in (tmp_path / "bank").glob("part-*")}
    told = []
    bank = fill_bank(plan._replace(simulations=10), tmp_path / "bank", workers=1, progress=told.append)
    assert len(tried) == len(set(tried)) == 10
    assert sum(told) == 10
    assert {name: (tmp_path / "bank" / name).read_bytes() for name in files} == files
    whole = fill_bank(plan._replace(simulations=10), tmp_path / "whole", workers=1)
    np.testing.assert_array_equal(bank.values, whole.values)
    np.testing.assert_array_equal(bank.points, whole.points)


def test_the_number_of_processes_changes_nothing(plan, tmp_path):
    one, two = (fill_bank(plan._replace(simulations=8), tmp_path / str(jobs), workers=jobs) for jobs in (1, 2))
    np.testing.assert_array_equal(one.values, two.values)


def test_a_bank_of_another_calibration_or_a_damaged_one_is_refused(plan, tmp_path):
    fill_bank(plan._replace(simulations=4), tmp_path / "bank", workers=1)
    with pytest.raises(InputError, match="other simulations"):
        fill_bank(plan._replace(simulations=4, seeds_per_draw=(3,)), tmp_path / "bank", workers=1)
    part = next((tmp_path / "bank").glob("part-*"))
    part.write_bytes(part.read_bytes()[:-8] + b"12345678")
    with pytest.raises(InputError):
        fill_bank(plan._replace(simulations=4), tmp_path / "bank", workers=1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("targets: [P99]", "targets[0]: a target"),
        ("vary: {parameters.beliefs.fadin: {from: 0, to: 1}}", "a parameter"),
        ("vary: {parameters.beliefs.fading_rate: {from: 0.5, to: 2}}", "a range within 0 to 1"),
        ("vary: {parameters.beliefs.fading_rate: [0.1, 0.2]}", "a range"),
        ("vary: {community.people.adults: {from: 100, to: 200}}", "a parameter"),
        ("prior_draw: 500", "did you mean 'prior_draws'?"),
        ("accepted_percent: 80", "a whole number from 1 to 50"),
        ("seeds_by_target: {P99: 5}", "a target"),
        ("method: network", "known: neural, regression"),
    ],
)
def test_a_wrong_calibration_is_refused_with_its_line(tmp_path, text, said):
    path = write(tmp_path, "wrong.yaml", f"title: x\n{text}\n")
    with pytest.raises(InputError) as refused:
        read_calibration_config(path)
    assert said in str(refused.value)
    assert f"{path}:2" in str(refused.value)


def test_what_is_assumed_is_calibrated_unless_the_file_says_otherwise(tmp_path):
    plan = read_calibration_config(write(tmp_path, "plain.yaml", "title: x\n"))
    assert [factor.name for factor in plan.factors] == [row.key for row in list_assumed_parameters()]
    assert {summary.target for summary in list_summaries(plan.targets)} <= set(plan.targets)


def test_a_posterior_says_where_it_comes_from(tmp_path):
    path = tmp_path / "posterior.parquet"
    draws = np.array([[0.1, 0.2], [0.3, 0.4], [0.2, 0.3]])
    path.write_bytes(
        posterior_parquet(
            ("beliefs.fading_rate", "place.coefficient_clash"), draws, {"version": "1", "bands": {"x": [0, 1]}}
        )
    )
    assert read_posterior_metadata(path) == {"version": "1", "bands": {"x": [0, 1]}}
    table = pd.read_parquet(path)
    np.testing.assert_array_equal(table.to_numpy(), draws)
    assert posterior_intervals(table)["beliefs.fading_rate"].median == pytest.approx(0.2)


def test_the_centre_is_written_where_the_defaults_stand(tmp_path):
    """Only the numbers change, and only in the files of the rules."""
    folder = shutil.copytree(PACKAGE / "model" / "rules", tmp_path / "rules")
    new = [NewDefault("beliefs.fading_rate", 0.4, 0.33), NewDefault("turnout.intercept_programme", -3.0, -2.7)]
    changed = write_rule_defaults(new, folder)
    assert {path.name for path in changed} == {"belief_rules.py", "turnout_rules.py"}
    texts = {name: (folder / name).read_text() for name in ("belief_rules.py", "turnout_rules.py")}
    assert "] = 0.33" in texts["belief_rules.py"]
    assert "] = -2.7" in texts["turnout_rules.py"]
    for name, text in texts.items():
        before = (PACKAGE / "model" / "rules" / name).read_text()
        assert len(ast.dump(ast.parse(text))) - len(ast.dump(ast.parse(before))) in range(-4, 5)
        assert sum(one != other for one, other in zip(text.splitlines(), before.splitlines(), strict=True)) == 1


def test_a_parameter_without_a_line_leaves_everything_as_it_was(tmp_path):
    folder = shutil.copytree(PACKAGE / "model" / "rules", tmp_path / "rules")
    (folder / "place_rules.py").unlink()
    with pytest.raises(LookupError):
        write_rule_defaults(
            [NewDefault("place.coefficient_clash", 1.0, 1.1), NewDefault("beliefs.fading_rate", 0.4, 0.33)], folder
        )
    assert (folder / "belief_rules.py").read_text() == (PACKAGE / "model/rules/belief_rules.py").read_text()


def test_new_defaults_are_the_middle_of_the_draws():
    table = pd.DataFrame({"beliefs.fading_rate": np.linspace(0.20, 0.40, 101)})
    assert posterior_defaults(table) == [NewDefault("beliefs.fading_rate", Parameters().beliefs.fading_rate, 0.3)]


def test_a_parameter_shows_how_it_was_obtained(monkeypatch):
    row = next(row for row in parameter_table() if row.key == "parameters.beliefs.fading_rate")
    monkeypatch.setattr(provenance_kinds, "load_shipped_intervals", dict)
    assert provenance_kinds.parameter_provenance(row).kind == "assumed"
    monkeypatch.setattr(
        provenance_kinds, "load_shipped_intervals", lambda: {"beliefs.fading_rate": PosteriorInterval(0.25, 0.4, 0.512)}
    )
    assert str(provenance_kinds.parameter_provenance(row)) == "calibrated, 90 %: 0.25 to 0.51"


@pytest.mark.parametrize("key", posterior_intervals(pd.read_parquet(SHIPPED_POSTERIOR)))
def test_the_defaults_are_the_centre_of_the_posterior_that_comes_with_the_program(key):
    """As nearly as the posterior can tell it: within a quarter of the half width of its interval."""
    low, centre, high = posterior_intervals(pd.read_parquet(SHIPPED_POSTERIOR))[key]
    block, name = key.split(".")
    default = getattr(getattr(Parameters(), block), name)
    assert abs(default - centre) <= 0.25 * (high - low) / 2


def calibrated(capsys, *words):
    with pytest.raises(SystemExit) as ended:
        main(["calibrate", *map(str, words)])
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


def test_the_command_leaves_a_posterior_a_report_and_figures(capsys, tmp_path):
    path = write(tmp_path, "calibration.yaml", CHEAP)
    code, out, err = calibrated(capsys, path, "--workers", 2, "--out", tmp_path / "out")
    assert code == 0, err
    assert "# A small calibration" in out
    folder = tmp_path / "out"
    names = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    assert {
        "posterior.parquet", "report.md", "centre.yaml", "fit.csv", "parameters.csv", "figures/pairs.png",
        "figures/fit.svg", "figures/parameters.png",
    } <= names  # fmt: skip
    assert read_posterior_metadata(folder / "posterior.parquet")["config"]["targets"] == ["P4"]
    assert json.loads((folder / "manifest.json").read_bytes())["config"]["accepted_percent"] == 20
    assert (tmp_path / "out-bank").is_dir()


def test_a_folder_of_somebody_else_is_refused_before_anything_runs(capsys, tmp_path):
    path = write(tmp_path, "calibration.yaml", CHEAP)
    write(tmp_path, "mine/diary.txt", "hands off")
    code, out, _ = calibrated(capsys, path, "--out", tmp_path / "mine")
    assert (code, out) == (2, "")
    assert not (tmp_path / "mine-bank").exists()
