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

from simkomunitas.analysis.posterior_draws import Draw
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.evidence.calibration.calibration_config import CalibrationConfig
from simkomunitas.evidence.calibration.summary_statistics import SummaryStatistic, list_summaries
from simkomunitas.evidence.situations import Situations, read_situations
from simkomunitas.evidence.target_measurement import measure_targets, situations_of_targets, trim_situations
from simkomunitas.evidence.targets import targets
from simkomunitas.evidence.worlds.uncertainty_comparison import apply_parameter_draw
from simkomunitas.model.community.community_data import Numbers
from simkomunitas.model.random_draws import DrawPurpose, draw_chances
from simkomunitas.model.scenario_definition import scenario_id
from simkomunitas.results.atomic_files import remove_unfinished_files
from simkomunitas.results.folder_lock import hold_folder_lock
from simkomunitas.results.parquet_parts import list_verified_parts, read_part, read_part_metadata, write_part
from simkomunitas.results.scenario_comparison import ProgressCallback
from simkomunitas.simulation.model_version_id import model_version
from simkomunitas.workers.worker_pool import map_in_processes

EVIDENCE_FOLDER = Path(__file__).parents[1]
DRAWS_PER_TASK = 4  # draws that one process tries before it reports
UNSAVED_SECONDS = 5.0  # of results that may be lost when everything is killed at once
DRAW_COLUMN = "draw"
UNIT_MARGIN = 1e-6


class SimulationBank(NamedTuple):
    """Draws of the parameters, and what came of each."""

    points: Numbers  # draws by parameters, within their priors, 0 to 1
    values: Numbers  # draws by quantities
    summaries: tuple[SummaryStatistic, ...]


class BankSettings(NamedTuple):
    """What is needed to try draws: the same for all of them."""

    targets: tuple[str, ...]
    situations: Situations
    seeds_per_draw: tuple[int, ...]  # by target: seeds under which each draw is tried


def sample_design(plan: CalibrationConfig) -> Numbers:
    """Places of all draws within their priors: Sobol's sequence, moved as a whole by the seed of the plan.

    More simulations add points at the end and leave the first ones where they are.
    """
    from scipy.stats import qmc  # noqa: PLC0415 - only those who sample wait for it

    count = 1 << (plan.simulations - 1).bit_length()
    points = qmc.Sobol(d=len(plan.factors), scramble=False).random(count)[: plan.simulations]
    keys = np.arange(len(plan.factors), dtype=np.uint64)
    moved = (points + draw_chances(plan.first_seed, int(DrawPurpose.DESIGN), 0, keys)) % 1.0
    return np.asarray(np.clip(moved, UNIT_MARGIN, 1 - UNIT_MARGIN))


def parameters_at(plan: CalibrationConfig, places: Numbers) -> Draw:
    """The parameters at one point of the design."""
    values = (factor.coordinate_at(float(place)) for factor, place in zip(plan.factors, places, strict=True))
    return tuple(zip(plan.parameter_keys, values, strict=True))


def build_bank_settings(plan: CalibrationConfig) -> BankSettings:
    """What trying a draw of this plan takes."""
    situations = read_situations(situations_of_targets(plan.targets))
    return BankSettings(plan.targets, trim_situations(plan.targets, situations), plan.seeds_per_draw)


def measure_draw(bank_settings: BankSettings, draw: Draw, first_seed: int) -> dict[str, float]:
    """Every quantity of every target at one draw, over the seeds from ``first_seed`` on."""
    situations = {
        name: {arm: apply_parameter_draw(scenario, draw) for arm, scenario in arms.items()}
        for name, arms in bank_settings.situations.items()
    }
    found = [
        measure_targets(names, {name: situations[name] for name in situations_of_targets(names)}, first_seed + place)
        for place, names in enumerate(_targets_by_seed(bank_settings))
    ]
    values: dict[str, float] = {}
    for name in bank_settings.targets:
        rows = [findings[name] for findings in found if name in findings]
        measured = {key: np.array([row[key] for row in rows]) for key in rows[0]}
        estimate = targets[name]().estimate_bands(measured)
        values |= {summary.column_name: float(estimate[summary.band.name]) for summary in list_summaries([name])}
    return values


def _targets_by_seed(bank_settings: BankSettings) -> list[tuple[str, ...]]:
    """Which targets ask for each seed, the first to the last."""
    wanted = list(zip(bank_settings.targets, bank_settings.seeds_per_draw, strict=True))
    return [
        tuple(name for name, count in wanted if count > place) for place in range(max(bank_settings.seeds_per_draw))
    ]


