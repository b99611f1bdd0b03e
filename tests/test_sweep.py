"""A sweep makes every run once, keeps it for good, and gives the same whoever makes it."""

import importlib
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from simkomunitas.base.input_errors import InputError
from simkomunitas.experiments import result_store
from simkomunitas.experiments.batch_dispatcher import DispatchSettings
from simkomunitas.experiments.experiment_design import PlannedContrast, Precision, build_points
from simkomunitas.experiments.experiment_plan import build_experiment_plan
from simkomunitas.experiments.experiment_reader import read_experiment
from simkomunitas.experiments.experiment_sweep import run_sweep
from simkomunitas.experiments.planned_contrasts import mean_paired_differences
from simkomunitas.experiments.results_verification import quarantine_damaged_files, verify_results
from simkomunitas.experiments.sweep_folder import read_design_file
from simkomunitas.experiments.sweep_results import (
    load_failures,
    load_points,
    load_runs,
    load_sample,
    load_weekly_series,
    load_xarray_dataset,
    read_sweep_design,
)
from simkomunitas.model.outcomes import measure_outcomes
from simkomunitas.model.scenario_definition import scenario_id
from simkomunitas.results.parquet_parts import ParquetPart, read_part, write_part
from simkomunitas.results.results_folder import write_results_folder
from simkomunitas.results.results_manifest import StudyRecord
from simkomunitas.simulation.model_version_id import compute_run_id, model_version
from simkomunitas.simulation.simulation_run import run_scenario
from simkomunitas.simulation.weekly_curves import WEEKLY_SERIES, extract_weekly_curves
from sweeps import HEAD, SMALL, VARIED, command, digest, environment, experiment, parts_of


@pytest.fixture(scope="module")
def crew():
    """Two threads with a worker each, for all sweeps of this module."""
    with ThreadPoolExecutor(2) as executor:
        yield executor


@pytest.fixture(scope="module")
def made(crew, tmp_path_factory):
    """A small sweep that was made without any disturbance, weekly series and all."""
    folder = tmp_path_factory.mktemp("made")
    run_sweep(read_experiment(experiment(folder), ["keep_weekly=true"]), folder / "results", executor=crew)
    return folder / "results"


@pytest.fixture
def copied(made, tmp_path):
    """A copy of it that may be spoiled."""
    return Path(shutil.copytree(made, tmp_path / "copied"))


def again(folder, crew, **options):
    """The same sweep once more, on a folder."""
    return run_sweep(read_experiment(experiment(folder.parent), ["keep_weekly=true"]), folder, executor=crew, **options)


def test_every_run_has_its_row_and_gives_what_it_gives_alone(made):
    asked = read_experiment(made / "experiment.yaml")
    table = load_runs(made)
    assert len(table) == 4 * 5
    assert table["seed"].unique().tolist() == [1, 2, 3, 4, 5]
    assert not table.duplicated(["point", "seed"]).any()
    row = table.iloc[7]
    point = build_points(asked)[int(row["point"])]
    alone = measure_outcomes(run_scenario(point.scenario, int(row["seed"])))
    assert np.array_equal(row[list(alone)].to_numpy(float), np.array(list(alone.values())), equal_nan=True)
    assert row["run_id"] == compute_run_id(scenario_id(point.scenario), int(row["seed"]), model_version().id)
    assert tuple(row[name] for name in asked.identifying_columns) == point.levels


def test_the_weekly_series_are_those_of_the_runs(made):
    table = load_weekly_series(made)
    assert list(table.columns[-len(WEEKLY_SERIES) :]) == list(WEEKLY_SERIES)
    assert len(table) == 4 * 5 * 60
    scenario = build_points(read_experiment(made / "experiment.yaml"))[2].scenario
    kept = table[(table["point"] == 2) & (table["seed"] == 3)][list(WEEKLY_SERIES)].to_numpy()
    assert np.array_equal(kept.T, extract_weekly_curves(run_scenario(scenario, 3)))


def test_results_are_read_without_our_code(made):
    table = pq.read_table(made / "runs").to_pandas()
    assert {"run_id", "point", "seed", "programme.exit", "participation@programme"} <= set(table.columns)
    assert len(table) == 20


def test_every_column_stands_in_the_codebook(made):
    page = (made / "codebook.md").read_text()
    for table in (load_runs(made), load_weekly_series(made)):
        assert [name for name in table if f"| {name} |" not in page] == []


