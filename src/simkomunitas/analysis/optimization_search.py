"""The best use of fixed hours: searched for, thinned out, and judged again beside plans everybody knows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from simkomunitas.analysis.evolutionary_search import Generation, GenerationStore, pareto_front, run_generations
from simkomunitas.analysis.optimization_config import OptimizationConfig
from simkomunitas.analysis.plan_encoder import DecisionSpace, ProgrammePlan
from simkomunitas.analysis.plan_evaluation import EvaluationSettings, build_front_table, plan_scores
from simkomunitas.analysis.plan_simulator import PlanSimulator, Progress
from simkomunitas.base.typed_columns import Numbers
from simkomunitas.config.config_export import export_resolved
from simkomunitas.model.scenario_definition import Scenario, scenario_id
from simkomunitas.model.vocabulary import STAGES
from simkomunitas.results.atomic_files import write_file_atomically
from simkomunitas.results.results_manifest import hash_data_files, mask_home_folder

MAX_PLANS = 40  # that are judged again
GIVEN, NONE = "as given", "none"
OnGeneration = Callable[[Generation], object]


class OptimizationResult(NamedTuple):
    """What a search has come to."""

    plans: Mapping[str, ProgrammePlan]  # by name; those judged again
    scenarios: Mapping[str, Scenario]  # of these, and of the plans for comparison
    pareto_front: pd.DataFrame  # plan by principle, judged again
    search_history: pd.DataFrame  # generation by principle: the best so far, as it seemed
    reference_plans: tuple[str, ...]  # plans for comparison
    evaluated_plans: int  # different plans that were tried
    total_hours: float  # of all facilitators, that every plan spends


def optimization_settings(config: OptimizationConfig, model: str) -> dict[str, Any]:
    """All that the result of a search depends on; ``model``: the id of its version."""
    asked = config._asdict()
    for name in ("title", "question", "hypothesis", "source", "base", "fresh"):
        del asked[name]
    plain = {name: _to_plain_value(part) for name, part in asked.items()}
    base: dict[str, Any] = mask_home_folder(export_resolved(config.base))
    data = hash_data_files([config.base])  # none of an invented village, whose searches keep their name
    return {"base": base, **plain, "model": model, "pymoo": version("pymoo")} | ({"data": data} if data else {})


def _to_plain_value(value: Any) -> Any:  # noqa: ANN401 - any part of an optimization
    if hasattr(value, "_asdict"):
        return {name: _to_plain_value(part) for name, part in value._asdict().items()}
    return [_to_plain_value(part) for part in value] if isinstance(value, tuple) else value


def search_plans(
    config: OptimizationConfig, folder: Path, simulator: PlanSimulator, progress: Progress, tell: OnGeneration
) -> tuple[dict[ProgrammePlan, Numbers], pd.DataFrame]:  # fmt: skip
    """Every plan that was tried with what it seemed worth, and the course of the search; kept in ``folder``."""
    store = GenerationStore(folder, optimization_settings(config, simulator.version.id), write_file_atomically)
    known: dict[ProgrammePlan, Numbers] = {}
    levers, judging, principles = config.decision_space, config.evaluation, config.objectives

    def evaluate_points(places: Numbers) -> Numbers:
        plans = [levers.decode_plan(place) for place in places]
        new = [plan for plan in dict.fromkeys(plans) if plan not in known]
        progress(judging.count_runs(len(plans) - len(new)))
        if new:
            values = _simulate_outcomes(config, judging, [levers.apply_plan(config.base, plan) for plan in new],
                             simulator, progress)  # fmt: skip
            known.update(zip(new, plan_scores(values, principles, judging), strict=True))
        return np.array([known[plan] for plan in plans])

    rows = []
    for one in run_generations(levers.dimension_count, len(principles), config.search_settings, evaluate_points, store):
        known.update(zip((levers.decode_plan(place) for place in one.points), one.scores, strict=True))
        rows.append({"generation": one.number, **_best_so_far(known, config)})
        if one.was_stored:
            progress(judging.count_runs(len(one.points)))
        tell(one)
    return known, pd.DataFrame(rows)


def _best_so_far(known: Mapping[ProgrammePlan, Numbers], config: OptimizationConfig) -> dict[str, float]:
    """The best in each principle so far, and how many plans none beats."""
    table = np.array(list(known.values()))
    rows = pareto_front(table)
    signs = [1.0 if principle.maximize else -1.0 for principle in config.objectives]
    columns = [principle.column for principle in config.objectives]
    top = {name: float(sign * table[rows, place].max()) if rows else float("nan")
           for place, (name, sign) in enumerate(zip(columns, signs, strict=True))}  # fmt: skip
    return top | {"on_front": len(rows), "plans": len(known)}


def _simulate_outcomes(
    config: OptimizationConfig, evaluation: EvaluationSettings, scenarios: Iterable[Scenario], simulator: PlanSimulator,
    progress: Progress,
) -> Numbers:  # fmt: skip
    """Outcomes of scenarios: by run and principle."""
    columns = [principle.column for principle in config.objectives]
    return simulator.simulate_plans([evaluation.list_runs(scenario) for scenario in scenarios], columns, progress)


def evaluate_front(
    config: OptimizationConfig, known: Mapping[ProgrammePlan, Numbers], course: pd.DataFrame,
    fresh: "FreshEvaluation", progress: Progress
) -> OptimizationResult:  # fmt: skip
    """The plans that none beat in the search, under fresh seeds, with plans for comparison beside them."""
    plans = list(known)
    table = np.array([known[plan] for plan in plans])
    chosen = [plans[row] for row in select_diverse_rows(table, pareto_front(table), MAX_PLANS)]
    named = {f"plan {number}": plan for number, plan in enumerate(chosen, 1)}
    scenarios = {name: config.decision_space.apply_plan(config.base, plan) for name, plan in named.items()}
    references = reference_plans(config.base, config.decision_space)
    everything = scenarios | references
    numbered = enumerate(everything.values(), 1)
    values = np.array([fresh.plan_outcomes(number, scenario, progress) for number, scenario in numbered])
    unknown = np.full((len(references), len(config.objectives)), np.nan)
    searched = np.concatenate([np.array([known[plan] for plan in chosen]).reshape(-1, unknown.shape[1]), unknown])
    reference = GIVEN if GIVEN in references else NONE
    told = (config.objectives, config.fresh)
    front = build_front_table(list(everything), values, searched, told, reference)
    return OptimizationResult(
        named, everything, front, course, tuple(references), len(known), config.decision_space.total_hours
    )


class FreshEvaluation:
    """Outcomes of plans under fresh seeds; those of each plan are kept, as generations are."""

    def __init__(self, config: OptimizationConfig, folder: Path, simulator: PlanSimulator) -> None:
        self.optimization, self.simulator = config, simulator
        settings = optimization_settings(config, simulator.version.id) | {"fresh": _to_plain_value(config.fresh)}
        self.store = GenerationStore(folder, settings, write_file_atomically, "judged")

    def plan_outcomes(self, number: int, scenario: Scenario, progress: Progress) -> Numbers:
        """Outcomes of one plan, the ``number``-th: by run and principle."""
        key = np.array([int(digit, 16) for digit in scenario_id(scenario)])
        kept = self.store.read_generation(number, key)
        if kept is None:
            kept = _simulate_outcomes(self.optimization, self.optimization.fresh, [scenario], self.simulator, progress)[
                0
            ]
            self.store.write_generation(number, key, kept)
        else:
            progress(self.optimization.fresh.count_runs(1))
        return kept


def max_evaluation_runs(config: OptimizationConfig) -> int:
    """How many runs judging again takes at most."""
    return (MAX_PLANS + len(reference_plans(config.base, config.decision_space))) * len(config.fresh.seeds)


def reference_plans(base: Scenario, decision_space: DecisionSpace) -> dict[str, Scenario]:
    """Plans for comparison: the programme as it is given, each strategy alone for the same hours, and no programme."""
    found = {GIVEN: base} if base.programme is not None else {}
    targeting = base.programme.targeting if base.programme else decision_space.targeting[0]
    exit_rule = base.programme.exit_rule if base.programme else decision_space.exit_rules[0]
    weeks = min(max(int(base.horizon.programme_weeks), decision_space.weeks[0]), decision_space.weeks[1])
    taper = int(base.programme.course.taper_weeks) if base.programme else decision_space.taper_weeks[0]
    for name in decision_space.strategies:
        alone = ProgrammePlan((((name, 1.0),),) * len(STAGES), targeting, exit_rule, weeks, min(weeks, taper))
        found[name] = decision_space.apply_plan(base, alone)
    return found | {NONE: base._replace(programme=None)}


def select_diverse_rows(scores: Numbers, rows: Sequence[int], most: int) -> list[int]:
    """At most so many of these rows: the best in each column, then always the one farthest from those taken.

    >>> select_diverse_rows(np.array([[0.0, 1.0], [0.1, 0.9], [0.5, 0.5], [1.0, 0.0]]), [0, 1, 2, 3], 3)
    [0, 2, 3]
    """
    if len(rows) <= most:
        return list(rows)
    table = scores[list(rows)]
    reach = np.where(np.ptp(table, axis=0) > 0, np.ptp(table, axis=0), 1.0)
    unit = (table - table.min(axis=0)) / reach
    taken = list(dict.fromkeys(int(place) for place in unit.argmax(axis=0)))[:most]
    while len(taken) < most:
        distance = np.min([((unit - unit[place]) ** 2).sum(axis=1) for place in taken], axis=0)
        taken.append(int(distance.argmax()))
    return sorted(rows[place] for place in taken)


def build_plan_table(plans: Mapping[str, ProgrammePlan], scenarios: Mapping[str, Scenario]) -> pd.DataFrame:
    """Every plan in full: a row for each stage and strategy."""
    rows = []
    for name, plan in plans.items():
        programme = scenarios[name].programme
        about = {
            "plan": name, "targeting": plan.targeting, "exit": plan.exit_rule, "weeks": plan.weeks,
            "taper_weeks": plan.taper_weeks,
            "facilitators": programme.facilitation.number if programme else 0.0,
            "hours_a_week": programme.facilitation.hours if programme else 0.0,
        }  # fmt: skip
        rows += [about | {"stage": stage, "strategy": strategy, "share": share}
                 for stage, row in zip(STAGES, plan.shares, strict=True) for strategy, share in row]  # fmt: skip
    return pd.DataFrame(rows)