def simulate_draws(bank_settings: BankSettings, tasks: Sequence[tuple[int, Draw, int]]) -> list[dict[str, float]]:
    """Several draws, each with its number and its first seed."""
    return [{DRAW_COLUMN: number} | measure_draw(bank_settings, draw, seed) for number, draw, seed in tasks]


def fill_bank(
    plan: CalibrationConfig, folder: Path, workers: int | None = None, progress: ProgressCallback | None = None
) -> SimulationBank:
    """Simulate what the bank in a folder still lacks, and give the whole bank.

    progress: told how many draws are done, those that were there already first.  A bank of another calibration or of
    another version of the model, or a damaged one, raises InputError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    places, mark = sample_design(plan), {"calibration": bank_id(plan)}
    with hold_folder_lock(folder):
        remove_unfinished_files(folder)
        found = _read_stored_rows(folder, mark)
        done = {int(number) for number in found[DRAW_COLUMN]} if len(found) else set()
        if progress is not None:
            progress(len(done & set(range(plan.simulations))))
        missing = [number for number in range(plan.simulations) if number not in done]
        rows = _simulate_missing(plan, places, missing, workers or os.cpu_count() or 1)
        for batch in _batch_rows(rows, progress):
            number = sum(1 for _ in folder.glob("part-*.parquet")) + 1
            write_part(folder, number, pa.Table.from_pylist(batch), mark)
        found = _read_stored_rows(folder, mark)
    kept = found[found[DRAW_COLUMN] < plan.simulations].sort_values(DRAW_COLUMN)
    wanted = list_summaries(plan.targets)
    return SimulationBank(
        places[kept[DRAW_COLUMN].to_numpy()],
        kept[[summary.column_name for summary in wanted]].to_numpy(dtype=float),
        wanted,
    )


def _simulate_missing(
    plan: CalibrationConfig, places: Numbers, missing: Sequence[int], workers: int
) -> Iterable[list[dict[str, float]]]:
    """The rows of draws that are not there yet, a handful at a time."""
    tasks = [(number, parameters_at(plan, places[number]), draw_seed(plan, number)) for number in missing]
    handfuls = [tasks[start : start + DRAWS_PER_TASK] for start in range(0, len(tasks), DRAWS_PER_TASK)]
    return map_in_processes(functools.partial(simulate_draws, build_bank_settings(plan)), handfuls, workers)


def draw_seed(plan: CalibrationConfig, number: int) -> int:
    """The first seed of a draw: every draw has villages of its own."""
    return plan.first_seed + number * max(plan.seeds_per_draw)


def _batch_rows(
    batches: Iterable[list[dict[str, float]]], progress: ProgressCallback | None
) -> Iterable[list[dict[str, float]]]:
    """Rows gathered until it is worth while to write them."""
    rows: list[dict[str, float]] = []
    last = time.monotonic()
    for handful in batches:
        rows += handful
        if progress is not None:
            progress(len(handful))
        if time.monotonic() - last >= UNSAVED_SECONDS:
            yield rows
            rows, last = [], time.monotonic()
    if rows:
        yield rows


def _read_stored_rows(folder: Path, mark: Mapping[str, str]) -> pd.DataFrame:
    """All rows in a folder, each draw once; a part of something else raises InputError."""
    tables = []
    for part in list_verified_parts(folder):
        if read_part_metadata(part) != mark:
            expected = "simulations of this calibration with this version of the model"
            raise InputError(
                [
                    ErrorDetail(
                        str(folder), "--simulations-folder", "other simulations", expected, "choose another folder"
                    )
                ]
            )
        tables.append(read_part(part).to_pandas())
    return (
        pd.concat(tables, ignore_index=True).drop_duplicates(DRAW_COLUMN) if tables else pd.DataFrame({DRAW_COLUMN: []})
    )


def bank_id(plan: CalibrationConfig) -> str:
    """A name for all that the simulations of a bank depend on, apart from how many there are."""
    trial = build_bank_settings(plan)
    situations = {
        name: {arm: scenario_id(scenario) for arm, scenario in arms.items()} for name, arms in trial.situations.items()
    }
    priors = [[factor.name, *(factor.value_range or ())[:4]] for factor in plan.factors]
    told = [
        model_version().id,
        _evidence_digest(),
        situations,
        priors,
        plan.targets,
        plan.seeds_per_draw,
        plan.first_seed,
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def _evidence_digest() -> str:
    """A name for the way targets are observed."""
    files = sorted([*(EVIDENCE_FOLDER / "targets").glob("*.py"), EVIDENCE_FOLDER / "target_measurement.py"])
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]