def test_the_design_can_be_read_back(made):
    design = read_sweep_design(made)
    assert [factor.name for factor in design.factors] == ["programme.exit", "parameters.turnout.coefficient_norm"]
    assert design.factors[0].levels == ("fixed_week", "tapering")
    assert (design.factors[1].low, design.factors[1].high, design.factors[1].base) == (0, 3, 1.6)
    assert (design.method, design.replicates, design.points) == ("grid", 5, 4)
    assert design.finished["rows"] == 20
    assert len(load_points(made)) == 4
    assert load_sample(made) is None


def test_a_sample_stands_beside_its_points(crew, tmp_path):
    text = HEAD + VARIED.replace(", steps: 2", "") + "replicates: 1\ndesign: {method: morris, trajectories: 2}\n"
    run_sweep(experiment(tmp_path, text), tmp_path / "out", executor=crew)
    sample = load_sample(tmp_path / "out")
    assert sample.shape == (6, 2)
    assert np.allclose(sample * 3, (sample * 3).round())
    assert load_runs(tmp_path / "out")["point"].tolist() == list(range(6))


def test_some_columns_are_read_alone_and_unknown_ones_are_refused(made):
    table = load_runs(made, ["participation@year_1"])
    assert list(table.columns[-2:]) == ["parameters.turnout.coefficient_norm", "participation@year_1"]
    with pytest.raises(InputError, match="columns of the codebook"):
        load_runs(made, ["participation@year_9"])


def test_xarray_has_outcomes_over_points_and_seeds(made):
    dataset = load_xarray_dataset(made, ["participation@programme"])
    table = load_runs(made, ["participation@programme"])
    assert dataset["participation@programme"].shape == (4, 5)
    assert dataset["participation@programme"].sel(point=1, seed=2).item() == table.iloc[6]["participation@programme"]
    assert dataset["programme.exit"].values.tolist() == ["fixed_week", "fixed_week", "tapering", "tapering"]


def test_a_finished_sweep_has_nothing_left_to_do(copied, crew):
    before = digest(copied)
    swept = again(copied, crew)
    assert (swept.finished_rows, swept.new_rows) == (20, 0)
    assert digest(copied) == before


def test_missing_runs_are_made_and_finished_ones_are_not(copied, crew):
    before, kept = digest(copied), parts_of(copied)
    (copied / "manifest.json").unlink()
    (copied / "runs" / kept[0]).unlink()
    lost = int(kept[0].split("-")[2])
    swept = again(copied, crew)
    assert (swept.finished_rows, swept.new_rows) == (20, lost)
    assert digest(copied) == before


def test_an_unfinished_sweep_is_not_taken_for_a_finished_one(copied):
    (copied / "manifest.json").unlink()
    with pytest.raises(InputError, match="not finished"):
        load_runs(copied)
    assert len(load_runs(copied, allow_unfinished=True)) == 20


def test_a_finished_sweep_that_has_lost_a_part_is_refused(copied):
    (copied / "runs" / parts_of(copied)[0]).unlink()
    with pytest.raises(InputError, match="missing"):
        load_runs(copied)
    assert [fault.value for fault in verify_results(copied).errors] == ["missing"]


def test_damage_in_what_an_analysis_has_put_beside_the_runs_is_found_and_set_aside(copied, crew):
    study = StudyRecord(("simkomunitas",), {"analysis": "sensitivity"}, {}, (1,), datetime.now(UTC), datetime.now(UTC))
    inside = write_results_folder(
        copied / "sensitivity-1", {"words.md": "Hours.\n", "figures/sobol.svg": "<svg/>"}, study
    )
    assert not verify_results(copied).errors
    (inside / "figures" / "sobol.svg").write_text("<svg />")
    (inside / "words.md").unlink()
    verdict = verify_results(copied)
    assert {Path(fault.location).name: fault.value for fault in verdict.errors} == {
        "sobol.svg": "other content than its checksum says", "words.md": "missing"}  # fmt: skip
    assert (quarantine_damaged_files(copied, verdict) / "sensitivity-1" / "figures" / "sobol.svg").is_file()
    assert again(copied, crew).new_rows == 0
    write_results_folder(inside, {"words.md": "Hours.\n", "figures/sobol.svg": "<svg/>"}, study)
    assert not verify_results(copied).errors


def test_another_experiment_in_the_folder_is_refused_with_the_difference(copied, crew, tmp_path):
    before = digest(copied)
    other = read_experiment(experiment(tmp_path), ["keep_weekly=true", "replicates=6", "shocks.chance=0.2"])
    with pytest.raises(InputError) as refused:
        run_sweep(other, copied, executor=crew)
    told = str(refused.value)
    assert "experiment.replicates: 5, as in the results that are there (found 6)" in told
    assert "experiment.shocks.chance: 0.1, as in the results that are there (found 0.2)" in told
    assert "--new-folder" in told
    assert digest(copied) == before


