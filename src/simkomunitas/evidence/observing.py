"""From situations to numbers: what every target's observer writes down, seed by seed."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from simkomunitas.evidence.situations import Situations
from simkomunitas.evidence.targets import Observed, Seen, Target, targets
from simkomunitas.study.run import run_checked
from simkomunitas.study.scenario import Scenario
from simkomunitas.world.community import Community, Flags, Numbers
from simkomunitas.world.draws import Purpose, chances
from simkomunitas.world.record import Record
from simkomunitas.world.villages import Village, build

Findings = Mapping[str, Observed]  # of one seed, by target


def situations_for(names: Iterable[str]) -> list[str]:
    """The situations that these targets ask for, each once."""
    return list(dict.fromkeys(situation for name in names for situation in targets[name].situations))


def only_what_is_watched(names: Sequence[str], situations: Situations) -> Situations:
    """The situations without the arms, and without the years after a programme, at which none of these targets looks.

    What is left is lived through exactly as in the whole.
    """
    return {situation: _watched([targets[name] for name in names if situation in targets[name].situations], arms)
            for situation, arms in situations.items()}  # fmt: skip


def _watched(lookers: Sequence[type[Target]], arms: Mapping[str, Scenario]) -> dict[str, Scenario]:
    wanted = {arm for looker in lookers for arm in looker.arms or arms}
    beyond = any(looker.afterwards for looker in lookers)
    return {arm: scenario if beyond else _until_left(scenario) for arm, scenario in arms.items() if arm in wanted}


def _until_left(scenario: Scenario) -> Scenario:
    return scenario._replace(horizon=scenario.horizon._replace(weeks_after=0))


def observe_seeds(names: Sequence[str], situations: Situations, seeds: Sequence[int]) -> list[Findings]:
    """What is observed of these targets under each seed."""
    return [observe(names, situations, seed) for seed in seeds]


def observe(names: Sequence[str], situations: Situations, seed: int) -> Findings:
    """What is observed of these targets under one seed; every situation is lived through once for all of them."""
    with_events = {situation for name in names if targets[name].events for situation in targets[name].situations}
    built: dict[Village, Community] = {}
    records = {
        situation: {arm: _record(scenario, seed, built, situation in with_events) for arm, scenario in arms.items()}
        for situation, arms in situations.items()
    }
    return {name: _observed(name, Seen(seed, records)) for name in names}


def _record(scenario: Scenario, seed: int, built: dict[Village, Community], events: bool) -> Record:
    """One run; arms in the same village meet the very same people."""
    if scenario.village not in built:
        built[scenario.village] = build(scenario.village, seed)
    return run_checked(scenario, seed, events=events, community=built[scenario.village])


def _observed(name: str, seen: Seen) -> Observed:
    wanted = targets[name].situations
    mine = seen._replace(records={situation: seen.records[situation] for situation in wanted})
    return {key: float(value) for key, value in targets[name]().measure(mine).items()}


def surveyed(seen: Seen, record: Record, share: float, occasion: int = 0) -> Flags:
    """Who of the residents is drawn into a sample of this share, the same whenever it is asked.

    occasion: a number for each of several samples that are drawn independently.
    """
    luck: Numbers = chances(seen.seed, int(Purpose.OBSERVATION), occasion, record.community.residents.key)
    return np.asarray(luck < share)
