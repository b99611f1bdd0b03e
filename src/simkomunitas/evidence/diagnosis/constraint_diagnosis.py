"""What loosening each constraint does, the strongest first, and whether one of them clearly binds.

Judged by need: how severe the needs of the village still are three years after the facilitators have left, as
residents feel it.  The other outcomes are shown beside it and decide nothing.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from simkomunitas.base.estimation import estimate_contrasts
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.config.config_file_kinds import check_config_files
from simkomunitas.config.config_reader import read_comparison
from simkomunitas.model.outcomes import HEADLINE_OUTCOMES
from simkomunitas.model.scenario_definition import Comparison
from simkomunitas.results.scenario_comparison import ComparisonResult, ProgressCallback, run_comparison

CONSTRAINTS_FILE = Path(__file__).with_name("constraints.yaml")
BASELINE_ARM = "as_it_is"
NEED_OUTCOME = "need"  # less of it is better
PERIODS = ("year_3", "year_1", "programme")  # judged in the first of these that the run reaches
REPORTED_OUTCOMES = (NEED_OUTCOME, *HEADLINE_OUTCOMES)
EFFECT_COLUMNS = ("constraint", "outcome", "period", "estimate", "se", "low", "high", "n")


class ReliefEffect(NamedTuple):
    """How far need falls once a constraint is loosened: a paired difference with its 95 % interval."""

    constraint: str
    relief: float  # fall of need, 0 to 1; above 0 is better
    low: float
    high: float

    @property
    def is_significant(self) -> bool:
        """Whether need falls without doubt: the whole interval lies above 0."""
        return self.low > 0


class Diagnosis(NamedTuple):
    """What holds a community back."""

    result: ComparisonResult
    period: str  # in which need was judged
    baseline_need: float  # as the village is, mean over the seeds
    ranked_effects: tuple[ReliefEffect, ...]  # the strongest first
    binding: tuple[str, ...]  # one constraint; several, where they cannot be told apart; none, where nothing helps


@cache
def list_constraints() -> tuple[str, ...]:
    """The constraints that are tried, in the order of their file."""
    return tuple(name for name, _ in read_comparison(CONSTRAINTS_FILE).arms if name != BASELINE_ARM)


def build_diagnosis_comparison(
    community: Path, programme: Path | None, seeds: int, first_seed: int, overrides: Sequence[str] = ()
) -> Comparison:
    """The comparison that diagnoses the community in a file, under the programme in a file or a balanced one.

    Files that are something else, or faulty, raise InputError, and nothing is run.
    """
    files = {"community": community} | ({} if programme is None else {"programme": programme})
    errors = [
        ErrorDetail(str(files[wanted]), "file", f"a {found}", f"a {wanted}", FILE_FIXES[wanted])
        for wanted, found in zip(files, check_config_files(list(files.values())).values(), strict=True)
        if found != wanted
    ]
    if errors:
        raise InputError(errors)
    laid_over = [f"{part}={json.dumps(str(path))}" for part, path in files.items()]
    comparison = read_comparison(
        CONSTRAINTS_FILE, [*laid_over, f"replicates={seeds}", f"first_seed={first_seed}", *overrides]
    )
    return comparison._replace(source=community)


FILE_FIXES = {
    "community": "a file that says 'kind: synthetic' or 'kind: imported'",
    "programme": "a file that says what the hours are spent on, under 'strategies'",
}


def diagnose_community(
    comparison: Comparison, workers: int | None = None, progress: ProgressCallback | None = None
) -> Diagnosis:
    """Run the village as it is and with each constraint loosened, under the same seeds, and rank what helps.

    A constraint binds together with others if the difference between them is not clear.
    """
    result = run_comparison(comparison, workers, progress)
    period = evaluation_period(result.contrasts)
    ranking = tuple(sorted(relief_effects(result.contrasts, period), key=lambda effect: -effect.relief))
    here = result.outcomes.query("arm == @BASELINE_ARM and outcome == @NEED_OUTCOME and period == @period")
    need = float(here["estimate"].iloc[0])
    return Diagnosis(result, period, need, ranking, find_binding_constraint(ranking, result.runs, period))


def evaluation_period(contrasts: pd.DataFrame) -> str:
    """The period in which need is judged: the latest for which it is known; InputError if no run reaches any."""
    judged = contrasts[contrasts["outcome"] == NEED_OUTCOME].dropna(subset="estimate")
    known = [period for period in PERIODS if period in set(judged["period"])]
    if not known:
        expected = "a programme of at least a week, so that there is something to judge"
        raise InputError([ErrorDetail("--set", "horizon", "", expected)])
    return known[0]


def relief_effects(contrasts: pd.DataFrame, period: str) -> list[ReliefEffect]:
    """The relief that each loosening brings in a period."""
    rows = contrasts[(contrasts["outcome"] == NEED_OUTCOME) & (contrasts["period"] == period)]
    columns = (rows[name].tolist() for name in ("arm", "estimate", "low", "high"))
    return [ReliefEffect(arm, -estimate, -high, -low) for arm, estimate, low, high in zip(*columns, strict=True)]


def find_binding_constraint(ranked_effects: Sequence[ReliefEffect], runs: pd.DataFrame, period: str) -> tuple[str, ...]:
    """The constraint whose loosening brings most relief, with those that cannot be told apart from it."""
    if not ranked_effects or not ranked_effects[0].is_significant:
        return ()
    first = ranked_effects[0].constraint
    behind = {effect.constraint: effect for effect in relief_effects(estimate_contrasts(runs, first), period)}
    # Seen from the first, another constraint brings less relief; unless that is clear, both may bind.
    near = [
        other.constraint
        for other in ranked_effects[1:]
        if other.is_significant and not behind[other.constraint].high < 0
    ]
    return first, *near


def build_effect_table(diagnosis: Diagnosis) -> pd.DataFrame:
    """What each loosening does to need, participation and the principles, constraints ranked by relief."""
    table = diagnosis.result.contrasts.rename(columns={"arm": "constraint"})
    order = [effect.constraint for effect in diagnosis.ranked_effects]
    kept = table[table["outcome"].isin(REPORTED_OUTCOMES) & table["constraint"].isin(order)]
    place = {name: rank for names in (order, REPORTED_OUTCOMES) for rank, name in enumerate(names)}
    ranked = kept.sort_values(["constraint", "outcome"], key=lambda names: names.map(place), kind="stable")
    return ranked[list(EFFECT_COLUMNS)].reset_index(drop=True)


def diagnosis_json(diagnosis: Diagnosis, words: Mapping[str, str]) -> dict[str, Any]:
    """The diagnosis for programs; ``words``: the same for people, by language."""
    return {
        "binding": list(diagnosis.binding),
        "judged_by": NEED_OUTCOME,
        "period": diagnosis.period,
        NEED_OUTCOME: diagnosis.baseline_need,
        "ranking": [effect._asdict() | {"clear": effect.is_significant} for effect in diagnosis.ranked_effects],
        "effects": build_effect_table(diagnosis).to_dict("records"),
        "words": dict(words),
    }
