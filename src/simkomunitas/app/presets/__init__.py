"""Scenarios that come with the app: one YAML file a preset, in the order of their numbers."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from simkomunitas.study.reading import read_arm
from simkomunitas.study.scenario import Scenario

HERE = Path(__file__).parent


class Preset(NamedTuple):
    """A scenario that comes with the app."""

    name: str
    scenario: Scenario


@cache
def presets() -> dict[str, Preset]:
    """Every preset by name."""
    found = sorted(HERE.glob("*.yaml"))
    return {path.stem.partition("_")[2]: Preset(path.stem.partition("_")[2], read_arm(path, None)) for path in found}
