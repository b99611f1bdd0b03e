"""Settings that are right one by one but contradict each other; both keys are named."""

from collections.abc import Iterator
from functools import partial
from math import nan
from typing import Any, NamedTuple

from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.base.quantity import block_quantities
from simkomunitas.config.config_nodes import ConfigNode
from simkomunitas.model.community.village_settings import PopulationSettings
from simkomunitas.model.programme.exit_rules import exit_rules
from simkomunitas.model.programme.programme_settings import Facilitation, Horizon, ProgrammeCourse, Stages
from simkomunitas.model.scenario_definition import Programme
from simkomunitas.model.vocabulary import STAGES


class SettingValue(NamedTuple):
    """A setting: its key, its value, and whether it is written or only the default."""

    key: str
    value: float  # NaN, which clashes with nothing, where no right number is written
    node: ConfigNode | None


def find_contradictions(scenario: ConfigNode) -> Iterator[ErrorDetail]:
    """What contradicts itself in a scenario, whatever else is wrong with it."""
    yield from _find_people_contradictions(scenario)
    yield from _find_data_file_contradictions(scenario)
    yield from _find_horizon_contradictions(scenario)
    programme = scenario.get_child("programme")
    if programme is not None and isinstance(programme.value, dict):
        yield from _find_stage_contradictions(scenario)
        yield from _find_facilitation_contradictions(scenario)
        yield from _find_exit_contradictions(scenario)


def _get_setting(scenario: ConfigNode, defaults: Any, section: str, name: str) -> SettingValue:  # noqa: ANN401 - any block
    """A setting of the section ``section``, which is a block with these defaults."""
    key = f"{section}.{name}"
    node = scenario.find_descendant(key.split("."))
    if node is None:
        return SettingValue(key, float(getattr(defaults, name)), None)
    about = block_quantities(type(defaults))[name]
    right = isinstance(node.value, int | float) and about.allows(node.value)
    return SettingValue(key, float(node.value) if right else nan, node)


def _contradiction_error(scenario: ConfigNode, first: SettingValue, second: SettingValue, expected: str) -> ErrorDetail:
    """An error of two settings, at the first of them that is written."""
    node = first.node or second.node or scenario
    return ErrorDetail(
        node.location, first.key, f"{first.value:.15g}", f"{expected} {second.key} ({second.value:.15g})"
    )


def _find_people_contradictions(scenario: ConfigNode) -> Iterator[ErrorDetail]:
    said = partial(_get_setting, scenario, PopulationSettings(), "community.people")
    adults, hamlets = said("adults"), said("hamlets")
    if hamlets.value > adults.value:
        yield _contradiction_error(scenario, hamlets, adults, "at most")
    riders, humped = said("free_riders"), said("hump_shaped")
    if riders.value + humped.value > 1:
        yield _contradiction_error(scenario, riders, humped, "at most 1 together with")


def _find_data_file_contradictions(scenario: ConfigNode) -> Iterator[ErrorDetail]:
    """Facts that are said twice, and words and layers of columns that are not named."""
    above = "community.residents"
    columns, constants, values = (
        _section_parts(scenario, f"{above}.{name}") for name in ("columns", "constants", "values")
    )
    for fact in [fact for fact in constants if fact in columns]:
        yield constants[fact].build_error(f"nothing here, or nothing at {above}.columns.{fact}")
    for fact in [fact for fact in values if fact not in columns]:
        yield values[fact].build_error(f"a column for it at {above}.columns.{fact}")
    ties = _section_parts(scenario, "community.network")
    columns = _section_parts(scenario, "community.network.columns")
    if "layers" in ties and "layer" not in columns and "format" not in ties:
        yield ties["layers"].build_error("a column for them at community.network.columns.layer")


def _section_parts(scenario: ConfigNode, key: str) -> dict[str, ConfigNode]:
    node = scenario.find_descendant(key.split("."))
    return node.value if node is not None and isinstance(node.value, dict) else {}


def _find_horizon_contradictions(scenario: ConfigNode) -> Iterator[ErrorDetail]:
    said = partial(_get_setting, scenario, Horizon(), "horizon")
    weeks, after = said("programme_weeks"), said("weeks_after")
    if weeks.value == after.value == 0:
        yield _contradiction_error(scenario, weeks, after, "at least one week here or at")


def _find_stage_contradictions(scenario: ConfigNode) -> Iterator[ErrorDetail]:
    """Stages that must end before they may."""
    for name in STAGES:
        said = partial(_get_setting, scenario, getattr(Stages(), name), f"programme.stages.{name}")
        shortest, longest = said("shortest"), said("longest")
        if shortest.value > longest.value:
            yield _contradiction_error(scenario, shortest, longest, "at most")


def _find_facilitation_contradictions(scenario: ConfigNode) -> Iterator[ErrorDetail]:
    """Facilitators without hours or hours without facilitators, where both are written."""
    said = partial(_get_setting, scenario, Facilitation(), "programme.facilitation")
    number, hours = said("number"), said("hours")
    if number.node and hours.node and (number.value == 0 < hours.value or hours.value == 0 < number.value):
        yield _contradiction_error(scenario, number, hours, "both zero or none, with")


def _find_exit_contradictions(scenario: ConfigNode) -> Iterator[ErrorDetail]:
    """Ways to leave for which the programme is too short, or that would leave as soon as they may."""
    rule = scenario.find_descendant(("programme", "exit"))
    name = Programme().exit_rule if rule is None else rule.value
    if not isinstance(name, str) or name not in exit_rules:
        return
    outlook, said = exit_rules[name].outlook, partial(_get_setting, scenario, ProgrammeCourse(), "programme.course")
    taper, weeks = said("taper_weeks"), _get_setting(scenario, Horizon(), "horizon", "programme_weeks")
    if (outlook.is_tapering or taper.node) and taper.value > weeks.value:
        yield _contradiction_error(scenario, taper, weeks, "at most")
    gate = said("exit_gate")
    if outlook.leaves_at_gate and gate.node and gate.value == 0:
        yield gate.node.build_error(f"more than 0 with programme.exit ({name})")
