"""A file that asks where an experiment fails: which experiment, what failing is, and how boxes are looked for."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field

from simkomunitas.analysis.failing import failing
from simkomunitas.ground.catalogue import did_you_mean
from simkomunitas.ground.faults import Fault, InputError
from simkomunitas.study.documents import read_document
from simkomunitas.study.forms import Name, one_of
from simkomunitas.study.keys import refused, section, separators, whole
from simkomunitas.study.layers import file_named
from simkomunitas.study.nodes import Node
from simkomunitas.study.reading import in_order
from simkomunitas.study.validating import validated

MARK = "fails"  # the key by which such a file is known
BOXES, MOST_BOXES = 2, 10


class Question(NamedTuple):
    """What is asked of the results of an experiment."""

    experiment: Path
    fails: str  # as ``failing`` reads it
    arms: tuple[str, ...] = ()  # empty: all that can fail
    boxes: int = BOXES
    density: float | None = None  # smallest share of a box that must fail
    average: bool = False  # over the seeds in which an outcome is defined


def up_to_one(value: object) -> float | None:
    """A share above zero, or none."""
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 1:
        return float(value)
    raise refused("a number above 0, at most 1", separators(value))


@cache
def form() -> Any:  # noqa: ANN401 - a type made at run time
    """Such a file, key by key."""
    fields = {
        "experiment": (Name, Field(description="YAML file of the experiment")),
        MARK: (Name, Field(description="outcome@period [against ARM] < LEVEL [and ...]")),
        "arms": (list[str], Field(default_factory=list, description="arms to look at; all, if left out")),
        "boxes": whole(1, MOST_BOXES, BOXES, "boxes to look for, at most"),
        "density": (Annotated[float | None, BeforeValidator(up_to_one)],
                    Field(None, description="smallest share of a box that must fail")),
        "undefined": (one_of("refuse", "average"), Field("refuse", description="where an outcome is undefined")),
    }  # fmt: skip
    return section("Exploration", fields, form.__doc__ or "")


def read_question(path: Path) -> Question | None:
    """The question in a file; None if it asks none (an experiment, say); InputError with every fault of it."""
    faults: list[Fault] = []
    node = read_document(path, faults)
    if not isinstance(node.value, dict) or MARK not in node.value:
        return None
    said = validated(form(), node, faults)
    experiment = _experiment(node, faults)
    if isinstance(node.value[MARK].value, str):
        faults.extend(_faults_of(node.value[MARK]))
    if faults or said is None or experiment is None:
        raise InputError(in_order(faults))
    return Question(experiment, said[MARK], tuple(said["arms"]), said["boxes"], said["density"],
                    said["undefined"] == "average")  # fmt: skip


def _experiment(node: Node, faults: list[Fault]) -> Path | None:
    part = node.get("experiment")
    return file_named(part, faults) if part is not None else None


def _faults_of(node: Node) -> tuple[Fault, ...]:
    """What is wrong with the line that says what failing is."""
    try:
        failing(node.value, node.place)
    except InputError as error:
        return error.faults
    return ()


def check_arms(asked: Question, arms: Sequence[str]) -> None:
    """InputError for an arm that is asked about, or compared with, and is not there."""
    failing(asked.fails, arms=arms)
    wrong = [(name, did_you_mean(name, arms)) for name in asked.arms if name not in arms]
    if wrong:
        raise InputError([Fault("--arm", name, "", "the name of an arm", hint) for name, hint in wrong])
