"""The work behind asking a resident: her decisions, her life, and what would have changed her mind."""

from typing import NamedTuple

import numpy as np

from simkomunitas.study.explaining import LIFE
from simkomunitas.study.happenings import Decision, decisions
from simkomunitas.study.persuading import Persuasion, persuasions
from simkomunitas.study.run import run
from simkomunitas.study.scenario import Scenario
from simkomunitas.world.community import Whole


class Story(NamedTuple):
    """What a resident can tell."""

    made: tuple[Decision, ...]
    life: Whole  # rows of the event log that are about her
    persuasions: tuple[Persuasion, ...]


def story_of(scenario: Scenario, seed: int, resident: str) -> Story:
    """Live through a run once more and keep what concerns one resident, by her id."""
    record = run(scenario, seed, events=True, explain=resident)
    made = tuple(decisions(record.reasons[: len(record.series)]))
    row = record.community.ids.index(resident)
    hers = (record.events[:, 2] == row) & np.isin(record.events[:, 1], tuple(LIFE))
    return Story(made, record.events[hers], tuple(persuasions(made, scenario.parameters)))
