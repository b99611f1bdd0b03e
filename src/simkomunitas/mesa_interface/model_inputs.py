"""What Mesa and its widgets give a model: scenarios, settings and seeds, as the package takes them."""

import json
import operator
from pathlib import Path
from typing import Any

import numpy as np

from simkomunitas.config.argument_checks import validate_seed
from simkomunitas.config.config_reader import read_arm
from simkomunitas.model.scenario_definition import Scenario


def to_scenario(given: object, arm: str | None, settings: dict[str, object]) -> Scenario:
    """A scenario as it is, or the one in a file; TypeError for anything else."""
    if isinstance(given, str | Path):
        return read_arm(given, arm, format_settings(settings))
    if not isinstance(given, Scenario):
        hint = "mesa.batch_run takes a scenario apart unless it is in a list: {'scenario': [scenario]}"
        raise TypeError(f"a Scenario or the path of a YAML file is expected, not {type(given).__name__}; {hint}")
    if arm is not None or settings:
        names = ", ".join(["arm"] * (arm is not None) + sorted(settings))
        raise TypeError(f"{names}: such keys go with the path of a YAML file, not with a Scenario")
    return given


def format_settings(settings: dict[str, object]) -> list[str]:
    """Settings as ``--set`` writes them."""
    number = operator.methodcaller("item")  # of NumPy
    return [f"{key}={json.dumps(value, default=number)}" for key, value in settings.items()]


def normalize_seed(seed: Any, rng: Any = None) -> Any:  # noqa: ANN401 - whatever Mesa and its widgets give
    """The seed as a whole number, from a number or its text; what else Mesa allows (None, a generator) as it is.

    >>> normalize_seed(7), normalize_seed("7"), normalize_seed(None, rng=7)
    (7, 7, 7)
    """
    if rng is not None and seed is not None:
        raise ValueError("give either seed or rng, not both")
    given = seed if rng is None else rng
    if isinstance(given, str) and given.isdecimal() and len(given) < 20:
        return validate_seed(int(given))
    return validate_seed(given) if isinstance(given, str | float | int | np.integer) else given
