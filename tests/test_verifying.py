"""Verification, against folders written by hand: what is found is said exactly, and only that is set aside.

No model runs here; the same on real results is in test_damage.py and test_doubles.py.
"""

import json

import pandas as pd
import pyarrow as pa
import pytest

from simkomunitas.base.file_checksums import hash_file, to_checksummed_json
from simkomunitas.base.input_errors import InputError
from simkomunitas.base.table_files import README_TITLE
from simkomunitas.experiments import results_verification
from simkomunitas.experiments.results_verification import VerificationReport, quarantine_damaged_files, verify_results
from simkomunitas.experiments.sweep_folder import write_sweep_manifest
from simkomunitas.results.parquet_parts import list_parts, read_part, write_part
from simkomunitas.results.results_manifest import manifest_file_entry
from simkomunitas.simulation.model_version_id import compute_run_id

MADE_BY = "simkomunitas"
MARK = {"experiment": "mine", "version": "m1"}
AS_WRITTEN = "a file as it was written"
OTHER_CONTENT = "other content than its checksum says"
FOREIGN = "from another experiment or another version of the model"
OF_THE_POINTS = "runs of the points of this experiment"


def design(folder, **changes):
    """design.json of two points with two seeds each."""
    pd.DataFrame({"point": [0, 1], "scenario": ["a", "b"]}).to_parquet(folder / "points.parquet")
    files = {"points.parquet": hash_file(folder / "points.parquet")}
    about = {"made_by": MADE_BY, "kind": "sweep", "id": "mine", "model": "m1", "points": 2, "replicates": 2}
    (folder / "design.json").write_bytes(to_checksummed_json(about | {"files": files} | changes))


def runs(*places, names=None):
    """Rows of runs: point and seed."""
    names = names or [compute_run_id("ab"[point], seed, "m1") for point, seed in places]
    points, seeds = zip(*places, strict=True)
    return pa.table({"run_id": names, "point": points, "seed": seeds, "y": [0.5] * len(places)})


def store(folder, number, *places, **more):
    """A part with runs, and one with their series of two weeks."""
    rows = [(point, seed, week) for point, seed in places for week in (0, 1)]
    columns = dict(zip(("point", "seed", "week"), zip(*rows, strict=True), strict=True))
    series = write_part(folder / "weekly", number, pa.table(columns | {"z": [0.1] * len(rows)}), MARK)
    return write_part(folder / "runs", number, runs(*places, **more), MARK | {"weekly": [series.path.name]})


def renew(folder):
    write_sweep_manifest(folder, {"made_by": MADE_BY})


@pytest.fixture
def swept(tmp_path):
    """A finished sweep of four runs in two parts."""
    folder = tmp_path / "swept"
    for name in ("runs", "weekly", "failures"):
        (folder / name).mkdir(parents=True)
    design(folder)
    store(folder, 1, (0, 1), (0, 2))
    store(folder, 2, (1, 1), (1, 2))
    renew(folder)
    return folder


def first(folder, name):
    return list_parts(folder / name)[0].path


def found(folder):
    """What is wrong, in order: the file by its path inside the folder, what was found, what was expected."""
    faults = verify_results(folder).errors
    assert {fault.key for fault in faults} <= {"file"}
    return [(fault.location.removeprefix(f"{folder}/"), fault.value, fault.expected) for fault in faults]


def damaged(folder):
    return [path.relative_to(folder).as_posix() for path in verify_results(folder).damaged_files]


def spoil(path):
    path.write_bytes(path.read_bytes()[:-3] + b"xyz")


def test_a_sweep_as_it_was_written_has_no_faults(swept):
    assert verify_results(swept) == VerificationReport(
        file_count=4 + 6, row_count=4, errors=(), damaged_files=(), is_finished=True
    )
    (swept / "runs" / ".part.123.tmp").write_bytes(b"of a process that was killed")
    assert verify_results(swept) == VerificationReport(
        file_count=4 + 6, row_count=4, errors=(), damaged_files=(), is_finished=True
    )


@pytest.mark.parametrize("name", ["design.json", "points.parquet"])
def test_what_was_asked_for_is_watched(name, swept):
    spoil(swept / name)
    assert found(swept) == [(name, "damaged" if name == "design.json" else OTHER_CONTENT, AS_WRITTEN)]
    assert damaged(swept) == [name]
    assert verify_results(swept).row_count == 0  # of runs of which nobody knows what they are
    (swept / name).unlink()
    assert found(swept) == [(name, "missing", AS_WRITTEN)]
    assert damaged(swept) == []
    assert (verify_results(swept).file_count, verify_results(swept).row_count, verify_results(swept).is_finished) == (
        10,
        0,
        True,
    )


