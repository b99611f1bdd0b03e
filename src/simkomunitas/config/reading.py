"""Reading scenarios and comparisons from YAML files: everything is checked before anything is run."""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import NoneType
from typing import Any, TypeVar

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail, InputError, printable_value
from simkomunitas.config.building import built_scenario
from simkomunitas.config.checks import path_given
from simkomunitas.config.forms import LAST_SEED
from simkomunitas.config.layers import NO_PROGRAMME, read_layers
from simkomunitas.config.nodes import Node, Unreadable, merged
from simkomunitas.config.overrides import settings
from simkomunitas.model.scenario import Comparison, Scenario

PATH = str | Path
Found = TypeVar("Found")
ARM_NAME = re.compile(r"\w[\w -]{0,63}")
WITH_PROGRAMME = "programme"
HEAD = ("title", "question", "because", "arms", "replicates", "first_seed", "against")


def read_scenario(path: PATH, sets: Sequence[str] = ()) -> Scenario:
    """The scenario in a file, with ``sets`` laid over it; of a comparison the arm has to be named: ``read_arm``.

    ``sets`` are written like ``horizon.weeks_after=104``.  Whatever is wrong raises one InputError with all faults.
    """
    return read_document(path, sets, _one_scenario)[0]


def _one_scenario(node: Node, path: Path, faults: list[ErrorDetail]) -> tuple[Scenario, Mapping[str, Any]] | None:
    """The scenario that a document describes; a fault if it describes several."""
    arms = node.get("arms")
    if arms is not None and isinstance(arms.value, dict) and arms.value:
        names = [*arms.value]
        hint = f'for one of them: dict(sk.read_comparison("{path.as_posix()}").arms)["{names[0]}"]'
        faults.append(ErrorDetail(arms.place, "arms", ", ".join(names), "a scenario without arms", hint))
    return built_scenario(node.without("arms"), faults)


def read_comparison(path: PATH, sets: Sequence[str] = ()) -> Comparison:
    """The comparison in a file; a scenario without arms is compared with the same village without a programme.

    ``sets`` are laid over what all arms have in common, or over one arm: ``arms.balanced.horizon.weeks_after=104``.
    """
    return read_document(path, sets, built_comparison)


def read_document(
    path: PATH, sets: Sequence[str], read: Callable[[Node, Path, list[ErrorDetail]], Found | None]
) -> Found:
    """What ``read`` makes of the document in a file; one InputError with all faults, of the file and those it adds."""
    path_given(path, "a YAML file")
    faults: list[ErrorDetail] = []
    node = _document_at(path, sets, faults)
    found = read(node, Path(path), faults) if isinstance(node.value, dict) else None
    if faults or found is None:
        raise InputError(in_order(faults))
    return found


def in_order(faults: Sequence[ErrorDetail]) -> list[ErrorDetail]:
    """Each fault once: file by file, from the first line to the last."""
    files = list(dict.fromkeys(_file_and_line(fault)[0] for fault in faults))
    return sorted(
        dict.fromkeys(faults), key=lambda fault: (files.index(_file_and_line(fault)[0]), _file_and_line(fault)[1])
    )


def _file_and_line(fault: ErrorDetail) -> tuple[str, int]:
    if fault.key == "more":  # how many are not told, after those that are
        return fault.location, sys.maxsize
    file, _, line = fault.location.rpartition(":")
    return (file, int(line)) if line.isdigit() else (fault.location, 0)


def _document_at(path: PATH, sets: Sequence[str], faults: list[ErrorDetail]) -> Node:
    """The document in a file with everything it refers to, and ``sets`` laid over it and over what its arms say."""
    said = settings(sets, faults)
    return over_arms(merged(read_layers(Path(path), faults), said), said)


def over_arms(node: Node, said: Node) -> Node:
    """Settings meant for all arms reach also the arms that state the same section; those for one arm come last."""
    arms, shared = node.get("arms"), said.without(*HEAD, "arms")
    if arms is None or not isinstance(arms.value, dict) or not shared.value:
        return node
    changed = {name: _with_settings(arm, shared) for name, arm in arms.value.items()}
    parts = {**node.value, "arms": arms._replace(value=changed)}
    return merged(node._replace(value=parts), said)


