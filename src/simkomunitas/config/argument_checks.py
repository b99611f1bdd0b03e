"""Values given in Python meet the checks of a file before the first run: scenarios, seeds, numbers of processes."""

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail, InputError, printable_value
from simkomunitas.config.config_export import export_programme, export_resolved
from simkomunitas.config.config_nodes import ConfigNode
from simkomunitas.model.community.data_import.data_file_formats import ResidentsFile, TiesFile
from simkomunitas.model.community.village_descriptions import ImportedVillage, SyntheticVillage
from simkomunitas.model.scenario_definition import Comparison, Programme, ProgrammeChange, Scenario
from simkomunitas.model.state.run_record import RunRecord
from simkomunitas.model.vocabulary import STAGES

MAX_SEED = 2**63 - 1
MAX_REPLICATES = 100_000
CHECK_CACHE_SIZE = 4096  # scenarios whose check is remembered
SCENARIO_LOCATION = "scenario"
SHARES_EXPECTED = "one row a stage, in the order of STAGES, each of pairs (strategy, share)"


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
    faults = list(_find_comparison_errors(comparison))
    for name, scenario in comparison.arms if _is_arm_list(comparison.arms) else ():
        try:
            check_scenario(scenario, f"arm {name}")
        except InputError as error:
            faults.extend(error.errors)
    if faults:
        raise InputError(faults)


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
    pairs = list(arms) if isinstance(arms, tuple) else []
    right = all(isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[0], str) for pair in pairs)
    return bool(pairs) and right and len(dict(pairs)) == len(pairs)


def check_scenario(scenario: object, location: str = SCENARIO_LOCATION) -> None:
    """Refuse a scenario that no file could describe: InputError with every error, under the keys of a file.

    Equal scenarios are checked once in a process.
    """
    try:
        faults = _lookup_scenario_errors(scenario)
    except TypeError:  # it holds a list or the like, so nothing can be remembered of it
        faults = tuple(_find_scenario_errors(scenario))
    if faults:
        raise InputError(
            fault._replace(location=fault.location.replace(SCENARIO_LOCATION, location, 1)) for fault in faults
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
    faults = list(_find_type_errors(scenario))
    if not faults:
        from simkomunitas.config.scenario_builder import build_scenario  # noqa: PLC0415 - worker processes need no forms

        build_scenario(scenario_node(scenario), faults)
    return list(dict.fromkeys(faults))


def scenario_node(scenario: Scenario) -> ConfigNode:
    """A scenario as the document that a file would hold: what differs from the defaults."""
    return _to_config_node(_scenario_to_mapping(scenario), "")


def _find_type_errors(scenario: Scenario) -> Iterator[ErrorDetail]:
    """Parts of a scenario that are no blocks of their kind."""
    usual = Scenario()
    yield from _village_type_errors(scenario.village)
    yield from _programme_type_errors(scenario.programme, "programme")
    for name in ("horizon", "shocks", "parameters", "switches"):
        yield from _block_type_errors(getattr(scenario, name), getattr(usual, name), name)
    turns: Any = scenario.turns
    if not isinstance(turns, tuple) or not all(isinstance(turn, ProgrammeChange) for turn in turns):
        yield ErrorDetail(SCENARIO_LOCATION, "turns", printable_value(turns), "a tuple of Turn")
        return
    for turn in turns:
        yield from _programme_type_errors(turn.programme, "turns.programme")


def _village_type_errors(village: object) -> Iterator[ErrorDetail]:
    if isinstance(village, ImportedVillage):
        for name, kind in (("residents", ResidentsFile), ("network", TiesFile)):
            if not isinstance(getattr(village, name), kind):
                yield ErrorDetail(
                    SCENARIO_LOCATION,
                    f"community.{name}",
                    printable_value(getattr(village, name)),
                    f"a {kind.__name__}",
                )
    elif not isinstance(village, SyntheticVillage):
        yield ErrorDetail(
            SCENARIO_LOCATION, "community", printable_value(village), "a SyntheticVillage or an ImportedVillage"
        )
        return
    usual = SyntheticVillage()
    for name in {"people", "ties", "institutions"} & set(village._fields):
        yield from _block_type_errors(getattr(village, name), getattr(usual, name), f"community.{name}")


def _programme_type_errors(programme: object, key: str) -> Iterator[ErrorDetail]:
    if programme is None:
        return
    if not isinstance(programme, Programme):
        yield ErrorDetail(SCENARIO_LOCATION, key, printable_value(programme), "a Programme, or None")
        return
    for name in ("facilitation", "stages", "course"):
        yield from _block_type_errors(getattr(programme, name), Programme._field_defaults[name], f"{key}.{name}")
    if not _is_shares_table(programme.strategies):
        yield ErrorDetail(
            SCENARIO_LOCATION, f"{key}.strategies", printable_value(programme.strategies), SHARES_EXPECTED
        )


def _is_shares_table(rows: Any) -> bool:  # noqa: ANN401 - whatever stands there
    """Whether rows of shares have the form of rows of shares, whatever is in them."""
    if not isinstance(rows, tuple) or len(rows) != len(STAGES) or not all(isinstance(row, tuple) for row in rows):
        return False
    pairs = [pair for row in rows for pair in row]
    return all(isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[0], str) for pair in pairs)


