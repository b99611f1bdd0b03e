"""Reading scenarios and comparisons from YAML files: everything is checked before anything is run."""

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import NoneType
from typing import TypeVar

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail, InputError, printable_value
from simkomunitas.config.argument_checks import validate_path
from simkomunitas.config.config_nodes import ConfigNode, UnreadableValue, merge_nodes
from simkomunitas.config.config_overrides import parse_overrides
from simkomunitas.config.file_includes import read_with_includes
from simkomunitas.config.scenario_builder import LAST_SEED, ComparisonHeader, build_scenario
from simkomunitas.model.scenario_definition import NO_PROGRAMME_WORD, Comparison, Scenario

PathLike = str | Path
ReadValue = TypeVar("ReadValue")
ARM_NAME_PATTERN = re.compile(r"\w[\w -]{0,63}")
PROGRAMME_ARM_NAME = "programme"
COMPARISON_KEYS = ("title", "question", "rationale", "arms", "replicates", "first_seed", "against")


def read_scenario(path: PathLike, overrides: Sequence[str] = ()) -> Scenario:
    """The scenario in a file, with ``overrides`` laid over it; of a comparison the arm has to be named: ``read_arm``.

    ``overrides`` are written like ``horizon.weeks_after=104``.  All that is wrong raises one InputError.
    """
    return read_config(path, overrides, _build_single_scenario)[0]


def _build_single_scenario(
    node: ConfigNode, path: Path, errors: list[ErrorDetail]
) -> tuple[Scenario, ComparisonHeader] | None:
    """The scenario that a document describes; an error if it describes several."""
    arms = node.get_child("arms")
    if arms is not None and isinstance(arms.value, dict) and arms.value:
        names = [*arms.value]
        hint = f'for one of them: dict(sk.read_comparison("{path.as_posix()}").arms)["{names[0]}"]'
        errors.append(ErrorDetail(arms.location, "arms", ", ".join(names), "a scenario without arms", hint))
    return build_scenario(node.without_keys("arms"), errors)


def read_comparison(path: PathLike, overrides: Sequence[str] = ()) -> Comparison:
    """The comparison in a file; a scenario without arms is compared with the same village without a programme.

    ``overrides`` are laid over what all arms have in common,
    or over one arm: ``arms.balanced.horizon.weeks_after=104``.
    """
    return read_config(path, overrides, build_comparison)


def read_config(
    path: PathLike, overrides: Sequence[str], build: Callable[[ConfigNode, Path, list[ErrorDetail]], ReadValue | None]
) -> ReadValue:
    """What ``build`` makes of the document in a file; one InputError with all errors, of the file and those it adds."""
    validate_path(path, "a YAML file")
    errors: list[ErrorDetail] = []
    node = _read_with_overrides(path, overrides, errors)
    found = build(node, Path(path), errors) if isinstance(node.value, dict) else None
    if errors or found is None:
        raise InputError(sort_errors(errors))
    return found


def sort_errors(errors: Sequence[ErrorDetail]) -> list[ErrorDetail]:
    """Each error once: file by file, from the first line to the last."""
    files = list(dict.fromkeys(_error_position(error)[0] for error in errors))
    return sorted(
        dict.fromkeys(errors), key=lambda error: (files.index(_error_position(error)[0]), _error_position(error)[1])
    )


def _error_position(error: ErrorDetail) -> tuple[str, int]:
    if error.key == "more":  # how many are not told, after those that are
        return error.location, sys.maxsize
    file, _, line = error.location.rpartition(":")
    return (file, int(line)) if line.isdigit() else (error.location, 0)


def _read_with_overrides(path: PathLike, overrides: Sequence[str], errors: list[ErrorDetail]) -> ConfigNode:
    """The document in a file with everything it refers to, and ``overrides`` laid over it and over its arms."""
    said = parse_overrides(overrides, errors)
    return apply_to_arms(merge_nodes(read_with_includes(Path(path), errors), said), said)


def apply_to_arms(node: ConfigNode, overrides: ConfigNode) -> ConfigNode:
    """Settings meant for all arms reach also the arms that state the same section; those for one arm come last."""
    arms, shared = node.get_child("arms"), overrides.without_keys(*COMPARISON_KEYS, "arms")
    if arms is None or not isinstance(arms.value, dict) or not shared.value:
        return node
    changed = {name: _override_arm(arm, shared) for name, arm in arms.value.items()}
    parts = {**node.value, "arms": arms._replace(value=changed)}
    return merge_nodes(node._replace(value=parts), overrides)


