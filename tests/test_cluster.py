"""Sweeps on a Dask cluster, started with its own commands on this machine: identical results, whoever is killed."""

import os
import random
import signal
import subprocess
import sys

import pytest

import sweeps
from drills import LARGER, RUNS, Host, nobody_is_left
from simkomunitas.experiments.results_verification import verify_results
from simkomunitas.experiments.sweep_results import load_runs
from sweeps import children_of, digest, experiment, start, wait_for

pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kills processes as Linux does")

WORKERS = 2


class Cluster:
    """A scheduler and worker processes on loopback."""

    def __init__(self, folder):
        self.folder, self.file = folder, folder / "scheduler.json"
        folder.mkdir(exist_ok=True)
        options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-jupyter")
        self.scheduler = self.process("scheduler", "--scheduler-file", self.file, *options)
        wait_for(lambda: self.file.exists() and self.file.stat().st_size)
        self.workers = [self.worker(number) for number in range(WORKERS)]

    def process(self, name, *words):
        """One of the commands of Dask, as a shell would start it."""
        command = [sys.executable, "-m", "distributed.cli.dask_" + name.replace("-", "_"), *map(str, words)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(command, env=sweeps.environment(), cwd=self.folder, **quiet)

    def worker(self, number):
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--name", str(number))
        return self.process("worker", "--scheduler-file", self.file, *options)

    def people(self):
        """Every process of the cluster, and those that they have started."""
        mains = [process.pid for process in (self.scheduler, *self.workers) if process.poll() is None]
        return [pid for main in mains for pid in (main, *children_of(main))]

    def close(self):
        """End everybody."""
        people = self.people()
        for process in (self.scheduler, *self.workers):
            process.kill()
            process.wait()
        nobody_is_left(people)


@pytest.fixture
def cluster(tmp_path):
    """A cluster of two worker processes."""
    cluster = Cluster(tmp_path / "cluster")
    yield cluster
    cluster.close()


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """The content of a sweep made by a process on this machine."""
    folder, host = tmp_path_factory.mktemp("undisturbed"), Host()
    assert host.whole(experiment(folder, LARGER), folder / "out") == (RUNS, RUNS)
    host.close()
    return digest(folder / "out")


def begun(cluster, folder):
    """A sweep on the cluster, some of whose runs are finished."""
    file, out = experiment(folder, LARGER), folder / "out"
    process = start("sweep", file, "--out", out, "--cluster", cluster.file, "--batch-size", 5)
    wait_for(lambda: list(out.glob("runs/part-*.parquet")) or process.poll() is not None)
    assert process.poll() is None, process.communicate()
    return process, out


def test_a_killed_worker_of_a_cluster_costs_nothing(cluster, undisturbed, tmp_path):
    process, out = begun(cluster, tmp_path / "sweep")
    people = children_of(cluster.workers[0].pid)
    cluster.workers[0].kill()
    cluster.workers[0].wait()
    nobody_is_left(people)
    _, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    assert len(load_runs(out)) == RUNS
    assert digest(out) == undisturbed
    assert not verify_results(out).errors


@pytest.mark.long
def test_a_killed_scheduler_ends_the_sweep_which_goes_on_elsewhere(cluster, undisturbed, tmp_path):
    process, out = begun(cluster, tmp_path / "sweep")
    os.kill(cluster.scheduler.pid, signal.SIGKILL)
    _, err = process.communicate(timeout=300)
    assert process.returncode == 75, err
    assert "To resume: simkomunitas sweep" in err
    assert "Traceback" not in err
    assert 0 < len(load_runs(out, allow_unfinished=True)) < RUNS
    host = Host()
    host.whole(tmp_path / "sweep" / "small.yaml", out)
    host.close()
    assert digest(out) == undisturbed


@pytest.mark.long
def test_workers_of_a_cluster_are_killed_again_and_again(cluster, undisturbed, tmp_path):
    chance, killed = random.Random(5), 0
    while killed < 20:
        process, out = begun(cluster, tmp_path / str(killed))
        while killed < 20 and more_rows(process, out):
            place = chance.randrange(WORKERS)
            cluster.workers[place].kill()
            cluster.workers[place].wait()
            killed += 1
            cluster.workers[place] = cluster.worker(f"{place}-{killed}")
        _, err = process.communicate(timeout=300)
        assert process.returncode == 0, err
        assert digest(out) == undisturbed
    print(f"killed {killed} workers")


def more_rows(process, out):
    """Wait until a sweep has more rows than now; False if it ends instead."""
    before = rows_in(out)
    wait_for(lambda: process.poll() is not None or rows_in(out) > before)
    return process.poll() is None


def rows_in(out):
    """How many rows are there, by the names of the parts."""
    return sum(int(path.name.split("-")[2]) for path in out.glob("runs/part-*.parquet"))
