"""What the model is compared with: itself without a mechanism, and simpler models that should fail.

Every variant is a handful of settings that anybody could lay over a configuration; a baseline is one YAML file of
the folder ``baselines``.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from simkomunitas.ground.faults import Fault, InputError
from simkomunitas.rules.parameters import switch_table
from simkomunitas.study.documents import read_document
from simkomunitas.study.nodes import Node, plain

FOLDER = Path(__file__).parent / "baselines"
Kind = Literal["model", "baseline", "mechanism"]


class Variant(NamedTuple):
    """The model under some settings."""

    name: str
    title: str
    kind: Kind
    sets: tuple[str, ...]  # laid over every situation: switches.talk=false


MODEL = Variant("model", "The model", "model", ())


def baselines() -> list[Variant]:
    """Simpler models, built from the same parts."""
    return [_baseline(path) for path in sorted(FOLDER.glob("*.yaml"))]


def mechanisms() -> list[Variant]:
    """The model without one of its mechanisms, for each of them."""
    return [
        Variant(name, switch.meaning, "mechanism", (f"switches.{name}=false",))
        for name, switch in switch_table().items()
    ]


def _baseline(path: Path) -> Variant:
    faults: list[Fault] = []
    node = read_document(path, faults)
    if faults:
        raise InputError(faults)
    return Variant(path.stem, str(plain(node)["title"]), "baseline", tuple(_settings(node.without("title"))))


def _settings(node: Node) -> Iterator[str]:
    """What a document says, as settings ``path.to.key=value``."""
    if isinstance(node.value, dict):
        for part in node.value.values():
            yield from _settings(part)
    else:
        yield f"{node.key}={str(node.value).lower()}"
