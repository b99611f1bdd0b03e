"""The work behind asking a resident: her decisions, her life, and what would have changed her mind."""

from typing import NamedTuple

import numpy as np

from simkomunitas.explain.explaining import LIFE
from simkomunitas.explain.happenings import Decision, decisions
from simkomunitas.explain.persuading import Persuasion, persuasions
from simkomunitas.model.community.community_data import Whole
from simkomunitas.model.scenario import Scenario
from simkomunitas.simulation.run import run


class ResidentStory(NamedTuple):
    """What a resident can tell."""

    decisions: tuple[Decision, ...]
    life_events: Whole  # rows of the event log that are about her
    persuasions: tuple[Persuasion, ...]


def explain_resident(scenario: Scenario, seed: int, resident: str) -> ResidentStory:
    """Live through a run once more and keep what concerns one resident, by her id."""
    record = run(scenario, seed, events=True, explain=resident)
    made = tuple(decisions(record.reasons[: len(record.series)]))
    row = record.community.ids.index(resident)
    hers = (record.events[:, 2] == row) & np.isin(record.events[:, 1], tuple(LIFE))
    return ResidentStory(made, record.events[hers], tuple(persuasions(made, scenario.parameters)))