def _override_arm(arm: ConfigNode, shared: ConfigNode) -> ConfigNode:
    """An arm whose own sections are changed as the settings say."""
    if not isinstance(arm.value, dict):
        return arm
    parts = dict(arm.value)
    for name, over in shared.value.items():
        if (
            name in parts
            and isinstance(parts[name].value, dict)
            and isinstance(over.value, dict)
            and not over.replaces_all
        ):
            parts[name] = merge_nodes(parts[name], over)._replace(replaces_all=parts[name].replaces_all)
    return arm._replace(value=parts)


def build_comparison(node: ConfigNode, source: Path, errors: list[ErrorDetail]) -> Comparison | None:
    """The comparison that a document describes; None, and errors, if it describes none."""
    arms = read_arms(node, errors)
    built = {name: build_scenario(arm, errors) for name, arm in arms.items()}
    known = [(name, pair) for name, pair in built.items() if pair is not None]
    if not known or len(known) < len(built):
        return None
    header = known[0][1][1]
    if header.against not in built:
        place = node.get_child("against") or node._replace(value=header.against, key="against")
        errors.append(place.build_error("the name of an arm", suggest_name(header.against, built)))
    if header.first_seed + header.replicates > LAST_SEED:
        place = node.get_child("first_seed") or node
        errors.append(place.build_error(f"at most {LAST_SEED} together with replicates ({header.replicates})"))
    scenarios = tuple((name, scenario) for name, (scenario, _) in known)
    return Comparison(
        header.title, header.question, scenarios, header.replicates, header.first_seed, header.against, source
    )


def read_arms(node: ConfigNode, errors: list[ErrorDetail]) -> dict[str, ConfigNode]:
    """The arms by name, each laid over what they have in common."""
    common, arms = node.without_keys("arms"), node.get_child("arms")
    if arms is None or arms.value in (None, {}):
        return _default_arms(common)
    if not isinstance(arms.value, dict):
        errors.extend([] if isinstance(arms.value, UnreadableValue) else [arms.build_error("arms by name")])
        return {}
    return {name: merge_nodes(common, _read_arm_node(name, arm, errors)) for name, arm in arms.value.items()}


def _default_arms(common: ConfigNode) -> dict[str, ConfigNode]:
    """Without and with the programme; only without, if there is none."""
    part = common.get_child("programme")
    none = {**common.value, "programme": ConfigNode(NO_PROGRAMME_WORD, common.location, "programme", common.folder)}
    without = {NO_PROGRAMME_WORD: common._replace(value=none).without_keys("programme_changes")}
    return (
        without if part is None or part.value in (None, NO_PROGRAMME_WORD) else without | {PROGRAMME_ARM_NAME: common}
    )


def _read_arm_node(name: str, arm: ConfigNode, errors: list[ErrorDetail]) -> ConfigNode:
    """An arm as it is written; a strange name, or a key that all arms share, is an error."""
    if not ARM_NAME_PATTERN.fullmatch(name):
        errors.append(ErrorDetail(arm.location, arm.key, "", "a name of letters, digits, spaces, - and _, at most 64"))
    if not isinstance(arm.value, dict):
        errors.extend(
            []
            if isinstance(arm.value, UnreadableValue | NoneType)
            else [arm.build_error("what is different in this arm")]
        )
        return arm._replace(value={})
    for key in COMPARISON_KEYS:
        if (part := arm.get_child(key)) is not None:
            errors.append(
                ErrorDetail(part.location, part.key, "", "no such key in an arm", "it is the same for all arms")
            )
    return arm.without_keys(*COMPARISON_KEYS)


def read_arm(path: PathLike, arm: str | None, overrides: Sequence[str] = (), option: str = "--arm") -> Scenario:
    """One arm of a comparison, by its name; without a name, a scenario that has no arms.

    ``option`` is where an error says that the name stands.
    """
    comparison = read_comparison(path, overrides)
    arms = dict(comparison.arms)
    if arm is None and arms.keys() <= {NO_PROGRAMME_WORD, PROGRAMME_ARM_NAME}:
        return arms.get(PROGRAMME_ARM_NAME, arms[NO_PROGRAMME_WORD])
    if arm in arms:
        return arms[arm]
    found = "" if arm is None else printable_value(arm)
    raise InputError([ErrorDetail(option, "arm", found, f"an arm of {path}", suggest_name(arm or "", arms))])
