"""Results of an experiment as tables of rows of the design by seeds, arm by arm and pair by pair of arms.

What failed or is undefined is never taken for a number: an outcome that is not known in every run is left out by
name, with the runs in which it is not.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from simkomunitas.analysis.failing import Clause
from simkomunitas.experiment.factors import ARM
from simkomunitas.experiment.results import DesignFacts
from simkomunitas.ground.columns import Numbers
from simkomunitas.ground.faults import Fault, InputError
from simkomunitas.outcomes import HEADLINE

USUAL_PERIOD = "year_3"
SHOWN = 5  # run ids named in a message


class Pair(NamedTuple):
    """An arm, or an arm and the one it is compared with; both empty where there are no arms."""

    arm: str
    against: str


class Case(NamedTuple):
    """One outcome of one arm, or its paired difference from another."""

    pair: Pair
    column: str  # outcome@period
    values: Numbers  # rows of the design by seeds


class LeftOut(NamedTuple):
    """An outcome that was not analysed, and why."""

    pair: Pair
    column: str
    undefined: int  # runs in which it is not defined
    runs: int  # of so many
    ids: tuple[str, ...]  # of these runs

    def __str__(self) -> str:
        named = ", ".join(self.ids[:SHOWN]) + (", ..." if len(self.ids) > SHOWN else "")
        of = f" of {self.pair.arm}" if self.pair.arm else ""
        return f"{self.column}{of} is undefined in {self.undefined} of {self.runs} runs ({named})"


def pairs_of(design: DesignFacts) -> list[Pair]:
    """Every arm by itself, then every planned contrast between arms."""
    alone = [Pair(arm, "") for arm in design.arms or ("",)]
    planned = [Pair(str(one.level), str(one.against)) for one in design.contrasts if one.factor == ARM]
    return alone + list(dict.fromkeys(planned))


def columns_of(design: DesignFacts, runs: pd.DataFrame, asked: Sequence[str] = ()) -> list[str]:
    """The outcomes to look at: those asked for, else the experiment's, else the five principles after three years."""
    usual = [f"{name}@{USUAL_PERIOD}" for name in HEADLINE]
    return [name for name in (asked or design.outcomes or usual) if name in runs.columns]


def check_complete(design: DesignFacts, runs: pd.DataFrame, failures: pd.DataFrame) -> None:
    """InputError, with the first of them, if runs have failed or are missing: nothing is analysed without them."""
    seeds = runs["seed"].nunique() if len(runs) else 0
    wanted = design.points * max(seeds, 1)
    if len(failures):
        named = [f"{row.run_id} ({row.message})" for row in failures.head(SHOWN).itertuples()]
        hint = f"{'; '.join(named)}; repeat them with: simkomunitas sweep ... --retry"
        found = f"{len(failures)} of {wanted} have failed"
        raise InputError([Fault(str(design.folder), "runs", found, "all runs", hint)])
    if len(runs) < wanted or not seeds:
        found, hint = f"{wanted - len(runs)} of {wanted} are missing", "go on with the same sweep"
        raise InputError([Fault(str(design.folder), "runs", found, "all runs", hint)])


def crossed(design: DesignFacts, runs: pd.DataFrame, pair: Pair, column: str) -> Numbers:
    """An outcome of an arm, or its paired difference, by rows of the design and seeds; NaN where undefined."""
    table = _of_arm(design, runs, pair.arm, column)
    return table - _of_arm(design, runs, pair.against, column) if pair.against else table


def _of_arm(design: DesignFacts, runs: pd.DataFrame, arm: str, column: str) -> Numbers:
    of_arm = runs[runs[ARM] == arm] if arm else runs
    rows = of_arm["point"] // max(1, len(design.arms))
    table = of_arm.assign(row=rows).pivot(index="row", columns="seed", values=column)
    return table.sort_index().sort_index(axis=1).to_numpy(dtype=float)


def cases_of(
    design: DesignFacts, runs: pd.DataFrame, pairs: Sequence[Pair], columns: Sequence[str]
) -> Iterator[Case | LeftOut]:
    """Every outcome of every arm or pair; where it is undefined in any run, what is left out instead."""
    for pair in pairs:
        for column in columns:
            values = crossed(design, runs, pair, column)
            if np.isfinite(values).all():
                yield Case(pair, column, values)
            else:
                yield left_out(design, runs, pair, column)


def left_out(design: DesignFacts, runs: pd.DataFrame, pair: Pair, column: str) -> LeftOut:
    """What cannot be analysed, with the runs to blame."""
    mine = runs[runs[ARM].isin([pair.arm, pair.against])] if pair.arm else runs
    bad = mine.loc[~np.isfinite(mine[column].to_numpy(dtype=float)), "run_id"]
    return LeftOut(pair, column, len(bad), len(mine), tuple(dict.fromkeys(map(str, bad))))


def rows_of_design(design: DesignFacts, frame: pd.DataFrame) -> pd.DataFrame:
    """The values of the factors, a row for each row of the design (the arms apart)."""
    first = frame[frame["point"] % max(1, len(design.arms)) == 0].sort_values("point")
    return first[[factor.name for factor in design.factors]].reset_index(drop=True)


def unknown(found: Iterable[Case | LeftOut]) -> list[LeftOut]:
    """What was left out."""
    return [one for one in found if isinstance(one, LeftOut)]


def arms_to_explore(design: DesignFacts, asked: Sequence[str], clauses: Sequence[Clause]) -> list[Pair]:
    """The arms asked for; if none is, all that can fail."""
    compared = {clause.against for clause in clauses}
    usual = [arm for arm in design.arms if arm not in compared]
    return [Pair(arm, "") for arm in asked or usual or ("",)]


def mean_outcomes(
    design: DesignFacts, runs: pd.DataFrame, points: pd.DataFrame
) -> tuple[pd.DataFrame, dict[str, Numbers]]:
    """Every point with what varied, and the means over seeds of every outcome (of the runs in which it is defined)."""
    names = [str(name) for name in runs.columns if "@" in str(name)]
    means = runs.groupby("point")[names].mean().reindex(points["point"])
    varied = points[list(design.columns)].reset_index(drop=True)
    return varied, {name: means[name].to_numpy(dtype=float) for name in names}
