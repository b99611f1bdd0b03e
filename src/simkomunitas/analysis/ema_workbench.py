"""Interchange with the EMA Workbench: the model as one of its models, and stored results in its format.

Names of the workbench are Python words, so ``parameters.turnout.coefficient_norm`` becomes ``turnout__weight_norm`` and
``participation@year_3`` ``participation__year_3``.
"""

import gzip
import io
import json
import re
import tarfile
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from simkomunitas.base.optional_libraries import import_optional
from simkomunitas.base.typed_columns import Numbers
from simkomunitas.experiments.experiment_design import Experiment, build_scenarios_at
from simkomunitas.experiments.experiment_factors import ARM_COLUMN, Factor
from simkomunitas.model.outcomes import measure_outcomes
from simkomunitas.simulation.simulation_run import run_scenario

EMA_EXTRA = "ema"
ARCHIVE_VERSION = 0.1  # the version of the workbench's archives
LEVER_PREFIXES = ("programme.", "horizon.", f"{ARM_COLUMN}s.")  # what organizers decide; everything else is uncertain


def ema_name(key: str) -> str:
    """A key or an outcome as a name the workbench takes.

    >>> ema_name("parameters.turnout.coefficient_norm"), ema_name("participation@year_3")
    ('turnout__coefficient_norm', 'participation__year_3')
    """
    short = key.removeprefix("parameters.")
    return re.sub(r"\W+", "__", short)


class EmaFunction(NamedTuple):
    """The experiment as a function of its factors, under the words of the workbench: means of outcomes over seeds."""

    experiment: Experiment
    columns: tuple[str, ...]  # outcome@period
    seeds: tuple[int, ...]

    def __call__(self, **values: Any) -> dict[str, float]:  # noqa: ANN401 - numbers and words
        """Run every seed at one point; NaN where an outcome is undefined in every run."""
        said = {ema_name(factor.name): factor for factor in self.experiment.factors}
        coordinates = [_unit_coordinate(said[name], values[name]) for name in said]
        scenarios = build_scenarios_at(self.experiment, coordinates)
        arms = self.experiment.arms
        scenario = scenarios[arms.index(str(values[ARM_COLUMN])) if arms else 0]
        found = pd.DataFrame([measure_outcomes(run_scenario(scenario, seed)) for seed in self.seeds])[
            list(self.columns)
        ]
        means = found.mean()
        return {ema_name(name): float(means[name]) for name in self.columns}


def _unit_coordinate(factor: Factor, value: Any) -> float:  # noqa: ANN401 - a number or a word
    """Where a value the workbench chose lies: a number of the range, or the place of the level."""
    if factor.value_range is not None:
        return float(value)
    return float([str(level.label) for level in factor.levels].index(str(value)))


def build_ema_model(experiment: Experiment, columns: Sequence[str] = (), seeds: int = 8) -> Any:  # noqa: ANN401 - its Model
    """The experiment as a ``Model`` of the EMA Workbench, ready for its ``perform_experiments``.

    What varies under ``programme``, ``horizon`` and ``arms``, and the arm itself, are levers; all else uncertainties.
    columns: outcome@period; those of the experiment, if not given.  seeds: runs at each point, the same everywhere.
    InputError where the workbench is not installed, ValueError where there is no outcome.
    """
    ema = import_optional("ema_workbench", EMA_EXTRA)
    chosen = tuple(columns or experiment.outcomes)
    if not chosen:
        raise ValueError("no outcome is named, neither here nor in the experiment")
    first = experiment.first_seed
    model = ema.Model("simkomunitas", function=EmaFunction(experiment, chosen, tuple(range(first, first + seeds))))
    levers = [factor for factor in experiment.factors if factor.name.startswith(LEVER_PREFIXES)]
    model.uncertainties = [_ema_parameter(ema, factor) for factor in experiment.factors if factor not in levers]
    model.levers = [_ema_parameter(ema, factor) for factor in levers]
    if experiment.arms:
        model.levers = [*model.levers, ema.CategoricalParameter(ARM_COLUMN, list(experiment.arms))]
    model.outcomes = [ema.ScalarOutcome(ema_name(name)) for name in chosen]
    return model


def _ema_parameter(ema: Any, factor: Factor) -> Any:  # noqa: ANN401 - of the workbench
    """A factor as the workbench has them, with its range or its levels."""
    name, span = ema_name(factor.name), factor.value_range
    if span is None:
        return ema.CategoricalParameter(name, [str(level.label) for level in factor.levels])
    if span.is_integer:
        return ema.IntegerParameter(name, int(span.low), int(span.high))
    return ema.RealParameter(name, span.low, span.high)


def write_ema_archive(factors: pd.DataFrame, outcomes: Mapping[str, Sequence[float] | Numbers]) -> bytes:
    """Results as the workbench's ``save_results`` writes them, for its ``load_runs``: a compressed archive.

    factors: a row a case.  outcomes: by outcome@period, a number a case.  The workbench itself is not needed.
    """
    experiments = factors.set_axis([ema_name(str(name)) for name in factors.columns], axis=1)
    experiments = experiments.assign(scenario=np.arange(len(factors)), policy="None", model="simkomunitas")
    kinds = {name: _ema_column_type(experiments[name]) for name in experiments}
    files = {"experiments.csv": experiments.to_csv(index=False).encode()}
    listed = []
    for name, values in outcomes.items():
        file = f"{ema_name(name)}.cls"
        files[file] = _csv_column(values)
        listed.append(("ScalarOutcome", ema_name(name), file))
    about = {"version": ARCHIVE_VERSION, "outcomes": listed, "experiments": kinds}
    return _tar_archive(files | {"metadata.json": json.dumps(about).encode()})


def _csv_column(values: Sequence[float] | Numbers) -> bytes:
    """Numbers one a line; an undefined one is written out, since the reader skips empty lines."""
    table = pd.DataFrame(np.asarray(values, dtype=float))
    return table.to_csv(header=False, index=False, na_rep="nan").encode()


def _ema_column_type(column: "pd.Series[Any]") -> str:
    """The type of a column in the words of the workbench."""
    if pd.api.types.is_bool_dtype(column) or not pd.api.types.is_numeric_dtype(column):
        return "object"
    return "int64" if pd.api.types.is_integer_dtype(column) else "float64"


def _tar_archive(files: Mapping[str, bytes]) -> bytes:
    """Files in one compressed archive that carries no dates, so that equal results give equal archives."""
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as packed, tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in files.items():
            about = tarfile.TarInfo(name)
            about.size = len(content)
            archive.addfile(about, io.BytesIO(content))
    return buffer.getvalue()
