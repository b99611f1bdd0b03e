"""A point and a seed are stored once; what is stored twice is found, compared and mended."""

import math
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from simkomunitas.base.input_errors import InputError
from simkomunitas.cli.command_line import main
from simkomunitas.experiments import result_store
from simkomunitas.experiments.duplicate_rows import (
    describe_duplicates,
    find_duplicates,
    list_repeated_runs,
    remove_duplicates,
)
from simkomunitas.experiments.experiment_design import DesignPoints
from simkomunitas.experiments.experiment_reader import read_experiment
from simkomunitas.experiments.experiment_sweep import run_sweep
from simkomunitas.experiments.result_exports import write_csv_export
from simkomunitas.experiments.result_reuse import reuse_finished_runs
from simkomunitas.experiments.result_store import PartOrigin, ResultStore
from simkomunitas.experiments.results_verification import quarantine_damaged_files, verify_results
from simkomunitas.experiments.run_index import RunIndex
from simkomunitas.experiments.sweep_folder import compute_scenario_ids, read_design_file, write_sweep_manifest
from simkomunitas.experiments.sweep_results import load_failures, load_runs, load_weekly_series, read_sweep_manifest
from simkomunitas.results.parquet_parts import list_parts, read_part, read_part_metadata, write_part
from sweeps import HEAD, digest, digest_of, experiment

ARMS = HEAD.replace("programme: {", "arms:\n  none: {programme: none}\n  some:\n    programme: {").replace(
    "question: Does anything get lost?\n", ""
)
WANTED = "vary: {programme.course.leaders_wanted: [1, 2, 4]}\noutcomes: [participation@programme]\nreplicates: 2\n"
SHARED = ARMS + WANTED  # without a programme nobody looks for leaders: three points, one scenario
OTHER = SHARED.replace("[1, 2, 4]", "[1, 2, 8]")


@pytest.fixture(scope="module")
def crew():
    """Two threads with a worker each, for all sweeps of this module."""
    with ThreadPoolExecutor(2) as executor:
        yield executor


@pytest.fixture(scope="module")
def made(crew, tmp_path_factory):
    """A finished sweep of 12 runs, of which three points share a scenario; weekly series, and results.csv.

    All runs are in one part, however slow the machine is.
    """
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(result_store, "WRITE_INTERVAL", math.inf)
        run_sweep(read_experiment(experiment(folder, SHARED), ["keep_weekly=true"]), folder / "out", executor=crew)
    write_csv_export(folder / "out")
    assert [part.row_count for part in list_parts(folder / "out" / "runs")] == [12]
    return folder / "out"


@pytest.fixture
def copied(made, tmp_path):
    """A copy of it that may be spoiled."""
    return Path(shutil.copytree(made, tmp_path / "copied"))


def stored_rows(folder, name="runs"):
    """All rows of the parts as any other program reads them."""
    return pq.read_table(folder / name).to_pandas()


def change_first(table, column):
    """The same table with one in place of the first value of a column."""
    values = table[column].to_pylist()
    values[0] = 1.0 if values[0] != 1.0 else 0.5
    return table.set_column(table.column_names.index(column), column, pa.array(values, table[column].type))


def store_again(folder, rows=3, spoil=None, series=None):
    """Store the first runs of the last part once more in a part of its own, with their series, as was once done.

    spoil, series: a column of the runs, or of the series, of which the first value is another.
    """
    part, weekly = list_parts(folder / "runs")[-1], list_parts(folder / "weekly")
    table, about = read_part(part).slice(0, rows), read_part_metadata(part)
    keys = set(zip(table["point"].to_pylist(), table["seed"].to_pylist(), strict=True))
    everything = pa.concat_tables([read_part(one) for one in weekly])
    mask = [key in keys for key in zip(everything["point"].to_pylist(), everything["seed"].to_pylist(), strict=True)]
    curves = everything.filter(pa.array(mask))
    mark = {name: about[name] for name in ("experiment", "version")}
    copy = write_part(folder / "weekly", 900, change_first(curves, series) if series else curves, mark)
    more = mark | {"weekly": [copy.path.name], "seconds": 0.0}
    write_part(folder / "runs", 900, change_first(table, spoil) if spoil else table, more)
    renew_manifest(folder)
    write_csv_export(folder)
    return keys


