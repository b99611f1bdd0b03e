"""Workers: they answer, they are stopped when they take too long or too much, and they are replaced."""

import time
from concurrent.futures import CancelledError

import pytest

from chores import devour, die, double, fail, refuse, toil
from simkomunitas.app import app_worker_pool
from simkomunitas.app.app_worker_pool import AppWorkerPool, cancel_job
from simkomunitas.base.input_errors import InputError
from simkomunitas.workers.job_queue import FairJobQueue, JobFuture, QueuedJob
from simkomunitas.workers.worker_supervisor import JobError


@pytest.fixture(scope="module")
def crew():
    with AppWorkerPool(1) as pool:
        yield pool


def test_a_worker_answers(crew):
    assert [crew.submit_job(double, number).result(300) for number in (1, 2)] == [2, 4]


def test_a_fault_is_told_and_the_worker_lives_on(crew):
    with pytest.raises(JobError, match="nought"):
        crew.submit_job(fail).result(300)
    with pytest.raises(InputError):
        crew.submit_job(refuse).result(300)
    assert crew.submit_job(double, 4).result(300) == 8


def test_a_worker_that_dies_is_replaced(crew):
    with pytest.raises(JobError) as told:
        crew.submit_job(die).result(300)
    assert told.value.reason == "failed"
    assert crew.submit_job(double, 5).result(300) == 10


@pytest.mark.parametrize(("limit", "work"), [("JOB_TIMEOUT", (toil,)), ("CLOCK_TIMEOUT", (time.sleep, 600))])
def test_a_job_that_takes_too_long_is_ended(crew, monkeypatch, limit, work):
    monkeypatch.setattr(app_worker_pool, limit, 0.5)
    with pytest.raises(JobError) as told:
        crew.submit_job(*work).result(300)
    assert told.value.reason == "slow"
    monkeypatch.undo()
    assert crew.submit_job(double, 6).result(300) == 12


def test_a_job_that_waits_for_the_machine_is_not_ended(crew, monkeypatch):
    monkeypatch.setattr(app_worker_pool, "JOB_TIMEOUT", 0.5)
    assert crew.submit_job(time.sleep, 1.5).result(300) is None


def test_a_job_that_takes_too_much_memory_is_ended(crew, monkeypatch):
    monkeypatch.setattr(app_worker_pool, "MEMORY_LIMIT_MEGABYTES", 600)
    with pytest.raises(JobError) as told:
        crew.submit_job(devour).result(300)
    assert told.value.reason == "large"


def test_what_nobody_waits_for_is_never_begun(crew):
    first = crew.submit_job(time.sleep, 1.0)
    waiting = [crew.submit_job(double, number) for number in range(20)]
    assert all(job.cancel() for job in waiting)
    first.result(300)
    with pytest.raises(CancelledError):
        waiting[0].result(1)
    assert crew.jobs.count_jobs() == 0


def test_too_many_jobs_are_refused(crew, monkeypatch):
    monkeypatch.setattr(app_worker_pool, "MAX_QUEUED_JOBS", 0)
    with pytest.raises(JobError) as told:
        crew.submit_job(double, 1)
    assert told.value.reason == "busy"


def test_one_viewer_cannot_fill_the_queue(crew, monkeypatch):
    monkeypatch.setattr(app_worker_pool, "MAX_JOBS_PER_VIEWER", 3)
    first = crew.submit_job(time.sleep, 1.0)
    hers = [crew.submit_job(double, number, whose="her") for number in range(3)]
    with pytest.raises(JobError) as told:
        crew.submit_job(double, 4, whose="her")
    assert told.value.reason == "busy"
    assert crew.submit_job(double, 4, whose="him").result(300) == 8
    assert [job.result(300) for job in (first, *hers)] == [None, 0, 2, 4]


def test_who_has_had_least_is_served_first():
    turns = FairJobQueue()
    for whose in ("her", "her", "her", "him"):
        turns.put_job(QueuedJob(lambda: None, JobFuture(), whose))
    assert [turns.get_job().viewer for _ in range(4)] == ["her", "him", "her", "her"]
    turns.close_queue()
    assert turns.get_job() is None


def test_a_job_that_nobody_waits_for_any_more_is_ended_soon(crew, monkeypatch):
    monkeypatch.setattr(app_worker_pool, "TERMINATION_GRACE_SECONDS", 0.3)
    job = crew.submit_job(toil)
    while not job.running():
        time.sleep(0.05)
    cancel_job(job)
    with pytest.raises(JobError):
        job.result(300)
    assert crew.submit_job(double, 7).result(300) == 14