def test_a_changed_model_is_refused_by_the_name_of_the_file(copied, crew, monkeypatch):
    sweeping = importlib.import_module("simkomunitas.experiments.experiment_sweep")
    version = model_version()
    parts = dict(version.component_hashes) | {"model/rules/turnout_rules.py": "something else"}
    monkeypatch.setattr(sweeping, "model_version", lambda: version._replace(id="0" * 16, component_hashes=parts))
    with pytest.raises(
        InputError, match=r"model.rules.turnout_rules.py: [0-9a-f]{16}, as in the results that are there"
    ):
        again(copied, crew)


def test_as_new_goes_beside_and_takes_over_what_is_the_same(copied, crew, tmp_path):
    more = read_experiment(experiment(tmp_path), ["keep_weekly=true", "replicates=6"])
    swept = run_sweep(more, copied, executor=crew, use_new_folder=True)
    assert swept.folder.parent == copied.parent
    assert (swept.finished_rows, swept.reused_rows, swept.new_rows) == (24, 20, 4)
    table, old = load_runs(swept.folder), load_runs(copied)
    assert table[table["seed"] <= 5].reset_index(drop=True).equals(old)
    weekly, series = load_weekly_series(swept.folder), load_weekly_series(copied)
    assert weekly[weekly["seed"] <= 5].reset_index(drop=True).equals(series)
    assert run_sweep(more, copied, executor=crew).folder == swept.folder  # found again


def test_another_experiment_takes_over_the_runs_that_it_shares(made, crew, tmp_path):
    text = SMALL.replace("steps: 2", "steps: 3").replace("replicates: 5", "replicates: 3")
    swept = run_sweep(experiment(tmp_path, text), tmp_path / "out", executor=crew, reuse_folders=[made])
    assert (swept.reused_rows, swept.new_rows) == (12, 6)
    table, old = load_runs(swept.folder), load_runs(made)
    both = table.merge(old, on="run_id")
    assert len(both) == 12
    assert (both["participation@programme_x"] == both["participation@programme_y"]).all()
    assert (both["parameters.turnout.coefficient_norm_x"] == both["parameters.turnout.coefficient_norm_y"]).all()


def test_nothing_is_taken_over_from_a_damaged_folder(copied, crew, tmp_path):
    for name in parts_of(copied):
        path = copied / "runs" / name
        path.write_bytes(path.read_bytes()[:-5])
    swept = run_sweep(experiment(tmp_path), tmp_path / "out", executor=crew, reuse_folders=[copied])
    assert swept.reused_rows == 0


def test_points_that_come_to_the_same_are_run_once_and_shown_twice(crew, tmp_path):
    text = HEAD + "vary: {programme: {nobody: none}, programme.exit: [fixed_week, tapering]}\nreplicates: 2\n"
    swept = run_sweep(experiment(tmp_path, text), tmp_path / "out", executor=crew)
    table = load_runs(swept.folder)
    assert len(table) == 4
    assert table["run_id"].nunique() == 2
    assert table["programme.exit"].tolist() == ["fixed_week"] * 2 + ["tapering"] * 2


def test_many_small_parts_become_one_and_nothing_changes(crew, tmp_path, monkeypatch):
    monkeypatch.setattr(result_store, "WRITE_INTERVAL", 0.0)
    monkeypatch.setattr(result_store, "MAX_SMALL_PARTS", 3)
    file = experiment(tmp_path)
    swept = run_sweep(file, tmp_path / "out", executor=crew, dispatch_settings=DispatchSettings(batch_size=1))
    assert len(parts_of(swept.folder)) < 5
    monkeypatch.undo()
    alone = run_sweep(experiment(tmp_path / "other"), tmp_path / "other" / "out", executor=crew)
    assert digest(swept.folder) == digest(alone.folder)
    assert not verify_results(swept.folder).errors


def test_parts_that_were_put_together_count_once_when_they_are_still_there(copied, crew, monkeypatch):
    about = {"experiment": read_design_file(copied)["id"], "version": read_design_file(copied)["model"]}
    names = parts_of(copied)
    one = copied / "runs" / names[0]
    weekly = json.loads(pq.read_schema(one).metadata[b"simkomunitas"])["weekly"]
    table = read_part(ParquetPart(one, 1, 0, ""))
    write_part(copied / "runs", 900, table, about | {"replaces": [names[0]], "weekly": weekly})
    assert len(load_runs(copied)) == 20
    (copied / "manifest.json").unlink()
    assert again(copied, crew).new_rows == 0
    assert names[0] not in parts_of(copied)