def test_a_file_of_another_origin_among_the_parts_is_found(swept):
    (swept / "runs" / "notes.txt").write_text("mine")
    assert found(swept) == [("runs/notes.txt", "a file of another origin", "only parts of this experiment")]
    assert damaged(swept) == ["runs/notes.txt"]


@pytest.mark.parametrize("name", ["runs", "weekly"])
def test_a_part_that_was_changed_is_found_once(name, swept):
    path = first(swept, name)
    spoil(path)
    assert found(swept) == [(f"{name}/{path.name}", OTHER_CONTENT, AS_WRITTEN)]
    assert damaged(swept) == [f"{name}/{path.name}"]
    assert verify_results(swept).file_count == 3 + 6


def test_parts_that_are_missing_are_named_once(swept):
    path, series = first(swept, "runs"), first(swept, "weekly")
    path.unlink()
    assert found(swept) == [(f"runs/{path.name}", "missing", AS_WRITTEN)]
    series.unlink()
    assert found(swept) == [(f"{name}/{path.name}", "missing", AS_WRITTEN)
                            for name, path in (("runs", path), ("weekly", series))]  # fmt: skip


def test_series_are_missed_without_a_manifest_too(swept):
    (swept / "manifest.json").unlink()
    path = first(swept, "weekly")
    path.unlink()
    assert found(swept) == [(f"weekly/{path.name}", "missing", AS_WRITTEN)]
    assert not verify_results(swept).is_finished


@pytest.mark.parametrize("mark", [{"experiment": "yours"}, {"version": "m2"}])
def test_a_part_of_another_experiment_or_model_is_found_once(mark, swept):
    part = write_part(swept / "runs", 3, runs((1, 2)), MARK | mark)
    assert found(swept) == [(f"runs/{part.path.name}", FOREIGN, AS_WRITTEN)]
    assert damaged(swept) == [f"runs/{part.path.name}"]
    (swept / "design.json").unlink()  # of which experiment the parts are is not known
    assert ("design.json", "missing", AS_WRITTEN) in found(swept)
    assert FOREIGN not in {value for _, value, _ in found(swept)}


def test_a_part_that_the_manifest_does_not_name_is_found(swept):
    part = write_part(swept / "failures", 1, runs((1, 2)), MARK)
    assert found(swept) == [
        (f"failures/{part.path.name}", "not among the parts of the finished sweep", "no other parts")]  # fmt: skip
    renew(swept)
    assert found(swept) == []


def test_a_manifest_that_was_changed_is_found(swept):
    spoil(swept / "manifest.json")
    assert found(swept) == [("manifest.json", "damaged", AS_WRITTEN)]
    assert damaged(swept) == ["manifest.json"]


GONE = ("manifest.json", "missing", "the manifest of a finished sweep; the same sweep writes it again")


def test_a_missing_manifest_is_a_fault_only_where_every_run_is_there_or_has_failed(swept):
    (swept / "manifest.json").unlink()
    assert found(swept) == [GONE]
    assert verify_results(swept).row_count == 4
    first(swept, "runs").unlink()
    assert found(swept) == []
    assert (verify_results(swept).row_count, verify_results(swept).is_finished) == (2, False)
    write_part(swept / "failures", 1, runs((0, 1), (0, 2)), MARK)
    assert found(swept) == [GONE]
    assert verify_results(swept).row_count == 2
    design(swept, replicates={"least": 2})  # as many as a precision needs: nobody knows whether that is all
    assert found(swept) == []


def test_a_sweep_without_runs_has_none(swept):
    for name in ("runs", "weekly"):
        for part in list_parts(swept / name):
            part.path.unlink()
    (swept / "manifest.json").unlink()
    assert verify_results(swept) == VerificationReport(
        file_count=0 + 6, row_count=0, errors=(), damaged_files=(), is_finished=False
    )


@pytest.mark.parametrize(
    ("point", "scenario"), [(2, "c"), (-1, "b"), (0, "b"), (1, "a")], ids=["above", "below", "not 0", "not 1"]
)
def test_a_run_of_no_point_is_found_and_the_first_of_a_part_is_named(point, scenario, swept):
    name = compute_run_id(scenario, 3, "m1")
    part = store(swept, 3, (0, 4), (point, 3), (7, 3), names=[compute_run_id("a", 4, "m1"), name, "x"])
    renew(swept)
    assert found(swept) == [(f"runs/{part.path.name}", f"run {name} at point {point}", OF_THE_POINTS)]
    assert damaged(swept) == [f"runs/{part.path.name}"]


