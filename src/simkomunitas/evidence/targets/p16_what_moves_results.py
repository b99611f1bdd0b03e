"""P16: training alone and money alone do nothing; a link to the council does."""

from math import inf, sqrt

from simkomunitas.base.references import PRADHAN_2014
from simkomunitas.evidence.targets import mean_known, safe_ratio, targets
from simkomunitas.evidence.targets._target_base import Measured, MeasuredNumbers, SeedRecords, Target, TargetBand

SITUATION, CONTROL = "school_committee", "none"
ARMS = ("training", "grant", "linkage", "linkage_and_election")


@targets.add("P16")
class WhatMovesResults(Target):
    """Training and grants move results little, a link to the village council moves them, most with an election.

    Two years on: how much less need is left than without a programme, in units of the spread of need between hamlets
    and domains at the start (the source: pupils' results, in units of their spread).
    """

    sources = (PRADHAN_2014,)
    situations = (SITUATION,)
    bands = (
        TargetBand("training", "effect of training, in SD", -0.08, 0.08, is_from_source=False),
        TargetBand("grant", "effect of a grant, in SD", -0.08, 0.08, is_from_source=False),
        TargetBand("linkage", "effect of a link to the council, in SD", 0.08, 0.26, is_from_source=False),
        TargetBand("election", "effect of linkage with election less that of linkage, in SD", 0, inf),
    )

    def measure_seed(self, seed_records: SeedRecords) -> MeasuredNumbers:
        records = seed_records.records[SITUATION]
        severity = records[CONTROL].community.severity
        needs = {arm: float(record.series_values("need")[-1]) for arm, record in records.items()}
        return needs | {"mean": float(severity.mean()), "square": float((severity**2).mean())}

    def estimate_bands(self, measured: Measured) -> MeasuredNumbers:
        spread = sqrt(mean_known(measured["square"]) - mean_known(measured["mean"]) ** 2)
        effects = {arm: safe_ratio(mean_known(measured[CONTROL] - measured[arm]), spread) for arm in ARMS}
        return effects | {"election": effects["linkage_and_election"] - effects["linkage"]}

    def explain_result(self, estimate: MeasuredNumbers) -> str:
        training, grant, linkage, election = (estimate[band.name] for band in self.bands)
        return (
            f"Training moves results by {training:+.2f} SD, a grant by {grant:+.2f}, linkage by {linkage:+.2f}, "
            f"and an election adds {election:+.2f}."
        )
