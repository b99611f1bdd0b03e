"""Sensitivity of an experiment's outcomes to what was varied, by the method its design was made for."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from simkomunitas.analysis.morris_method import morris_effects
from simkomunitas.analysis.outcome_arrays import ExcludedOutcome, OutcomeArray
from simkomunitas.analysis.sobol_estimators import NORMAL_QUANTILE, SaltelliDesign, SobolIndices, estimate_sobol_indices
from simkomunitas.analysis.variance_decomposition import variance_share_errors
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.base.typed_columns import Numbers
from simkomunitas.experiments.sweep_results import DesignDescription

SOBOL, MORRIS = "sobol", "morris"
COMPARISON_COLUMNS = ("arm", "against", "column")


class SensitivityResult(NamedTuple):
    """What was found: a table of indices or effects, a table of variance shares, and what could not be analysed."""

    method: str  # SOBOL or MORRIS
    indices: pd.DataFrame  # arm, against, column, factor, and the numbers of the method
    interactions: pd.DataFrame  # arm, against, column, factor, other, second-order index; empty without second order
    # Arm, against, column, sd, and shares with their errors; empty where there is one seed.
    variance_shares: pd.DataFrame
    excluded: tuple[ExcludedOutcome, ...]


def check_sensitivity_design(method: str, place: str) -> None:
    """InputError unless the design is one whose sensitivity can be computed; ``place``: where it is said."""
    if method not in (SOBOL, MORRIS):
        hint = "write design: {method: morris, trajectories: 20} or {method: sobol, samples: 128}; or use explore"
        raise InputError([ErrorDetail(place, "design", method, "sobol or morris", hint)])


def analyse_sensitivity(
    facts: DesignDescription, sample: Numbers, found: Sequence[OutcomeArray | ExcludedOutcome]
) -> SensitivityResult:
    """Indices of every outcome that is known in every run.

    sample: the design in the unit cube.  found: outcomes by rows of the design and seeds.
    """
    settings = facts.settings
    names = [factor.name for factor in facts.factors]
    cases = [one for one in found if isinstance(one, OutcomeArray)]
    if facts.method == SOBOL:
        design = SaltelliDesign(len(names), bool(settings.get("second_order")))
        indices = [(case, estimate_sobol_indices(case.values, design)) for case in cases]
        tables = [_sobol_index_rows(case, names, one) for case, one in indices]
        pairs = [_interaction_rows(case, names, design, one) for case, one in indices]
        base = design.is_base_sample(len(sample))
    else:
        tables, pairs = [_morris_effect_rows(case, names, sample) for case in cases], []
        base = np.ones(len(sample), dtype=bool)
    shares = [_variance_share_row(case, case.values[base]) for case in cases if case.values.shape[1] > 1]
    return SensitivityResult(
        method=facts.method,
        indices=_concat_tables(tables, [*COMPARISON_COLUMNS, "factor"]),
        interactions=_concat_tables(pairs, [*COMPARISON_COLUMNS, "factor", "other"]),
        variance_shares=pd.DataFrame(shares),
        excluded=tuple(one for one in found if isinstance(one, ExcludedOutcome)),
    )


def _concat_tables(tables: Sequence[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(columns))


def _comparison_cells(case: OutcomeArray) -> dict[str, Any]:
    return dict(zip(COMPARISON_COLUMNS, (*case.comparison, case.column), strict=True))


def _sobol_index_rows(case: OutcomeArray, names: Sequence[str], found: SobolIndices) -> pd.DataFrame:
    """First and total indices of one outcome, a row a factor."""
    columns: dict[str, Any] = {"factor": names}
    columns |= _index_with_interval("first", found.first, found.first_error)
    columns |= _index_with_interval("total", found.total, found.total_error)
    sizes = {"base": found.base, "seeds": case.values.shape[1]}
    table = pd.DataFrame(
        columns | {"noise_dependent_share": found.noise_dependent_share, "variance": found.variance} | sizes
    )
    return table.assign(**_comparison_cells(case))[[*COMPARISON_COLUMNS, *table.columns]]


def _interaction_rows(
    case: OutcomeArray, names: Sequence[str], design: SaltelliDesign, found: SobolIndices
) -> pd.DataFrame:
    """Second-order indices of one outcome, a row a pair of factors."""
    pairs = {
        "factor": [names[one] for one, _ in design.factor_pairs],
        "other": [names[other] for _, other in design.factor_pairs],
    }
    table = pd.DataFrame(pairs | _index_with_interval("second", found.second, found.second_error))
    return table.assign(**_comparison_cells(case))[[*COMPARISON_COLUMNS, *table.columns]]


def _index_with_interval(name: str, value: Numbers, error: Numbers) -> dict[str, Numbers]:
    """An index with the ends of its 95 % interval."""
    return {
        name: value,
        f"{name}_low": value - NORMAL_QUANTILE * error,
        f"{name}_high": value + NORMAL_QUANTILE * error,
    }


def _morris_effect_rows(case: OutcomeArray, names: Sequence[str], sample: Numbers) -> pd.DataFrame:
    """Effects on one outcome, a row a factor."""
    found = morris_effects(case.values, sample)
    table = pd.DataFrame({"factor": names, **found._asdict(), "seeds": case.values.shape[1]})
    return table.assign(**_comparison_cells(case))[[*COMPARISON_COLUMNS, *table.columns]]


def _variance_share_row(case: OutcomeArray, values: Numbers) -> dict[str, Any]:
    """The shares of variance in one outcome."""
    found, error = variance_share_errors(values)
    row = _comparison_cells(case) | {"sd": found.variance**0.5}
    for name, share in (("factors", "between_points"), ("noise", "noise"), ("interaction", "interaction")):
        row |= {name: getattr(found, share), f"{name}_error": getattr(error, share)}
    return row | {"points": values.shape[0], "seeds": values.shape[1]}
