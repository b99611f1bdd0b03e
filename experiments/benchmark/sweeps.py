"""Sweeps against the engine alone, the memory of the process that leads them, and how quickly a finished one is seen.

Run from anywhere: ``python experiments/benchmark/sweeps.py throughput`` or ``... resume``.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from time import monotonic, process_time

import numpy as np
import pyarrow as pa

from simkomunitas.experiments.experiment_design import DesignPoints, Experiment
from simkomunitas.experiments.experiment_reader import read_experiment
from simkomunitas.experiments.experiment_sweep import AdvanceCallback, run_sweep
from simkomunitas.experiments.result_store import RUNS, PartOrigin, ResultStore
from simkomunitas.experiments.result_tables import RUN_COLUMNS
from simkomunitas.experiments.run_index import RunIndex
from simkomunitas.experiments.sweep_folder import build_sweep_request, compute_scenario_ids, create_sweep_folder
from simkomunitas.model.outcomes import measure_outcomes
from simkomunitas.results.parquet_parts import ParquetPart, read_part_metadata
from simkomunitas.simulation.model_version_id import compute_run_id, model_version
from simkomunitas.simulation.simulation_run import run_scenario, warm_up_engine
from simkomunitas.workers.run_batch import RunExecutor

STRATEGIES = Path(__file__).parents[2] / "configs" / "strategies.yaml"
POINTS, SEEDS, ROWS = 1_000, 1_000, 20_000  # of the large sweep that is resumed; rows in each of its parts
POOL = 20  # real runs from which its rows are drawn
COMMAND = """\
from simkomunitas.cli.command_line import main
try:
    main()
finally:
    print(open("/proc/self/status").read())
"""
MANY = """\
title: Many rows
community: {kind: synthetic}
programme: {strategies: {local_resources: 1}}
vary: {parameters.turnout.coefficient_norm: {from: 0, to: 3, steps: 1000}}
replicates: 1000
outcomes: [participation@year_3]
"""


def memory(what: str, status: str | None = None) -> float:
    """Memory of a process in MB, from what Linux says of it: VmRSS, now; VmHWM, at most."""
    told = Path("/proc/self/status").read_text(encoding="utf-8") if status is None else status
    return int(told.partition(f"{what}:")[2].split()[0]) / 1024


def cpu_of_children() -> float:
    """CPU seconds of the processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def engine_alone(experiment: Experiment, runs: int) -> float:
    """CPU seconds of one run, village and outcomes included, without any sweep."""
    points, hand = DesignPoints(experiment), RunExecutor()
    before = process_time()
    for number in range(runs):
        seed, place = divmod(number, len(points))
        hand.run_outcomes(points[place].scenario, seed + 1)
    return (process_time() - before) / runs


