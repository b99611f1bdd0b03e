"""The best use of fixed hours: searched for, thinned out, and judged again beside plans everybody knows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from simkomunitas.analysis.judging import Judging, front_table, worth
from simkomunitas.analysis.levers import Levers, Plan
from simkomunitas.analysis.optimizing import Optimization
from simkomunitas.analysis.search import Generation, GenerationStore, best, generations
from simkomunitas.analysis.simulating import Progress, Simulator
from simkomunitas.experiment.disk import write_file
from simkomunitas.ground.columns import Numbers
from simkomunitas.study.manifest import data_files, without_home
from simkomunitas.study.scenario import Scenario, scenario_id
from simkomunitas.study.writing import resolved
from simkomunitas.world.programme import STAGES

MOST_PLANS = 40  # that are judged again
GIVEN, NONE = "as given", "none"
Told = Callable[[Generation], object]


class Found(NamedTuple):
    """What a search has come to."""

    plans: Mapping[str, Plan]  # by name; those judged again
    scenarios: Mapping[str, Scenario]  # of these, and of the plans for comparison
    front: pd.DataFrame  # plan by principle, judged again
    course: pd.DataFrame  # generation by principle: the best so far, as it seemed
    references: tuple[str, ...]  # plans for comparison
    evaluated: int  # different plans that were tried
    hours: float  # of all facilitators, that every plan spends


def settings_of(optimization: Optimization, model: str) -> dict[str, Any]:
    """All that the result of a search depends on; ``model``: the id of its version."""
    asked = optimization._asdict()
    for name in ("title", "question", "hypothesis", "source", "base", "fresh"):
        del asked[name]
    plain = {name: _plain(part) for name, part in asked.items()}
    base: dict[str, Any] = without_home(resolved(optimization.base))
    data = data_files([optimization.base])  # none of an invented village, whose searches keep their name
    return {"base": base, **plain, "model": model, "pymoo": version("pymoo")} | ({"data": data} if data else {})


def _plain(value: Any) -> Any:  # noqa: ANN401 - any part of an optimization
    if hasattr(value, "_asdict"):
        return {name: _plain(part) for name, part in value._asdict().items()}
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def search(
    optimization: Optimization, folder: Path, simulator: Simulator, progress: Progress, tell: Told
) -> tuple[dict[Plan, Numbers], pd.DataFrame]:  # fmt: skip
    """Every plan that was tried with what it seemed worth, and the course of the search; kept in ``folder``."""
    store = GenerationStore(folder, settings_of(optimization, simulator.version.id), write_file)
    known: dict[Plan, Numbers] = {}
    levers, judging, principles = optimization.levers, optimization.judging, optimization.principles

    def evaluate(places: Numbers) -> Numbers:
        plans = [levers.plan(place) for place in places]
        new = [plan for plan in dict.fromkeys(plans) if plan not in known]
        progress(judging.runs_of(len(plans) - len(new)))
        if new:
            values = _values(optimization, judging, [levers.scenario(optimization.base, plan) for plan in new],
                             simulator, progress)  # fmt: skip
            known.update(zip(new, worth(values, principles, judging), strict=True))
        return np.array([known[plan] for plan in plans])

    rows = []
    for one in generations(levers.size, len(principles), optimization.effort, evaluate, store):
        known.update(zip((levers.plan(place) for place in one.places), one.worth, strict=True))
        rows.append({"generation": one.number, **_so_far(known, optimization)})
        if one.was_stored:
            progress(judging.runs_of(len(one.places)))
        tell(one)
    return known, pd.DataFrame(rows)


def _so_far(known: Mapping[Plan, Numbers], optimization: Optimization) -> dict[str, float]:
    """The best in each principle so far, and how many plans none beats."""
    table = np.array(list(known.values()))
    rows = best(table)
    signs = [1.0 if principle.more else -1.0 for principle in optimization.principles]
    columns = [principle.column for principle in optimization.principles]
    top = {name: float(sign * table[rows, place].max()) if rows else float("nan")
           for place, (name, sign) in enumerate(zip(columns, signs, strict=True))}  # fmt: skip
    return top | {"on_front": len(rows), "plans": len(known)}


def _values(
    optimization: Optimization, judging: Judging, scenarios: Iterable[Scenario], simulator: Simulator,
    progress: Progress,
) -> Numbers:  # fmt: skip
    """Outcomes of scenarios: by run and principle."""
    columns = [principle.column for principle in optimization.principles]
    return simulator.values([judging.runs(scenario) for scenario in scenarios], columns, progress)


def judged_again(
    optimization: Optimization, known: Mapping[Plan, Numbers], course: pd.DataFrame, fresh: "Fresh", progress: Progress
) -> Found:  # fmt: skip
    """The plans that none beat in the search, under fresh seeds, with plans for comparison beside them."""
    plans = list(known)
    table = np.array([known[plan] for plan in plans])
    chosen = [plans[row] for row in thinned(table, best(table), MOST_PLANS)]
    named = {f"plan {number}": plan for number, plan in enumerate(chosen, 1)}
    scenarios = {name: optimization.levers.scenario(optimization.base, plan) for name, plan in named.items()}
    references = references_of(optimization.base, optimization.levers)
    everything = scenarios | references
    numbered = enumerate(everything.values(), 1)
    values = np.array([fresh.values(number, scenario, progress) for number, scenario in numbered])
    unknown = np.full((len(references), len(optimization.principles)), np.nan)
    searched = np.concatenate([np.array([known[plan] for plan in chosen]).reshape(-1, unknown.shape[1]), unknown])
    reference = GIVEN if GIVEN in references else NONE
    told = (optimization.principles, optimization.fresh)
    front = front_table(list(everything), values, searched, told, reference)
    return Found(named, everything, front, course, tuple(references), len(known), optimization.levers.hours)


class Fresh:
    """Outcomes of plans under fresh seeds; those of each plan are kept, as generations are."""

    def __init__(self, optimization: Optimization, folder: Path, simulator: Simulator) -> None:
        self.optimization, self.simulator = optimization, simulator
        settings = settings_of(optimization, simulator.version.id) | {"fresh": _plain(optimization.fresh)}
        self.store = GenerationStore(folder, settings, write_file, "judged")

    def values(self, number: int, scenario: Scenario, progress: Progress) -> Numbers:
        """Outcomes of one plan, the ``number``-th: by run and principle."""
        key = np.array([int(digit, 16) for digit in scenario_id(scenario)])
        kept = self.store.read(number, key)
        if kept is None:
            kept = _values(self.optimization, self.optimization.fresh, [scenario], self.simulator, progress)[0]
            self.store.write(number, key, kept)
        else:
            progress(self.optimization.fresh.runs_of(1))
        return kept


def runs_again(optimization: Optimization) -> int:
    """How many runs judging again takes at most."""
    return (MOST_PLANS + len(references_of(optimization.base, optimization.levers))) * len(optimization.fresh.seeds)


def references_of(base: Scenario, levers: Levers) -> dict[str, Scenario]:
    """Plans for comparison: the programme as it is given, each strategy alone for the same hours, and no programme."""
    found = {GIVEN: base} if base.programme is not None else {}
    targeting = base.programme.targeting if base.programme else levers.targeting[0]
    exit_rule = base.programme.exit_rule if base.programme else levers.exits[0]
    weeks = min(max(int(base.horizon.programme_weeks), levers.weeks[0]), levers.weeks[1])
    taper = int(base.programme.course.taper_weeks) if base.programme else levers.taper[0]
    for name in levers.strategies:
        alone = Plan((((name, 1.0),),) * len(STAGES), targeting, exit_rule, weeks, min(weeks, taper))
        found[name] = levers.scenario(base, alone)
    return found | {NONE: base._replace(programme=None)}


def thinned(worth: Numbers, rows: Sequence[int], most: int) -> list[int]:
    """At most so many of these rows: the best in each column, then always the one farthest from those taken.

    >>> thinned(np.array([[0.0, 1.0], [0.1, 0.9], [0.5, 0.5], [1.0, 0.0]]), [0, 1, 2, 3], 3)
    [0, 2, 3]
    """
    if len(rows) <= most:
        return list(rows)
    table = worth[list(rows)]
    reach = np.where(np.ptp(table, axis=0) > 0, np.ptp(table, axis=0), 1.0)
    unit = (table - table.min(axis=0)) / reach
    taken = list(dict.fromkeys(int(place) for place in unit.argmax(axis=0)))[:most]
    while len(taken) < most:
        distance = np.min([((unit - unit[place]) ** 2).sum(axis=1) for place in taken], axis=0)
        taken.append(int(distance.argmax()))
    return sorted(rows[place] for place in taken)


def plan_table(plans: Mapping[str, Plan], scenarios: Mapping[str, Scenario]) -> pd.DataFrame:
    """Every plan in full: a row for each stage and strategy."""
    rows = []
    for name, plan in plans.items():
        programme = scenarios[name].programme
        about = {
            "plan": name, "targeting": plan.targeting, "exit": plan.exit_rule, "weeks": plan.weeks,
            "taper_weeks": plan.taper,
            "facilitators": programme.facilitation.number if programme else 0.0,
            "hours_a_week": programme.facilitation.hours if programme else 0.0,
        }  # fmt: skip
        rows += [about | {"stage": stage, "strategy": strategy, "share": share}
                 for stage, row in zip(STAGES, plan.shares, strict=True) for strategy, share in row]  # fmt: skip
    return pd.DataFrame(rows)