CELLS = {
    "one process, seven runs a batch": {"workers": 1, "dispatch_settings": DispatchSettings(batch_size=7)},
    "two processes, one run a batch": {"workers": 2, "dispatch_settings": DispatchSettings(batch_size=1)},
    "two processes, fifty runs a batch": {"workers": 2, "dispatch_settings": DispatchSettings(batch_size=50)},
}
MORE = {
    f"{jobs} processes, {chunk} runs a batch": {
        "workers": jobs,
        "dispatch_settings": DispatchSettings(batch_size=chunk),
    }
    for jobs in (1, 2, 4)
    for chunk in (1, 7, 50)
}


@pytest.fixture(scope="module")
def usual(crew, tmp_path_factory):
    """The content of the small sweep."""
    folder = tmp_path_factory.mktemp("usual")
    return digest(run_sweep(experiment(folder), folder / "out", executor=crew).folder)


@pytest.mark.parametrize("options", CELLS.values(), ids=CELLS)
def test_results_do_not_depend_on_processes_and_batches(options, usual, tmp_path):
    assert digest(run_sweep(experiment(tmp_path), tmp_path / "out", **options).folder) == usual


@pytest.mark.long
@pytest.mark.parametrize("options", MORE.values(), ids=MORE)
def test_results_do_not_depend_on_any_number_of_processes_and_batches(options, usual, tmp_path):
    assert digest(run_sweep(experiment(tmp_path), tmp_path / "out", **options).folder) == usual


@pytest.mark.parametrize("method", ["spawn", pytest.param("forkserver", marks=pytest.mark.long)])
def test_results_do_not_depend_on_how_the_processes_of_an_executor_are_started(method, usual, tmp_path):
    with ProcessPoolExecutor(2, mp_context=get_context(method)) as pool:
        swept = run_sweep(
            experiment(tmp_path), tmp_path / "out", executor=pool, dispatch_settings=DispatchSettings(batch_size=7)
        )
    assert digest(swept.folder) == usual


FORKED = """\
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from simkomunitas.experiments.experiment_sweep import sweep

with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
    sweep(sys.argv[1], sys.argv[2], executor=pool)
"""


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere processes are not forked")
def test_results_do_not_depend_on_processes_that_are_forked(usual, tmp_path):
    """In a process of its own, which has no threads that a fork would tear."""
    words = [sys.executable, "-c", FORKED, experiment(tmp_path), tmp_path / "out"]
    subprocess.run(words, check=True, env=environment())
    assert digest(tmp_path / "out") == usual