class Watch:
    """The time and the memory at every tenth of a sweep."""

    def __init__(self) -> None:
        self.seen: list[tuple[int, float, float]] = []  # runs, seconds on the clock, MB

    def stage(self, what: str, total: int) -> AbstractContextManager[AdvanceCallback]:
        """What a sweep tells of its progress."""
        return self._counting(total) if what == "Simulating" else self._silent()

    @contextmanager
    def _silent(self) -> Iterator[AdvanceCallback]:
        yield lambda _: None

    @contextmanager
    def _counting(self, total: int) -> Iterator[AdvanceCallback]:
        done = 0

        def advance(count: int) -> None:
            nonlocal done
            done += count
            if count and (not self.seen or done * 10 // total > self.seen[-1][0] * 10 // total):
                self.seen.append((done, monotonic(), memory("VmRSS")))

        yield advance


def throughput(runs: int, jobs: int, sets: Sequence[str] = ()) -> None:
    """Runs of the arms of the comparison in the default village: engine alone, and in a sweep."""
    arms = len(read_experiment(STRATEGIES).arms)
    experiment = read_experiment(STRATEGIES, [f"replicates={-(-runs // arms)}", *sets])
    warm_up_engine()
    engine_alone(experiment, arms)  # once before the clock runs
    some = min(runs // 10, 40 * arms)
    before, watch = engine_alone(experiment, some), Watch()
    own, children = process_time(), cpu_of_children()
    with tempfile.TemporaryDirectory() as folder:
        swept = run_sweep(experiment, Path(folder) / "out", workers=jobs, report_stage=watch.stage)
        own, children = process_time() - own, cpu_of_children() - children
        inside = sum((read_part_metadata(part) or {})["seconds"] for part in parts_of(swept.folder))
    after = engine_alone(experiment, some)  # other programs may have slowed down either
    (first, start, _), (last, end, _) = watch.seen[0], watch.seen[-1]
    whole, alone = (own + children) / swept.finished_rows, (before + after) / 2
    print(f"{swept.finished_rows} runs on {jobs} processes, {len(swept.failures)} failures")
    print(f"CPU of a run: alone {1000 * before:.2f} ms before and {1000 * after:.2f} ms after; in the sweep "
          f"{1000 * whole:.2f} ms ({whole / alone - 1:+.1%}), of which "
          f"{1000 * own / swept.finished_rows:.2f} ms in the process "
          "that leads it; the start of all processes included")  # fmt: skip
    steady, clock = last - first, end - start
    share = inside / swept.finished_rows * steady / (clock * jobs)
    print(f"from a tenth on {steady / clock:.1f} runs a second, {share:.1%} of the time of the workers inside runs")
    print("memory of the leading process, MB: " + " ".join(f"{megabytes:.0f}" for _, _, megabytes in watch.seen))
    print(f"at most {memory('VmHWM'):.0f} MB")


def parts_of(folder: Path) -> list[ParquetPart]:
    """The parts with runs in a folder."""
    return [ParquetPart(path, 0, 0, "") for path in sorted((folder / RUNS).glob("part-*.parquet"))]


def resume() -> None:
    """A finished sweep of a million rows, written by the store of sweeps, is gone on with and verified by commands."""
    with tempfile.TemporaryDirectory() as place:
        file, out = Path(place) / "many.yaml", Path(place) / "out"
        file.write_text(MANY, encoding="utf-8")
        start = monotonic()
        filled(read_experiment(file), out)
        size = sum(path.stat().st_size for path in out.rglob("*.parquet"))
        print(f"{POINTS * SEEDS} rows of {size / 1e9:.2f} GB written in {monotonic() - start:.0f} s")
        words = [sys.executable, "-c", COMMAND, "sweep", str(file), "--out", str(out), "--jobs", "1"]
        verifying = [*words[:3], "verify-results", str(out)]
        for what, command in (("resumed", words), ("resumed again", words), ("verified", verifying)):
            before, start = cpu_of_children(), monotonic()
            told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            print(f"{what} in {monotonic() - start:.1f} s, {cpu_of_children() - before:.1f} s of CPU, "
                  f"at most {memory('VmHWM', told):.0f} MB")  # fmt: skip


def filled(experiment: Experiment, out: Path) -> None:
    """A folder with a row for every run, drawn from a few real runs; no two numbers are the same."""
    points, model = DesignPoints(experiment), model_version()
    order, scenarios = build_sweep_request(experiment, model), list(compute_scenario_ids(points))
    create_sweep_folder(out, order, scenarios, points, [], "")
    store = ResultStore(out, points, RunIndex(scenarios, 1, SEEDS), PartOrigin(order.id, model.id))
    store.load_parts()
    rows = [measure_outcomes(run_scenario(points[0].scenario, seed)) for seed in range(1, POOL + 1)]
    pool, chance = np.array([list(row.values()) for row in rows]), np.random.default_rng(1)
    weights = np.array([points.point_levels(number)[0] for number in range(POINTS)])
    for first in range(0, POINTS * SEEDS, ROWS):
        numbers = np.arange(first, first + ROWS)
        at, seeds = numbers // SEEDS, numbers % SEEDS + 1
        ids = [compute_run_id(scenarios[point], int(seed), model.id) for point, seed in zip(at, seeds, strict=True)]
        head = pa.table({"run_id": ids, "point": at, "seed": seeds}).cast(RUN_COLUMNS)
        table = head.append_column(experiment.identifying_columns[0], pa.array(weights[at]))
        drawn = pool[chance.integers(POOL, size=ROWS)] * (1 + 1e-3 * chance.random((ROWS, pool.shape[1])))
        for place, name in enumerate(rows[0]):
            table = table.append_column(name, pa.array(np.ascontiguousarray(drawn[:, place]), from_pandas=True))
        store.copy_rows(table, None)


def main() -> None:
    """Measure one of both."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("what", choices=("throughput", "resume"))
    words.add_argument("--runs", type=int, default=3_000)
    words.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    words.add_argument("--set", action="append", default=[], help="a key of the comparison: horizon.weeks_after=0")
    said = words.parse_args()
    if said.what == "resume":
        resume()
    else:
        throughput(said.runs, said.jobs, said.set)


if __name__ == "__main__":
    main()
