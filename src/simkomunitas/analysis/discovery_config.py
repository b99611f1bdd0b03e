"""A file that asks where an experiment fails: which experiment, what failing is, and how boxes are looked for."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from simkomunitas.analysis.failure_conditions import parse_failure_conditions
from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.base.key_annotations import FloatRange, Key, LongText, ShortName
from simkomunitas.base.quantity import WHOLE_NUMBER, Quantity
from simkomunitas.config.config_nodes import ConfigNode
from simkomunitas.config.config_reader import sort_errors
from simkomunitas.config.value_builder import build_section
from simkomunitas.config.yaml_reader import read_yaml_file

KIND_KEY = "failure"  # the key by which such a file is known
MAX_BOXES = 10


class DiscoveryConfig(NamedTuple):
    """What is asked of the results of an experiment."""

    experiment: Annotated[Path, Key("YAML file of the experiment")]
    failure: Annotated[ShortName, Key("outcome@period [against ARM] < LEVEL [and ...]")]
    arms: Annotated[tuple[LongText, ...], Key("arms to look at; all, if left out")] = ()
    max_boxes: Annotated[int, Quantity("boxes to look for, at most", WHOLE_NUMBER, 1, MAX_BOXES)] = 2
    min_density: Annotated[
        float | None, FloatRange("a number above 0, at most 1", 0, 1), Key("smallest share of a box that must fail")
    ] = None
    undefined: Annotated[Literal["refuse", "average"], Key("where an outcome is undefined in some seeds")] = "refuse"


def read_discovery_config(path: Path) -> DiscoveryConfig | None:
    """The question in a file; None if it asks none (an experiment, say); InputError with every error of it."""
    errors: list[ErrorDetail] = []
    node = read_yaml_file(path, errors)
    if not isinstance(node.value, dict) or KIND_KEY not in node.value:
        return None
    asked = build_section(DiscoveryConfig, node, errors)
    if isinstance(node.value[KIND_KEY].value, str):
        errors.extend(_failure_condition_errors(node.value[KIND_KEY]))
    if errors or asked is None:
        raise InputError(sort_errors(errors))
    return asked


def _failure_condition_errors(node: ConfigNode) -> tuple[ErrorDetail, ...]:
    """What is wrong with the line that says what failing is."""
    try:
        parse_failure_conditions(node.value, node.location)
    except InputError as error:
        return error.errors
    return ()


def check_discovery_arms(asked: DiscoveryConfig, arms: Sequence[str]) -> None:
    """InputError for an arm that is asked about, or compared with, and is not there."""
    parse_failure_conditions(asked.failure, arms=arms)
    wrong = [(name, suggest_name(name, arms)) for name in asked.arms if name not in arms]
    if wrong:
        raise InputError([ErrorDetail("--arm", name, "", "the name of an arm", hint) for name, hint in wrong])
