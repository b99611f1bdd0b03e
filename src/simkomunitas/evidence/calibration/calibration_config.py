"""What is calibrated, against what, and with how much effort; read from a YAML file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.base.key_annotations import EntryName, Key, LongText, NotEmpty
from simkomunitas.base.quantity import WHOLE_NUMBER, ParameterRow, Quantity
from simkomunitas.base.references import ASSUMED
from simkomunitas.config.config_nodes import ConfigNode
from simkomunitas.config.config_reader import PathLike, read_config
from simkomunitas.config.scenario_builder import FIRST_SEED, LAST_SEED
from simkomunitas.config.setting_tables import parameter_table
from simkomunitas.config.value_builder import build_section
from simkomunitas.evidence.targets import targets, targets_in_order
from simkomunitas.experiments.experiment_factors import Factor, ValueRange
from simkomunitas.experiments.factor_reader import read_factors

PARAMETERS_PREFIX = "parameters."
SeedCount = Annotated[int, Quantity("villages of a draw", WHOLE_NUMBER, 2, 1000)]
TargetName = Annotated[str, EntryName(targets, "a target")]
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


class CalibrationSettings(NamedTuple):
    """What a calibration says, key by key."""

    title: Annotated[LongText, Key("what the report is called")] = ""
    targets: Annotated[tuple[TargetName, ...], NotEmpty(), Key("all, if none is named")] = ()
    vary: Annotated[Any, Key("parameters, each with its range; all assumed ones, if left out")] = None
    prior_draws: Annotated[int, Quantity("draws of the parameters", WHOLE_NUMBER, 100, 1_000_000)] = 2000
    seeds: Annotated[SeedCount, Key("villages in which each draw is tried")] = 2
    seeds_by_target: Annotated[tuple[tuple[TargetName, SeedCount], ...], Key(SEED_COUNT_NOTE)] = ()
    first_seed: Annotated[
        int, Quantity("seed of the design, and of the first village", WHOLE_NUMBER, 0, LAST_SEED - 10**9)
    ] = FIRST_SEED
    accepted_percent: Annotated[int, Quantity("of a hundred draws, how many are kept", WHOLE_NUMBER, 1, 50)] = 5
    method: Annotated[Method, Key("how the bank is made use of")] = "regression"


def read_calibration_config(path: PathLike, overrides: Sequence[str] = ()) -> CalibrationConfig:
    """The calibration in a file, with ``overrides`` (``simulations=500``) laid over it; InputError with every error."""
    return read_config(path, overrides, _read_sections)


def _read_sections(node: ConfigNode, source: Path, errors: list[ErrorDetail]) -> CalibrationConfig | None:
    said = build_section(CalibrationSettings, node, errors)
    varied = read_factors(node.get_child(VARY_KEY), errors, [])
    about = {row.key: row for row in parameter_table()}
    for factor in varied:
        errors.extend(_factor_error(factor, about))
    factors = varied or tuple(map(full_range_factor, list_assumed_parameters()))
    if errors or said is None:
        return None
    names, seeds_of = tuple(dict.fromkeys(said.targets or targets_in_order())), dict(said.seeds_by_target)
    villages = tuple(seeds_of.get(name, said.seeds) for name in names)
    return CalibrationConfig(
        said.title,
        factors,
        names,
        said.prior_draws,
        villages,
        said.first_seed,
        said.accepted_percent,
        said.method,
        source,
    )


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
    about = row.quantity
    span = ValueRange(about.low, about.high, is_integer=about.kind.is_whole, base_value=row.default)
    return Factor(row.key, (), span, about.unit, about.meaning, ConfigNode(None, "", row.key, Path()))
