"""What is calibrated, against what, and with how much effort; read from a YAML file."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import Field

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.base.quantity import ParameterRow
from simkomunitas.base.references import ASSUMED
from simkomunitas.config.forms import FIRST_SEED, LAST_SEED, Text
from simkomunitas.config.keys import known, section, whole
from simkomunitas.config.nodes import Node
from simkomunitas.config.reading import PATH, read_document
from simkomunitas.config.settings import parameter_table
from simkomunitas.config.validating import validated
from simkomunitas.evidence.targets import targets, targets_in_order
from simkomunitas.experiments.factors import Factor, Span
from simkomunitas.experiments.varying import read_factors

PARAMETERS_PREFIX = "parameters."
SIMULATIONS, SEEDS, KEEP = 2000, 2, 5
MAX_SEEDS = 1000
Method = Literal["regression", "neural"]
SEED_COUNT_NOTE = "by target, for those that are measured in another number of villages than seeds says"
VARY_KEY = "vary"
CONFIG_EXAMPLE = "for instance 'parameters.beliefs.fading_rate: {from: 0.1, to: 0.8}'"


class CalibrationConfig(NamedTuple):
    """A calibration before it is done."""

    title: str
    factors: tuple[Factor, ...]  # the parameters, each with its prior: even over a range, or over its logarithm
    targets: tuple[str, ...]
    simulations: int  # draws of the parameters in the bank
    seeds_per_draw: tuple[int, ...]  # by target: in how many each draw is tried
    first_seed: int
    keep_share: int  # of a hundred draws, how many are kept: those nearest to what was measured
    method: Method
    source: Path

    @property
    def parameter_keys(self) -> tuple[str, ...]:
        """The parameters, by their key."""
        return tuple(factor.name.removeprefix(PARAMETERS_PREFIX) for factor in self.factors)


@cache
def calibration_schema() -> Any:  # noqa: ANN401 - a type made at run time
    """What a calibration says, key by key."""
    name: Any = known(targets, "a target")
    count: Any = whole(2, MAX_SEEDS, SEEDS, "")[0]
    fields = {
        "title": (Text, Field("", description="what the report is called")),
        "targets": (
            list[name],
            Field(default_factory=targets_in_order, min_length=1, description="all, if none is named"),
        ),
        "vary": (Any, Field(None, description="parameters, each with its range; all assumed ones, if left out")),
        "simulations": whole(100, 1_000_000, SIMULATIONS, "draws of the parameters"),
        "seeds": whole(2, MAX_SEEDS, SEEDS, "villages in which each draw is tried"),
        "seeds_of": (
            dict[name, count],
            Field(default_factory=dict, description=SEED_COUNT_NOTE),
        ),
        "first_seed": whole(0, LAST_SEED - 10**9, FIRST_SEED, "seed of the design, and of the first village"),
        "keep": whole(1, 50, KEEP, "of a hundred draws, how many are kept"),
        "method": (Method, Field("regression", description="how the bank is made use of")),
    }
    return section("Calibration", fields, calibration_schema.__doc__ or "")


def read_calibration_config(path: PATH, overrides: Sequence[str] = ()) -> CalibrationConfig:
    """The calibration in a file, with ``overrides`` (``simulations=500``) laid over it; InputError with every fault."""
    return read_document(path, overrides, _read_sections)


def _read_sections(node: Node, source: Path, errors: list[ErrorDetail]) -> CalibrationConfig | None:
    said = validated(calibration_schema(), node, errors)
    varied = read_factors(node.get(VARY_KEY), errors, [])
    about = {row.key: row for row in parameter_table()}
    for factor in varied:
        errors.extend(_factor_error(factor, about))
    factors = varied or tuple(map(full_range_factor, list_assumed_parameters()))
    if errors or said is None:
        return None
    names = tuple(dict.fromkeys(said["targets"]))
    villages = tuple(said["seeds_of"].get(name, said["seeds"]) for name in names)
    return CalibrationConfig(
        said["title"], factors, names, said["simulations"], villages, said["first_seed"], said["keep"],
        said["method"], source,
    )  # fmt: skip


def _factor_error(factor: Factor, about: dict[str, ParameterRow]) -> list[ErrorDetail]:
    """What keeps something that varies from being calibrated."""
    place, key = factor.node.place, factor.node.key
    row = about.get(factor.name)
    if row is None:
        return [ErrorDetail(place, key, "", "a parameter", suggest_name(factor.name, about))]
    if factor.span is None:
        return [ErrorDetail(place, key, "values one by one", "a range", CONFIG_EXAMPLE)]
    low, high = row.quantity.low, row.quantity.high
    if factor.span.low < low or factor.span.high > high:
        found = f"{factor.span.low:g} to {factor.span.high:g}"
        return [ErrorDetail(place, key, found, f"a range within {low:g} to {high:g} ({row.quantity.unit})")]
    return []


def list_assumed_parameters() -> list[ParameterRow]:
    """The parameters for which no measurement is known."""
    return [row for row in parameter_table() if row.quantity.source == ASSUMED]


def full_range_factor(row: ParameterRow) -> Factor:
    """A parameter that may lie anywhere in its range."""
    span = Span(row.quantity.low, row.quantity.high, whole=row.quantity.whole, base=row.default)
    return Factor(row.key, (), span, row.quantity.unit, row.quantity.meaning, Node(None, "", row.key, Path()))
