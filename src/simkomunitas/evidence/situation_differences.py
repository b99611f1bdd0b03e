"""In what the situations differ from the defaults: everything, found by comparing, nothing told."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from simkomunitas.config.config_export import export_resolved
from simkomunitas.evidence.situations import Situations, setting_reasons
from simkomunitas.model.scenario_definition import Programme, Scenario


class SettingDifference(NamedTuple):
    """One setting of one arm of a situation that is not the default."""

    situation: str
    arm: str
    key: str
    default: str  # empty where there is no default: a village has no programme unless somebody brings one
    value: str
    reason: str  # why the source's setting fixes it; empty for what needs no reason: place, programme, horizon


def differences_from_defaults(situations: Situations) -> list[SettingDifference]:
    """Every setting of every arm that differs from the default village, and of programmes from the default ones."""
    usual = _flatten_mapping(export_resolved(Scenario(programme=_default_programme())))
    found = []
    for situation, arms in situations.items():
        because = setting_reasons(situation)
        for arm, scenario in arms.items():
            said = _flatten_mapping(export_resolved(scenario))
            found += [
                SettingDifference(situation, arm, key, usual.get(key, ""), value, because.get(key, ""))
                for key, value in said.items()
                if usual.get(key) != value
            ]
    return found


def _default_programme() -> Programme:
    """A programme of which only its strategies have to be told; none of them is the default."""
    return Programme("locality_development", ((),) * 5, "random", "fixed_week")


def _flatten_mapping(mapping: Mapping[str, Any]) -> dict[str, str]:
    """Every value of a nested mapping under its dotted key."""
    return dict(_flatten_value(mapping, ""))


def _flatten_value(value: Any, key: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any part of a configuration
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _flatten_value(part, f"{key}.{name}" if key else str(name))
    else:
        yield key, str(value)
