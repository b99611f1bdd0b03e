"""A sweep: every run of an experiment, made once, kept for good, and gone on with after any interruption."""

import os
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from simkomunitas.config.argument_checks import resolve_worker_count
from simkomunitas.config.config_reader import PathLike
from simkomunitas.experiments.batch_dispatcher import BatchDispatcher, DispatchSettings
from simkomunitas.experiments.experiment_design import DesignPoints, Experiment, Precision
from simkomunitas.experiments.experiment_reader import read_experiment
from simkomunitas.experiments.planned_contrasts import (
    ContrastPower,
    estimate_contrast_deviations,
    estimate_contrast_powers,
)
from simkomunitas.experiments.replicate_precision import PrecisionVerdict, assess_precision
from simkomunitas.experiments.result_reuse import check_reuse_folders, reuse_finished_runs
from simkomunitas.experiments.result_store import RUNS, PartOrigin, ResultStore
from simkomunitas.experiments.run_index import RunIndex
from simkomunitas.experiments.size_limits import check_experiment_size
from simkomunitas.experiments.sweep_folder import (
    MANIFEST,
    SweepRequest,
    build_sweep_request,
    compute_scenario_ids,
    create_sweep_folder,
    default_sweep_folder,
    is_folder_complete,
    read_design_file,
    read_points_file,
    resolve_sweep_folder,
    write_sweep_manifest,
)
from simkomunitas.experiments.sweep_results import RUN_ORDER, load_failures, load_runs
from simkomunitas.model.community.community_data import Numbers
from simkomunitas.results.folder_lock import FolderLock, hold_folder_lock
from simkomunitas.results.parquet_parts import read_part
from simkomunitas.results.results_manifest import PROGRAM_NAME, format_repeat_command
from simkomunitas.simulation.model_version_id import model_version
from simkomunitas.simulation.simulation_run import ensure_engine_compiled
from simkomunitas.workers.dask_cluster import ClusterPool, check_scheduler_address
from simkomunitas.workers.worker_pool import BatchPool, ExecutorPool, WorkerPool

AdvanceCallback = Callable[[int], object]
StageReporter = Callable[
    [str, int], AbstractContextManager[AdvanceCallback]
]  # what is being done, and how much of it there is


DEFAULT_DISPATCH_SETTINGS = DispatchSettings()


class SweepResult(NamedTuple):
    """What a sweep has come to."""

    folder: Path
    finished_rows: int  # finished, one for each run of each point
    new_rows: int  # of them now
    reused_rows: int  # of them taken over from other folders
    replicates: int
    imprecise_outcomes: tuple[str, ...]  # outcomes that ``replicates: auto`` could not make as precise as asked
    underpowered_contrasts: tuple[
        ContrastPower, ...
    ]  # planned contrasts that would miss their smallest effect of interest too often
    failures: pd.DataFrame


@contextmanager
def ignore_progress(_what: str, _total: int) -> Iterator[AdvanceCallback]:
    """Tell nobody how far it is."""
    yield lambda _: None