def renew_manifest(folder):
    """Say anew which parts there are."""
    write_sweep_manifest(folder, read_sweep_manifest(folder))


def test_points_that_share_a_scenario_are_taken_over_once_from_wherever(made, copied, crew, tmp_path):
    swept = run_sweep(
        read_experiment(experiment(tmp_path, OTHER), ["keep_weekly=true"]), tmp_path / "out", executor=crew,
        reuse_folders=[made, copied, made.parent],
    )  # fmt: skip
    assert (swept.finished_rows, swept.reused_rows, swept.new_rows) == (12, 10, 2)  # nobody has the runs with 8 leaders
    rows, weekly = stored_rows(swept.folder), stored_rows(swept.folder, "weekly")
    assert len(rows) == 12
    assert not rows.duplicated(["point", "seed"]).any()
    assert len(weekly) == 12 * 60
    assert not weekly.duplicated(["point", "seed", "week"]).any()
    assert not verify_results(swept.folder).errors
    ours, theirs = load_runs(swept.folder), load_runs(made)
    assert ours[ours["arm"] == "none"]["run_id"].tolist() == theirs[theirs["arm"] == "none"]["run_id"].tolist()
    same = ours.merge(theirs, on=["run_id", "point"])
    assert same["participation@programme_x"].tolist() == same["participation@programme_y"].tolist()


def test_what_another_folder_holds_twice_is_taken_over_once(copied, crew, tmp_path):
    store_again(copied)
    asked = read_experiment(experiment(tmp_path, OTHER), ["keep_weekly=true"])
    swept = run_sweep(asked, tmp_path / "new" / "out", executor=crew, reuse_folders=[copied])
    assert (swept.finished_rows, swept.reused_rows, swept.new_rows) == (12, 10, 2)
    assert len(stored_rows(swept.folder)) == 12
    assert len(stored_rows(swept.folder, "weekly")) == 12 * 60


def test_only_runs_of_the_same_model_are_taken_over_and_only_with_the_series_that_are_asked_for(made, tmp_path):
    def taken(version, weekly):
        asked = read_experiment(experiment(tmp_path, SHARED), [f"keep_weekly={weekly}"])
        points = DesignPoints(asked)
        folder = tmp_path / f"{version}-{weekly}" / "out"
        for name in ("runs", "weekly", "failures"):
            (folder / name).mkdir(parents=True)
        store = ResultStore(
            folder, points, RunIndex(list(compute_scenario_ids(points)), 1, 2), PartOrigin("mine", version)
        )
        store.load_parts()
        return reuse_finished_runs(store, [made]), store.run_index.count_finished()

    model = read_design_file(made)["model"]
    assert taken(model, "true") == (12, 12)
    assert taken(model, "false") == (12, 12)
    assert taken("another", "true") == (0, 0)


@pytest.mark.parametrize("spoiled", ["spoil", "series"])
def test_nothing_is_taken_over_from_a_folder_whose_copies_differ(spoiled, copied, crew, tmp_path):
    column = {"spoil": "participation@programme", "series": "participation"}[spoiled]
    store_again(copied, **{spoiled: column})
    asked = read_experiment(experiment(tmp_path, OTHER), ["keep_weekly=true"])
    swept = run_sweep(asked, tmp_path / "new" / "out", executor=crew, reuse_folders=[copied])
    assert (swept.finished_rows, swept.reused_rows, swept.new_rows) == (12, 0, 12)


