"""Drills: whatever is killed, cut, filled up or poisoned, no finished work is lost and nothing wrong is kept."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from drills import LARGER, RUNS, Host, cut, files_of, flip, kill, nobody_is_left, read_or_refused
from simkomunitas.base.input_errors import InputError
from simkomunitas.experiments.batch_dispatcher import LIMIT
from simkomunitas.experiments.experiment_sweep import run_sweep
from simkomunitas.experiments.results_verification import quarantine_damaged_files, verify_results
from simkomunitas.experiments.sweep_results import load_failures, load_runs, read_sweep_design
from simkomunitas.results.folder_lock import hold_folder_lock
from simkomunitas.workers import worker_supervisor
from sweeps import children_of, command, digest, experiment, parts_of, start, wait_for

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kills processes as Linux does")
long = pytest.mark.long


@pytest.fixture(scope="module")
def host():
    """A host for all drills of this module."""
    host = Host()
    yield host
    host.close()


@pytest.fixture(scope="module")
def whole(host, tmp_path_factory):
    """A sweep that nobody has disturbed."""
    folder = tmp_path_factory.mktemp("undisturbed")
    assert host.whole(experiment(folder, LARGER), folder / "out") == (RUNS, RUNS)
    return folder / "out"


@pytest.fixture(scope="module")
def undisturbed(whole):
    """Its content."""
    return digest(whole)


def killed_again_and_again(host, folder, kills, chance, jobs):
    """Kill a worker, the main process or the whole group at random points of sweeps; how many were killed.

    Each sweep is gone on with until it is finished, and begun anew in another folder until there were kills enough.
    """
    folders, done = [], dict.fromkeys(("worker", "main", "group"), 0)
    while sum(done.values()) < kills:
        place = folder / str(len(folders))
        file, out = experiment(place, LARGER), place / "out"
        folders.append(out)
        finished = False
        while not finished:
            finished = lived_dangerously(host, host.live(file, out, workers=jobs), done, kills, chance)
    return folders, done


def lived_dangerously(host, main, done, kills, chance):
    """One life with kills in it, every second one right after the last; whether the sweep came to its end."""
    workers = set()
    while sum(done.values()) < kills:
        words = host.until_rows(chance.choice((0, chance.randrange(1, RUNS // 6))))
        if words[0] != "rows":
            break
        workers |= set(children_of(main))
        who = chance.choice(("worker", "worker", "main", "group"))
        if not kill(who, main, chance):
            continue
        done[who] += 1
        if who != "worker":
            break
    ended = host.until_dead()
    nobody_is_left(workers)
    return ended[-1] == ["dead", "0"]


def kill_drill(host, folder, kills, seed, jobs, undisturbed):
    folders, done = killed_again_and_again(host, folder, kills, random.Random(seed), jobs)
    print(f"seed {seed}: killed {done} in {len(folders)} sweeps")
    for out in folders:
        table = load_runs(out)
        assert len(table) == RUNS, f"seed {seed}: lost or doubled"
        assert digest(out) == undisturbed, f"seed {seed}"
        assert not verify_results(out).errors
        assert load_failures(out).empty
    assert sum(done.values()) >= kills


def test_twenty_kills_lose_nothing_and_double_nothing(host, undisturbed, tmp_path):
    kill_drill(host, tmp_path, 20, 1, 1, undisturbed)


@long
def test_three_hundred_kills_lose_nothing_and_double_nothing(host, undisturbed, tmp_path):
    kill_drill(host, tmp_path, 300, random.SystemRandom().randrange(10**6), 2, undisturbed)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM], ids=lambda stop: stop.name)
def test_a_sweep_that_is_stopped_says_how_to_go_on_and_leaves_nobody_behind(stop, host, tmp_path):
    many = LARGER.replace(f"replicates: {RUNS // 4}", f"replicates: {RUNS}")  # lest it end before it is stopped
    file, out = experiment(tmp_path, many), tmp_path / "out"
    process = start("sweep", file, "--out", out, "--workers", 1, "--batch-size", 5)
    wait_for(lambda: parts_of(out))
    workers = children_of(process.pid)
    process.send_signal(stop)
    began = time.monotonic()
    _, err = process.communicate(timeout=60)
    print(f"{stop.name}: ended after {time.monotonic() - began:.1f} s")
    assert process.returncode == 128 + stop
    assert f"To resume: simkomunitas sweep {file} --out {out} --workers 1 --batch-size 5" in err
    assert "Traceback" not in err
    nobody_is_left(workers)
    assert workers
    assert 0 < len(load_runs(out, allow_unfinished=True)) < 4 * RUNS
    host.whole(file, out)
    host.whole(file, tmp_path / "again")
    assert digest(out) == digest(tmp_path / "again")


def test_a_second_process_is_refused_and_told_who_is_there_and_a_killed_one_leaves_no_lock(host, tmp_path):
    file, out = experiment(tmp_path, LARGER), tmp_path / "out"
    main = host.live(file, out)
    host.until_rows(1)
    workers = children_of(main)
    os.kill(main, signal.SIGSTOP)  # it would be at its end before we are, on a busy machine
    with pytest.raises(InputError, match=rf"process {main} on .*, started 20.*, is writing into it"):
        run_sweep(file, out, workers=1)
    os.kill(main, signal.SIGKILL)
    host.until_dead()
    nobody_is_left(workers)
    with hold_folder_lock(out):  # the lock of a dead process is no lock
        pass


def test_the_lock_of_another_machine_ends_with_its_signs_of_life(tmp_path):
    lock = tmp_path / ".lock"
    with hold_folder_lock(tmp_path):
        told = lock.read_text()
    for host, age, free in (("elsewhere", 10, False), ("elsewhere", 100, True)):
        lock.write_text(told.replace('"host": "', f'"host": "{host}'))
        os.utime(lock, (lock.stat().st_atime - age, lock.stat().st_mtime - age))
        if free:
            with hold_folder_lock(tmp_path):
                assert "elsewhere" not in lock.read_text()
        else:
            with pytest.raises(InputError, match="on elsewhere"), hold_folder_lock(tmp_path):
                pass


def test_the_lock_of_an_earlier_start_of_the_machine_is_no_lock(tmp_path):
    lock = tmp_path / ".lock"
    with hold_folder_lock(tmp_path):
        told = lock.read_text()
    lock.write_text(told.replace('"boot": "', '"boot": "earlier-'))
    with hold_folder_lock(tmp_path):
        assert "earlier-" not in lock.read_text()


@pytest.fixture(scope="module")
def small(host, tmp_path_factory):
    """A small finished sweep with weekly series in many parts."""
    folder = tmp_path_factory.mktemp("small")
    host.whole(experiment(folder), folder / "out", sets=["keep_weekly=true"], dispatch_settings={"batch_size": 3})
    return folder


def cut_drill(small, folder, times, seed, spoil):
    """Spoil a random file again and again: what is not refused is as it was."""
    chance, before, told = random.Random(seed), digest(small / "out"), dict.fromkeys(("refused", "identical"), 0)
    for place in range(times):
        out = Path(shutil.copytree(small / "out", folder / str(place)))
        path = chance.choice(files_of(out))
        spoil(path, chance)
        about = f"seed {seed}, {place}: {path.name}"
        assert verify_results(out).errors, about
        refusal, content = read_or_refused(out)
        assert content == before or path.name in refusal, about
        told["refused" if refusal else "identical"] += 1
        shutil.rmtree(out)
    print(f"seed {seed}: {told}")


@pytest.mark.parametrize("spoil", [cut, flip])
def test_a_spoiled_file_is_found_and_never_read_as_results(spoil, small, tmp_path):
    cut_drill(small, tmp_path, 25, 1, spoil)


@long
@pytest.mark.parametrize("spoil", [cut, flip])
def test_two_hundred_spoiled_files_are_found(spoil, small, tmp_path):
    cut_drill(small, tmp_path, 200, random.SystemRandom().randrange(10**6), spoil)


FILES = ["runs", "weekly", "design.json", "points.parquet", "manifest.json"]


@pytest.mark.parametrize("name", [*FILES[:2], *(pytest.param(name, marks=long) for name in FILES[2:])])
def test_what_was_damaged_is_mended_by_what_the_refusal_tells(name, host, small, tmp_path):
    out = Path(shutil.copytree(small / "out", tmp_path / "out"))
    path, before = out / name, digest(small / "out")
    cut(files_of(path)[0] if path.is_dir() else path, random.Random(1))
    host.live(small / "small.yaml", out, sets=["keep_weekly=true"])
    told = " ".join(host.until_dead()[0])
    assert told.startswith("finished") or f"simkomunitas verify-results {out} --repair" in told
    quarantine_damaged_files(out, verify_results(out))
    host.whole(small / "small.yaml", out, sets=["keep_weekly=true"])
    assert digest(out) == before
    assert not verify_results(out).errors


def test_weekly_series_that_were_deleted_are_made_again_with_their_runs(host, small, tmp_path):
    out = Path(shutil.copytree(small / "out", tmp_path / "out"))
    before = digest(small / "out")
    files_of(out / "weekly")[0].unlink()
    (out / "manifest.json").unlink()  # nobody else knows of them
    verdict = verify_results(out)
    assert [fault.value for fault in verdict.errors] == ["missing"]
    quarantine_damaged_files(out, verdict)
    host.whole(small / "small.yaml", out, sets=["keep_weekly=true"])
    assert digest(out) == before
    assert not verify_results(out).errors


def test_damage_is_told_and_set_aside_by_a_command(small, tmp_path):
    out = Path(shutil.copytree(small / "out", tmp_path / "out"))
    path = files_of(out / "runs")[0]
    cut(path, random.Random(1))
    code, _, err = command("verify-results", out, "--repair")
    assert code == 65
    assert path.name in err
    assert "Set aside" in err
    assert not path.exists()


def test_a_part_of_another_experiment_is_found(host, small, tmp_path):
    out, other = Path(shutil.copytree(small / "out", tmp_path / "out")), tmp_path / "other"
    host.whole(small / "small.yaml", other, sets=["keep_weekly=true", "replicates=4"], reuse_folders=[str(out)])
    shutil.copy(other / "runs" / parts_of(other)[0], out / "runs")
    (fault,) = verify_results(out).errors
    assert "another experiment" in fault.value
    with pytest.raises(InputError, match="another experiment"):
        run_sweep(small / "small.yaml", out)


@pytest.fixture
def little_disk(tmp_path):
    """A disk of one megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(words, check=False, capture_output=True).returncode:
        pytest.skip("a small disk can only be mounted by root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def leave_room(disk, whole, share):
    """Fill a disk so that a share of what a sweep needs is left; in how many parts it comes depends on its pace."""
    parts = {path: path.stat().st_size for path in files_of(whole / "runs")}
    needed = sum(path.stat().st_size for path in files_of(whole) if path not in parts) + max(parts.values())
    (disk / "filler").write_bytes(b"x" * int(shutil.disk_usage(disk).free - share * needed))


def test_a_full_disk_ends_the_sweep_in_one_line_and_damages_nothing(little_disk, host, whole, undisturbed, tmp_path):
    file, out = experiment(tmp_path, LARGER), little_disk / "out"
    leave_room(little_disk, whole, 0.6)
    with pytest.raises(InputError, match="bytes that are free"):
        run_sweep(file, out)
    code, _, err = command("sweep", file, "--out", out, "--workers", 1, "--batch-size", 5, "--yes")
    assert code == 74, err
    last = err.strip().splitlines()[-1]
    assert "No space left on device" in last
    assert "bytes were to be written" in last
    assert "To resume: simkomunitas sweep" in last
    assert "Traceback" not in err
    goes_on_when_there_is_room(little_disk, host, undisturbed, file)


def goes_on_when_there_is_room(disk, host, undisturbed, file):
    out = disk / "out"
    assert not out.exists() or {fault.value for fault in verify_results(out).errors} <= {"missing"}
    (disk / "filler").unlink()
    subprocess.run(["mount", "-o", "remount,size=8m", str(disk)], check=True)
    host.whole(file, out, skip_confirmation=True)
    assert digest(out) == undisturbed


@long
def test_disks_of_twenty_sizes_fill_up_and_damage_nothing(little_disk, host, whole, undisturbed, tmp_path):
    file, chance, full = experiment(tmp_path, LARGER), random.Random(3), 0
    for _ in range(20):
        leave_room(little_disk, whole, chance.random())
        host.live(file, little_disk / "out", skip_confirmation=True)
        full += host.until_dead()[0][1] == "StorageError"
        goes_on_when_there_is_room(little_disk, host, undisturbed, file)
        shutil.rmtree(little_disk / "out")
        subprocess.run(["mount", "-o", "remount,size=1m", str(little_disk)], check=True)
    print(f"the disk was full {full} times of 20")
    assert full > 10


def test_a_folder_that_cannot_be_written_is_refused(tmp_path):
    with pytest.raises(InputError, match="/proc/nowhere"):
        run_sweep(experiment(tmp_path), "/proc/nowhere/out", workers=1)


BAD = """\
horizon: {programme_weeks: 8, weeks_after: 52}
community: {kind: synthetic, people: {adults: 20, hamlets: 2}}
programme: {strategies: {community_education: 1}, course: {taper_weeks: 4}}
vary:
  programme.strategies: [community_education, BADS, local_resources]
replicates: 1
"""
KINDS = {
    "raising": "raised", "exhausting": "raised", "leaving": "raised", "hanging": "timeout",
    "killing": "killed its worker", "exiting": "killed its worker", "crashing": "killed its worker",
}  # fmt: skip
POISON = {"load": ["poison"], "dispatch_settings": {"time_limit": 5, "max_failure_share": 1.0}}


@pytest.mark.parametrize("bad", [("raising", "hanging", "killing"), pytest.param(tuple(KINDS), marks=long)], ids=len)
def test_runs_that_raise_hang_or_kill_are_put_aside_and_all_others_finish(bad, host, tmp_path):
    file, out = experiment(tmp_path, BAD.replace("BADS", ", ".join(bad))), tmp_path / "out"
    assert host.whole(file, out, **POISON) == (2, 2)
    assert set(load_runs(out)["programme.strategies"]) == {"community_education", "local_resources"}
    failures = load_failures(out).set_index("programme.strategies")
    assert failures["kind"].to_dict() == {name: KINDS[name] for name in bad}
    assert failures["attempts"].to_dict()["killing"] == 3
    assert failures["message"]["raising"] == "ZeroDivisionError: nobody to divide the hours among"
    assert "go_wrong" in failures["trace"]["raising"]
    if "crashing" in bad:
        assert "Segmentation fault" in failures["trace"]["crashing"]
        assert failures["message"]["exiting"] == "the worker ended with status 7"
    code, said, err = command("sweep", file, "--out", out, "--workers", 1, "--load", "poison")
    assert code == 3, err  # failures are not tried again unless one asks
    assert "(0 made now)" in said
    assert f"{len(bad)} runs have no result" in said
    assert "simkomunitas rerun " in said
    code, said, _ = command("rerun", failures["run_id"]["raising"], "--in", out, "--load", "poison")
    assert code == 3
    assert "programme.strategies: raising" in said
    assert "ZeroDivisionError: nobody to divide the hours among" in said


def test_a_machine_that_was_asleep_is_not_taken_for_a_run_that_hangs(monkeypatch):
    clock = iter([0.0, 600.0])
    monkeypatch.setattr(worker_supervisor, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    watcher = worker_supervisor.WorkerSupervisor()
    assert watcher._next_message() == (None, worker_supervisor.SUSPEND_THRESHOLD)
    assert worker_supervisor.SUSPEND_THRESHOLD < LIMIT / 10
    watcher.stop_worker()


def test_a_run_that_is_mended_takes_the_place_of_its_failure(host, tmp_path):
    text = BAD.replace("BADS", "unlucky, mending, dying_once").replace("replicates: 1", "replicates: 6")
    file, out = experiment(tmp_path, text), tmp_path / "out"
    marks = {"SIMKOMUNITAS_MENDED": str(tmp_path / "mended"), "SIMKOMUNITAS_MARK": str(tmp_path / "mark")}
    host.whole(file, out, environ=marks, **POISON)
    failures = load_failures(out)
    assert set(failures["programme.strategies"]) <= {"mending", "unlucky"}
    assert set(failures.loc[failures["programme.strategies"] == "mending", "seed"]) == {1, 2, 3, 4, 5, 6}
    (tmp_path / "mended").touch()
    mending = failures[failures["programme.strategies"] == "mending"]["run_id"].iloc[0]
    code, said, err = command("rerun", mending, "--in", out, "--load", "poison", **marks)
    assert code == 0, err
    assert "which is kept" in said
    assert len(load_failures(out)) == len(failures) - 1
    host.whole(file, out, environ=marks, retry_failed=True, **POISON)
    left = load_failures(out)
    assert set(left.get("programme.strategies", ())) <= {"unlucky"}
    assert len(load_runs(out)) == 5 * 6 - len(left)


def test_a_sweep_in_which_almost_everything_fails_ends_early(host, tmp_path):
    text = BAD.replace("community_education, BADS, local_resources", "raising").replace(
        "replicates: 1", "replicates: 3000"
    )
    file, out = experiment(tmp_path, text), tmp_path / "out"
    host.live(file, out, load=["poison"], dispatch_settings={"batch_size": 20})
    assert host.until_dead()[0][:2] == ["ended", "TooManyFailuresError"]
    assert 50 < len(load_failures(out)) < 500
    assert read_sweep_design(out).finished is None