def run_sweep(
    experiment: Experiment | PathLike,
    out: PathLike | None = None,
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    cluster: str | None = None,
    use_new_folder: bool = False,
    retry_failed: bool = False,
    reuse_folders: Sequence[PathLike] = (),
    dispatch_settings: DispatchSettings = DEFAULT_DISPATCH_SETTINGS,
    skip_confirmation: bool = False,
    report_stage: StageReporter = ignore_progress,
) -> SweepResult:
    """Make every run of an experiment that is not there yet, and keep it in a folder.

    workers: worker processes on this machine, as many as cores if None; executor: any other executor instead;
    cluster: the address of a Dask scheduler, or its scheduler file.
    out: the folder, ``results/<name>`` if None; as_new: beside it, if another experiment stands there.
    retry_failed: try failed runs once more.  cache: folders whose finished runs are taken over,
    beside those next to ours.
    skip_confirmation: also if it is very much.  stage: told what is being done, such as ``pages.terminal.progress``.

    Whatever is wrong raises InputError before the first run; a disk that is full raises StorageError, and nothing is
    lost.  After Ctrl-C, or any other interruption, the same call goes on.
    """
    if not isinstance(experiment, Experiment):
        experiment = read_experiment(experiment)
    resolve_worker_count(workers)
    check_reuse_folders(reuse_folders)
    check_scheduler_address(cluster)
    order = build_sweep_request(experiment, model_version())
    folder = resolve_sweep_folder(
        Path(out) if out is not None else default_sweep_folder(experiment), order, use_new_folder=use_new_folder
    )
    check_experiment_size(experiment, folder, skip_confirmation=skip_confirmation)
    points = DesignPoints(experiment)
    pool = _choose_worker_pool(workers, executor, cluster)
    try:
        if not is_folder_complete(folder):
            with report_stage("Checking points", len(points)) as advance:
                scenarios = build_all_scenarios(points, advance)
            create_sweep_folder(folder, order, scenarios, points, _public_command(), _current_time())
        with hold_folder_lock(folder) as lock:
            return _run_to_completion(
                _SweepContext(folder, order, points, pool, lock, dispatch_settings, report_stage),
                [Path(one) for one in reuse_folders],
                retry_failed,
            )
    finally:
        pool.close_pool()


class _SweepContext(NamedTuple):
    """What a sweep works with."""

    folder: Path
    request: SweepRequest
    points: DesignPoints
    pool: BatchPool
    lock: FolderLock
    dispatch_settings: DispatchSettings
    report_stage: StageReporter


def _run_to_completion(context: _SweepContext, caches: Sequence[Path], retry_failed: bool) -> SweepResult:
    """Go on from what is there, to the end."""
    store = open_result_store(context.folder, context.request, context.points)
    if retry_failed:
        store.run_index.failed[:] = False
    before = store.run_index.count_stored()
    if store.run_index.count_missing():
        (context.folder / MANIFEST).unlink(missing_ok=True)  # parts that it names may be put together
        ensure_engine_compiled()
    reused, verdict = _run_all_rounds(context, store, caches)
    imprecise = _outcomes_of_columns(verdict.imprecise_columns, context)
    rows = store.run_index.count_finished()
    failures = load_failures(context.folder)
    _write_final_manifest(store, verdict.replicates, imprecise, len(failures))
    return SweepResult(
        folder=context.folder,
        finished_rows=rows,
        new_rows=store.run_index.count_stored() - before - reused,
        reused_rows=reused,
        replicates=verdict.replicates,
        imprecise_outcomes=imprecise,
        underpowered_contrasts=_find_underpowered_contrasts(context, verdict.replicates),
        failures=failures,
    )


def _find_underpowered_contrasts(context: _SweepContext, replicates: int) -> tuple[ContrastPower, ...]:
    """The planned contrasts that are under-powered, by the spread that the runs have shown."""
    asked = context.request.experiment
    names = [name for name, _ in asked.smallest_effect]
    if not names or not asked.contrasts:
        return ()
    runs = load_runs(context.folder, names)
    known = estimate_contrast_deviations(runs, asked.identifying_columns, asked.contrasts, names, "results")
    found = estimate_contrast_powers(asked.contrasts, names, replicates, dict(asked.smallest_effect), known)
    return tuple(one for one in found if one.is_underpowered)


def open_result_store(folder: Path, request: SweepRequest, points: DesignPoints) -> ResultStore:
    """The store of a folder with everything that is there taken in."""
    scenarios = read_points_file(folder, read_design_file(folder) or {})["scenario"].tolist()
    number = request.experiment.replicates
    least = number.least if isinstance(number, Precision) else number
    store = ResultStore(
        folder,
        points,
        RunIndex(scenarios, request.experiment.first_seed, least),
        PartOrigin(request.id, request.version.id),
    )
    store.load_parts()
    return store


