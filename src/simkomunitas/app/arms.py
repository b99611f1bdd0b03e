"""One programme in one village, as the pages show it."""

from typing import NamedTuple

from simkomunitas.study.scenario import Scenario


class Arm(NamedTuple):
    """One programme in one village, and what it is called."""

    name: str  # of a preset, or what the viewer calls it
    scenario: Scenario
