"""Files that build on each other: ``extends``, and a community or programme in a file of its own."""

import os.path
from collections.abc import Callable
from pathlib import Path

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail, printable_value
from simkomunitas.base.path_checks import FILE_MISSING, describe_non_file
from simkomunitas.config.config_nodes import UNREADABLE, ConfigNode, UnreadableValue, merge_nodes
from simkomunitas.config.yaml_reader import read_yaml_file
from simkomunitas.model.scenario_definition import NO_PROGRAMME_WORD

INCLUDABLE_SECTIONS = ("community", "programme")
YAML_SUFFIXES = (".yaml", ".yml")
IncludeChain = tuple[Path, ...]  # the files that lead to this one, to notice circles


def read_with_includes(path: Path, errors: list[ErrorDetail], chain: IncludeChain = ()) -> ConfigNode:
    """The document in a file, with everything read in that it refers to; errors are added to ``errors``."""
    node = read_yaml_file(path, errors)
    return resolve_includes(node, (*chain, path.resolve()), errors) if isinstance(node.value, dict) else node


def resolve_includes(node: ConfigNode, chain: IncludeChain, errors: list[ErrorDetail]) -> ConfigNode:
    """A mapping laid over what it extends, its community, programme and arms read in."""
    if not isinstance(node.value, dict):
        return node
    parts = dict(node.value)
    base = parts.pop("extends", None)
    parts |= {name: _resolve_section(parts[name], chain, errors) for name in INCLUDABLE_SECTIONS if name in parts}
    if "arms" in parts:
        parts["arms"] = _map_parts(parts["arms"], lambda arm: resolve_includes(arm, chain, errors))
    node = node._replace(value=parts)
    return (
        node
        if base is None
        else merge_nodes(_read_referenced_file(base, chain, errors), node)._replace(replaces_all=True)
    )


def _map_parts(node: ConfigNode, change: Callable[[ConfigNode], ConfigNode]) -> ConfigNode:
    """A mapping with every part changed."""
    if not isinstance(node.value, dict):
        return node
    return node._replace(value={name: change(part) for name, part in node.value.items()})


def _resolve_section(node: ConfigNode, chain: IncludeChain, errors: list[ErrorDetail]) -> ConfigNode:
    """A community or programme: as it is written, or from the file that is named."""
    if isinstance(node.value, str) and node.value != NO_PROGRAMME_WORD:
        return _read_referenced_file(node, chain, errors)
    return resolve_includes(node, chain, errors)


def _read_referenced_file(name: ConfigNode, chain: IncludeChain, errors: list[ErrorDetail]) -> ConfigNode:
    """The document in a file that is named in another."""
    lost = name._replace(value=UNREADABLE, replaces_all=True)
    path = resolve_file_name(name, errors)
    if path is None:
        return lost
    if path.suffix.lower() not in YAML_SUFFIXES:
        hint = "nothing is read or quoted from files of other kinds"
        errors.append(name.build_error(f"a file whose name ends in {' or '.join(YAML_SUFFIXES)}", hint))
        return lost
    if path.resolve() in chain:
        circle = " -> ".join(file.name for file in (*chain, path))
        errors.append(name.build_error("a file that does not lead back to this one", circle))
        return lost
    return read_with_includes(path, errors, chain)._replace(replaces_all=True)


def resolve_file_name(name: ConfigNode, errors: list[ErrorDetail]) -> Path | None:
    """The file that a value names, relative to the file it stands in; None, and an error, if there is none."""
    if isinstance(name.value, UnreadableValue):
        return None
    if not isinstance(name.value, str) or not name.value:
        errors.append(name.build_error("the name of a file"))
        return None
    path = Path(os.path.normpath(name.folder / name.value))
    found = describe_non_file(path)
    if not found:
        return path
    hint = _suggest_file_name(path) if found == FILE_MISSING else f"this is {found}"
    errors.append(name.build_error("a file that exists", hint))
    return None


def _suggest_file_name(path: Path) -> str:
    """A hint at the file of nearly that name, or at the folder that was searched."""
    try:
        names = [file.name for file in path.parent.iterdir() if file.is_file()]
    except (OSError, ValueError):
        return f"there is no folder {printable_value(str(path.parent))}"
    hint = suggest_name(path.name, names)
    return hint if hint.startswith("did") else f"it was looked for in {printable_value(str(path.parent))}"
