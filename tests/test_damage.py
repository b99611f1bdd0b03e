"""What was changed, lost or added after it was written is said, by ``verify`` and by whoever reads it."""

import itertools
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pytest

from configuration_files import write
from simkomunitas.analysis.optimization_config import read_optimization
from simkomunitas.analysis.optimization_search import optimization_settings
from simkomunitas.base.input_errors import InputError
from simkomunitas.cli.command_line import main
from simkomunitas.config.config_reader import read_scenario
from simkomunitas.experiments import result_store
from simkomunitas.experiments.batch_dispatcher import DispatchSettings
from simkomunitas.experiments.experiment_reader import read_experiment
from simkomunitas.experiments.experiment_sweep import run_sweep
from simkomunitas.experiments.result_exports import write_csv_export, write_netcdf_export
from simkomunitas.experiments.results_verification import quarantine_damaged_files, verify_results
from simkomunitas.experiments.sweep_folder import write_sweep_manifest
from simkomunitas.experiments.sweep_results import load_failures, load_runs, load_weekly_series, read_sweep_manifest
from simkomunitas.results.parquet_parts import list_parts, read_part, read_part_metadata, write_part
from sweeps import digest, digest_of, experiment


@pytest.fixture(scope="module")
def crew():
    """One thread with a worker, for all sweeps of this module."""
    with ThreadPoolExecutor(1) as executor:
        yield executor


