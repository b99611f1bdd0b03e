"""From situations to numbers: what every target's observer writes down, seed by seed."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from simkomunitas.evidence.situations import Situations
from simkomunitas.evidence.targets import MeasuredNumbers, SeedRecords, Target, targets
from simkomunitas.model.community.community_data import Community, Flags, Numbers
from simkomunitas.model.community.village_descriptions import Village, build_community
from simkomunitas.model.random_draws import DrawPurpose, draw_chances
from simkomunitas.model.scenario_definition import Scenario
from simkomunitas.model.state.run_record import RunRecord
from simkomunitas.simulation.simulation_run import run_checked_scenario

Measurements = Mapping[str, MeasuredNumbers]  # of one seed, by target


def situations_of_targets(names: Iterable[str]) -> list[str]:
    """The situations that these targets ask for, each once."""
    return list(dict.fromkeys(situation for name in names for situation in targets[name].situations))


def trim_situations(names: Sequence[str], situations: Situations) -> Situations:
    """The situations without the arms, and without the years after a programme, at which none of these targets looks.

    What is left is lived through exactly as in the whole.
    """
    return {situation: _arms_in_use([targets[name] for name in names if situation in targets[name].situations], arms)
            for situation, arms in situations.items()}  # fmt: skip


def _arms_in_use(targets_by_arm: Sequence[type[Target]], arms: Mapping[str, Scenario]) -> dict[str, Scenario]:
    wanted = {arm for looker in targets_by_arm for arm in looker.arms or arms}
    beyond = any(looker.afterwards for looker in targets_by_arm)
    return {arm: scenario if beyond else _end_at_exit(scenario) for arm, scenario in arms.items() if arm in wanted}


def _end_at_exit(scenario: Scenario) -> Scenario:
    return scenario._replace(horizon=scenario.horizon._replace(weeks_after=0))


def measure_seeds(names: Sequence[str], situations: Situations, seeds: Sequence[int]) -> list[Measurements]:
    """What is observed of these targets under each seed."""
    return [measure_targets(names, situations, seed) for seed in seeds]


def measure_targets(names: Sequence[str], situations: Situations, seed: int) -> Measurements:
    """What is observed of these targets under one seed; every situation is lived through once for all of them."""
    with_events = {situation for name in names if targets[name].events for situation in targets[name].situations}
    built: dict[Village, Community] = {}
    records = {
        situation: {
            arm: _simulate_record(scenario, seed, built, situation in with_events) for arm, scenario in arms.items()
        }
        for situation, arms in situations.items()
    }
    return {name: _measure_target(name, SeedRecords(seed, records)) for name in names}


def _simulate_record(scenario: Scenario, seed: int, built: dict[Village, Community], events: bool) -> RunRecord:
    """One run; arms in the same village meet the very same people."""
    if scenario.village not in built:
        built[scenario.village] = build_community(scenario.village, seed)
    return run_checked_scenario(scenario, seed, keep_events=events, community=built[scenario.village])


def _measure_target(name: str, seed_records: SeedRecords) -> MeasuredNumbers:
    wanted = targets[name].situations
    mine = seed_records._replace(records={situation: seed_records.records[situation] for situation in wanted})
    return {key: float(value) for key, value in targets[name]().measure_seed(mine).items()}


def survey_sample(seed_records: SeedRecords, record: RunRecord, share: float, survey_key: int = 0) -> Flags:
    """Who of the residents is drawn into a sample of this share, the same whenever it is asked.

    survey_key: a number for each of several samples that are drawn independently.
    """
    noise: Numbers = draw_chances(
        seed_records.seed, int(DrawPurpose.OBSERVATION), survey_key, record.community.residents.key
    )
    return np.asarray(noise < share)
