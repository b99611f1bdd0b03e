"""A file that asks where an experiment fails: which experiment, what failing is, and how boxes are looked for."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field

from simkomunitas.analysis.failure_conditions import parse_failure_conditions
from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.config.config_nodes import ConfigNode
from simkomunitas.config.config_reader import sort_errors
from simkomunitas.config.config_schemas import ShortName, choice_type
from simkomunitas.config.file_includes import resolve_file_name
from simkomunitas.config.key_types import build_section_model, integer_field, suggest_number_spelling, value_error
from simkomunitas.config.section_validation import validate_section
from simkomunitas.config.yaml_reader import read_yaml_file

KIND_KEY = "fails"  # the key by which such a file is known
BOXES, MOST_BOXES = 2, 10


class DiscoveryConfig(NamedTuple):
    """What is asked of the results of an experiment."""

    experiment: Path
    fails: str  # as ``failing`` reads it
    arms: tuple[str, ...] = ()  # empty: all that can fail
    boxes: int = BOXES
    density: float | None = None  # smallest share of a box that must fail
    average: bool = False  # over the seeds in which an outcome is defined


def share_key(value: object) -> float | None:
    """A share above zero, or none."""
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 1:
        return float(value)
    raise value_error("a number above 0, at most 1", suggest_number_spelling(value))


@cache
def discovery_schema() -> Any:  # noqa: ANN401 - a type made at run time
    """Such a file, key by key."""
    fields = {
        "experiment": (ShortName, Field(description="YAML file of the experiment")),
        KIND_KEY: (ShortName, Field(description="outcome@period [against ARM] < LEVEL [and ...]")),
        "arms": (list[str], Field(default_factory=list, description="arms to look at; all, if left out")),
        "boxes": integer_field(1, MOST_BOXES, BOXES, "boxes to look for, at most"),
        "density": (Annotated[float | None, BeforeValidator(share_key)],
                    Field(None, description="smallest share of a box that must fail")),
        "undefined": (choice_type("refuse", "average"), Field("refuse", description="where an outcome is undefined")),
    }  # fmt: skip
    return build_section_model("Exploration", fields, discovery_schema.__doc__ or "")


def read_discovery_config(path: Path) -> DiscoveryConfig | None:
    """The question in a file; None if it asks none (an experiment, say); InputError with every error of it."""
    faults: list[ErrorDetail] = []
    node = read_yaml_file(path, faults)
    if not isinstance(node.value, dict) or KIND_KEY not in node.value:
        return None
    said = validate_section(discovery_schema(), node, faults)
    experiment = _read_experiment_path(node, faults)
    if isinstance(node.value[KIND_KEY].value, str):
        faults.extend(_failure_condition_errors(node.value[KIND_KEY]))
    if faults or said is None or experiment is None:
        raise InputError(sort_errors(faults))
    return DiscoveryConfig(experiment, said[KIND_KEY], tuple(said["arms"]), said["boxes"], said["density"],
                    said["undefined"] == "average")  # fmt: skip


def _read_experiment_path(node: ConfigNode, errors: list[ErrorDetail]) -> Path | None:
    part = node.get_child("experiment")
    return resolve_file_name(part, errors) if part is not None else None


def _failure_condition_errors(node: ConfigNode) -> tuple[ErrorDetail, ...]:
    """What is wrong with the line that says what failing is."""
    try:
        parse_failure_conditions(node.value, node.location)
    except InputError as error:
        return error.errors
    return ()


def check_discovery_arms(asked: DiscoveryConfig, arms: Sequence[str]) -> None:
    """InputError for an arm that is asked about, or compared with, and is not there."""
    parse_failure_conditions(asked.fails, arms=arms)
    wrong = [(name, suggest_name(name, arms)) for name in asked.arms if name not in arms]
    if wrong:
        raise InputError([ErrorDetail("--arm", name, "", "the name of an arm", hint) for name, hint in wrong])
