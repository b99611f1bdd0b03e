"""The whole examination: the model, the baselines and the model without each mechanism, held against all targets."""

import os
from collections.abc import Callable, Mapping, Sequence
from math import ceil
from typing import NamedTuple

from simkomunitas.evidence.model_variants import FULL_MODEL, ModelVariant
from simkomunitas.evidence.situations import Situations, read_situations
from simkomunitas.evidence.target_measurement import Measurements, measure_seeds, situations_of_targets
from simkomunitas.evidence.target_verdicts import TargetResult, evaluate_target, joint_pass_rate
from simkomunitas.evidence.targets import targets_in_order
from simkomunitas.workers.worker_pool import map_in_processes, split_into_batches

MIN_TARGETS_MET = 16  # targets that a model of organizing should meet at once
NULL_RESULT_TARGETS = ("P16", "P17", "P18", "P19")  # these always among them: what a model of diffusion does not meet
MIN_SEEDS = 20  # seeds for a mechanism, where there are so many
Progress = Callable[[int], object]


class ValidationPlan(NamedTuple):
    """What is to be simulated: settled, and checked, before the first run."""

    targets: tuple[str, ...]
    variants: tuple[ModelVariant, ...]
    situations: Mapping[str, Situations]  # by variant
    seeds: Mapping[str, Sequence[int]]  # by variant

    def simulation_count(self) -> int:
        """Lives of one village under one seed that are to be simulated."""
        return sum(len(self.seeds[name]) * count_arms(self.situations[name]) for name in self.seeds)


class ValidationResult(NamedTuple):
    """What was found."""

    plan: ValidationPlan
    measurements: Mapping[str, Sequence[Measurements]]  # by variant, seed by seed
    results: Mapping[str, Sequence[TargetResult]]  # by variant, target by target
    # Share of bootstrap samples in which enough targets lie in their bands at once, the nulls among them.
    joint_rate: float
    joint_rate_all: float  # the same for all of them

    def model_results(self) -> Sequence[TargetResult]:
        """The judgements on the model itself."""
        return self.results[FULL_MODEL.name]

    def lost_targets(self, variant: str) -> list[str]:
        """Targets that the model meets and this variant does not."""
        return self._met_targets_with_verdict(variant, "not met")

    def doubtful_targets(self, variant: str) -> list[str]:
        """Targets that the model meets and of which this variant leaves doubt."""
        return self._met_targets_with_verdict(variant, "undecided")

    def _met_targets_with_verdict(self, variant: str, verdict: str) -> list[str]:
        pairs = zip(self.model_results(), self.results[variant], strict=True)
        return [ours.target for ours, theirs in pairs if ours.verdict == "met" and theirs.verdict == verdict]


def plan_validation(
    targets: Sequence[str] = (),
    variants: Sequence[ModelVariant] = (FULL_MODEL,),
    seeds: int = 100,
    overrides: Sequence[str] = (),
) -> ValidationPlan:
    """Settle what is to be simulated; ``overrides`` are laid over every situation of every variant.

    Without names, all targets.  Mechanisms are switched off under a quarter of the seeds, twenty at the least.
    Settings that no configuration knows raise InputError; an unknown target raises UnknownEntryError.
    """
    names = tuple(targets or targets_in_order())
    wanted = situations_of_targets(names)
    read = {variant.name: read_situations(wanted, (*variant.overrides, *overrides)) for variant in variants}
    numbers = {variant.name: range(1, 1 + _variant_run_count(variant, seeds)) for variant in variants}
    return ValidationPlan(names, tuple(variants), read, numbers)


def _variant_run_count(variant: ModelVariant, seeds: int) -> int:
    return seeds if variant.kind != "mechanism" else min(seeds, max(MIN_SEEDS, ceil(seeds / 4)))


def validate_model(
    plan: ValidationPlan, workers: int | None = None, progress: Progress | None = None
) -> ValidationResult:
    """Simulate all that is planned and judge it.

    jobs: processes, all cores if None; results do not depend on it.  progress: told how many villages have been
    lived through, bit by bit.
    """
    processes = workers or os.cpu_count() or 1
    tasks = [
        ValidationTask(name, plan.targets, plan.situations[name], chunk)
        for name, seeds in plan.seeds.items()
        for chunk in split_into_batches(seeds, processes)
    ]
    found: dict[str, list[Measurements]] = {name: [] for name in plan.seeds}
    for task, findings in zip(tasks, map_in_processes(simulate_seeds, tasks, processes), strict=True):
        found[task.variant] += findings
        if progress is not None:
            progress(len(task.seeds) * count_arms(task.situations))
    return evaluate_results(plan, found)


class ValidationTask(NamedTuple):
    """A handful of seeds of one variant."""

    variant: str
    targets: tuple[str, ...]
    situations: Situations
    seeds: Sequence[int]


def simulate_seeds(task: ValidationTask) -> list[Measurements]:
    """What is observed under a handful of seeds."""
    return measure_seeds(task.targets, task.situations, task.seeds)


def count_arms(situations: Situations) -> int:
    """How many villages are lived through under one seed."""
    return sum(map(len, situations.values()))


def evaluate_results(plan: ValidationPlan, found: Mapping[str, Sequence[Measurements]]) -> ValidationResult:
    """The judgements on what was found."""
    judgements = {
        variant: [evaluate_target(target, findings, plan.seeds[variant]) for target in plan.targets]
        for variant, findings in found.items()
    }
    model = judgements[FULL_MODEL.name]
    return ValidationResult(
        plan,
        found,
        judgements,
        joint_pass_rate(model, min(MIN_TARGETS_MET, len(model)), NULL_RESULT_TARGETS),
        joint_pass_rate(model, len(model)),
    )
