"""P19: hours that go to a programme are missing elsewhere."""

import numpy as np

from simkomunitas.evidence.targets import MORE, Band, Observed, Seen, Target, targets
from simkomunitas.ground.sources import FREIRE_2009, LABONNE_2008
from simkomunitas.world.record import YEAR, Record

SITUATION = "community_driven_development"


@targets.add("P19")
class Displacement(Target):
    """Aid fills assemblies and empties customary work.

    The last year of a programme with grants against the same year without: hours given to programme and government
    meetings, share of adults at mutual help within four weeks, hours given to mutual help and associations.
    """

    sources = (LABONNE_2008, FREIRE_2009)
    situations = (SITUATION,)
    bands = (
        Band("formal", "change of hours at programme and government meetings, hours a month and adult", low=MORE),
        Band("mutual_help", "change of the share of adults at mutual help", high=-MORE),
        Band("volunteering", "change of hours of mutual help and associations, hours a month and adult", high=-MORE),
    )
    afterwards = False

    def measure(self, seen: Seen) -> Observed:
        treated, control = (observed(seen.record(SITUATION, arm)) for arm in ("programme", "none"))
        changes = np.array(treated) - np.array(control)
        return dict(zip((band.name for band in self.bands), changes, strict=True))

    def why(self, estimate: Observed) -> str:
        formal, mutual, volunteering = (estimate[band.name] for band in self.bands)
        return (
            f"Formal hours change by {formal:+.2f} a month, mutual help by {100 * mutual:+.1f} points, "
            f"hours of volunteering by {volunteering:+.2f} a month."
        )


def observed(record: Record) -> tuple[float, float, float]:
    """Formal hours, share at mutual help, informal hours, in the last year of the programme."""
    year = slice(record.left - YEAR, record.left)
    months = YEAR / 4 * 60 * record.community.residents.key.size
    formal, informal = (
        float(record.column(name)[year].sum()) / months for name in ("formal_minutes", "informal_minutes")
    )
    return formal, float(record.column("participation_mutual_help")[year].mean()), informal
