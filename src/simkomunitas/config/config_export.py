"""Scenarios and comparisons written out in full, so that they can be kept and read again."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from simkomunitas.config.file_includes import NO_PROGRAMME_WORD
from simkomunitas.config.yaml_reader import THOUSANDS_POINT_PATTERN
from simkomunitas.model.community.data_import.data_file_formats import DRAWN
from simkomunitas.model.community.village_descriptions import ImportedVillage, Village
from simkomunitas.model.scenario_definition import Comparison, Programme, Scenario, StrategyShares
from simkomunitas.model.vocabulary import STAGES


def export_resolved(configuration: Scenario | Comparison) -> dict[str, Any]:
    """A scenario or a comparison as a plain mapping with every default written out, fit for YAML and JSON.

    Of the arms of a comparison only what differs from the first arm is repeated.
    """
    if isinstance(configuration, Scenario):
        return _export_scenario(configuration)
    arms = {name: _export_scenario(scenario) for name, scenario in configuration.arms}
    common = next(iter(arms.values()))
    different = {
        name: {part: value for part, value in ({"turns": []} | arm).items() if value != common.get(part, [])}
        for name, arm in arms.items()
    }
    about = {"title": configuration.title, "question": configuration.question}
    seeds = {
        "replicates": configuration.replicates,
        "first_seed": configuration.first_seed,
        "against": configuration.against,
    }
    return about | common | {"arms": different} | seeds


def _export_scenario(scenario: Scenario) -> dict[str, Any]:
    apart = ("village", "programme", "turns")
    blocks = {name: export_value(part) for name, part in scenario._asdict().items() if name not in apart}
    turns = [{"week": turn.week, "programme": export_programme(turn.programme)} for turn in scenario.turns]
    return (
        {"community": export_village(scenario.village), "programme": export_programme(scenario.programme)}
        | blocks
        | ({"turns": turns} if turns else {})
    )


def export_village(village: Village) -> dict[str, Any]:
    """A village with every default written out."""
    parts = {name: export_value(part) for name, part in village._asdict().items()}
    if not isinstance(village, ImportedVillage):
        return {"kind": "synthetic"} | parts
    residents, ties = parts["residents"], parts["network"]
    for name in ("columns", "constants"):
        residents[name] = dict(getattr(village.residents, name))
    residents["values"] = {fact: dict(found) for fact, found in village.residents.values}
    if village.network is None:
        parts["network"] = DRAWN
    else:
        ties["columns"] = dict(village.network.columns)
    return {"kind": "imported"} | parts


def export_programme(programme: Programme | None) -> dict[str, Any] | str:
    """A programme with every default written out, or the word none."""
    if programme is None:
        return NO_PROGRAMME_WORD
    parts = {name: export_value(part) for name, part in programme._asdict().items()}
    parts["strategies"] = _export_strategy_shares(programme.strategies)
    return {"exit" if name == "exit_rule" else name: part for name, part in parts.items()}


def _export_strategy_shares(rows: tuple[StrategyShares, ...]) -> dict[str, Any]:
    """The shares once, if all stages have the same."""
    written = [{name: export_value(part) for name, part in row} for row in rows]
    same = all(row == written[0] for row in written)
    return written[0] if same else dict(zip(STAGES, written, strict=True))


def export_value(value: Any) -> Any:  # noqa: ANN401 - any part of a scenario
    """A part of a scenario in words, numbers, lists and mappings; whole numbers without a point."""
    if hasattr(value, "_asdict"):
        return {name: export_value(part) for name, part in value._asdict().items()}
    if isinstance(value, tuple):
        return [export_value(part) for part in value]
    if isinstance(value, Path):
        return value.resolve().as_posix()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def to_yaml(mapping: Mapping[str, Any]) -> str:
    """A resolved mapping as YAML that reads back to the same.

    >>> print(to_yaml({"horizon": {"weeks_after": 260}, "title": "Desa", "arms": {"none": {}}}), end="")
    horizon:
      weeks_after: 260
    title: "Desa"
    arms:
      none: {}
    """
    return "".join(f"{line}\n" for line in _yaml_lines(mapping, ""))


def _yaml_lines(mapping: Mapping[str, Any], indent: str) -> Iterator[str]:
    for name, value in mapping.items():
        key = name if name.isidentifier() and name.isascii() else json.dumps(name, ensure_ascii=False)
        if isinstance(value, Mapping) and value:
            yield f"{indent}{key}:"
            yield from _yaml_lines(value, f"{indent}  ")
        else:
            yield f"{indent}{key}: {_yaml_scalar(value)}"


def _yaml_scalar(value: Any) -> str:  # noqa: ANN401 - a scalar, a list or an empty mapping
    """A value on one line; JSON is YAML, but for numbers that could be misread."""
    if isinstance(value, Mapping) and value:
        return f"{{{', '.join(f'{json.dumps(name)}: {_yaml_scalar(part)}' for name, part in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(_yaml_scalar(part) for part in value)}]"
    if isinstance(value, float):
        return f"{value!r}0" if THOUSANDS_POINT_PATTERN.fullmatch(repr(value)) else repr(value)
    return json.dumps(value, ensure_ascii=False)
