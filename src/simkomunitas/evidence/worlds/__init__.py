"""Comparisons over plausible worlds: each world is a draw of the uncertain parameters from a posterior."""

from simkomunitas.evidence.worlds.superiority import SuperiorityEstimate, probability_of_superiority
from simkomunitas.evidence.worlds.uncertainty_comparison import (
    UncertaintyPlan,
    UncertaintyResult,
    plan_uncertainty_runs,
    run_uncertainty_comparison,
    superiority_table,
    uncertainty_json,
)

__all__ = [
    "SuperiorityEstimate",
    "UncertaintyPlan",
    "UncertaintyResult",
    "plan_uncertainty_runs",
    "probability_of_superiority",
    "run_uncertainty_comparison",
    "superiority_table",
    "uncertainty_json",
]  # fmt: skip