def _block_type_errors(block: Any, default: Any, key: str) -> Iterator[ErrorDetail]:  # noqa: ANN401 - any block of parameters
    """A block that is none, or a block in it."""
    if not isinstance(block, type(default)):
        yield ErrorDetail(SCENARIO_LOCATION, key, printable_value(block), f"a block of {type(default).__name__}")
        return
    for name, part in default._asdict().items():
        if hasattr(part, "_asdict"):
            yield from _block_type_errors(getattr(block, name), part, f"{key}.{name}")


def _scenario_to_mapping(scenario: Scenario) -> dict[str, Any]:
    """A scenario as a file would say it: what differs from the defaults."""
    said, usual = export_resolved(scenario), export_resolved(Scenario())
    turns = said.pop("turns", None)
    found = _differences_from_default(said, usual)
    found["community"] = _village_to_mapping(said["community"], usual["community"])
    found["programme"] = programme_to_mapping(scenario.programme)
    return found | (
        {"turns": [_programme_change_to_mapping(*pair) for pair in zip(turns, scenario.turns, strict=True)]}
        if turns
        else {}
    )


def _programme_change_to_mapping(mapping: dict[str, Any], change: ProgrammeChange) -> dict[str, Any]:
    """A turn, with what its programme says beside the defaults."""
    return mapping | {"programme": programme_to_mapping(change.programme)}


def programme_to_mapping(programme: Programme | None) -> Any:  # noqa: ANN401 - a section, or the word none
    """A programme: what differs from the defaults, and what every programme says."""
    mapping: Any = export_programme(programme)
    if programme is None:
        return mapping
    usual: Any = export_programme(Programme(*programme[:4]))
    return _differences_from_default(mapping, usual) | {
        name: mapping[name] for name in ("model", "strategies", "targeting", "exit")
    }


def _village_to_mapping(mapping: dict[str, Any], default: dict[str, Any]) -> dict[str, Any]:
    """A village: what differs from the defaults; of a real one also its files."""
    needed = ("kind", "network") if mapping["kind"] == "synthetic" else ("kind", "residents", "network")
    return _differences_from_default(mapping, default) | {name: mapping[name] for name in needed}


def _differences_from_default(mapping: dict[str, Any], default: dict[str, Any]) -> dict[str, Any]:
    """The parts of a mapping that differ from the defaults, section by section."""
    found = {}
    for name, value in mapping.items():
        other = default.get(name)
        if isinstance(value, dict) and isinstance(other, dict):
            value = _differences_from_default(value, other) or other  # noqa: PLW2901 - what is left of the section
        if type(value) is not type(other) or value != other:
            found[name] = value
    return found


def _to_config_node(value: Any, key: str) -> ConfigNode:  # noqa: ANN401 - any value of a document
    """A document whose every value says that it stands in the scenario."""
    if isinstance(value, dict):
        value = {name: _to_config_node(part, f"{key}.{name}".lstrip(".")) for name, part in value.items()}
    elif isinstance(value, list):
        value = [_to_config_node(part, key) for part in value]
    elif isinstance(value, np.generic):
        value = value.item()
    return ConfigNode(value, SCENARIO_LOCATION, key, Path(), replaces_all=key == "turns.programme")
