"""The bank of simulations: many draws of the parameters, each tried in the situations of the targets.

The bank is kept in a folder, part by part, each with its checksum in its name; a calibration that was stopped goes on
where it was, and one that wants more simulations adds to those that are there.
"""

import functools
import hashlib
import json
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from simkomunitas.analysis.posterior import Draw
from simkomunitas.evidence.calibration.plan import CalibrationPlan
from simkomunitas.evidence.calibration.summaries import Summary, summaries
from simkomunitas.evidence.observing import observe, only_what_is_watched, situations_for
from simkomunitas.evidence.situations import Situations, read_situations
from simkomunitas.evidence.targets import targets
from simkomunitas.evidence.worlds.running import in_world
from simkomunitas.experiment.disk import clear_unfinished
from simkomunitas.experiment.lock import locked
from simkomunitas.experiment.parts import about_part, checked_parts, read_part, write_part
from simkomunitas.experiment.version import model_version
from simkomunitas.ground.extras import library
from simkomunitas.ground.faults import Fault, InputError
from simkomunitas.study.compare import Progress
from simkomunitas.study.scenario import scenario_id
from simkomunitas.study.spreading import spread
from simkomunitas.world.community import Numbers
from simkomunitas.world.draws import Purpose, chances

EVIDENCE = Path(__file__).parents[1]
TOGETHER = 4  # draws that one process tries before it reports
SECONDS = 5.0  # of results that may be lost when everything is killed at once
DRAW = "draw"
EDGE = 1e-6


class Bank(NamedTuple):
    """Draws of the parameters, and what came of each."""

    places: Numbers  # draws by parameters, within their priors, 0 to 1
    values: Numbers  # draws by quantities
    summaries: tuple[Summary, ...]


class Trial(NamedTuple):
    """What is needed to try draws: the same for all of them."""

    targets: tuple[str, ...]
    situations: Situations
    villages: tuple[int, ...]  # by target: seeds under which each draw is tried


def design(plan: CalibrationPlan) -> Numbers:
    """Places of all draws within their priors: Sobol's sequence, moved as a whole by the seed of the plan.

    More simulations add points at the end and leave the first ones where they are.
    """
    qmc = library("scipy.stats.qmc", "analysis")
    count = 1 << (plan.simulations - 1).bit_length()
    points = qmc.Sobol(d=len(plan.factors), scramble=False).random(count)[: plan.simulations]
    keys = np.arange(len(plan.factors), dtype=np.uint64)
    moved = (points + chances(plan.first_seed, int(Purpose.DESIGN), 0, keys)) % 1.0
    return np.asarray(np.clip(moved, EDGE, 1 - EDGE))


def draw_at(plan: CalibrationPlan, places: Numbers) -> Draw:
    """The parameters at one point of the design."""
    values = (factor.value_at(float(place)) for factor, place in zip(plan.factors, places, strict=True))
    return tuple(zip(plan.keys, values, strict=True))


def trial_of(plan: CalibrationPlan) -> Trial:
    """What trying a draw of this plan takes."""
    situations = read_situations(situations_for(plan.targets))
    return Trial(plan.targets, only_what_is_watched(plan.targets, situations), plan.villages)


def quantities_of(trial: Trial, draw: Draw, first_seed: int) -> dict[str, float]:
    """Every quantity of every target at one draw, over the seeds from ``first_seed`` on."""
    situations = {
        name: {arm: in_world(scenario, draw) for arm, scenario in arms.items()}
        for name, arms in trial.situations.items()
    }
    found = [
        observe(names, {name: situations[name] for name in situations_for(names)}, first_seed + place)
        for place, names in enumerate(_asked(trial))
    ]
    values: dict[str, float] = {}
    for name in trial.targets:
        rows = [findings[name] for findings in found if name in findings]
        measured = {key: np.array([row[key] for row in rows]) for key in rows[0]}
        estimate = targets[name]().estimate(measured)
        values |= {summary.name: float(estimate[summary.band.name]) for summary in summaries([name])}
    return values


def _asked(trial: Trial) -> list[tuple[str, ...]]:
    """Which targets ask for each seed, the first to the last."""
    wanted = list(zip(trial.targets, trial.villages, strict=True))
    return [tuple(name for name, count in wanted if count > place) for place in range(max(trial.villages))]


