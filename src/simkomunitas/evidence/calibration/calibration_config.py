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
from simkomunitas.config.config_nodes import ConfigNode
from simkomunitas.config.config_reader import PathLike, read_config
from simkomunitas.config.config_schemas import FIRST_SEED, LAST_SEED, LongText
from simkomunitas.config.key_types import build_section_model, catalogue_name_type, integer_field
from simkomunitas.config.section_validation import validate_section
from simkomunitas.config.setting_tables import parameter_table
from simkomunitas.evidence.targets import targets, targets_in_order
from simkomunitas.experiments.experiment_factors import Factor, ValueRange
from simkomunitas.experiments.factor_reader import read_factors

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
    name: Any = catalogue_name_type(targets, "a target")
    count: Any = integer_field(2, MAX_SEEDS, SEEDS, "")[0]
    fields = {
        "title": (LongText, Field("", description="what the report is called")),
        "targets": (
            list[name],
            Field(default_factory=targets_in_order, min_length=1, description="all, if none is named"),
        ),
        "vary": (Any, Field(None, description="parameters, each with its range; all assumed ones, if left out")),
        "simulations": integer_field(100, 1_000_000, SIMULATIONS, "draws of the parameters"),
        "seeds": integer_field(2, MAX_SEEDS, SEEDS, "villages in which each draw is tried"),
        "seeds_of": (
            dict[name, count],
            Field(default_factory=dict, description=SEED_COUNT_NOTE),
        ),
        "first_seed": integer_field(0, LAST_SEED - 10**9, FIRST_SEED, "seed of the design, and of the first village"),
        "keep": integer_field(1, 50, KEEP, "of a hundred draws, how many are kept"),
        "method": (Method, Field("regression", description="how the bank is made use of")),
    }
    return build_section_model("Calibration", fields, calibration_schema.__doc__ or "")


def read_calibration_config(path: PathLike, overrides: Sequence[str] = ()) -> CalibrationConfig:
    """The calibration in a file, with ``overrides`` (``simulations=500``) laid over it; InputError with every error."""
    return read_config(path, overrides, _read_sections)


def _read_sections(node: ConfigNode, source: Path, errors: list[ErrorDetail]) -> CalibrationConfig | None:
    said = validate_section(calibration_schema(), node, errors)
    varied = read_factors(node.get_child(VARY_KEY), errors, [])
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
    place, key = factor.node.location, factor.node.key
    row = about.get(factor.name)
    if row is None:
        return [ErrorDetail(place, key, "", "a parameter", suggest_name(factor.name, about))]
    if factor.value_range is None:
        return [ErrorDetail(place, key, "values one by one", "a range", CONFIG_EXAMPLE)]
    low, high = row.quantity.low, row.quantity.high
    if factor.value_range.low < low or factor.value_range.high > high:
        found = f"{factor.value_range.low:g} to {factor.value_range.high:g}"
        return [ErrorDetail(place, key, found, f"a range within {low:g} to {high:g} ({row.quantity.unit})")]
    return []


def list_assumed_parameters() -> list[ParameterRow]:
    """The parameters for which no measurement is known."""
    return [row for row in parameter_table() if row.quantity.source == ASSUMED]


def full_range_factor(row: ParameterRow) -> Factor:
    """A parameter that may lie anywhere in its range."""
    span = ValueRange(row.quantity.low, row.quantity.high, is_integer=row.quantity.whole, base_value=row.default)
    return Factor(row.key, (), span, row.quantity.unit, row.quantity.meaning, ConfigNode(None, "", row.key, Path()))
