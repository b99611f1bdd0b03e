"""Drills: whatever is killed, cut, filled up or poisoned, no finished work is lost and nothing wrong is kept."""

import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import sweeps
from simkomunitas.experiment.lock import locked
from simkomunitas.experiment.results import load_failures, load_results, read_design
from simkomunitas.experiment.sweep import sweep
from simkomunitas.experiment.verifying import verify
from simkomunitas.ground.faults import InputError
from sweeps import HEAD, VARIED, children_of, command, digest, experiment, is_alive, parts_of, start, wait_for

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kills processes as Linux does")

RUNS = 600
LARGER = HEAD + VARIED + f"replicates: {RUNS // 4}\n"
AWAY = 10.0  # seconds after which nobody may be left behind


class Host:
    """A process that lives through sweeps, see ``sweep_host.py``."""

    def __init__(self):
        words = [sys.executable, str(sweeps.TESTS / "sweep_host.py")]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(words, env=sweeps.environment(), **pipes)
        assert self.line() == ["ready"]

    def line(self):
        """What it says next."""
        return self.process.stdout.readline().split()

    def live(self, file, folder, jobs=2):
        """Begin a life; the process that makes the sweep."""
        self.process.stdin.write(f"{file} {folder} {jobs}\n")
        self.process.stdin.flush()
        words = self.line()
        assert words[0] == "born", words
        return int(words[1])

    def until_rows(self, wanted):
        """Wait until there are so many more rows; the last thing said, if it ends before."""
        while wanted > 0:
            words = self.line()
            if words[0] != "rows":
                return words
            wanted -= int(words[1])
        return ["rows"]

    def until_dead(self):
        """Everything it says until the end of a life."""
        said = []
        while (words := self.line())[0] != "dead":
            if words[0] != "rows":
                said.append(words)
        return [*said, words]

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


@pytest.fixture(scope="module")
def host():
    """A host for all drills of this module."""
    host = Host()
    yield host
    host.close()


@pytest.fixture(scope="module")
def undisturbed(host, tmp_path_factory):
    """The content of a sweep that nobody has disturbed."""
    folder = tmp_path_factory.mktemp("undisturbed")
    host.live(experiment(folder, LARGER), folder / "out", 1)
    assert ["finished", str(RUNS), str(RUNS)] in host.until_dead()
    return digest(folder / "out")


def killed_again_and_again(host, folder, kills, seed, jobs):
    """Kill a worker, the main process or the whole group at random points of sweeps; how many were killed.

    Each sweep is gone on with until it is finished, and begun anew in another folder until there were kills enough.
    """
    chance, place, done = random.Random(seed), 0, dict.fromkeys(("worker", "main", "group"), 0)
    folders = []
    while sum(done.values()) < kills:
        place += 1
        file, out = experiment(folder / str(place), LARGER), folder / str(place) / "out"
        folders.append(out)
        finished = False
        while not finished:
            main = host.live(file, out, jobs)
            finished = lived_dangerously(host, main, done, kills, chance)
    return folders, done


