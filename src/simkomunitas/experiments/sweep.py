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

from simkomunitas.config.checks import processes_wanted
from simkomunitas.config.reading import PATH
from simkomunitas.experiments.contrasts import Prospect, deviations_of, prospects
from simkomunitas.experiments.design import Experiment, Points, Precision
from simkomunitas.experiments.folder import (
    MANIFEST,
    Order,
    create,
    default_folder,
    design_at,
    is_complete,
    order_of,
    read_points,
    scenario_ids,
    settle,
    write_manifest,
)
from simkomunitas.experiments.ledger import Ledger
from simkomunitas.experiments.limits import refuse_too_much
from simkomunitas.experiments.precision import Verdict, judged
from simkomunitas.experiments.reading import read_experiment
from simkomunitas.experiments.results import ORDER, load_failures, load_results
from simkomunitas.experiments.reuse import refuse_missing, take_over
from simkomunitas.experiments.running import Foreman, Rules
from simkomunitas.experiments.store import RUNS, Mark, Store
from simkomunitas.model.community.community_data import Numbers
from simkomunitas.results.lock import Lock, locked
from simkomunitas.results.manifest import PROGRAM, repeat_command
from simkomunitas.results.parts import read_part
from simkomunitas.simulation.version import model_version
from simkomunitas.workers.cluster import ClusterCrew, check_address
from simkomunitas.workers.crew import Crew, ExecutorCrew, LocalCrew, have_compiled

Advance = Callable[[int], object]
Stage = Callable[[str, int], AbstractContextManager[Advance]]  # what is being done, and how much of it there is


USUAL = Rules()


class Swept(NamedTuple):
    """What a sweep has come to."""

    folder: Path
    rows: int  # finished, one for each run of each point
    made: int  # of them now
    reused: int  # of them taken over from other folders
    replicates: int
    imprecise: tuple[str, ...]  # outcomes that ``replicates: auto`` could not make as precise as asked
    weak: tuple[Prospect, ...]  # planned contrasts that would miss their smallest effect of interest too often
    failures: pd.DataFrame


@contextmanager
def silent(_what: str, _total: int) -> Iterator[Advance]:
    """Tell nobody how far it is."""
    yield lambda _: None


def sweep(
    experiment: Experiment | PATH,
    out: PATH | None = None,
    *,
    jobs: int | None = None,
    executor: Executor | None = None,
    cluster: str | None = None,
    as_new: bool = False,
    retry: bool = False,
    cache: Sequence[PATH] = (),
    rules: Rules = USUAL,
    sure: bool = False,
    stage: Stage = silent,
) -> Swept:
    """Make every run of an experiment that is not there yet, and keep it in a folder.

    jobs: worker processes on this machine, as many as cores if None; executor: any other executor instead;
    cluster: the address of a Dask scheduler, or its scheduler file.
    out: the folder, ``results/<name>`` if None; as_new: beside it, if another experiment stands there.
    retry: try failed runs once more.  cache: folders whose finished runs are taken over, beside those next to ours.
    sure: also if it is very much.  stage: told what is being done, such as ``pages.terminal.progress``.

    Whatever is wrong raises InputError before the first run; a disk that is full raises StorageError, and nothing is
    lost.  After Ctrl-C, or any other interruption, the same call goes on.
    """
    if not isinstance(experiment, Experiment):
        experiment = read_experiment(experiment)
    processes_wanted(jobs)
    refuse_missing(cache)
    check_address(cluster)
    order = order_of(experiment, model_version())
    folder = settle(Path(out) if out is not None else default_folder(experiment), order, as_new=as_new)
    refuse_too_much(experiment, folder, sure=sure)
    points = Points(experiment)
    crew = _crew(jobs, executor, cluster)
    try:
        if not is_complete(folder):
            with stage("Checking points", len(points)) as advance:
                scenarios = checked_scenarios(points, advance)
            create(folder, order, scenarios, points, _command(), _now())
        with locked(folder) as lock:
            return _swept(_Site(folder, order, points, crew, lock, rules, stage), [Path(one) for one in cache], retry)
    finally:
        crew.close()


class _Site(NamedTuple):
    """What a sweep works with."""

    folder: Path
    order: Order
    points: Points
    crew: Crew
    lock: Lock
    rules: Rules
    stage: Stage


def _swept(site: _Site, caches: Sequence[Path], retry: bool) -> Swept:
    """Go on from what is there, to the end."""
    store = opened(site.folder, site.order, site.points)
    if retry:
        store.ledger.failed[:] = False
    before = store.ledger.stored()
    if store.ledger.missing():
        (site.folder / MANIFEST).unlink(missing_ok=True)  # parts that it names may be put together
        have_compiled()
    reused, verdict = _all_rounds(site, store, caches)
    imprecise = _names_at(verdict.open, site)
    rows = store.ledger.finished()
    failures = load_failures(site.folder)
    _finish(store, verdict.replicates, imprecise, len(failures))
    return Swept(
        folder=site.folder,
        rows=rows,
        made=store.ledger.stored() - before - reused,
        reused=reused,
        replicates=verdict.replicates,
        imprecise=imprecise,
        weak=_weak(site, verdict.replicates),
        failures=failures,
    )