@pytest.fixture(scope="module")
def made(crew, tmp_path_factory):
    """A finished sweep of 20 runs in several parts, with weekly series."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(result_store, "WRITE_INTERVAL", 0.0)
        asked = read_experiment(experiment(folder), ["keep_weekly=true"])
        run_sweep(asked, folder / "out", executor=crew, dispatch_settings=DispatchSettings(batch_size=4))
    assert len(list_parts(folder / "out" / "weekly")) > 3
    return folder / "out"


@pytest.fixture
def copied(made, tmp_path):
    """A copy of it that may be spoiled."""
    return Path(shutil.copytree(made, tmp_path / "copied"))


def values_of(folder):
    """What ``verify`` finds, by the name of the file."""
    return {Path(fault.location).name: fault.value for fault in verify_results(folder).errors}


SPOILED = {
    "first weekly part": lambda out: [list_parts(out / "weekly")[0].path],
    "last weekly part": lambda out: [list_parts(out / "weekly")[-1].path],
    "all weekly parts": lambda out: [part.path for part in list_parts(out / "weekly")],
    "first part of runs": lambda out: [list_parts(out / "runs")[0].path],
    "design": lambda out: [out / "design.json"],
    "points": lambda out: [out / "points.parquet"],
}


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


DAMAGE = {
    "deleted": lambda path: path.unlink(),
    "emptied": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-9]),
    "changed": flip,
    "renamed": lambda path: path.rename(path.with_name(f"old {path.name}")),
}


@pytest.mark.parametrize(("what", "how", "finished"), [*itertools.product(SPOILED, DAMAGE, (True, False))], ids=str)
def test_of_sixty_kinds_of_damage_none_is_read_in_silence(what, how, finished, made, copied):
    whole = digest_of(load_weekly_series(made))
    if not finished:
        (copied / "manifest.json").unlink()
    for path in SPOILED[what](copied):
        DAMAGE[how](path)
    try:
        weekly = load_weekly_series(copied, allow_unfinished=not finished)
    except InputError:
        weekly = None
    if weekly is not None and digest_of(weekly) != whole:  # no part is missing of what is there
        assert not finished
        runs = load_runs(copied, allow_unfinished=True)
        assert len(weekly) == 60 * len(runs)
    verdict = verify_results(copied)
    assert verdict.errors or not verdict.is_finished


def test_weekly_series_of_a_sweep_that_has_not_ended_are_asked_for_by_name(copied):
    (copied / "manifest.json").unlink()
    with pytest.raises(InputError, match=r"not finished.*unfinished=True"):
        load_weekly_series(copied)
    assert len(load_weekly_series(copied, ["participation"], allow_unfinished=True)) == 20 * 60


def test_series_without_their_runs_are_not_read(copied):
    """A process that was killed between writing the two leaves them behind."""
    last = list_parts(copied / "runs")[-1]
    last.path.unlink()
    (copied / "manifest.json").unlink()
    assert len(load_weekly_series(copied, allow_unfinished=True)) == 60 * (20 - last.row_count)


def test_failures_that_were_deleted_are_missed(copied):
    (copied / "manifest.json").unlink()
    about = {"experiment": "x", "version": "y"}
    table = read_part(list_parts(copied / "runs")[0], ("run_id", "point", "seed")).slice(0, 1)
    part = write_part(copied / "failures", 1, table, about)
    write_sweep_manifest(copied, {"made_by": "simkomunitas"})
    part.path.unlink()
    for read in (load_failures, load_runs, load_weekly_series):
        with pytest.raises(InputError, match=rf"{part.path.name}.*missing"):
            read(copied)


def test_results_csv_that_was_edited_is_found_and_written_again(copied):
    path = write_csv_export(copied)
    assert not verify_results(copied).errors
    before = path.read_bytes()
    lines = before.splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], *reversed(lines[1:])]))
    assert not verify_results(copied).errors  # the order of rows is nothing that is said
    for spoiled in (
        before.replace(b"0.0", b"0.9", 1),
        b"".join(lines[:-1]),
        before + lines[-1],
        b"".join([*lines[:3], *lines[2:-1]]),
    ):
        path.write_bytes(spoiled)
        assert values_of(copied) == {"results.csv": "other content than the runs, each once"}
        aside = quarantine_damaged_files(copied, verify_results(copied))
        assert path.read_bytes() == before
        assert (aside / "results.csv").read_bytes() == spoiled
        assert verify_results(copied) == verify_results(copied)._replace(errors=(), is_finished=True)


def test_results_nc_that_was_edited_is_found(copied):
    xarray = pytest.importorskip("xarray")
    path = write_netcdf_export(copied)
    assert not verify_results(copied).errors
    dataset = xarray.load_dataset(path)
    dataset["participation@programme"][0, 0] += 0.125
    path.unlink()
    dataset.to_netcdf(path)
    assert values_of(copied) == {"results.nc": "other content than the runs, each once"}
    path.write_bytes(b"nothing")
    assert values_of(copied) == {"results.nc": "other content than the runs, each once"}


def test_a_manifest_that_was_deleted_is_missed_and_comes_back(copied, crew, capsys):
    (copied / "manifest.json").unlink()
    assert values_of(copied) == {"manifest.json": "missing"}
    again = run_sweep(read_experiment(experiment(copied.parent), ["keep_weekly=true"]), copied, executor=crew)
    assert again.new_rows == 0
    assert not verify_results(copied).errors
    list_parts(copied / "runs")[0].path.unlink()
    (copied / "manifest.json").unlink()
    with pytest.raises(SystemExit) as ended:
        main(["verify-results", str(copied)])
    assert ended.value.code == 0
    assert "no damage; not finished" in capsys.readouterr().out


def test_a_part_that_the_finished_sweep_does_not_name_is_found(copied):
    """Rows that were put together and are still there count twice for every other program."""
    first = list_parts(copied / "runs")[0]
    before = digest(copied)
    merged = write_part(
        copied / "runs", 800, read_part(first), read_part_metadata(first) | {"replaces": [first.path.name]}
    )
    assert values_of(copied) == {merged.path.name: "not among the parts of the finished sweep"}
    write_sweep_manifest(copied, read_sweep_manifest(copied))
    assert values_of(copied) == {first.path.name: "not among the parts of the finished sweep"}
    assert digest(copied) == before
    quarantine_damaged_files(copied, verify_results(copied))
    assert not first.path.exists()
    assert digest_of(load_runs(copied, allow_unfinished=True)) == before


@pytest.mark.parametrize(("column", "value"), [("run_id", "0" * 16), ("point", 4), ("point", -1), ("seed", 99)])
def test_a_run_whose_name_does_not_follow_from_its_point_and_seed_is_found(column, value, copied):
    """In a part that is whole by its checksum, as a faulty program would write it."""
    part = list_parts(copied / "runs")[0]
    table = read_part(part)
    values = table[column].to_pylist()
    values[-1] = value
    column_type = table[column].type
    changed = table.set_column(table.column_names.index(column), column, pa.array(values, column_type))
    other = write_part(copied / "runs", part.part_number, changed, read_part_metadata(part))
    part.path.unlink()
    write_sweep_manifest(copied, read_sweep_manifest(copied))
    found = values_of(copied)
    assert found.keys() == {other.path.name}
    assert found[other.path.name].startswith("run ")


SCENARIO = """\
community: {kind: synthetic, people: {adults: 20, hamlets: 2}}
programme: {strategies: {community_education: 1}}
horizon: {programme_weeks: 8, weeks_after: 8}
"""


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """What a comparison writes."""
    folder = tmp_path_factory.mktemp("compared")
    file = write(folder, "s.yaml", SCENARIO)
    with pytest.raises(SystemExit):
        main(["compare", str(file), "--replicates", "2", "--workers", "1", "--out", str(folder / "out")])
    return folder / "out"


def test_every_file_of_a_comparison_is_watched(compared, tmp_path):
    out = Path(shutil.copytree(compared, tmp_path / "out"))
    files = [path for path in sorted(out.rglob("*")) if path.is_file()]
    assert {"weekly.csv", "config.yaml", "README.txt", "manifest.json"} <= {path.name for path in files}
    assert any(path.parent.name == "figures" for path in files)
    assert not verify_results(out).errors
    for path in files:
        before = path.read_bytes()
        path.write_bytes(before.replace(b"0", b"1", 1) if b"0" in before else before + b" ")
        assert values_of(out).keys() == {path.name}, path
        path.unlink()
        assert values_of(out) == {path.name: "missing"}
        path.write_bytes(before)
    assert not verify_results(out).errors


def test_an_analysis_beside_the_runs_that_has_lost_its_manifest_is_found(compared, copied):
    inside = Path(shutil.copytree(compared, copied / "sensitivity-1"))
    assert not verify_results(copied).errors
    (inside / "manifest.json").unlink()
    assert values_of(copied) == {"manifest.json": "missing"}


def test_a_manifest_of_an_earlier_version_has_no_seal_and_is_read_all_the_same(compared, tmp_path):
    out = Path(shutil.copytree(compared, tmp_path / "out"))
    about = json.loads((out / "manifest.json").read_bytes())
    del about["sha256"]
    (out / "manifest.json").write_text(json.dumps(about))
    assert not verify_results(out).errors


VILLAGE = SCENARIO.replace(
    "{kind: synthetic, people: {adults: 20, hamlets: 2}}",
    "{kind: imported, residents: {file: residents.csv, columns: {sex: jk}}, network: {file: ties.csv}}",
)


@pytest.fixture
def village(tmp_path):
    """A scenario in a village of one's own, beside its two tables."""
    residents = "\n".join(["id,jk", *(f"r{number},{'LP'[number % 2]}" for number in range(12))])
    write(tmp_path, "residents.csv", residents + "\n")
    write(tmp_path, "ties.csv", "\n".join(["source,target", *(f"r{n},r{n + 1}" for n in range(11))]) + "\n")
    return write(tmp_path, "s.yaml", VILLAGE)