ZONES = ("UTC", "Asia/Jakarta", "America/Bogota")
LOCALES = ("C", "id_ID.UTF-8", "de_DE.UTF-8")
SURROUNDINGS = [{"PYTHONHASHSEED": "1", "LC_ALL": "id_ID.UTF-8", "TZ": "Asia/Jakarta", "OPENBLAS_NUM_THREADS": "2"}]
MORE_SURROUNDINGS = [
    {
        "PYTHONHASHSEED": str(seed),
        "LC_ALL": LOCALES[seed % 3],
        "TZ": ZONES[seed // 3 % 3],
        "OPENBLAS_NUM_THREADS": ("1", "2", "8")[seed % 2 + seed % 3 // 2],
    }
    for seed in range(2, 12)
]


@pytest.mark.parametrize(
    "surroundings", [*SURROUNDINGS, *(pytest.param(one, marks=pytest.mark.long) for one in MORE_SURROUNDINGS)], ids=str
)
def test_results_do_not_depend_on_hash_seed_locale_time_zone_and_threads(surroundings, usual, tmp_path):
    code, _, err = command("sweep", experiment(tmp_path), "--out", tmp_path / "out", "--workers", 1, **surroundings)
    assert code == 0, err
    assert digest(tmp_path / "out") == usual


def test_automatic_replicates_end_when_they_are_enough_and_go_on_the_same(crew, tmp_path):
    text = HEAD + "outcomes: [participation@programme, participation@year_1]\nreplicates: auto\n"
    asked = "precision: {relative: 0.5, absolute: {participation@year_1: 0.02}, least: 5, most: 60}\n"
    swept = run_sweep(experiment(tmp_path, text + asked), tmp_path / "out", executor=crew)
    table = load_runs(swept.folder)
    assert len(table) == swept.finished_rows == swept.replicates
    assert 5 < swept.replicates <= 60
    wide = 1.96 * table["participation@year_1"].std() / np.sqrt(len(table))
    assert wide < 0.02
    assert run_sweep(experiment(tmp_path, text + asked), tmp_path / "out", executor=crew).new_rows == 0
    assert isinstance(read_sweep_design(swept.folder).replicates, Precision)


def test_automatic_replicates_that_are_never_enough_say_which_outcome_is_to_blame(crew, tmp_path):
    text = HEAD + "outcomes: [participation@year_1]\nreplicates: auto\n"
    asked = "precision: {absolute: {participation@year_1: 0.00001}, least: 3, most: 6}\n"
    swept = run_sweep(experiment(tmp_path, text + asked), tmp_path / "out", executor=crew)
    assert (swept.replicates, swept.imprecise_outcomes) == (6, ("participation@year_1",))


def test_an_under_powered_contrast_is_told(crew, tmp_path):
    text = SMALL + (
        "smallest_effect: {participation@year_1: 0.0001}\n"
        "contrasts: [{factor: parameters.turnout.coefficient_norm, level: 3.0, against: 0.0}]\n"
    )
    swept = run_sweep(experiment(tmp_path, text), tmp_path / "out", executor=crew)
    assert [one.outcome for one in swept.underpowered_contrasts] == ["participation@year_1"]
    assert swept.underpowered_contrasts[0].power < 0.8
    assert swept.underpowered_contrasts[0].pairs_needed is None or swept.underpowered_contrasts[0].pairs_needed > 5


def test_paired_differences_are_taken_within_seeds_all_else_equal():
    runs = pd.DataFrame(
        [(arm, x, seed, 10 * seed + x + (3 if arm == "b" else 0)) for arm in "ab" for x in (1, 2) for seed in (1, 2)],
        columns=["arm", "x", "seed", "y@programme"],
    )
    found = mean_paired_differences(runs, ["arm", "x"], PlannedContrast("arm", "b", "a"), ["y@programme"])
    assert found["y@programme"].tolist() == [3, 3]
    found = mean_paired_differences(runs.drop(index=0), ["arm", "x"], PlannedContrast("x", 2, 1), ["y@programme"])
    assert found["y@programme"].tolist() == [1, 1]


def test_a_plan_counts_times_and_tells_the_power_and_writes_nothing(tmp_path):
    text = SMALL + (
        "smallest_effect: {participation@programme: 0.02}\nsd_of_differences: {participation@year_1: 0.1}\n"
        "contrasts: [{factor: programme.exit, against: fixed_week}]\n"
    )
    file = experiment(tmp_path, text)
    planned = build_experiment_plan(read_experiment(file), tmp_path / "out", pilot_seeds=4)
    assert (planned.experiment_size.points, planned.experiment_size.run_count) == (4, 20)
    assert planned.seconds_per_run > 0
    by_outcome = {one.outcome: one for one in planned.contrast_power}
    assert by_outcome["participation@programme"].deviation_source == "pilot of 4 seeds"
    assert by_outcome["participation@year_1"].deviation_source == "stated"
    assert by_outcome["participation@year_1"].standard_deviation == 0.1
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_results_elsewhere_are_left_alone(made, crew, tmp_path):
    stranger = tmp_path / "mine"
    stranger.mkdir()
    (stranger / "letter.txt").write_text("dear all")
    for place in (stranger, tmp_path / "mine" / "letter.txt"):
        with pytest.raises(InputError, match="--out"):
            run_sweep(experiment(tmp_path), place, executor=crew)
    assert [path.name for path in stranger.iterdir()] == ["letter.txt"]


def test_a_cluster_that_does_not_answer_is_refused_and_nothing_is_written(tmp_path):
    pytest.importorskip("distributed")
    file = experiment(tmp_path)
    with pytest.raises(InputError, match="a Dask scheduler that answers"):
        run_sweep(file, tmp_path / "out", cluster="nonsense://127.0.0.1:1")
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_no_failures_are_an_empty_table(made):
    assert load_failures(made).empty


def test_too_many_runs_are_refused_before_anything_is_written(tmp_path):
    file = experiment(tmp_path, SMALL.replace("replicates: 5", "replicates: 100000").replace("steps: 2", "steps: 7"))
    with pytest.raises(InputError, match="1,400,000 runs"):
        run_sweep(file, tmp_path / "out")
    assert os.listdir(tmp_path) == [file.name]  # noqa: PTH208