def test_runs_that_are_stored_twice_are_found_named_and_mended(copied, crew, tmp_path):
    before, series = digest(copied), digest_of(load_weekly_series(copied))
    weights = load_runs(copied).groupby("arm")["participation@programme"].mean()
    store_again(copied)
    told_of = {Path(fault.location).name: fault.value for fault in verify_results(copied).errors}
    runs, weekly = list_parts(copied / "runs")[-1].path, list_parts(copied / "weekly")[-1].path
    assert told_of[runs.name] == told_of[weekly.name] == "3 runs that are there twice"
    assert told_of["results.csv"] == "other content than the runs, each once"
    assert digest(copied) == before  # read with the right weights all the same
    assert digest_of(load_weekly_series(copied)) == series
    with pytest.raises(InputError, match=r"runs that are there twice.*--repair"):
        run_sweep(read_experiment(experiment(tmp_path, SHARED), ["keep_weekly=true"]), copied, executor=crew)
    aside = quarantine_damaged_files(copied, verify_results(copied))
    assert not verify_results(copied).errors
    assert verify_results(copied).is_finished
    assert {path.name for path in (aside / "runs").iterdir()} == {runs.name}
    rows = stored_rows(copied)
    assert len(rows) == 12
    assert rows.groupby("arm")["participation@programme"].mean().to_dict() == pytest.approx(weights.to_dict())
    assert len(stored_rows(copied, "weekly")) == 12 * 60
    assert len((copied / "results.csv").read_text().splitlines()) == 1 + 12
    assert (digest(copied), digest_of(load_weekly_series(copied))) == (before, series)
    swept = run_sweep(read_experiment(experiment(tmp_path, SHARED), ["keep_weekly=true"]), copied, executor=crew)
    assert (swept.finished_rows, swept.new_rows) == (12, 0)


@pytest.mark.parametrize("spoiled", ["spoil", "series"])
def test_runs_whose_copies_differ_are_said_to_and_made_again(spoiled, copied, crew, tmp_path):
    before, series = digest(copied), digest_of(load_weekly_series(copied))
    column = {"spoil": "participation@programme", "series": "participation"}[spoiled]
    store_again(copied, **{spoiled: column})
    assert "1 runs of which two copies differ" in {fault.value for fault in verify_results(copied).errors}
    read = load_runs if spoiled == "spoil" else load_weekly_series
    with pytest.raises(InputError, match=r"two results of point \d, seed \d, that differ.*--repair"):
        read(copied)
    quarantine_damaged_files(copied, verify_results(copied))
    assert len(load_runs(copied, allow_unfinished=True)) == 11
    assert len(load_weekly_series(copied, allow_unfinished=True)) == 11 * 60
    with pytest.raises(InputError, match="not finished"):
        load_runs(copied)
    swept = run_sweep(read_experiment(experiment(tmp_path, SHARED), ["keep_weekly=true"]), copied, executor=crew)
    assert (swept.finished_rows, swept.new_rows) == (12, 1)
    assert (digest(copied), digest_of(load_weekly_series(copied))) == (before, series)
    assert not verify_results(copied).errors


def test_verify_says_what_is_there_twice_and_repairs_it_by_command(copied, capsys):
    store_again(copied)
    with pytest.raises(SystemExit) as ended:
        main(["verify-results", str(copied)])
    assert ended.value.code == 65
    assert "every run once (found 3 runs that are there twice)" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["verify-results", str(copied), "--repair"])
    with pytest.raises(SystemExit) as ended:
        main(["verify-results", str(copied)])
    assert ended.value.code == 0
    assert "12 runs, no damage\n" in capsys.readouterr().out


RUN = ["point", "seed"]


def table_of(*rows):
    """A table of runs by hand: point, seed, value."""
    return pa.table({"point": [r[0] for r in rows], "seed": [r[1] for r in rows], "y": [r[2] for r in rows]})


def hand_made(folder, *tables, kind="runs", abouts=None):
    """Parts of rows that are written down here."""
    (folder / kind).mkdir(parents=True, exist_ok=True)
    abouts = abouts or [{}] * len(tables)
    return [
        write_part(folder / kind, place + 1, table, about)
        for place, (table, about) in enumerate(zip(tables, abouts, strict=True))
    ]


