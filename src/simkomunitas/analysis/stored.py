"""Analyses of stored results: what the commands ``sensitivity`` and ``explore`` do, for notebooks and scripts.

>>> from simkomunitas.analysis.stored import sensitivity_of  # sensitivity_of("results/what_matters").indices
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from simkomunitas.analysis.asking import Question, check_arms
from simkomunitas.analysis.crossing import (
    LeftOut,
    arms_to_explore,
    cases_of,
    check_complete,
    columns_of,
    pairs_of,
    rows_of_design,
    unknown,
)  # fmt: skip
from simkomunitas.analysis.exploring import Effort, Exploration, blocks_of, explored, failed, scored
from simkomunitas.analysis.failing import Clause, failing
from simkomunitas.analysis.scoring import with_verdicts
from simkomunitas.analysis.sensitivity import Sensitivity, check_design, sensitivity
from simkomunitas.experiment.results import (
    DesignFacts,
    load_failures,
    load_points,
    load_results,
    load_sample,
    read_design,
)  # fmt: skip
from simkomunitas.ground.catalogue import did_you_mean
from simkomunitas.ground.faults import Fault, InputError
from simkomunitas.study.reading import PATH


class Stored(NamedTuple):
    """The results of a sweep, all there."""

    facts: DesignFacts
    runs: pd.DataFrame
    points: pd.DataFrame

    @property
    def seeds(self) -> list[int]:
        """The seeds of the runs, in order."""
        return sorted(int(seed) for seed in self.runs["seed"].unique())


class Explored(NamedTuple):
    """What was found for one arm: boxes and tree, scores, and what could not be scored."""

    found: Exploration
    scores: pd.DataFrame
    left_out: Sequence[LeftOut]


def stored(folder: PATH) -> Stored:
    """The results in a folder; InputError if any run is missing or has failed."""
    facts, runs, failures = read_design(folder), load_results(folder, unfinished=True), load_failures(folder)
    check_complete(facts, runs, failures)
    return Stored(facts, runs, load_points(folder))


def checked_columns(results: Stored, asked: Sequence[str]) -> list[str]:
    """The outcomes to look at; InputError for one that runs do not have."""
    known = [str(name) for name in results.runs.columns if "@" in str(name)]
    wrong = [
        Fault("--outcome", name, "", "outcome@period", did_you_mean(name, known)) for name in asked if name not in known
    ]
    if wrong:
        raise InputError(wrong)
    return columns_of(results.facts, results.runs, asked)


def sensitivity_of(folder: PATH | Stored, outcomes: Sequence[str] = ()) -> Sensitivity:
    """Sobol indices or Morris effects of a sweep whose design was made for them, and the shares of luck.

    outcomes: outcome@period; those of the experiment, if not given.  An outcome that is undefined in any run is left
    out by name; InputError where that leaves nothing, where the design is another, or where runs are missing.
    """
    results = folder if isinstance(folder, Stored) else stored(folder)
    check_design(results.facts.method, str(results.facts.folder))
    columns = checked_columns(results, outcomes)
    sample = load_sample(results.facts.folder)
    if sample is None:
        raise InputError([Fault(str(results.facts.folder), "design", results.facts.method, "a sampled design")])
    cases = list(cases_of(results.facts, results.runs, pairs_of(results.facts), columns))
    found = sensitivity(results.facts, sample.to_numpy(dtype=float), cases)
    if not len(found.indices):
        place, expected = str(results.facts.folder), "an outcome defined in every run"
        raise InputError([Fault(place, one.column, str(one), expected) for one in found.left_out])
    return found


def exploration_of(
    folder: PATH | Stored, asked: Question | str, outcomes: Sequence[str] = ()
) -> tuple[list[Explored], tuple[Clause, ...]]:
    """Where the arms of a sweep fail, arm by arm, and the conditions of failing.

    asked: what failing is (``independence@year_3 < 0.1``), or the whole question.  outcomes: to be scored as well.
    """
    results = folder if isinstance(folder, Stored) else stored(folder)
    question = Question(Path(), asked) if isinstance(asked, str) else asked
    check_arms(question, results.facts.arms)
    clauses = failing(question.fails)
    columns = checked_columns(results, outcomes)
    factors = rows_of_design(results.facts, results.points)
    blocks = blocks_of(results.facts, len(factors))
    effort = Effort(question.boxes, question.density)
    found = []
    for pair in arms_to_explore(results.facts, question.arms, clauses):
        fails = failed(results.facts, results.runs, pair.arm, clauses, question.average)
        known = list(cases_of(results.facts, results.runs, [pair], columns))
        scores = scored(factors, known, [("failing", fails.astype(float))], blocks)
        found.append(Explored(explored(factors, fails, pair, effort), scores, unknown(known)))
    return _judged_together(found), clauses


def _judged_together(found: Sequence[Explored]) -> list[Explored]:
    """The same, where the scores of all arms are held against chance as one family of tests."""
    tables = [one.scores.assign(arm=place) for place, one in enumerate(found) if len(one.scores)]
    if not tables:
        return list(found)
    table = with_verdicts(pd.concat(tables, ignore_index=True))
    parts = {place: part.drop(columns="arm").reset_index(drop=True) for place, part in table.groupby("arm")}
    return [one._replace(scores=parts.get(place, one.scores)) for place, one in enumerate(found)]