def _run_all_rounds(context: _SweepContext, store: ResultStore, caches: Sequence[Path]) -> tuple[int, PrecisionVerdict]:
    """Make the runs; with ``replicates: auto`` in rounds, until they are enough."""
    dispatcher = BatchDispatcher(store, context.pool, context.lock, context.request.version, context.dispatch_settings)
    number = context.request.experiment.replicates
    reused = _run_round(context, store, dispatcher, caches)
    if not isinstance(number, Precision):
        return reused, PrecisionVerdict(number, True, ())
    while True:
        verdict = assess_precision(*_precision_data(store), number)
        if verdict.is_enough or verdict.replicates <= store.run_index.replicates:
            return reused, verdict
        store.run_index.increase_replicates(verdict.replicates)
        reused += _run_round(context, store, dispatcher, caches)


def _run_round(context: _SweepContext, store: ResultStore, dispatcher: BatchDispatcher, caches: Sequence[Path]) -> int:
    """Make what is missing; how many rows others had already."""
    reused = reuse_finished_runs(store, caches) if store.run_index.count_missing() else 0
    if left := store.run_index.count_missing():
        with context.report_stage("Simulating", left) as advance:
            dispatcher.run_missing_tasks(advance)
    return reused


def _precision_data(store: ResultStore) -> tuple[Numbers, Numbers]:
    """The outcomes by which the precision is judged: seeds by (outcome, point); and how precise each must be."""
    experiment, run_index = store.points.experiment, store.run_index
    number, names = experiment.replicates, experiment.outcomes
    values = np.full((run_index.replicates, len(names), len(store.points)), np.nan)
    for part in store.parts[RUNS]:
        table = read_part(part, (*RUN_ORDER, *names))
        places = table["seed"].to_numpy() - experiment.first_seed
        inside = places < run_index.replicates
        for place, name in enumerate(names):
            values[places[inside], place, table["point"].to_numpy()[inside]] = table[name].to_numpy()[inside]
    absolute = dict(number.absolute) if isinstance(number, Precision) else {}
    targets = np.repeat([absolute.get(name, np.nan) for name in names], len(store.points))
    return values.reshape(run_index.replicates, -1), targets


def _outcomes_of_columns(columns: Sequence[int], context: _SweepContext) -> tuple[str, ...]:
    """The outcomes of some columns of what precision is judged by."""
    names = context.request.experiment.outcomes
    return tuple(dict.fromkeys(names[place // len(context.points)] for place in columns))


def build_all_scenarios(points: DesignPoints, advance: AdvanceCallback) -> list[str]:
    """The scenario of every point, each of which is resolved and checked."""
    scenarios = []
    for name in compute_scenario_ids(points):
        scenarios.append(name)
        advance(1)
    return scenarios


def _choose_worker_pool(requested_workers: int | None, executor: Executor | None, cluster: str | None) -> BatchPool:
    """Who makes the runs."""
    if cluster is not None:
        return ClusterPool(cluster)
    if executor is None:
        return WorkerPool(resolve_worker_count(requested_workers))
    workers = int(getattr(executor, "_max_workers", None) or os.cpu_count() or 1)
    return ExecutorPool(executor, lambda: workers)


def _write_final_manifest(store: ResultStore, replicates: int, imprecise: Sequence[str], failures: int) -> None:
    """Say in the folder that everything is there, and in which files."""
    about = {
        "made_by": PROGRAM_NAME,
        "id": store.mark.experiment,
        "finished": _current_time(),
        "replicates": replicates,
        "rows": store.run_index.count_finished(),
        "failures": failures,
        "imprecise": list(imprecise),
    }
    write_sweep_manifest(store.folder, about)


def _public_command() -> list[str]:
    """The words that were typed, without private folders."""
    return shlex.split(format_repeat_command(sys.argv))


def _current_time() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
