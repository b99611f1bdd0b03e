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

from simkomunitas.experiments.design import Experiment, Points
from simkomunitas.experiments.folder import create, order_of, scenario_ids
from simkomunitas.experiments.ledger import Ledger
from simkomunitas.experiments.reading import read_experiment
from simkomunitas.experiments.store import RUNS, Mark, Store
from simkomunitas.experiments.sweep import Advance, sweep
from simkomunitas.experiments.tables import HEAD
from simkomunitas.model.outcomes import measure_outcomes
from simkomunitas.results.parts import Part, about_part
from simkomunitas.simulation.run import run, warm_up
from simkomunitas.simulation.version import model_version, run_id
from simkomunitas.workers.batch import Hand

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
    points, hand = Points(experiment), Hand()
    before = process_time()
    for number in range(runs):
        seed, place = divmod(number, len(points))
        hand.row(points[place].scenario, seed + 1)
    return (process_time() - before) / runs


class Watch:
    """The time and the memory at every tenth of a sweep."""

    def __init__(self) -> None:
        self.seen: list[tuple[int, float, float]] = []  # runs, seconds on the clock, MB

    def stage(self, what: str, total: int) -> AbstractContextManager[Advance]:
        """What a sweep tells of its progress."""
        return self._counting(total) if what == "Simulating" else self._silent()

    @contextmanager
    def _silent(self) -> Iterator[Advance]:
        yield lambda _: None

    @contextmanager
    def _counting(self, total: int) -> Iterator[Advance]:
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
    warm_up()
    engine_alone(experiment, arms)  # once before the clock runs
    some = min(runs // 10, 40 * arms)
    before, watch = engine_alone(experiment, some), Watch()
    own, children = process_time(), cpu_of_children()
    with tempfile.TemporaryDirectory() as folder:
        swept = sweep(experiment, Path(folder) / "out", jobs=jobs, stage=watch.stage)
        own, children = process_time() - own, cpu_of_children() - children
        inside = sum((about_part(part) or {})["seconds"] for part in parts_of(swept.folder))
    after = engine_alone(experiment, some)  # other programs may have slowed down either
    (first, start, _), (last, end, _) = watch.seen[0], watch.seen[-1]
    whole, alone = (own + children) / swept.rows, (before + after) / 2
    print(f"{swept.rows} runs on {jobs} processes, {len(swept.failures)} failures")
    print(f"CPU of a run: alone {1000 * before:.2f} ms before and {1000 * after:.2f} ms after; in the sweep "
          f"{1000 * whole:.2f} ms ({whole / alone - 1:+.1%}), of which {1000 * own / swept.rows:.2f} ms in the process "
          "that leads it; the start of all processes included")  # fmt: skip
    steady, clock = last - first, end - start
    share = inside / swept.rows * steady / (clock * jobs)
    print(f"from a tenth on {steady / clock:.1f} runs a second, {share:.1%} of the time of the workers inside runs")
    print("memory of the leading process, MB: " + " ".join(f"{megabytes:.0f}" for _, _, megabytes in watch.seen))
    print(f"at most {memory('VmHWM'):.0f} MB")


def parts_of(folder: Path) -> list[Part]:
    """The parts with runs in a folder."""
    return [Part(path, 0, 0, "") for path in sorted((folder / RUNS).glob("part-*.parquet"))]


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
        verifying = [*words[:3], "verify", str(out)]
        for what, command in (("resumed", words), ("resumed again", words), ("verified", verifying)):
            before, start = cpu_of_children(), monotonic()
            told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            print(f"{what} in {monotonic() - start:.1f} s, {cpu_of_children() - before:.1f} s of CPU, "
                  f"at most {memory('VmHWM', told):.0f} MB")  # fmt: skip


def filled(experiment: Experiment, out: Path) -> None:
    """A folder with a row for every run, drawn from a few real runs; no two numbers are the same."""
    points, model = Points(experiment), model_version()
    order, scenarios = order_of(experiment, model), list(scenario_ids(points))
    create(out, order, scenarios, points, [], "")
    store = Store(out, points, Ledger(scenarios, 1, SEEDS), Mark(order.id, model.id))
    store.open()
    rows = [measure_outcomes(run(points[0].scenario, seed)) for seed in range(1, POOL + 1)]
    pool, chance = np.array([list(row.values()) for row in rows]), np.random.default_rng(1)
    weights = np.array([points.levels(number)[0] for number in range(POINTS)])
    for first in range(0, POINTS * SEEDS, ROWS):
        numbers = np.arange(first, first + ROWS)
        at, seeds = numbers // SEEDS, numbers % SEEDS + 1
        ids = [run_id(scenarios[point], int(seed), model.id) for point, seed in zip(at, seeds, strict=True)]
        head = pa.table({"run_id": ids, "point": at, "seed": seeds}).cast(HEAD)
        table = head.append_column(experiment.columns[0], pa.array(weights[at]))
        drawn = pool[chance.integers(POOL, size=ROWS)] * (1 + 1e-3 * chance.random((ROWS, pool.shape[1])))
        for place, name in enumerate(rows[0]):
            table = table.append_column(name, pa.array(np.ascontiguousarray(drawn[:, place]), from_pandas=True))
        store.copy(table, None)


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
