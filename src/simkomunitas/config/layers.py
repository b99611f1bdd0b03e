"""Files that build on each other: ``extends``, and a community or programme in a file of its own."""

import os.path
from collections.abc import Callable
from pathlib import Path

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail, printable_value
from simkomunitas.base.path_checks import FILE_MISSING, describe_non_file
from simkomunitas.config.documents import read_document
from simkomunitas.config.nodes import UNREADABLE, Node, Unreadable, merged

PARTS = ("community", "programme")
NO_PROGRAMME = "none"
YAML_ENDINGS = (".yaml", ".yml")
Chain = tuple[Path, ...]  # the files that lead to this one, to notice circles


def read_layers(path: Path, faults: list[ErrorDetail], chain: Chain = ()) -> Node:
    """The document in a file, with everything read in that it refers to; faults are added to ``faults``."""
    node = read_document(path, faults)
    return completed(node, (*chain, path.resolve()), faults) if isinstance(node.value, dict) else node


def completed(node: Node, chain: Chain, faults: list[ErrorDetail]) -> Node:
    """A mapping laid over what it extends, its community, programme and arms read in."""
    if not isinstance(node.value, dict):
        return node
    parts = dict(node.value)
    base = parts.pop("extends", None)
    parts |= {name: _part(parts[name], chain, faults) for name in PARTS if name in parts}
    if "arms" in parts:
        parts["arms"] = _each(parts["arms"], lambda arm: completed(arm, chain, faults))
    node = node._replace(value=parts)
    return node if base is None else merged(_referred(base, chain, faults), node)._replace(whole=True)


def _each(node: Node, change: Callable[[Node], Node]) -> Node:
    """A mapping with every part changed."""
    if not isinstance(node.value, dict):
        return node
    return node._replace(value={name: change(part) for name, part in node.value.items()})


def _part(node: Node, chain: Chain, faults: list[ErrorDetail]) -> Node:
    """A community or programme: as it is written, or from the file that is named."""
    if isinstance(node.value, str) and node.value != NO_PROGRAMME:
        return _referred(node, chain, faults)
    return completed(node, chain, faults)


def _referred(name: Node, chain: Chain, faults: list[ErrorDetail]) -> Node:
    """The document in a file that is named in another."""
    lost = name._replace(value=UNREADABLE, whole=True)
    path = file_named(name, faults)
    if path is None:
        return lost
    if path.suffix.lower() not in YAML_ENDINGS:
        hint = "nothing is read or quoted from files of other kinds"
        faults.append(name.fault(f"a file whose name ends in {' or '.join(YAML_ENDINGS)}", hint))
        return lost
    if path.resolve() in chain:
        circle = " -> ".join(file.name for file in (*chain, path))
        faults.append(name.fault("a file that does not lead back to this one", circle))
        return lost
    return read_layers(path, faults, chain)._replace(whole=True)


def file_named(name: Node, faults: list[ErrorDetail]) -> Path | None:
    """The file that a value names, relative to the file it stands in; None, and a fault, if there is none."""
    if isinstance(name.value, Unreadable):
        return None
    if not isinstance(name.value, str) or not name.value:
        faults.append(name.fault("the name of a file"))
        return None
    path = Path(os.path.normpath(name.folder / name.value))
    found = describe_non_file(path)
    if not found:
        return path
    hint = _similar(path) if found == FILE_MISSING else f"this is {found}"
    faults.append(name.fault("a file that exists", hint))
    return None


def _similar(path: Path) -> str:
    """A hint at the file of nearly that name, or at the folder that was searched."""
    try:
        names = [file.name for file in path.parent.iterdir() if file.is_file()]
    except (OSError, ValueError):
        return f"there is no folder {printable_value(str(path.parent))}"
    hint = suggest_name(path.name, names)
    return hint if hint.startswith("did") else f"it was looked for in {printable_value(str(path.parent))}"