def test_a_run_that_is_there_twice_is_found_and_counted_once(swept):
    part = write_part(swept / "runs", 3, runs((0, 1)), MARK)
    renew(swept)
    (swept / "results.csv").write_text("whatever\n")
    assert found(swept) == [
        ("results.csv", "other content than the runs, each once", "the runs as the sweep wrote them"),
        (f"runs/{part.path.name}", "1 runs that are there twice", "every run once"),
    ]
    assert damaged(swept) == ["results.csv"]  # the part is mended, not set aside
    assert verify_results(swept).row_count == 4


# What is set aside


def moved(folder):
    """The files that were set aside, by their path."""
    aside = folder / "damaged"
    return sorted(path.relative_to(aside).as_posix() for path in aside.rglob("*") if path.is_file())


def test_a_damaged_part_is_set_aside_and_with_it_the_manifest(swept):
    path = first(swept, "runs")
    spoil(path)
    content = path.read_bytes()
    assert quarantine_damaged_files(swept, verify_results(swept)) == swept / "damaged"
    assert moved(swept) == ["manifest.json", f"runs/{path.name}"]
    assert (swept / "damaged" / "runs" / path.name).read_bytes() == content
    assert not path.exists()
    assert (found(swept), verify_results(swept).is_finished) == ([], False)
    other = first(swept, "runs")
    spoil(other)
    quarantine_damaged_files(swept, verify_results(swept))  # into the folder that is there
    assert moved(swept) == sorted(["manifest.json", f"runs/{path.name}", f"runs/{other.name}"])


def test_a_damaged_design_is_set_aside_and_what_is_damaged_beside_it(swept):
    study(swept / "analysis")
    (swept / "analysis" / "runs.csv").write_bytes(b"1,3\n")
    spoil(swept / "design.json")
    quarantine_damaged_files(swept, verify_results(swept))
    assert moved(swept) == ["analysis/runs.csv", "design.json", "manifest.json"]


def test_another_form_of_the_results_that_is_wrong_is_set_aside_alone(swept):
    (swept / "manifest.json").unlink()  # of a sweep that has not ended it is not written again
    first(swept, "runs").unlink()
    (swept / "results.csv").write_text("whatever\n")
    assert damaged(swept) == ["results.csv"]
    quarantine_damaged_files(swept, verify_results(swept))
    assert moved(swept) == ["results.csv"]
    assert not (swept / "results.csv").exists()


def test_runs_whose_series_were_lost_are_set_aside(swept):
    path = first(swept, "runs")
    first(swept, "weekly").unlink()
    quarantine_damaged_files(swept, verify_results(swept))
    assert moved(swept) == ["manifest.json", f"runs/{path.name}"]
    assert found(swept) == []


def test_a_manifest_that_names_what_is_not_there_is_set_aside(swept):
    first(swept, "runs").unlink()
    quarantine_damaged_files(swept, verify_results(swept))
    assert moved(swept) == ["manifest.json"]
    assert found(swept) == []


def test_nothing_is_set_aside_of_a_sweep_without_damage(swept):
    quarantine_damaged_files(swept, verify_results(swept))
    assert not (swept / "damaged").exists()
    assert verify_results(swept).is_finished
    (swept / "manifest.json").unlink()
    quarantine_damaged_files(swept, verify_results(swept))
    assert not (swept / "damaged").exists()


def test_a_part_with_copies_is_replaced_and_the_sweep_stays_finished(swept):
    part = write_part(swept / "runs", 3, runs((0, 1), (0, 3)), MARK)
    renew(swept)
    quarantine_damaged_files(swept, verify_results(swept))
    assert moved(swept) == [f"runs/{part.path.name}"]
    assert (found(swept), verify_results(swept).is_finished, verify_results(swept).row_count) == ([], True, 5)
    assert json.loads((swept / "manifest.json").read_bytes())["made_by"] == MADE_BY  # what else it says is kept
    assert [read_part(one, ["seed"])["seed"].to_pylist() for one in list_parts(swept / "runs")] == [[1, 2], [1, 2], [3]]


def test_copies_that_differ_leave_the_sweep_unfinished(swept):
    other = runs((0, 1)).set_column(3, "y", pa.array([0.7]))
    write_part(swept / "runs", 3, other, MARK)
    renew(swept)
    quarantine_damaged_files(swept, verify_results(swept))
    assert "manifest.json" in moved(swept)
    assert (found(swept), verify_results(swept).is_finished, verify_results(swept).row_count) == ([], False, 3)


def test_what_was_moved_outlasts_a_loss_of_power(swept, monkeypatch):
    synced = []
    monkeypatch.setattr(results_verification, "sync_directory", synced.append)
    spoil(first(swept, "runs"))
    quarantine_damaged_files(swept, verify_results(swept))
    names = ("damaged", "runs", "weekly", "failures")
    assert set(synced) >= {swept, *(swept / name for name in names)}


