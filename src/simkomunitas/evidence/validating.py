"""The whole examination: the model, the baselines and the model without each mechanism, held against all targets."""

import os
from collections.abc import Callable, Mapping, Sequence
from math import ceil
from typing import NamedTuple

from simkomunitas.evidence.judging import Judgement, joint_rate, judge
from simkomunitas.evidence.observing import Findings, observe_seeds, situations_for
from simkomunitas.evidence.situations import Situations, read_situations
from simkomunitas.evidence.targets import in_order
from simkomunitas.evidence.variants import MODEL, Variant
from simkomunitas.study.spreading import handfuls, spread

ENOUGH = 16  # targets that a model of organizing should meet at once
NULLS = ("P16", "P17", "P18", "P19")  # these always among them: what a model of diffusion does not meet
FEWEST = 20  # seeds for a mechanism, where there are so many
Progress = Callable[[int], object]


class Plan(NamedTuple):
    """What is to be simulated: settled, and checked, before the first run."""

    targets: tuple[str, ...]
    variants: tuple[Variant, ...]
    situations: Mapping[str, Situations]  # by variant
    seeds: Mapping[str, Sequence[int]]  # by variant

    def work(self) -> int:
        """Lives of one village under one seed that are to be simulated."""
        return sum(len(self.seeds[name]) * arms_in(self.situations[name]) for name in self.seeds)


class Validation(NamedTuple):
    """What was found."""

    plan: Plan
    found: Mapping[str, Sequence[Findings]]  # by variant, seed by seed
    judgements: Mapping[str, Sequence[Judgement]]  # by variant, target by target
    joint: float  # share of bootstrap samples in which enough targets lie in their bands at once, the nulls among them
    joint_all: float  # the same for all of them

    def model(self) -> Sequence[Judgement]:
        """The judgements on the model itself."""
        return self.judgements[MODEL.name]

    def lost(self, variant: str) -> list[str]:
        """Targets that the model meets and this variant does not."""
        return self._met_that_are(variant, "not met")

    def shaken(self, variant: str) -> list[str]:
        """Targets that the model meets and of which this variant leaves doubt."""
        return self._met_that_are(variant, "undecided")

    def _met_that_are(self, variant: str, verdict: str) -> list[str]:
        pairs = zip(self.model(), self.judgements[variant], strict=True)
        return [ours.target for ours, theirs in pairs if ours.verdict == "met" and theirs.verdict == verdict]


def make_plan(
    targets: Sequence[str] = (), variants: Sequence[Variant] = (MODEL,), seeds: int = 100, sets: Sequence[str] = ()
) -> Plan:
    """Settle what is to be simulated; ``sets`` are laid over every situation of every variant.

    Without names, all targets.  Mechanisms are switched off under a quarter of the seeds, twenty at the least.
    Settings that no configuration knows raise InputError; an unknown target raises UnknownEntryError.
    """
    names = tuple(targets or in_order())
    wanted = situations_for(names)
    read = {variant.name: read_situations(wanted, (*variant.sets, *sets)) for variant in variants}
    numbers = {variant.name: range(1, 1 + _count(variant, seeds)) for variant in variants}
    return Plan(names, tuple(variants), read, numbers)


def _count(variant: Variant, seeds: int) -> int:
    return seeds if variant.kind != "mechanism" else min(seeds, max(FEWEST, ceil(seeds / 4)))


def validate(plan: Plan, jobs: int | None = None, progress: Progress | None = None) -> Validation:
    """Simulate all that is planned and judge it.

    jobs: processes, all cores if None; results do not depend on it.  progress: told how many villages have been
    lived through, bit by bit.
    """
    processes = jobs or os.cpu_count() or 1
    tasks = [
        Task(name, plan.targets, plan.situations[name], chunk)
        for name, seeds in plan.seeds.items()
        for chunk in handfuls(seeds, processes)
    ]
    found: dict[tuple[str, int], Findings] = {}
    for task, findings in spread(simulate, tasks, processes):
        found.update(zip(((task.variant, seed) for seed in task.seeds), findings, strict=True))
        if progress is not None:
            progress(len(task.seeds) * arms_in(task.situations))
    return judged(plan, {name: [found[name, seed] for seed in seeds] for name, seeds in plan.seeds.items()})


class Task(NamedTuple):
    """A handful of seeds of one variant."""

    variant: str
    targets: tuple[str, ...]
    situations: Situations
    seeds: Sequence[int]


def simulate(task: Task) -> tuple[Task, list[Findings]]:
    """What is observed under a handful of seeds."""
    return task, observe_seeds(task.targets, task.situations, task.seeds)


def arms_in(situations: Situations) -> int:
    """How many villages are lived through under one seed."""
    return sum(map(len, situations.values()))


def judged(plan: Plan, found: Mapping[str, Sequence[Findings]]) -> Validation:
    """The judgements on what was found."""
    judgements = {
        variant: [judge(target, findings, plan.seeds[variant]) for target in plan.targets]
        for variant, findings in found.items()
    }
    model = judgements[MODEL.name]
    return Validation(
        plan, found, judgements, joint_rate(model, min(ENOUGH, len(model)), NULLS), joint_rate(model, len(model))
    )
