"""What is calibrated, against what, and with how much effort; read from a YAML file."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import Field

from simkomunitas.evidence.targets import in_order, targets
from simkomunitas.experiment.factors import Factor, Span
from simkomunitas.experiment.varying import read_factors
from simkomunitas.ground.catalogue import did_you_mean
from simkomunitas.ground.faults import Fault
from simkomunitas.ground.quantity import ParameterRow
from simkomunitas.ground.sources import ASSUMED
from simkomunitas.study.forms import FIRST_SEED, LAST_SEED, Text
from simkomunitas.study.keys import known, section, whole
from simkomunitas.study.nodes import Node
from simkomunitas.study.reading import PATH, read_document
from simkomunitas.study.settings import parameter_table
from simkomunitas.study.validating import validated

TOP = "parameters."
SIMULATIONS, SEEDS, KEEP = 2000, 2, 5
MOST_SEEDS = 1000
Method = Literal["regression", "neural"]
OTHERWISE = "by target, for those that are measured in another number of villages than seeds says"
VARY = "vary"
EXAMPLE = "for instance 'parameters.beliefs.fading: {from: 0.1, to: 0.8}'"


class CalibrationPlan(NamedTuple):
    """A calibration before it is done."""

    title: str
    factors: tuple[Factor, ...]  # the parameters, each with its prior: even over a range, or over its logarithm
    targets: tuple[str, ...]
    simulations: int  # draws of the parameters in the bank
    villages: tuple[int, ...]  # by target: in how many each draw is tried
    first_seed: int
    keep: int  # of a hundred draws, how many are kept: those nearest to what was measured
    method: Method
    source: Path

    @property
    def keys(self) -> tuple[str, ...]:
        """The parameters, by their key."""
        return tuple(factor.name.removeprefix(TOP) for factor in self.factors)


@cache
def form() -> Any:  # noqa: ANN401 - a type made at run time
    """What a calibration says, key by key."""
    name: Any = known(targets, "a target")
    count: Any = whole(2, MOST_SEEDS, SEEDS, "")[0]
    fields = {
        "title": (Text, Field("", description="what the report is called")),
        "targets": (list[name], Field(default_factory=in_order, min_length=1, description="all, if none is named")),
        "vary": (Any, Field(None, description="parameters, each with its range; all assumed ones, if left out")),
        "simulations": whole(100, 1_000_000, SIMULATIONS, "draws of the parameters"),
        "seeds": whole(2, MOST_SEEDS, SEEDS, "villages in which each draw is tried"),
        "seeds_of": (
            dict[name, count],
            Field(default_factory=dict, description=OTHERWISE),
        ),
        "first_seed": whole(0, LAST_SEED - 10**9, FIRST_SEED, "seed of the design, and of the first village"),
        "keep": whole(1, 50, KEEP, "of a hundred draws, how many are kept"),
        "method": (Method, Field("regression", description="how the bank is made use of")),
    }
    return section("Calibration", fields, form.__doc__ or "")


def read_calibration(path: PATH, sets: Sequence[str] = ()) -> CalibrationPlan:
    """The calibration in a file, with ``sets`` (``simulations=500``) laid over it; InputError with every fault."""
    return read_document(path, sets, _read)


def _read(node: Node, source: Path, faults: list[Fault]) -> CalibrationPlan | None:
    said = validated(form(), node, faults)
    varied = read_factors(node.get(VARY), faults, [])
    about = {row.key: row for row in parameter_table()}
    for factor in varied:
        faults.extend(_wrong(factor, about))
    factors = varied or tuple(map(assumed_factor, assumed()))
    if faults or said is None:
        return None
    names = tuple(dict.fromkeys(said["targets"]))
    villages = tuple(said["seeds_of"].get(name, said["seeds"]) for name in names)
    return CalibrationPlan(
        said["title"], factors, names, said["simulations"], villages, said["first_seed"], said["keep"],
        said["method"], source,
    )  # fmt: skip


def _wrong(factor: Factor, about: dict[str, ParameterRow]) -> list[Fault]:
    """What keeps something that varies from being calibrated."""
    place, key = factor.node.place, factor.node.key
    row = about.get(factor.name)
    if row is None:
        return [Fault(place, key, "", "a parameter", did_you_mean(factor.name, about))]
    if factor.span is None:
        return [Fault(place, key, "values one by one", "a range", EXAMPLE)]
    low, high = row.about.low, row.about.high
    if factor.span.low < low or factor.span.high > high:
        found = f"{factor.span.low:g} to {factor.span.high:g}"
        return [Fault(place, key, found, f"a range within {low:g} to {high:g} ({row.about.unit})")]
    return []


def assumed() -> list[ParameterRow]:
    """The parameters for which no measurement is known."""
    return [row for row in parameter_table() if row.about.source == ASSUMED]


def assumed_factor(row: ParameterRow) -> Factor:
    """A parameter that may lie anywhere in its range."""
    span = Span(row.about.low, row.about.high, whole=row.about.whole, base=row.default)
    return Factor(row.key, (), span, row.about.unit, row.about.meaning, Node(None, "", row.key, Path()))
