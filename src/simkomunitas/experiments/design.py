"""An experiment: a question, what varies, how often it is run, and what it is judged by; and its points."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, overload

import numpy as np
import pandas as pd

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.config.building import built_scenario
from simkomunitas.config.nodes import Node, merged
from simkomunitas.config.reading import arms_of, in_order, over_arms
from simkomunitas.experiments.designs import designs
from simkomunitas.experiments.factors import ARM, Factor, Label, laid, nested, noded
from simkomunitas.model.community.community_data import Numbers
from simkomunitas.model.scenario import Scenario

KEPT = 10_000  # resolved scenarios kept in memory


class Method(NamedTuple):
    """How the points are chosen: the name of a design and its settings."""

    name: str  # in the catalogue of designs
    settings: tuple[tuple[str, int | bool], ...] = ()


class Precision(NamedTuple):
    """How exact ``replicates: auto`` must be: half of the 95 % interval of every outcome at every point."""

    relative: float = 0.05  # as a share of the mean
    absolute: tuple[tuple[str, float], ...] = ()  # in the unit of the outcome, for these instead
    least: int = 30
    most: int = 10_000

    def in_words(self) -> dict[str, Any]:
        """The same as a plain mapping."""
        return self._asdict() | {"absolute": dict(self.absolute)}


class Contrast(NamedTuple):
    """A planned comparison: one level of a factor against another, all else equal, under the same seeds."""

    factor: str
    level: Label
    against: Label
    at: tuple[tuple[str, Label], ...] = ()  # values of other factors at which it is made; at all values of the rest

    def in_words(self) -> dict[str, Any]:
        """The same as a plain mapping."""
        about = {"factor": self.factor, "level": self.level, "against": self.against}
        return about | ({"at": dict(self.at)} if self.at else {})


def contrast_in(about: Mapping[str, Any]) -> Contrast:
    """The contrast that a plain mapping describes, see ``Contrast.in_words``."""
    return Contrast(**{**about, "at": tuple(about.get("at", {}).items())})


class Experiment(NamedTuple):
    """A question and the runs that are to answer it."""

    title: str
    question: str
    hypothesis: str
    arms: tuple[str, ...]  # empty where there is a single base scenario
    factors: tuple[Factor, ...]  # what varies beside the arms, in the order in which it is written
    method: Method
    replicates: int | Precision  # runs of each point; a precision for ``auto``
    outcomes: tuple[str, ...]  # outcome@period, what the question is about
    contrasts: tuple[Contrast, ...]
    smallest_effect: tuple[tuple[str, float], ...]  # of interest, by outcome@period, in its unit
    spread: tuple[tuple[str, float], ...]  # standard deviation of paired differences, where it is known beforehand
    first_seed: int
    weekly: bool  # whether the weekly series are kept
    base: Node  # the document of the base scenario or the arms
    source: Path  # the file it was read from
    notes: tuple[str, ...] = ()  # what was mended in reading

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the results that say where a run belongs: ``arm``, if there are arms, and the factors."""
        return (*((ARM,) if self.arms else ()), *(factor.name for factor in self.factors))


class Point(NamedTuple):
    """One combination of values, ready to be run."""

    number: int
    levels: tuple[Label, ...]  # in the order of ``Experiment.columns``
    scenario: Scenario


class Points(Sequence[Point]):
    """All points of an experiment: row by row of the design, and in each row arm by arm; made when asked for."""

    def __init__(self, experiment: Experiment, coordinates: Numbers | None = None) -> None:
        self.experiment = experiment
        self.coordinates = coordinates_of(experiment) if coordinates is None else coordinates
        self._row = lru_cache(maxsize=max(1, KEPT // max(1, len(experiment.arms))))(self._resolved)

    def __len__(self) -> int:
        return len(self.coordinates) * max(1, len(self.experiment.arms))

    @overload
    def __getitem__(self, number: int) -> Point: ...
    @overload
    def __getitem__(self, number: slice) -> list[Point]: ...
    def __getitem__(self, number: int | slice) -> Point | list[Point]:
        """The point with a number; InputError if its values are wrong or contradict each other."""
        if isinstance(number, slice):
            return [self[place] for place in range(*number.indices(len(self)))]
        place = range(len(self))[number]
        row, arm = divmod(place, max(1, len(self.experiment.arms)))
        return Point(place, self.levels(place), self._row(row)[arm])

    def __iter__(self) -> Iterator[Point]:
        return (self[number] for number in range(len(self)))

    def levels(self, number: int) -> tuple[Label, ...]:
        """The values of a point as they stand in tables."""
        arms = self.experiment.arms
        row, arm = divmod(number, max(1, len(arms)))
        pairs = zip(self.experiment.factors, self.coordinates[row], strict=True)
        return (*arms[arm : arm + 1], *(factor.label(float(value)) for factor, value in pairs))

    def frame(self) -> pd.DataFrame:
        """A row a point: its number and its values."""
        rows = [self.levels(number) for number in range(len(self))]
        table = pd.DataFrame(rows, columns=list(self.experiment.columns), index=range(len(self)))
        table.insert(0, "point", np.arange(len(self)))
        return table

    def _resolved(self, row: int) -> tuple[Scenario, ...]:
        return scenarios_at(self.experiment, self.coordinates[row])


def coordinates_of(experiment: Experiment) -> Numbers:
    """A row for each combination of the factors: a number of the range, or the place of the level in its list."""
    if not experiment.factors:
        return np.zeros((1, 0))
    design = designs[experiment.method.name]()
    return design.coordinates(experiment.factors, dict(experiment.method.settings))


def sample_of(experiment: Experiment) -> Numbers | None:
    """Where a sampled design lies in the unit cube, a row for each row of the design; None for grids."""
    if not experiment.factors:
        return None
    return designs[experiment.method.name]().sample(len(experiment.factors), dict(experiment.method.settings))


def points(experiment: Experiment) -> Points:
    """The points of an experiment, each resolved and checked when it is asked for."""
    return Points(experiment)


def scenarios_at(experiment: Experiment, coordinates: Sequence[float] | Numbers) -> tuple[Scenario, ...]:
    """The scenario of every arm (of the base, without arms) at given coordinates, checked like any configuration."""
    pairs = zip(experiment.factors, coordinates, strict=True)
    return _resolved(experiment, {factor.name: factor.over(float(value)) for factor, value in pairs})


def scenarios_with(experiment: Experiment, values: Mapping[str, Any]) -> tuple[Scenario, ...]:
    """The scenario of every arm (of the base, without arms) with plain values under dotted keys laid over it.

    Whatever is wrong raises InputError, as it would in a file.
    """
    return _resolved(experiment, {key: nested(key, noded(value, key)) for key, value in values.items()})


def _resolved(experiment: Experiment, overs: Mapping[str, Node]) -> tuple[Scenario, ...]:
    faults: list[ErrorDetail] = []
    built = build_with(experiment.base, experiment.arms, overs, faults)
    if faults:
        raise InputError(in_order(faults))
    return built


def build_with(
    base: Node, arms: Sequence[str], overs: Mapping[str, Node], faults: list[ErrorDetail]
) -> tuple[Scenario, ...]:
    """The scenarios of a document with what is said under dotted keys laid over it; faults are added."""
    general_first = sorted(overs, key=lambda key: key.count("."))
    said = laid([overs[key] for key in general_first], base)
    node = over_arms(merged(base, said), said)
    nodes = arms_of(node, faults) if arms else {"": node}
    built = [built_scenario(part, faults) for part in nodes.values()]
    return tuple(pair[0] for pair in built if pair is not None)
