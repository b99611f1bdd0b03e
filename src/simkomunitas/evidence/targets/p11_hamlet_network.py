"""P11: hamlets are small, and who knows whom is closely knit."""

from collections.abc import Iterator

import numpy as np

from simkomunitas.base.references import ALATAS_2016
from simkomunitas.evidence.targets import targets
from simkomunitas.evidence.targets._network_measures import (
    household_matrix,
    largest_component,
    mean_clustering,
    mean_path_length,
    respondent_matrix,
    share_of_supported_ties,
)
from simkomunitas.evidence.targets._target_base import MeasuredNumbers, SeedRecords, Target, TargetBand
from simkomunitas.model.community.community_data import Community, Flags
from simkomunitas.model.random_draws import DrawPurpose, draw_chances

SITUATION, ARM = "customary_village", "village"
# Households of a hamlet that were drawn for the survey; those of its officials were asked as well.
RESPONDENTS_PER_HAMLET = 8


@targets.add("P11")
class HamletNetwork(Target):
    """Households of a hamlet know each other through each other, as far as a survey of a few of them can tell.

    Eight households of each hamlet, drawn by lot, and those of its officials tell whom they know and who of these know
    each other.  Means over hamlets; clustering and distance in the largest connected part of what they tell.
    """

    sources = (ALATAS_2016,)
    situations = (SITUATION,)
    bands = (
        TargetBand("households", "households of a hamlet", 35, 64),
        TargetBand("clustering", "share of pairs of acquaintances who know each other", 0.61, 0.86),
        TargetBand("distance", "mean steps between two households", 1.4, 2.7),
        TargetBand("supported", "share of ties with a common acquaintance", 0.85, 1, is_from_source=False),
    )

    def measure_seed(self, seed_records: SeedRecords) -> MeasuredNumbers:
        community = seed_records.find_record(SITUATION, ARM).community
        rows = [
            (
                told.shape[0],
                mean_clustering(largest_component(told)),
                mean_path_length(told),
                share_of_supported_ties(largest_component(told)),
            )
            for told in survey_hamlet_networks(community, seed_records.seed)
        ]
        return dict(zip((band.name for band in self.bands), np.mean(rows, axis=0).tolist(), strict=True))

    def explain_result(self, estimate: MeasuredNumbers) -> str:
        return (
            f"Hamlets have {estimate['households']:.0f} households; what respondents tell has clustering "
            f"{estimate['clustering']:.2f}, distance {estimate['distance']:.2f}, {estimate['supported']:.2f} supported."
        )


def survey_hamlet_networks(community: Community, seed: int) -> Iterator[Flags]:
    """Who knows whom of each hamlet's households, as the survey was told."""
    residents = community.residents
    for hamlet in range(len(community.hamlets)):
        here = residents.hamlet == hamlet
        homes, known = household_matrix(community, here)
        asked = np.isin(homes, residents.household[here & residents.official])
        asked[
            np.argsort(draw_chances(seed, int(DrawPurpose.OBSERVATION), 0, homes.astype(np.uint64)))[
                :RESPONDENTS_PER_HAMLET
            ]
        ] = True
        yield respondent_matrix(known, asked)
