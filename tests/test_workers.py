"""The pool of worker processes that sweeps, comparisons and the app share: what it promises to each of them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import chores
from simkomunitas.base.input_errors import InputError
from simkomunitas.workers.worker_pool import WorkerPool, map_in_processes
from simkomunitas.workers.worker_supervisor import JobError, JobLimits, WorkerStartError, WorkerSupervisor
from sweeps import children_of, is_alive, wait_for


@pytest.fixture(scope="module")
def worker():
    supervisor = WorkerSupervisor()
    yield supervisor
    supervisor.stop_worker()


def test_results_come_in_the_order_asked_for_whoever_is_ready_first():
    assert list(map_in_processes(chores.sleep_and_tell, [1.0, 0.0, 0.5, 0.1], 2)) == [1.0, 0.0, 0.5, 0.1]


def test_without_tasks_nothing_is_started():
    assert list(map_in_processes(chores.double, [], 2)) == []


def test_a_task_whose_worker_is_killed_once_is_made_by_another(tmp_path, capfd):
    tasks = [(number, str(tmp_path / f"mark{number}")) for number in range(4)]
    assert list(map_in_processes(chores.die_once, tasks, 2)) == [0, 1, 2, 3]
    assert capfd.readouterr().err == ""


def test_tasks_that_kill_every_worker_are_made_here_and_it_is_said(capfd):
    assert list(map_in_processes(chores.die_elsewhere, [os.getpid()] * 3, 2)) == ["here"] * 3
    said = capfd.readouterr().err
    assert said == "simkomunitas: all runs are made in this process: the worker ended with status 3\n"


def test_whoever_stops_in_the_middle_waits_for_nobody_and_leaves_nobody_behind():
    others = set(children_of(os.getpid()))  # of other tests in this process
    results = map_in_processes(chores.sleep_and_tell, [0.0, 600.0, 600.0], 2)
    assert next(results) == 0.0
    people, start = set(children_of(os.getpid())) - others, time.monotonic()
    results.close()
    assert time.monotonic() - start < 5
    assert len(people) >= 2
    wait_for(lambda: not any(map(is_alive, people)))


def test_an_error_comes_back_as_it_is_with_the_place_where_it_was_raised(worker):
    with pytest.raises(ZeroDivisionError, match="nought") as told:
        worker.run_function(chores.fail)
    assert "chores.py" in told.value.__notes__[0]
    with pytest.raises(InputError):
        worker.run_function(chores.refuse)
    with pytest.raises(RuntimeError, match="UnportableError: nobody can take this along"):
        worker.run_function(chores.raise_unportable)


def test_neither_what_a_task_prints_nor_an_answer_that_cannot_be_sent_disturbs_the_next(worker):
    assert worker.run_function(chores.print_and_double, 4) == 8
    pid = worker.process.pid
    with pytest.raises(Exception, match="pickle"):
        worker.run_function(chores.make_function)
    assert worker.run_function(chores.double, 4) == 8
    assert worker.process.pid == pid


def test_a_job_over_its_limit_is_told_apart_from_one_whose_worker_died(worker):
    for work, limits, reason in [
        ((time.sleep, 60), JobLimits(awake_seconds=0.3), "slow"),
        ((chores.toil,), JobLimits(processor_seconds=0.3), "slow"),
        ((chores.devour,), JobLimits(memory_megabytes=500), "large"),
        ((chores.die,), None, "failed"),
    ]:
        with pytest.raises(JobError) as told:
            worker.run_function(*work, limits=limits)
        assert told.value.reason == reason
    assert worker.run_function(chores.double, 3) == 6


def test_the_last_words_of_a_worker_are_kept(worker):
    with pytest.raises(JobError) as told:
        worker.run_function(chores.speak_and_die)
    assert told.value.trace == "last words"


def test_a_worker_that_cannot_load_what_it_should_says_why():
    with pytest.raises(WorkerStartError, match="No module named 'nowhere_to_be_found'"):
        WorkerSupervisor().start_worker(("nowhere_to_be_found",))


def test_closing_a_pool_calls_off_what_waits_and_ends_what_goes_on():
    with WorkerPool(1) as pool:
        running, waiting = (pool.submit_task(lambda worker: worker.run_function(time.sleep, 600)) for _ in range(2))
        wait_for(running.running)
    assert waiting.cancelled()
    with pytest.raises(JobError, match="stopped"):
        running.result(0)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are looked up in /proc")
def test_workers_end_with_the_process_that_started_them_even_when_it_is_killed():
    code = (
        "import chores; from simkomunitas.workers.worker_pool import map_in_processes;"
        "list(map_in_processes(chores.sleep_and_tell, [600.0] * 2, 2))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    ) as main:
        wait_for(lambda: len(children_of(main.pid)) == 2)
        people = children_of(main.pid)
        main.send_signal(signal.SIGKILL)
    wait_for(lambda: not any(map(is_alive, people)))
