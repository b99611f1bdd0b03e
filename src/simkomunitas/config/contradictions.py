"""Settings that are right one by one but contradict each other; both keys are named."""

from collections.abc import Iterator
from functools import partial
from math import nan
from typing import Any, NamedTuple

from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.base.quantity import block_quantities
from simkomunitas.config.forms import USUAL_EXIT
from simkomunitas.config.nodes import Node
from simkomunitas.model.community.village_settings import PopulationSettings
from simkomunitas.model.programme.exit_rules import exit_rules
from simkomunitas.model.programme.programme_settings import STAGES, Facilitation, Horizon, ProgrammeCourse, Stages


class Said(NamedTuple):
    """A setting: its key, its value, and whether it is written or only the default."""

    key: str
    value: float  # NaN, which clashes with nothing, where no right number is written
    node: Node | None


def contradictions(scenario: Node) -> Iterator[ErrorDetail]:
    """What contradicts itself in a scenario, whatever else is wrong with it."""
    yield from _of_people(scenario)
    yield from _of_files(scenario)
    yield from _of_horizon(scenario)
    programme = scenario.get("programme")
    if programme is not None and isinstance(programme.value, dict):
        yield from _of_stages(scenario)
        yield from _of_facilitation(scenario)
        yield from _of_end(scenario)


def _said(scenario: Node, defaults: Any, above: str, name: str) -> Said:  # noqa: ANN401 - any block
    """A setting of the section ``above``, which is a block with these defaults."""
    key = f"{above}.{name}"
    node = scenario.at(key.split("."))
    if node is None:
        return Said(key, float(getattr(defaults, name)), None)
    about = block_quantities(type(defaults))[name]
    right = isinstance(node.value, int | float) and about.low <= node.value <= about.high
    return Said(key, float(node.value) if right else nan, node)


def _clash(scenario: Node, one: Said, other: Said, expected: str) -> ErrorDetail:
    """A fault of two settings, at the first of them that is written."""
    node = one.node or other.node or scenario
    return ErrorDetail(node.place, one.key, f"{one.value:.15g}", f"{expected} {other.key} ({other.value:.15g})")


def _of_people(scenario: Node) -> Iterator[ErrorDetail]:
    said = partial(_said, scenario, PopulationSettings(), "community.people")
    adults, hamlets = said("adults"), said("hamlets")
    if hamlets.value > adults.value:
        yield _clash(scenario, hamlets, adults, "at most")
    riders, humped = said("free_riders"), said("hump_shaped")
    if riders.value + humped.value > 1:
        yield _clash(scenario, riders, humped, "at most 1 together with")


def _of_files(scenario: Node) -> Iterator[ErrorDetail]:
    """Facts that are said twice, and words and layers of columns that are not named."""
    above = "community.residents"
    columns, constants, values = (_parts(scenario, f"{above}.{name}") for name in ("columns", "constants", "values"))
    for fact in [fact for fact in constants if fact in columns]:
        yield constants[fact].fault(f"nothing here, or nothing at {above}.columns.{fact}")
    for fact in [fact for fact in values if fact not in columns]:
        yield values[fact].fault(f"a column for it at {above}.columns.{fact}")
    ties = _parts(scenario, "community.network")
    columns = _parts(scenario, "community.network.columns")
    if "layers" in ties and "layer" not in columns and "format" not in ties:
        yield ties["layers"].fault("a column for them at community.network.columns.layer")


def _parts(scenario: Node, key: str) -> dict[str, Node]:
    node = scenario.at(key.split("."))
    return node.value if node is not None and isinstance(node.value, dict) else {}


def _of_horizon(scenario: Node) -> Iterator[ErrorDetail]:
    said = partial(_said, scenario, Horizon(), "horizon")
    weeks, after = said("programme_weeks"), said("weeks_after")
    if weeks.value == after.value == 0:
        yield _clash(scenario, weeks, after, "at least one week here or at")


def _of_stages(scenario: Node) -> Iterator[ErrorDetail]:
    """Stages that must end before they may."""
    for name in STAGES:
        said = partial(_said, scenario, getattr(Stages(), name), f"programme.stages.{name}")
        shortest, longest = said("shortest"), said("longest")
        if shortest.value > longest.value:
            yield _clash(scenario, shortest, longest, "at most")


def _of_facilitation(scenario: Node) -> Iterator[ErrorDetail]:
    """Facilitators without hours or hours without facilitators, where both are written."""
    said = partial(_said, scenario, Facilitation(), "programme.facilitation")
    number, hours = said("number"), said("hours")
    if number.node and hours.node and (number.value == 0 < hours.value or hours.value == 0 < number.value):
        yield _clash(scenario, number, hours, "both zero or none, with")


def _of_end(scenario: Node) -> Iterator[ErrorDetail]:
    """Ways to leave for which the programme is too short, or that would leave as soon as they may."""
    rule = scenario.at(("programme", "exit"))
    name = USUAL_EXIT if rule is None else rule.value
    if not isinstance(name, str) or name not in exit_rules:
        return
    outlook, said = exit_rules[name].outlook, partial(_said, scenario, ProgrammeCourse(), "programme.course")
    taper, weeks = said("taper_weeks"), _said(scenario, Horizon(), "horizon", "programme_weeks")
    if (outlook.is_tapering or taper.node) and taper.value > weeks.value:
        yield _clash(scenario, taper, weeks, "at most")
    gate = said("exit_gate")
    if outlook.leaves_at_gate and gate.node and gate.value == 0:
        yield gate.node.fault(f"more than 0 with programme.exit ({name})")