@pytest.mark.parametrize(
    ("words", "table"),
    [(("compare", "--replicates", "2", "--workers", "1"), "residents.csv"), (("run",), "ties.csv")],
    ids=["compare", "run"],
)
def test_results_of_other_data_are_not_overwritten(words, table, village, tmp_path, capsys):
    def asked():
        with pytest.raises(SystemExit) as ended:
            main([words[0], str(village), *words[1:], "--out", str(tmp_path / "out")])
        return ended.value.code

    assert asked() == 0
    about = json.loads((tmp_path / "out" / "manifest.json").read_bytes())
    assert {Path(name).name for name in about["data"]} == {"residents.csv", "ties.csv", "model"}
    assert asked() == 0  # the same again
    before = (tmp_path / "out" / "runs.csv").read_bytes()
    path = tmp_path / table
    path.write_text(path.read_text().replace("r11,P", "r11,L").replace("r10,r11", "r9,r11"))
    capsys.readouterr()
    assert asked() == 2
    told = capsys.readouterr().err
    assert "the results of another study" in told
    assert "choose another folder, or move this one away" in told
    assert f"{table}: other content" in told
    assert (tmp_path / "out" / "runs.csv").read_bytes() == before


@pytest.mark.parametrize(
    "words", [("compare", "--replicates", "2", "--workers", "1"), ("run",)], ids=["compare", "run"]
)
def test_results_of_a_changed_model_are_another_study(words, village, tmp_path, capsys, monkeypatch):
    def asked():
        with pytest.raises(SystemExit) as ended:
            main([words[0], str(village), *words[1:], "--out", str(tmp_path / "out")])
        return ended.value.code

    assert asked() == 0
    monkeypatch.setattr(
        "simkomunitas.simulation.model_version_id._hash_source_files",
        lambda: {"model/rules/turnout_rules.py": "another"},
    )
    capsys.readouterr()
    assert asked() == 2
    told = capsys.readouterr().err
    assert "the results of another study" in told
    assert "model: other content" in told


@pytest.mark.parametrize(
    "words",
    [("compare", "--replicates", "2", "--workers", "1"), ("run",), ("diagnose", "--replicates", "2", "--workers", "1")],
    ids=["compare", "run", "diagnose"],
)
def test_how_a_village_was_read_is_told_before_the_runs_and_kept(words, village, tmp_path, capsys):
    if words[0] == "diagnose":
        told = "kind: imported\nresidents: {file: residents.csv, columns: {sex: jk}}\nnetwork: {file: ties.csv}\n"
        village = write(tmp_path, "v.yaml", told)
    with pytest.raises(SystemExit, match="0"):
        main([words[0], str(village), *words[1:], "--out", str(tmp_path / "out"), "--json"])
    told = capsys.readouterr()
    kept = (tmp_path / "out" / "import.txt").read_text()
    assert kept.startswith("residents.csv:\n  read: ")
    assert kept.count("  read: ") == 1
    assert kept in told.err
    assert "read: " not in told.out


def test_a_search_in_a_village_of_ones_own_has_another_name_with_other_data(village, tmp_path):
    asked = read_optimization(Path(__file__).parents[1] / "experiments" / "examples" / "best_use.yaml")
    assert "data" not in optimization_settings(asked, "model")
    imported = asked._replace(base=read_scenario(village))
    before = optimization_settings(imported, "model")
    (tmp_path / "ties.csv").write_text("source,target\nr0,r1\n")
    after = optimization_settings(imported, "model")
    assert {Path(name).name for name in after["data"]} == {"residents.csv", "ties.csv"}
    assert [name for name in after if after[name] != before[name]] == ["data"]