def _with_settings(arm: Node, shared: Node) -> Node:
    """An arm whose own sections are changed as the settings say."""
    if not isinstance(arm.value, dict):
        return arm
    parts = dict(arm.value)
    for name, over in shared.value.items():
        if name in parts and isinstance(parts[name].value, dict) and isinstance(over.value, dict) and not over.whole:
            parts[name] = merged(parts[name], over)._replace(whole=parts[name].whole)
    return arm._replace(value=parts)


def built_comparison(node: Node, source: Path, faults: list[ErrorDetail]) -> Comparison | None:
    """The comparison that a document describes; None, and faults, if it describes none."""
    arms = arms_of(node, faults)
    built = {name: built_scenario(arm, faults) for name, arm in arms.items()}
    known = [(name, pair) for name, pair in built.items() if pair is not None]
    if not known or len(known) < len(built):
        return None
    said = known[0][1][1]
    if said["against"] not in built:
        place = node.get("against") or node._replace(value=said["against"], key="against")
        faults.append(place.fault("the name of an arm", suggest_name(said["against"], built)))
    if said["first_seed"] + said["replicates"] > LAST_SEED:
        place = node.get("first_seed") or node
        faults.append(place.fault(f"at most {LAST_SEED} together with replicates ({said['replicates']})"))
    scenarios = tuple((name, pair[0]) for name, pair in known)
    head = said["replicates"], said["first_seed"], said["against"]
    return Comparison(said["title"], said["question"], scenarios, *head, source)


def arms_of(node: Node, faults: list[ErrorDetail]) -> dict[str, Node]:
    """The arms by name, each laid over what they have in common."""
    common, arms = node.without("arms"), node.get("arms")
    if arms is None or arms.value in (None, {}):
        return _two_arms(common)
    if not isinstance(arms.value, dict):
        faults.extend([] if isinstance(arms.value, Unreadable) else [arms.fault("arms by name")])
        return {}
    return {name: merged(common, _arm(name, arm, faults)) for name, arm in arms.value.items()}


def _two_arms(common: Node) -> dict[str, Node]:
    """Without and with the programme; only without, if there is none."""
    part = common.get("programme")
    none = {**common.value, "programme": Node(NO_PROGRAMME, common.place, "programme", common.folder)}
    without = {NO_PROGRAMME: common._replace(value=none).without("turns")}
    return without if part is None or part.value in (None, NO_PROGRAMME) else without | {WITH_PROGRAMME: common}


def _arm(name: str, arm: Node, faults: list[ErrorDetail]) -> Node:
    """An arm as it is written; a strange name, or a key that all arms share, is a fault."""
    if not ARM_NAME.fullmatch(name):
        faults.append(ErrorDetail(arm.place, arm.key, "", "a name of letters, digits, spaces, - and _, at most 64"))
    if not isinstance(arm.value, dict):
        faults.extend(
            [] if isinstance(arm.value, Unreadable | NoneType) else [arm.fault("what is different in this arm")]
        )
        return arm._replace(value={})
    for key in HEAD:
        if (part := arm.get(key)) is not None:
            faults.append(ErrorDetail(part.place, part.key, "", "no such key in an arm", "it is the same for all arms"))
    return arm.without(*HEAD)


def read_arm(path: PATH, arm: str | None, sets: Sequence[str] = ()) -> Scenario:
    """One arm of a comparison, by its name; without a name, a scenario that has no arms."""
    comparison = read_comparison(path, sets)
    arms = dict(comparison.arms)
    if arm is None and arms.keys() <= {NO_PROGRAMME, WITH_PROGRAMME}:
        return arms.get(WITH_PROGRAMME, arms[NO_PROGRAMME])
    if arm in arms:
        return arms[arm]
    found = "" if arm is None else printable_value(arm)
    raise InputError([ErrorDetail("--arm", "arm", found, f"an arm of {path}", suggest_name(arm or "", arms))])