def try_draws(trial: Trial, tasks: Sequence[tuple[int, Draw, int]]) -> list[dict[str, float]]:
    """Several draws, each with its number and its first seed."""
    return [{DRAW: number} | quantities_of(trial, draw, seed) for number, draw, seed in tasks]


def fill(plan: CalibrationPlan, folder: Path, jobs: int | None = None, progress: Progress | None = None) -> Bank:
    """Simulate what the bank in a folder still lacks, and give the whole bank.

    progress: told how many draws are done, those that were there already first.  A bank of another calibration or of
    another version of the model, or a damaged one, raises InputError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    places, mark = design(plan), {"calibration": identity(plan)}
    with locked(folder):
        clear_unfinished(folder)
        found = _stored(folder, mark)
        done = {int(number) for number in found[DRAW]} if len(found) else set()
        if progress is not None:
            progress(len(done & set(range(plan.simulations))))
        missing = [number for number in range(plan.simulations) if number not in done]
        rows = _simulated(plan, places, missing, jobs or os.cpu_count() or 1)
        for batch in _in_parts(rows, progress):
            number = sum(1 for _ in folder.glob("part-*.parquet")) + 1
            write_part(folder, number, pa.Table.from_pylist(batch), mark)
        found = _stored(folder, mark)
    kept = found[found[DRAW] < plan.simulations].sort_values(DRAW)
    wanted = summaries(plan.targets)
    return Bank(places[kept[DRAW].to_numpy()], kept[[summary.name for summary in wanted]].to_numpy(dtype=float), wanted)


def _simulated(
    plan: CalibrationPlan, places: Numbers, missing: Sequence[int], jobs: int
) -> Iterable[list[dict[str, float]]]:
    """The rows of draws that are not there yet, a handful at a time, in any order."""
    tasks = [(number, draw_at(plan, places[number]), seed_of(plan, number)) for number in missing]
    handfuls = [tasks[start : start + TOGETHER] for start in range(0, len(tasks), TOGETHER)]
    return spread(functools.partial(try_draws, trial_of(plan)), handfuls, jobs) if handfuls else ()


def seed_of(plan: CalibrationPlan, number: int) -> int:
    """The first seed of a draw: every draw has villages of its own."""
    return plan.first_seed + number * max(plan.villages)


def _in_parts(
    handfuls: Iterable[list[dict[str, float]]], progress: Progress | None
) -> Iterable[list[dict[str, float]]]:
    """Rows gathered until it is worth while to write them."""
    rows: list[dict[str, float]] = []
    last = time.monotonic()
    for handful in handfuls:
        rows += handful
        if progress is not None:
            progress(len(handful))
        if time.monotonic() - last >= SECONDS:
            yield rows
            rows, last = [], time.monotonic()
    if rows:
        yield rows


def _stored(folder: Path, mark: Mapping[str, str]) -> pd.DataFrame:
    """All rows in a folder, each draw once; a part of something else raises InputError."""
    tables = []
    for part in checked_parts(folder):
        if about_part(part) != mark:
            expected = "simulations of this calibration with this version of the model"
            raise InputError([Fault(str(folder), "--bank", "other simulations", expected, "choose another folder")])
        tables.append(read_part(part).to_pandas())
    return pd.concat(tables, ignore_index=True).drop_duplicates(DRAW) if tables else pd.DataFrame({DRAW: []})


def identity(plan: CalibrationPlan) -> str:
    """A name for all that the simulations of a bank depend on, apart from how many there are."""
    trial = trial_of(plan)
    situations = {
        name: {arm: scenario_id(scenario) for arm, scenario in arms.items()} for name, arms in trial.situations.items()
    }
    priors = [[factor.name, *(factor.span or ())[:4]] for factor in plan.factors]
    told = [model_version().id, _evidence(), situations, priors, plan.targets, plan.villages, plan.first_seed]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def _evidence() -> str:
    """A name for the way targets are observed."""
    files = sorted([*(EVIDENCE / "targets").glob("*.py"), EVIDENCE / "observing.py"])
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]
