"""An experiment: a question, what varies, how often it is run, and what it is judged by; and its points."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, NamedTuple, overload

import numpy as np
import pandas as pd

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.base.key_annotations import FloatRange, Key
from simkomunitas.base.quantity import WHOLE_NUMBER, Quantity
from simkomunitas.config.config_nodes import ConfigNode, merge_nodes, to_config_node
from simkomunitas.config.config_reader import apply_to_arms, read_arms, sort_errors
from simkomunitas.config.scenario_builder import MAX_REPLICATES, build_scenario
from simkomunitas.experiments.designs import designs
from simkomunitas.experiments.experiment_factors import ARM_COLUMN, Factor, LevelLabel, merge_overrides, nest_node
from simkomunitas.model.community.community_data import Numbers
from simkomunitas.model.scenario_definition import Scenario

PositiveNumber = Annotated[float, FloatRange("a number above 0")]
PositiveByOutcome = tuple[tuple[str, PositiveNumber], ...]
SCENARIO_CACHE_SIZE = 10_000  # resolved scenarios kept in memory


class DesignMethod(NamedTuple):
    """How the points are chosen: the name of a design and its settings."""

    name: str  # in the catalogue of designs
    settings: tuple[tuple[str, int | bool], ...] = ()


class Precision(NamedTuple):
    """How exact ``replicates: auto`` must be: half of the 95 % interval of every outcome at every point."""

    relative: Annotated[PositiveNumber, Key("half of the 95 % interval, as a share of the mean")] = 0.05
    absolute: Annotated[PositiveByOutcome, Key("half of the interval in the outcome's unit, for these instead")] = ()
    least: Annotated[int, Quantity("replicates with which it begins", WHOLE_NUMBER, 3, MAX_REPLICATES)] = 30
    most: Annotated[int, Quantity("replicates at which it gives up", WHOLE_NUMBER, 3, MAX_REPLICATES)] = 10_000

    def to_mapping(self) -> dict[str, Any]:
        """The same as a plain mapping."""
        return self._asdict() | {"absolute": dict(self.absolute)}


class PlannedContrast(NamedTuple):
    """A planned comparison: one level of a factor against another, all else equal, under the same seeds."""

    factor: str
    level: LevelLabel
    against: LevelLabel
    at: tuple[
        tuple[str, LevelLabel], ...
    ] = ()  # values of other factors at which it is made; at all values of the rest

    def to_mapping(self) -> dict[str, Any]:
        """The same as a plain mapping."""
        about = {"factor": self.factor, "level": self.level, "against": self.against}
        return about | ({"at": dict(self.at)} if self.at else {})


def parse_contrast(mapping: Mapping[str, Any]) -> PlannedContrast:
    """The contrast that a plain mapping describes, see ``Contrast.in_words``."""
    return PlannedContrast(**{**mapping, "at": tuple(mapping.get("at", {}).items())})


class Experiment(NamedTuple):
    """A question and the runs that are to answer it."""

    title: str
    question: str
    hypothesis: str
    arms: tuple[str, ...]  # empty where there is a single base scenario
    factors: tuple[Factor, ...]  # what varies beside the arms, in the order in which it is written
    method: DesignMethod
    replicates: int | Precision  # runs of each point; a precision for ``auto``
    outcomes: tuple[str, ...]  # outcome@period, what the question is about
    contrasts: tuple[PlannedContrast, ...]
    smallest_effect: tuple[tuple[str, float], ...]  # of interest, by outcome@period, in its unit
    difference_deviations: tuple[
        tuple[str, float], ...
    ]  # standard deviation of paired differences, where it is known beforehand
    first_seed: int
    keep_weekly: bool  # whether the weekly series are kept
    base_node: ConfigNode  # the document of the base scenario or the arms
    source: Path  # the file it was read from
    notes: tuple[str, ...] = ()  # what was mended in reading

    def __repr__(self) -> str:
        arms = f"arms {', '.join(self.arms)}; " if self.arms else ""
        varies = f"varies {', '.join(factor.name for factor in self.factors)}; " if self.factors else ""
        return f"Experiment({arms}{varies}design {self.method.name}; replicates {self.replicates})"

    @property
    def identifying_columns(self) -> tuple[str, ...]:
        """The columns of the results that say where a run belongs: ``arm``, if there are arms, and the factors."""
        return (*((ARM_COLUMN,) if self.arms else ()), *(factor.name for factor in self.factors))


class DesignPoint(NamedTuple):
    """One combination of values, ready to be run."""

    number: int
    levels: tuple[LevelLabel, ...]  # in the order of ``Experiment.columns``
    scenario: Scenario


class DesignPoints(Sequence[DesignPoint]):
    """All points of an experiment: row by row of the design, and in each row arm by arm; made when asked for."""

    def __init__(self, experiment: Experiment, coordinates: Numbers | None = None) -> None:
        self.experiment = experiment
        self.coordinates = design_coordinates(experiment) if coordinates is None else coordinates
        self._row = lru_cache(maxsize=max(1, SCENARIO_CACHE_SIZE // max(1, len(experiment.arms))))(self._resolve_row)

    def __len__(self) -> int:
        return len(self.coordinates) * max(1, len(self.experiment.arms))

    @overload
    def __getitem__(self, number: int) -> DesignPoint: ...
    @overload
    def __getitem__(self, number: slice) -> list[DesignPoint]: ...
    def __getitem__(self, number: int | slice) -> DesignPoint | list[DesignPoint]:
        """The point with a number; InputError if its values are wrong or contradict each other."""
        if isinstance(number, slice):
            return [self[place] for place in range(*number.indices(len(self)))]
        place = range(len(self))[number]
        row, arm = divmod(place, max(1, len(self.experiment.arms)))
        return DesignPoint(place, self.point_levels(place), self._row(row)[arm])

    def __iter__(self) -> Iterator[DesignPoint]:
        return (self[number] for number in range(len(self)))

    def point_levels(self, number: int) -> tuple[LevelLabel, ...]:
        """The values of a point as they stand in tables."""
        arms = self.experiment.arms
        row, arm = divmod(number, max(1, len(arms)))
        pairs = zip(self.experiment.factors, self.coordinates[row], strict=True)
        return (*arms[arm : arm + 1], *(factor.level_label(float(value)) for factor, value in pairs))

    def points_frame(self) -> pd.DataFrame:
        """A row a point: its number and its values."""
        rows = [self.point_levels(number) for number in range(len(self))]
        table = pd.DataFrame(rows, columns=list(self.experiment.identifying_columns), index=range(len(self)))
        table.insert(0, "point", np.arange(len(self)))
        return table

    def _resolve_row(self, row: int) -> tuple[Scenario, ...]:
        return build_scenarios_at(self.experiment, self.coordinates[row])


def design_coordinates(experiment: Experiment) -> Numbers:
    """A row for each combination of the factors: a number of the range, or the place of the level in its list."""
    if not experiment.factors:
        return np.zeros((1, 0))
    design = designs[experiment.method.name]()
    return design.row_coordinates(experiment.factors, dict(experiment.method.settings))


def unit_cube_sample(experiment: Experiment) -> Numbers | None:
    """Where a sampled design lies in the unit cube, a row for each row of the design; None for grids."""
    if not experiment.factors:
        return None
    return designs[experiment.method.name]().unit_cube_rows(len(experiment.factors), dict(experiment.method.settings))


def build_points(experiment: Experiment) -> DesignPoints:
    """The points of an experiment, each resolved and checked when it is asked for."""
    return DesignPoints(experiment)


def build_scenarios_at(experiment: Experiment, coordinates: Sequence[float] | Numbers) -> tuple[Scenario, ...]:
    """The scenario of every arm (of the base, without arms) at given coordinates, checked like any configuration."""
    pairs = zip(experiment.factors, coordinates, strict=True)
    return _build_checked_scenarios(
        experiment, {factor.name: factor.override_at(float(value)) for factor, value in pairs}
    )


def build_scenarios_with_values(experiment: Experiment, values: Mapping[str, Any]) -> tuple[Scenario, ...]:
    """The scenario of every arm (of the base, without arms) with plain values under dotted keys laid over it.

    Whatever is wrong raises InputError, as it would in a file.
    """
    return _build_checked_scenarios(
        experiment, {key: nest_node(key, to_config_node(value, key, "values")) for key, value in values.items()}
    )


def _build_checked_scenarios(experiment: Experiment, overrides: Mapping[str, ConfigNode]) -> tuple[Scenario, ...]:
    errors: list[ErrorDetail] = []
    built = build_scenarios_with_overrides(experiment.base_node, experiment.arms, overrides, errors)
    if errors:
        raise InputError(sort_errors(errors))
    return built


def build_scenarios_with_overrides(
    base: ConfigNode, arms: Sequence[str], overrides: Mapping[str, ConfigNode], errors: list[ErrorDetail]
) -> tuple[Scenario, ...]:
    """The scenarios of a document with what is said under dotted keys laid over it; errors are added."""
    general_first = sorted(overrides, key=lambda key: key.count("."))
    said = merge_overrides([overrides[key] for key in general_first], base)
    node = apply_to_arms(merge_nodes(base, said), said)
    nodes = read_arms(node, errors) if arms else {"": node}
    built = [build_scenario(part, errors) for part in nodes.values()]
    return tuple(pair[0] for pair in built if pair is not None)
