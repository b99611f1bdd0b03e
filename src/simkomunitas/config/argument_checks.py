"""Values given in Python meet the checks of a file before the first run: scenarios, seeds, numbers of processes."""

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail, InputError, printable_value
from simkomunitas.config.scenario_builder import build_scenario
from simkomunitas.config.value_nodes import SCENARIO_LOCATION, is_pairs, to_value_node
from simkomunitas.model.scenario_definition import Comparison, Scenario
from simkomunitas.model.state.run_record import RunRecord

MAX_SEED = 2**63 - 1
MAX_REPLICATES = 100_000
CHECK_CACHE_SIZE = 4096  # scenarios whose check is remembered


def validate_integer(name: str, value: object, low: int, high: int | None = None) -> int:
    """A whole number as Python counts; ValueError for text, True, fractions and what is out of range.

    >>> validate_integer("a seed", np.int64(3), 0), validate_integer("a seed", 3.0, 0)
    (3, 3)
    """
    number = value.item() if isinstance(value, np.generic) else value
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    is_whole = isinstance(number, int) and not isinstance(number, bool)
    if isinstance(number, int) and is_whole and low <= number <= (number if high is None else high):
        return number
    span = f"of at least {low}" if high is None else f"from {low} to {high}"
    raise ValueError(f"{name} is a whole number {span}, not {printable_value(value)}")


def validate_path(value: object, expected: str) -> Path:
    """The path of a file or a folder; TypeError for what is no path."""
    if isinstance(value, str | os.PathLike):
        return Path(value)
    raise TypeError(f"the path of {expected} is expected, not {printable_value(value)}")


def check_run_record(value: object) -> None:
    """TypeError for what is no record of a run."""
    if not isinstance(value, RunRecord):
        raise TypeError(f"a Record, as sk.run gives it, is expected, not {printable_value(value)}")


def validate_seed(value: object) -> int:
    """A seed as a whole number; ValueError for anything else."""
    return validate_integer("a seed", value, 0, MAX_SEED)


def resolve_worker_count(workers: object) -> int:
    """How many processes are to work: all cores if None; ValueError for what is no number of processes."""
    return (os.cpu_count() or 1) if workers is None else validate_integer("workers", workers, 1)


def check_comparison(comparison: object) -> None:
    """Refuse a comparison that no file could describe: InputError with every error."""
    if not isinstance(comparison, Comparison):
        hint = "one that sk.read_comparison gives"
        raise InputError([ErrorDetail("comparison", "comparison", type(comparison).__name__, "a Comparison", hint)])
    errors = list(_find_comparison_errors(comparison))
    for name, scenario in comparison.arms if _is_arm_list(comparison.arms) else ():
        try:
            check_scenario(scenario, f"arm {name}")
        except InputError as error:
            errors.extend(error.errors)
    if errors:
        raise InputError(errors)


def _find_comparison_errors(comparison: Comparison) -> Iterator[ErrorDetail]:
    """What is wrong with a comparison beside its scenarios."""
    place, arms = "comparison", comparison.arms
    if not _is_arm_list(arms):
        yield ErrorDetail(
            place, "arms", printable_value(arms), "at least one arm, as a tuple of pairs (name, scenario)"
        )
    elif comparison.against not in dict(arms):
        hint = suggest_name(str(comparison.against), dict(arms))
        yield ErrorDetail(place, "against", printable_value(comparison.against), "the name of an arm", hint)
    for name, low, high in (("replicates", 1, MAX_REPLICATES), ("first_seed", 0, MAX_SEED - MAX_REPLICATES)):
        try:
            validate_integer(name, getattr(comparison, name), low, high)
        except ValueError as error:
            yield ErrorDetail(
                place,
                name,
                printable_value(getattr(comparison, name)),
                str(error).partition(",")[0].partition("is ")[2],
            )


def _is_arm_list(arms: Any) -> bool:  # noqa: ANN401 - whatever stands there
    """Whether these are arms by name, whatever their scenarios are."""
    return bool(arms) and is_pairs(arms) and len(dict(arms)) == len(arms)


def check_scenario(scenario: object, location: str = SCENARIO_LOCATION) -> None:
    """Refuse a scenario that no file could describe: InputError with every error, under the keys of a file.

    Equal scenarios are checked once in a process.
    """
    try:
        errors = _lookup_scenario_errors(scenario)
    except TypeError:  # it holds a list or the like, so nothing can be remembered of it
        errors = tuple(_find_scenario_errors(scenario))
    if errors:
        raise InputError(
            error._replace(location=error.location.replace(SCENARIO_LOCATION, location, 1)) for error in errors
        )


@lru_cache(maxsize=CHECK_CACHE_SIZE)
def _lookup_scenario_errors(scenario: object) -> tuple[ErrorDetail, ...]:
    return tuple(_find_scenario_errors(scenario))


def _find_scenario_errors(scenario: object) -> list[ErrorDetail]:
    """What is wrong with a scenario: first with the kinds of its parts, else with their values."""
    if not isinstance(scenario, Scenario):
        found = f"{type(scenario).__name__}"
        return [
            ErrorDetail(
                SCENARIO_LOCATION, "scenario", found, "a Scenario", "sk.Scenario(), or one that sk.read_scenario gives"
            )
        ]
    errors: list[ErrorDetail] = []
    node = to_value_node(Scenario, scenario, Scenario(), "", errors)
    if not errors:
        build_scenario(node, errors)
    return list(dict.fromkeys(errors))
