"""One programme in one village, as the pages show it."""

from typing import NamedTuple

from simkomunitas.model.scenario_definition import Scenario

CHANGED_PREFIX = "~"  # between the name of an arm and the week from which it was changed
TEAM_PREFIX = "team:"  # before the name of a team, whose village it is
OPENED_SEPARATOR = " · "  # between the name of a file and the name of an arm in it


class ProgrammeArm(NamedTuple):
    """One programme in one village, and what it is called."""

    name: str  # of a preset, of a team, or of the file it was opened from and the arm in it
    scenario: Scenario
