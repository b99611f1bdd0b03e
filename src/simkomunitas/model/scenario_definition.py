"""A scenario: everything one run depends on, except the seed; and a comparison of several."""

import hashlib
import json
from pathlib import Path
from typing import Any, NamedTuple

from simkomunitas.model.community.village_descriptions import SyntheticVillage, Village
from simkomunitas.model.programme.programme_settings import Facilitation, Horizon, ProgrammeCourse, Shocks, Stages
from simkomunitas.model.rules.parameters import Parameters, Switches

StrategyShares = tuple[tuple[str, float], ...]  # (strategy, share of the hours), by name; they sum to one


class Programme(NamedTuple):
    """What the organizer does: who decides, how the hours are spent in each stage, with whom, and when it ends."""

    model: str  # a name in the catalogue of organizing models
    strategies: tuple[StrategyShares, ...]  # one row a stage, in the order of STAGES
    targeting: str  # a name in the catalogue of targeting rules
    exit_rule: str  # a name in the catalogue of exit rules
    facilitation: Facilitation = Facilitation()
    stages: Stages = Stages()
    course: ProgrammeCourse = ProgrammeCourse()


class ProgrammeChange(NamedTuple):
    """Another way of working from a week on: the programme that goes on in the place of the one before."""

    week: int
    programme: Programme | None


class Scenario(NamedTuple):
    """Everything one run depends on, except the seed; never changed, only replaced."""

    village: Village = SyntheticVillage()
    programme: Programme | None = None
    horizon: Horizon = Horizon()
    shocks: Shocks = Shocks()
    parameters: Parameters = Parameters()
    switches: Switches = Switches()
    turns: tuple[ProgrammeChange, ...] = ()  # in the order of their weeks


class Comparison(NamedTuple):
    """Scenarios that differ in what is to be compared, each run under the same seeds."""

    title: str
    question: str
    arms: tuple[tuple[str, Scenario], ...]
    replicates: int  # runs of each arm
    first_seed: int
    against: str  # the arm that the others are compared with
    source: Path  # the file it was read from


def scenario_id(scenario: Scenario) -> str:
    """Sixteen hexadecimal digits that are the same for equal scenarios, wherever their data files lie.

    The content of data files counts, not their names; files that cannot be read raise OSError.
    """
    text = json.dumps(_canonical_value(scenario), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _canonical_value(value: Any) -> Any:  # noqa: ANN401 - any part of a scenario
    """A part of a scenario as JSON can write it, equal for equal parts."""
    if isinstance(value, Path):
        return hashlib.sha256(value.read_bytes()).hexdigest()
    if hasattr(value, "_asdict"):
        parts = value._asdict().items()
        return {name: _canonical_value(part) for name, part in parts if (name, part) != ("turns", ())}
    if isinstance(value, tuple):
        return [_canonical_value(part) for part in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) + 0.0  # minus zero is zero
    return value
