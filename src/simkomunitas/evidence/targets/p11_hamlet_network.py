"""P11: hamlets are small, and who knows whom is closely knit."""

from collections.abc import Iterator

import numpy as np

from simkomunitas.evidence.targets import Band, Observed, Seen, Target, targets
from simkomunitas.evidence.targets._networks import (
    as_told_by,
    between_households,
    clustering,
    largest_part,
    mean_distance,
    supported,
)
from simkomunitas.ground.sources import ALATAS_2016
from simkomunitas.world.community import Community, Flags
from simkomunitas.world.draws import Purpose, chances

SITUATION, ARM = "customary_village", "village"
ASKED = 8  # households of a hamlet that were drawn for the survey; those of its officials were asked as well


@targets.add("P11")
class HamletNetwork(Target):
    """Households of a hamlet know each other through each other, as far as a survey of a few of them can tell.

    Eight households of each hamlet, drawn by lot, and those of its officials tell whom they know and who of these know
    each other.  Means over hamlets; clustering and distance in the largest connected part of what they tell.
    """

    sources = (ALATAS_2016,)
    situations = (SITUATION,)
    bands = (
        Band("households", "households of a hamlet", 35, 64),
        Band("clustering", "share of pairs of acquaintances who know each other", 0.61, 0.86),
        Band("distance", "mean steps between two households", 1.4, 2.7),
        Band("supported", "share of ties with a common acquaintance", 0.85, 1, read=False),
    )

    def measure(self, seen: Seen) -> Observed:
        community = seen.record(SITUATION, ARM).community
        rows = [
            (told.shape[0], clustering(largest_part(told)), mean_distance(told), supported(largest_part(told)))
            for told in surveyed_hamlets(community, seen.seed)
        ]
        return dict(zip((band.name for band in self.bands), np.mean(rows, axis=0).tolist(), strict=True))

    def why(self, estimate: Observed) -> str:
        return (
            f"Hamlets have {estimate['households']:.0f} households; what respondents tell has clustering "
            f"{estimate['clustering']:.2f}, distance {estimate['distance']:.2f}, {estimate['supported']:.2f} supported."
        )


def surveyed_hamlets(community: Community, seed: int) -> Iterator[Flags]:
    """Who knows whom of each hamlet's households, as the survey was told."""
    residents = community.residents
    for hamlet in range(len(community.hamlets)):
        here = residents.hamlet == hamlet
        homes, known = between_households(community, here)
        asked = np.isin(homes, residents.household[here & residents.official])
        asked[np.argsort(chances(seed, int(Purpose.OBSERVATION), 0, homes.astype(np.uint64)))[:ASKED]] = True
        yield as_told_by(known, asked)