def _weak(site: _Site, replicates: int) -> tuple[Prospect, ...]:
    """The planned contrasts that are under-powered, by the spread that the runs have shown."""
    asked = site.order.experiment
    names = [name for name, _ in asked.smallest_effect]
    if not names or not asked.contrasts:
        return ()
    runs = load_results(site.folder, names)
    known = deviations_of(runs, asked.columns, asked.contrasts, names, "results")
    found = prospects(asked.contrasts, names, replicates, dict(asked.smallest_effect), known)
    return tuple(one for one in found if one.is_weak)


def opened(folder: Path, order: Order, points: Points) -> Store:
    """The store of a folder with everything that is there taken in."""
    scenarios = read_points(folder, design_at(folder) or {})["scenario"].tolist()
    number = order.experiment.replicates
    least = number.least if isinstance(number, Precision) else number
    store = Store(
        folder, points, Ledger(scenarios, order.experiment.first_seed, least), Mark(order.id, order.version.id)
    )
    store.open()
    return store


def _all_rounds(site: _Site, store: Store, caches: Sequence[Path]) -> tuple[int, Verdict]:
    """Make the runs; with ``replicates: auto`` in rounds, until they are enough."""
    foreman = Foreman(store, site.crew, site.lock, site.order.version, site.rules)
    number = site.order.experiment.replicates
    reused = _one_round(site, store, foreman, caches)
    if not isinstance(number, Precision):
        return reused, Verdict(number, True, ())
    while True:
        verdict = judged(*_judged_by(store), number)
        if verdict.enough or verdict.replicates <= store.ledger.replicates:
            return reused, verdict
        store.ledger.widen(verdict.replicates)
        reused += _one_round(site, store, foreman, caches)


def _one_round(site: _Site, store: Store, foreman: Foreman, caches: Sequence[Path]) -> int:
    """Make what is missing; how many rows others had already."""
    reused = take_over(store, caches) if store.ledger.missing() else 0
    if left := store.ledger.missing():
        with site.stage("Simulating", left) as advance:
            foreman.work_off(advance)
    return reused


def _judged_by(store: Store) -> tuple[Numbers, Numbers]:
    """The outcomes by which the precision is judged: seeds by (outcome, point); and how precise each must be."""
    experiment, ledger = store.points.experiment, store.ledger
    number, names = experiment.replicates, experiment.outcomes
    values = np.full((ledger.replicates, len(names), len(store.points)), np.nan)
    for part in store.parts[RUNS]:
        table = read_part(part, (*ORDER, *names))
        places = table["seed"].to_numpy() - experiment.first_seed
        inside = places < ledger.replicates
        for place, name in enumerate(names):
            values[places[inside], place, table["point"].to_numpy()[inside]] = table[name].to_numpy()[inside]
    absolute = dict(number.absolute) if isinstance(number, Precision) else {}
    targets = np.repeat([absolute.get(name, np.nan) for name in names], len(store.points))
    return values.reshape(ledger.replicates, -1), targets


def _names_at(places: Sequence[int], site: _Site) -> tuple[str, ...]:
    """The outcomes of some columns of what precision is judged by."""
    names = site.order.experiment.outcomes
    return tuple(dict.fromkeys(names[place // len(site.points)] for place in places))


def checked_scenarios(points: Points, advance: Advance) -> list[str]:
    """The scenario of every point, each of which is resolved and checked."""
    scenarios = []
    for name in scenario_ids(points):
        scenarios.append(name)
        advance(1)
    return scenarios


def _crew(jobs: int | None, executor: Executor | None, cluster: str | None) -> Crew:
    """Who makes the runs."""
    if cluster is not None:
        return ClusterCrew(cluster)
    if executor is None:
        return LocalCrew(processes_wanted(jobs))
    workers = int(getattr(executor, "_max_workers", None) or os.cpu_count() or 1)
    return ExecutorCrew(executor, lambda: workers)


def _finish(store: Store, replicates: int, imprecise: Sequence[str], failures: int) -> None:
    """Say in the folder that everything is there, and in which files."""
    about = {
        "made_by": PROGRAM,
        "id": store.mark.experiment,
        "finished": _now(),
        "replicates": replicates,
        "rows": store.ledger.finished(),
        "failures": failures,
        "imprecise": list(imprecise),
    }
    write_manifest(store.folder, about)


def _command() -> list[str]:
    """The words that were typed, without private folders."""
    return shlex.split(repeat_command(sys.argv))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
