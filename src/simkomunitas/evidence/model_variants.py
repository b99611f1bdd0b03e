"""What the model is compared with: itself without a mechanism, and simpler models that should fail.

Every variant is a handful of settings that anybody could lay over a configuration; a baseline is one YAML file of
the folder ``baselines``.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.config.config_nodes import ConfigNode, to_plain_value
from simkomunitas.config.yaml_reader import read_yaml_file
from simkomunitas.model.rules.parameters import switch_table

BASELINES_FOLDER = Path(__file__).parent / "baselines"
VariantKind = Literal["model", "baseline", "mechanism"]


class ModelVariant(NamedTuple):
    """The model under some settings."""

    name: str
    title: str
    kind: VariantKind
    overrides: tuple[str, ...]  # laid over every situation: switches.talk=false


FULL_MODEL = ModelVariant("model", "The model", "model", ())


def baseline_variants() -> list[ModelVariant]:
    """Simpler models, built from the same parts."""
    return [_read_baseline(path) for path in sorted(BASELINES_FOLDER.glob("*.yaml"))]


def mechanism_variants() -> list[ModelVariant]:
    """The model without one of its mechanisms, for each of them."""
    return [
        ModelVariant(name, switch.meaning, "mechanism", (f"switches.{name}=false",))
        for name, switch in switch_table().items()
    ]


def _read_baseline(path: Path) -> ModelVariant:
    errors: list[ErrorDetail] = []
    node = read_yaml_file(path, errors)
    if errors:
        raise InputError(errors)
    return ModelVariant(
        path.stem,
        str(to_plain_value(node)["title"]),
        "baseline",
        tuple(_document_overrides(node.without_keys("title"))),
    )


def _document_overrides(node: ConfigNode) -> Iterator[str]:
    """What a document says, as settings ``path.to.key=value``."""
    if isinstance(node.value, dict):
        for part in node.value.values():
            yield from _document_overrides(part)
    else:
        yield f"{node.key}={str(node.value).lower()}"
