"""Comparisons over plausible worlds: each world is a draw of the uncertain parameters from a posterior."""

from simkomunitas.evidence.worlds.beating import Chance, chance_of_beating
from simkomunitas.evidence.worlds.running import (
    Plan,
    Worlds,
    beating_table,
    compare_worlds,
    plan_worlds,
    worlds_document,
)

__all__ = [
    "Chance", "Plan", "Worlds", "beating_table", "chance_of_beating", "compare_worlds", "plan_worlds",
    "worlds_document",
]  # fmt: skip