def test_copies_are_told_from_runs_that_only_look_alike(tmp_path):
    nan = float("nan")
    parts = hand_made(
        tmp_path,
        table_of((0, 1, 0.5), (0, 2, nan), (1, 1, 0.5)),
        table_of((1, 2, 0.5), (0, 2, nan), (1, 2, 0.5)),
        table_of((2, 1, 0.5), (2, 2, 0.1)),
        table_of((2, 2, 0.2)),
    )
    found = find_duplicates(parts, RUN)
    assert [one.part for one in found] == [parts[0], parts[1], parts[2], parts[3]]
    assert [one.is_repeated.tolist() for one in found] == [
        [False, False, False], [False, True, True], [False, False], [True]]  # fmt: skip
    assert [one.conflicting_runs for one in found] == [{(2, 2)}] * 4
    assert [list_repeated_runs(one) for one in found] == [set(), {(0, 2), (1, 2)}, set(), {(2, 2)}]
    assert [list(describe_duplicates(one)) for one in found] == [
        [],
        ["2 runs that are there twice"],
        ["1 runs of which two copies differ"],
        ["1 runs that are there twice", "1 runs of which two copies differ"],
    ]
    assert find_duplicates(parts[:1], RUN) == []
    assert find_duplicates([], RUN) == []


def test_one_copy_stays_and_none_of_those_that_differ(tmp_path):
    parts = hand_made(
        tmp_path,
        table_of((0, 1, 0.5), (0, 2, 0.1)),
        table_of((0, 1, 0.5), (1, 1, 0.3)),
        table_of((1, 1, 0.4)),
        table_of((3, 1, 0.9)),
    )
    replaced, lost = remove_duplicates(tmp_path)
    assert lost == 1
    assert [path.name for path in replaced] == [part.path.name for part in parts[1:3]]
    for path in replaced:
        path.unlink()
    left = pd.concat([read_part(part).to_pandas() for part in list_parts(tmp_path / "runs")])
    assert left.to_numpy().tolist() == [[0, 1, 0.5], [0, 2, 0.1], [3, 1, 0.9]]
    assert remove_duplicates(tmp_path) == ([], 0)


def test_series_go_with_the_runs_that_stay(tmp_path):
    """The second part of runs is empty afterwards; the series that it alone names belong to the first from now on."""
    week = pa.table({"point": [0, 0], "seed": [1, 1], "week": [0, 1], "z": [0.1, 0.2]})
    series = hand_made(tmp_path, week, week, kind="weekly")
    names = [part.path.name for part in series]
    runs = table_of((0, 1, 0.5))
    hand_made(tmp_path, runs, runs, abouts=[{"weekly": [names[1]]}, {"weekly": [names[0]]}])
    replaced, lost = remove_duplicates(tmp_path)
    assert lost == 0
    assert series[1].path in replaced
    for path in replaced:
        path.unlink()
    (part,) = list_parts(tmp_path / "runs")
    (kept,) = list_parts(tmp_path / "weekly")
    assert read_part_metadata(part)["weekly"] == [kept.path.name]
    assert read_part(kept).num_rows == 2


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_it_does_not_matter_which_copy_comes_first(order, copied, tmp_path):
    """The same rows in the order of a merged part, or of one that was written later."""
    before = digest(copied)
    part = list_parts(copied / "runs")[-1]
    table, about = read_part(part), read_part_metadata(part)
    part.path.unlink()
    halves = [table, table.slice(0, 2)]
    for number, place in enumerate(order):
        write_part(copied / "runs", 500 + number, halves[place], about)
    renew_manifest(copied)
    assert "2 runs that are there twice" in {fault.value for fault in verify_results(copied).errors}
    quarantine_damaged_files(copied, verify_results(copied))
    assert not verify_results(copied).errors
    assert digest(copied) == before
    assert len(stored_rows(copied)) == 12
    assert load_failures(copied).empty
    assert np.isfinite(load_weekly_series(copied)["week"]).all()