def lived_dangerously(host, main, done, kills, chance):
    """One life with kills in it; whether the sweep came to its end."""
    workers = set()
    while sum(done.values()) < kills:
        words = host.until_rows(chance.randrange(1, RUNS // 6))
        if words[0] != "rows":
            break
        workers |= set(children_of(main))
        # A worker takes the least time to replace, so it is killed most often.
        who = chance.choices(("worker", "main", "group"), (4, 1, 1))[0]
        if not kill(who, main, chance):
            continue
        done[who] += 1
        if who != "worker":
            break
    ended = host.until_dead()
    nobody_is_left(workers)
    return ended[-1] == ["dead", "0"]


def kill(who, main, chance):
    """Kill somebody; whether there was anybody to kill."""
    workers = children_of(main)
    if who == "worker" and not workers:
        return False
    try:
        if who == "group":
            os.killpg(main, signal.SIGKILL)
        else:
            os.kill(chance.choice(workers) if who == "worker" else main, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def nobody_is_left(processes):
    wait_for(lambda: not any(is_alive(process) for process in processes), AWAY)


def kill_drill(host, folder, kills, seed, jobs, undisturbed):
    folders, done = killed_again_and_again(host, folder, kills, seed, jobs)
    print(f"seed {seed}: killed {done} in {len(folders)} sweeps")
    for out in folders:
        table = load_results(out)
        assert len(table) == RUNS, f"seed {seed}: lost or doubled"
        assert digest(out) == undisturbed, f"seed {seed}"
        assert not verify(out).faults
        assert load_failures(out).empty
    assert sum(done.values()) >= kills


def test_twenty_kills_lose_nothing_and_double_nothing(host, undisturbed, tmp_path):
    kill_drill(host, tmp_path, 20, 1, 1, undisturbed)


@pytest.mark.long
def test_three_hundred_kills_lose_nothing_and_double_nothing(host, undisturbed, tmp_path):
    kill_drill(host, tmp_path, 300, random.SystemRandom().randrange(10**6), 2, undisturbed)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM], ids=lambda stop: stop.name)
def test_a_sweep_that_is_stopped_says_how_to_go_on_and_leaves_nobody_behind(stop, undisturbed, tmp_path):
    file, out = experiment(tmp_path, LARGER), tmp_path / "out"
    process = start("sweep", file, "--out", out, "--jobs", 1, "--chunk", 5)
    wait_for(lambda: parts_of(out))
    workers = children_of(process.pid)
    process.send_signal(stop)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 128 + stop
    assert f"To go on: simkomunitas sweep {file} --out {out} --jobs 1 --chunk 5" in err
    assert "Traceback" not in err
    nobody_is_left(workers)
    assert workers
    assert 0 < len(load_results(out, unfinished=True)) < RUNS
    if stop == signal.SIGTERM:
        code, _, err = command("sweep", file, "--out", out, "--jobs", 1)
        assert code == 0, err
        assert digest(out) == undisturbed


def test_a_second_process_is_refused_and_told_who_is_there(host, tmp_path):
    file, out = experiment(tmp_path, LARGER), tmp_path / "out"
    main = host.live(file, out, 1)
    host.until_rows(1)
    with pytest.raises(InputError, match=rf"process {main} on .*, started 20.*, is writing into it"):
        sweep(file, out, jobs=1)
    os.kill(main, signal.SIGKILL)
    host.until_dead()
    with locked(out):  # the lock of a dead process is no lock
        pass


def test_the_lock_of_another_machine_ends_with_its_signs_of_life(tmp_path):
    lock = tmp_path / ".lock"
    with locked(tmp_path):
        told = lock.read_text()
    for host, age, free in (("elsewhere", 10, False), ("elsewhere", 100, True)):
        lock.write_text(told.replace('"host": "', f'"host": "{host}'))
        os.utime(lock, (lock.stat().st_atime - age, lock.stat().st_mtime - age))
        if free:
            with locked(tmp_path):
                assert "elsewhere" not in lock.read_text()
        else:
            with pytest.raises(InputError, match="on elsewhere"), locked(tmp_path):
                pass


def test_the_lock_of_an_earlier_start_of_the_machine_is_no_lock(tmp_path):
    lock = tmp_path / ".lock"
    with locked(tmp_path):
        told = lock.read_text()
    lock.write_text(told.replace('"boot": "', '"boot": "0'))
    with locked(tmp_path):
        assert '"boot": "0' not in lock.read_text()


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A small finished sweep with weekly series and a failure, and the pool it was made with."""
    folder = tmp_path_factory.mktemp("small")
    file = experiment(folder)
    code, _, err = command("sweep", file, "--out", folder / "out", "--jobs", 1, "--weekly", "--chunk", 3)
    assert code == 0, err
    return folder


def files_of(folder):
    """Every file in a folder of results."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def cut_drill(small, folder, times, seed, spoil):
    """Spoil a random file again and again: what is not refused is as it was."""
    chance, before, told = random.Random(seed), digest(small / "out"), dict.fromkeys(("refused", "identical"), 0)
    for place in range(times):
        out = Path(shutil.copytree(small / "out", folder / str(place)))
        path = chance.choice(files_of(out))
        spoil(path, chance)
        about = f"seed {seed}, {place}: {path.name}"
        assert verify(out).faults, about
        refusal, content = read_or_refused(out)
        assert content == before or path.name in refusal, about
        told["refused" if refusal else "identical"] += 1
        shutil.rmtree(out)
    print(f"seed {seed}: {told}")


def read_or_refused(out):
    """Why a folder is refused, and what is in it if it is not."""
    try:
        return "", digest(out)
    except InputError as refused:
        return str(refused), None


def cut(path, chance):
    content = path.read_bytes()
    path.write_bytes(content[: chance.randrange(len(content))])


def flip(path, chance):
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


@pytest.mark.parametrize("spoil", [cut, flip])
def test_a_spoiled_file_is_found_and_never_read_as_results(spoil, small, tmp_path):
    cut_drill(small, tmp_path, 25, 1, spoil)


@pytest.mark.long
@pytest.mark.parametrize("spoil", [cut, flip])
def test_two_hundred_spoiled_files_are_found(spoil, small, tmp_path):
    cut_drill(small, tmp_path, 200, random.SystemRandom().randrange(10**6), spoil)


def mended(out, file, words):
    """Refuse, repair and go on, as a user would."""
    code, _, err = command("sweep", file, *words)
    assert code in (0, 2), err
    if code == 2:
        assert f"simkomunitas verify {out} --repair" in err
        code, _, err = command("verify", out, "--repair")
        assert (code, "Set aside" in err) == (65, True)
        code, _, err = command("sweep", file, *words)
    assert code == 0, err
    assert not verify(out).faults


@pytest.mark.parametrize(
    "name", ["runs", pytest.param("weekly", marks=pytest.mark.long), "design.json", "points.parquet",
             pytest.param("manifest.json", marks=pytest.mark.long)])  # fmt: skip
def test_what_was_damaged_is_mended_by_the_commands_that_are_told(name, small, tmp_path):
    out = Path(shutil.copytree(small / "out", tmp_path / "out"))
    path = out / name
    cut(files_of(path)[0] if path.is_dir() else path, random.Random(1))
    before = digest(small / "out")
    mended(out, small / "small.yaml", ("--out", out, "--weekly", "--jobs", 1))
    assert digest(out) == before


def test_a_part_of_another_experiment_is_found(small, tmp_path):
    out = Path(shutil.copytree(small / "out", tmp_path / "out"))
    other = tmp_path / "other"
    code, _, err = command("sweep", small / "small.yaml", "--out", other, "--weekly", "--jobs", 1,
                           "--set", "replicates=4", "--cache", out)  # fmt: skip
    assert code == 0, err
    shutil.copy(other / "runs" / parts_of(other)[0], out / "runs")
    (fault,) = verify(out).faults
    assert "another experiment" in fault.value
    with pytest.raises(InputError, match="another experiment"):
        sweep(small / "small.yaml", out)


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


def test_a_full_disk_ends_the_sweep_in_one_line_and_damages_nothing(little_disk, undisturbed, tmp_path):
    file, out = experiment(tmp_path, LARGER), little_disk / "out"
    filler = little_disk / "filler"
    words = ("sweep", file, "--out", out, "--jobs", 1, "--yes")
    code, _, err = command(*words[:-1])
    assert code == 2
    assert "bytes that are free" in err
    filler.write_bytes(b"x" * 700_000)
    code, _, err = command(*words)
    assert code == 74, err
    last = err.strip().splitlines()[-1]
    assert "No space left on device" in last
    assert "bytes were to be written" in last
    assert "To go on: simkomunitas sweep" in last
    assert "Traceback" not in err
    assert [fault for fault in verify(out).faults if fault.value != "missing"] == []
    filler.unlink()
    subprocess.run(["mount", "-o", "remount,size=8m", str(little_disk)], check=True)
    assert command(*words)[0] == 0
    assert digest(out) == undisturbed


def test_a_folder_that_cannot_be_written_is_refused(tmp_path):
    file = experiment(tmp_path)
    code, _, err = command("sweep", file, "--out", "/proc/nowhere/out", "--jobs", 1)
    assert code in (2, 74)
    assert "/proc/nowhere" in err
    assert "Traceback" not in err


BAD = """\
horizon: {programme_weeks: 8, weeks_after: 52}
community: {kind: synthetic, people: {adults: 20, hamlets: 2}}
programme: {strategies: {community_education: 1}, course: {taper_weeks: 4}}
vary:
  programme.strategies: [community_education, raising, exhausting, leaving, hanging, killing, exiting, crashing,
                         local_resources]
replicates: 1
"""


def test_runs_that_raise_hang_or_kill_are_put_aside_and_all_others_finish(tmp_path):
    file, out = experiment(tmp_path, BAD), tmp_path / "out"
    words = ("sweep", file, "--out", out, "--jobs", 1, "--limit", 5, "--load", "poison", "--most-failures", 1)
    code, said, err = command(*words)
    assert code == 3, err
    assert set(load_results(out)["programme.strategies"]) == {"community_education", "local_resources"}
    failures = load_failures(out).set_index("programme.strategies")
    assert failures["kind"].to_dict() == {
        "raising": "raised", "exhausting": "raised", "leaving": "raised", "hanging": "timeout",
        "killing": "killed its worker", "exiting": "killed its worker", "crashing": "killed its worker",
    }  # fmt: skip
    assert failures["attempts"].to_dict()["killing"] == 3
    assert failures["message"]["raising"] == "ZeroDivisionError: nobody to divide the hours among"
    assert "go_wrong" in failures["trace"]["raising"]
    assert "Segmentation fault" in failures["trace"]["crashing"]
    assert failures["message"]["exiting"] == "the worker ended with status 7"
    assert "7 runs have no result" in said
    name = failures["run_id"]["raising"]
    assert "simkomunitas rerun " in said
    code, said, _ = command("rerun", name, "--in", out, "--load", "poison")
    assert code == 3
    assert "programme.strategies: raising" in said
    assert "ZeroDivisionError: nobody to divide the hours among" in said
    code, said, _ = command(*words)  # failures are not tried again unless one asks
    assert code == 3
    assert "(0 made now)" in said


MENDING = BAD.replace("exhausting, leaving, hanging, killing, exiting, crashing,\n", "unlucky, mending, dying_once,\n")


def test_a_run_that_is_mended_takes_the_place_of_its_failure(tmp_path):
    text = MENDING.replace("replicates: 1", "replicates: 6").replace("raising, ", "")
    file, out = experiment(tmp_path, text), tmp_path / "out"
    marks = {"SIMKOMUNITAS_MENDED": str(tmp_path / "mended"), "SIMKOMUNITAS_MARK": str(tmp_path / "mark")}
    words = ("sweep", file, "--out", out, "--jobs", 1, "--load", "poison")
    code, _, err = command(*words, **marks)
    assert code == 3, err
    failures = load_failures(out)
    assert set(failures["programme.strategies"]) <= {"mending", "unlucky"}
    assert set(failures.loc[failures["programme.strategies"] == "mending", "seed"]) == {1, 2, 3, 4, 5, 6}
    (tmp_path / "mended").touch()
    mending = failures[failures["programme.strategies"] == "mending"]["run_id"].iloc[0]
    again = command("rerun", mending, "--in", out, "--load", "poison", **marks)
    assert again[0] == 0, again
    assert "which is kept" in again[1]
    assert len(load_failures(out)) == len(failures) - 1
    command(*words, "--retry", **marks)
    left = load_failures(out)
    assert set(left["programme.strategies"]) <= {"unlucky"}
    assert len(load_results(out)) == 5 * 6 - len(left)


def test_a_sweep_in_which_almost_everything_fails_ends_early(tmp_path):
    text = BAD.replace("[community_education, raising, exhausting, leaving, hanging, killing, exiting, crashing,\n"
                       "                         local_resources]", "[raising]")  # fmt: skip
    file, out = experiment(tmp_path, text.replace("replicates: 1", "replicates: 3000")), tmp_path / "out"
    code, _, err = command("sweep", file, "--out", out, "--jobs", 1, "--load", "poison", "--chunk", 20)
    assert code == 3
    assert "Ended early" in err
    assert 50 < len(load_failures(out)) < 500
    assert read_design(out).finished is None
