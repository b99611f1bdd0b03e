"""Scenario discovery: in which cases something fails, as boxes, as a tree, and as scores of the factors."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from simkomunitas.analysis.boxes import Quality, inside, quality, together
from simkomunitas.analysis.crossing import Case, LeftOut, Pair, crossed, left_out
from simkomunitas.analysis.failing import Clause
from simkomunitas.analysis.prim import CHANCE, Found, Step, at_least, chosen, covered, peeled
from simkomunitas.analysis.scoring import scores
from simkomunitas.analysis.sensitivity import MORRIS, SOBOL
from simkomunitas.analysis.sobol import Design
from simkomunitas.analysis.tree import FOLDS, Tree, grown
from simkomunitas.experiment.results import DesignFacts
from simkomunitas.ground.columns import Flags, Whole
from simkomunitas.ground.extras import library
from simkomunitas.ground.faults import Fault, InputError

FEWEST = 10  # failures, and cases that do not fail, below which no box is looked for


class Effort(NamedTuple):
    """How boxes are looked for."""

    boxes: int = 2
    density: float | None = None  # None: the best balance of coverage and density


USUAL = Effort()


class Exploration(NamedTuple):
    """What was found for one arm."""

    pair: Pair
    factors: pd.DataFrame  # a row a case: a combination of what was varied
    fails: Flags
    boxes: tuple[Found, ...]  # none where nothing sets failures apart beyond chance, or too few fail
    quality: Quality  # of all boxes together
    unseen: Quality  # of boxes found in four fifths of the cases, in the fifth that was kept aside
    steps: tuple[Step, ...]  # the way to the first box
    chosen: Step | None
    tree: Tree | None


def failed(
    design: DesignFacts, runs: pd.DataFrame, arm: str, clauses: Sequence[Clause], average: bool = False
) -> Flags:  # fmt: skip
    """Which cases fail: all conditions are met by the mean over seeds; InputError where an outcome is undefined.

    average: take the mean over the seeds in which an outcome is defined, as long as there are two for every case.
    """
    meets = []
    for clause in clauses:
        pair = Pair(arm, clause.against or "")
        values = crossed(design, runs, pair, clause.column)
        known = np.isfinite(values)
        if not (known.all() or (average and (known.sum(axis=1) > 1).all())):
            blame = left_out(design, runs, pair, clause.column)
            hint = "take an outcome that is always defined, more replicates, or --undefined average"
            raise InputError([Fault("--fails", clause.column, str(blame), "an outcome defined in every run", hint)])
        meets.append([clause.holds(float(row[defined].mean())) for row, defined in zip(values, known, strict=True)])
    return np.asarray(np.array(meets, dtype=bool).all(axis=0))


def explored(factors: pd.DataFrame, fails: Flags, pair: Pair, effort: Effort = USUAL) -> Exploration:
    """Boxes and a tree for the cases that fail; neither where fewer than FEWEST fail, or all but so few."""
    nothing = quality(np.zeros(len(fails), dtype=bool), fails)
    if min(int(fails.sum()), int((~fails).sum())) < FEWEST:
        return Exploration(pair, factors, fails, (), nothing, nothing, (), None, None)
    steps = peeled(factors, fails)
    boxes = covered(factors, fails, effort.boxes, effort.density)
    unseen = _unseen(factors, fails, effort) if boxes else nothing
    if not _holds_up(unseen, fails):
        boxes = []
    return Exploration(
        pair=pair,
        factors=factors,
        fails=fails,
        boxes=tuple(boxes),
        quality=together(factors, [found.box for found in boxes], fails),
        unseen=unseen,
        steps=tuple(steps),
        chosen=chosen(steps, effort.density),
        tree=grown(factors, fails),
    )


def _holds_up(unseen: Quality, fails: Flags) -> bool:
    """Whether cases in boxes fail more often than all do, in cases the boxes were not found in: by a binomial test.

    A box is picked for being dense, so that in the cases it was found in it is dense in pure noise as well.
    """
    return unseen.cases > 0 and at_least(unseen.of_interest, unseen.cases, float(fails.mean())) < CHANCE


def _unseen(factors: pd.DataFrame, fails: Flags, effort: Effort) -> Quality:
    """How boxes do in cases they were not found in: each fifth of the cases is kept aside once."""
    selection = library("sklearn.model_selection", "analysis")
    folds = selection.StratifiedKFold(FOLDS, shuffle=True, random_state=1)
    held = np.zeros(len(fails), dtype=bool)
    for seen, aside in folds.split(factors, fails):
        for found in covered(factors.iloc[seen], fails[seen], effort.boxes, effort.density):
            held[aside] |= inside(factors.iloc[aside], found.box)
    return quality(held, fails)


def scored(
    factors: pd.DataFrame, found: Sequence[Case | LeftOut], more: Sequence[tuple[str, Any]], blocks: Whole | None = None
) -> pd.DataFrame:  # fmt: skip
    """Feature scores of the outcomes that are known in every run (mean over seeds), and of ``more`` (name, values).

    blocks: rows of the design that are not independent of each other, see ``blocks_of``.
    """
    known = [(case.column, case.values.mean(axis=1)) for case in found if isinstance(case, Case)]
    vary = [(name, values) for name, values in [*known, *more] if np.ptp(np.asarray(values, dtype=float)) > 0]
    tables = [scores(factors, np.asarray(values, dtype=float), name, blocks) for name, values in vary]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()


def blocks_of(design: DesignFacts, rows: int) -> Whole:
    """To which block each row of a design belongs: rows of one block share values, so that they are no new evidence."""
    names = len(design.factors)
    sobol = Design(names, bool(design.settings.get("second_order"))).block
    size = {SOBOL: sobol, MORRIS: names + 1}.get(design.method, 1)
    return np.arange(rows) // size
