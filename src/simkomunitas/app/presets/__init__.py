"""Scenarios that come with the app: one YAML file a preset, in the order of their numbers."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from simkomunitas.config.config_reader import read_arm
from simkomunitas.model.scenario_definition import Scenario

PRESETS_FOLDER = Path(__file__).parent


class PresetScenario(NamedTuple):
    """A scenario that comes with the app."""

    name: str
    scenario: Scenario


@cache
def load_presets() -> dict[str, PresetScenario]:
    """Every preset by name."""
    found = sorted(PRESETS_FOLDER.glob("*.yaml"))
    return {
        path.stem.partition("_")[2]: PresetScenario(path.stem.partition("_")[2], read_arm(path, None)) for path in found
    }