# Results of other commands


def study(folder, *, seal=True):
    """What compare leaves behind, as far as it is looked at: two files and a manifest."""
    folder.mkdir(parents=True)
    contents = {"runs.csv": b"1,2\n", "README.txt": f"{README_TITLE} 1.0".encode()}
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    about = {"made_by": MADE_BY, "files": {name: manifest_file_entry(content) for name, content in contents.items()}}
    (folder / "manifest.json").write_bytes(to_checksummed_json(about) if seal else json.dumps(about).encode())
    return folder


@pytest.mark.parametrize("seal", [True, False])
def test_the_files_of_a_study_are_watched(seal, tmp_path):
    folder = study(tmp_path / "study", seal=seal)  # earlier versions did not seal the manifest
    assert verify_results(folder) == VerificationReport(file_count=3, row_count=0, errors=(), damaged_files=())
    (folder / "runs.csv").write_bytes(b"1,3\n")
    assert found(folder) == [("runs.csv", OTHER_CONTENT, AS_WRITTEN)]
    assert damaged(folder) == ["runs.csv"]
    (folder / "runs.csv").unlink()
    assert found(folder) == [("runs.csv", "missing", AS_WRITTEN)]
    assert verify_results(folder)._replace(errors=()) == VerificationReport(
        file_count=3, row_count=0, errors=(), damaged_files=()
    )


def test_the_manifest_of_a_study_is_watched(tmp_path):
    folder = study(tmp_path / "study")
    path = folder / "manifest.json"
    for content in (path.read_bytes().replace(b'"bytes": 4', b'"bytes": 5'), b"{}", b"nothing"):
        path.write_bytes(content)
        assert found(folder) == [("manifest.json", "damaged", "the manifest as it was written")]
        assert verify_results(folder)._replace(errors=()) == VerificationReport(
            file_count=1, row_count=0, errors=(), damaged_files=(path,)
        )
    path.unlink()
    assert found(folder) == [("manifest.json", "missing", "the manifest of these results")]
    assert verify_results(folder)._replace(errors=()) == VerificationReport(
        file_count=1, row_count=0, errors=(), damaged_files=()
    )


def test_analyses_beside_the_runs_are_looked_at_with_them(swept):
    study(swept / "b-analysis")
    study(swept / "a-analysis")
    study(swept / "damaged")  # what was set aside
    design(study(swept / "another-sweep"))
    (study(swept / "its-runs") / "runs").mkdir()
    (swept / "figures").mkdir()
    assert verify_results(swept) == VerificationReport(file_count=10 + 3 + 3, row_count=4, errors=(), damaged_files=())
    for name in ("a-analysis", "b-analysis", "damaged", "another-sweep", "its-runs"):
        (swept / name / "runs.csv").write_bytes(b"1,3\n")
    assert found(swept) == [(f"{name}-analysis/runs.csv", OTHER_CONTENT, AS_WRITTEN) for name in "ab"]
    (swept / "manifest.json").unlink()
    assert not verify_results(swept).is_finished
    renew(swept)
    quarantine_damaged_files(swept, verify_results(swept))
    assert moved(swept) == sorted(
        ["README.txt", "a-analysis/runs.csv", "b-analysis/runs.csv", "manifest.json", "runs.csv"])  # fmt: skip
    assert (swept / "manifest.json").exists()  # nothing of the sweep itself was damaged


@pytest.mark.parametrize("mark", ["search", "runs", "design.json"])
def test_folders_inside_belong_to_results_only_if_it_is_a_sweep_or_a_search(mark, tmp_path):
    inside = study(tmp_path / "out" / "inside")
    with pytest.raises(InputError, match="no results"):
        verify_results(tmp_path / "out")
    (tmp_path / "out" / mark).mkdir()
    (inside / "runs.csv").unlink()
    assert ("inside/runs.csv", "missing", AS_WRITTEN) in found(tmp_path / "out")


def test_runs_without_their_design_are_a_sweep_that_lost_it(tmp_path):
    (tmp_path / "runs").mkdir()
    assert found(tmp_path) == [("design.json", "missing", AS_WRITTEN)]


def test_where_there_are_no_results_that_is_said(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    for place in (tmp_path, tmp_path / "notes.txt", tmp_path / "nothing"):
        with pytest.raises(InputError) as refused:
            verify_results(place)
        (fault,) = refused.value.errors
        assert (fault.location, fault.value) == (str(place), "no results")
        assert (fault.key, fault.expected) == ("folder", "a folder of results of simkomunitas")
