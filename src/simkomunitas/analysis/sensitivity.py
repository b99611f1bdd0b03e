"""Sensitivity of an experiment's outcomes to what was varied, by the method its design was made for."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from simkomunitas.analysis.crossing import Case, LeftOut
from simkomunitas.analysis.luck import luck_interval
from simkomunitas.analysis.morris import screening
from simkomunitas.analysis.sobol import REACH, Design, SobolIndices, sobol_indices
from simkomunitas.experiment.results import DesignFacts
from simkomunitas.ground.columns import Numbers
from simkomunitas.ground.faults import Fault, InputError

SOBOL, MORRIS = "sobol", "morris"
WHO = ("arm", "against", "column")


class Sensitivity(NamedTuple):
    """What was found: a table of indices or effects, a table of luck, and what could not be analysed."""

    method: str  # SOBOL or MORRIS
    indices: pd.DataFrame  # arm, against, column, factor, and the numbers of the method
    interactions: pd.DataFrame  # arm, against, column, factor, other, second-order index; empty without second order
    luck: pd.DataFrame  # arm, against, column, sd, and shares with their errors; empty where there is one seed
    left_out: tuple[LeftOut, ...]


def check_design(method: str, place: str) -> None:
    """InputError unless the design is one whose sensitivity can be computed; ``place``: where it is said."""
    if method not in (SOBOL, MORRIS):
        hint = "write design: {method: morris, trajectories: 20} or {method: sobol, samples: 128}; or use explore"
        raise InputError([Fault(place, "design", method, "sobol or morris", hint)])


def sensitivity(facts: DesignFacts, sample: Numbers, found: Sequence[Case | LeftOut]) -> Sensitivity:
    """Indices of every outcome that is known in every run.

    sample: the design in the unit cube.  found: outcomes by rows of the design and seeds.
    """
    settings = facts.settings
    names = [factor.name for factor in facts.factors]
    cases = [one for one in found if isinstance(one, Case)]
    if facts.method == SOBOL:
        design = Design(len(names), bool(settings.get("second_order")))
        indices = [(case, sobol_indices(case.values, design)) for case in cases]
        tables = [_sobol_rows(case, names, one) for case, one in indices]
        pairs = [_pair_rows(case, names, design, one) for case, one in indices]
        base = design.ends(len(sample))
    else:
        tables, pairs = [_morris_rows(case, names, sample) for case in cases], []
        base = np.ones(len(sample), dtype=bool)
    shares = [_luck_row(case, case.values[base]) for case in cases if case.values.shape[1] > 1]
    return Sensitivity(
        method=facts.method,
        indices=_stacked(tables, [*WHO, "factor"]),
        interactions=_stacked(pairs, [*WHO, "factor", "other"]),
        luck=pd.DataFrame(shares),
        left_out=tuple(one for one in found if isinstance(one, LeftOut)),
    )


def _stacked(tables: Sequence[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(columns))


def _who(case: Case) -> dict[str, Any]:
    return dict(zip(WHO, (*case.pair, case.column), strict=True))


def _sobol_rows(case: Case, names: Sequence[str], found: SobolIndices) -> pd.DataFrame:
    """First and total indices of one outcome, a row a factor."""
    columns: dict[str, Any] = {"factor": names}
    columns |= _with_ends("first", found.first, found.first_error)
    columns |= _with_ends("total", found.total, found.total_error)
    sizes = {"base": found.base, "seeds": case.values.shape[1]}
    table = pd.DataFrame(columns | {"with_luck": found.with_luck, "variance": found.variance} | sizes)
    return table.assign(**_who(case))[[*WHO, *table.columns]]


def _pair_rows(case: Case, names: Sequence[str], design: Design, found: SobolIndices) -> pd.DataFrame:
    """Second-order indices of one outcome, a row a pair of factors."""
    pairs = {"factor": [names[one] for one, _ in design.pairs], "other": [names[other] for _, other in design.pairs]}
    table = pd.DataFrame(pairs | _with_ends("second", found.second, found.second_error))
    return table.assign(**_who(case))[[*WHO, *table.columns]]


def _with_ends(name: str, value: Numbers, error: Numbers) -> dict[str, Numbers]:
    """An index with the ends of its 95 % interval."""
    return {name: value, f"{name}_low": value - REACH * error, f"{name}_high": value + REACH * error}


def _morris_rows(case: Case, names: Sequence[str], sample: Numbers) -> pd.DataFrame:
    """Effects on one outcome, a row a factor."""
    found = screening(case.values, sample)
    columns: dict[str, Any] = {
        "factor": names,
        "mu": found.mu,
        "mu_star": found.mu_star,
        "mu_star_low": found.mu_star_low,
        "mu_star_high": found.mu_star_high,
        "sigma": found.sigma,
        "luck": found.luck,
        "trajectories": found.trajectories,
        "seeds": case.values.shape[1],
    }
    table = pd.DataFrame(columns)
    return table.assign(**_who(case))[[*WHO, *table.columns]]


def _luck_row(case: Case, values: Numbers) -> dict[str, Any]:
    """The shares of luck in one outcome."""
    found, error = luck_interval(values)
    row = _who(case) | {"sd": found.variance**0.5}
    for name in ("parameters", "luck", "both"):
        row |= {name: getattr(found, name), f"{name}_error": getattr(error, name)}
    return row | {"points": values.shape[0], "seeds": values.shape[1]}
