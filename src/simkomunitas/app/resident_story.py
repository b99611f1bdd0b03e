"""The work behind asking a resident: her decisions, her life, and what would have changed her mind."""

from typing import NamedTuple

import numpy as np

from simkomunitas.explain.counterfactuals import CircumstanceEffect, count_decisive_circumstances
from simkomunitas.explain.decision_explanations import RESIDENT_EVENTS
from simkomunitas.explain.event_descriptions import AttendanceDecision, read_decisions
from simkomunitas.model.community.community_data import Whole
from simkomunitas.model.scenario_definition import Scenario
from simkomunitas.simulation.simulation_run import run_scenario


class ResidentStory(NamedTuple):
    """What a resident can tell."""

    decisions: tuple[AttendanceDecision, ...]
    life_events: Whole  # rows of the event log that are about her
    persuasions: tuple[CircumstanceEffect, ...]


def explain_resident(scenario: Scenario, seed: int, resident: str) -> ResidentStory:
    """Live through a run once more and keep what concerns one resident, by her id."""
    record = run_scenario(scenario, seed, keep_events=True, explain_resident=resident)
    made = tuple(read_decisions(record.decision_trace[: len(record.series)]))
    row = record.community.ids.index(resident)
    hers = (record.event_log[:, 2] == row) & np.isin(record.event_log[:, 1], tuple(RESIDENT_EVENTS))
    return ResidentStory(made, record.event_log[hers], tuple(count_decisive_circumstances(made, scenario.parameters)))
