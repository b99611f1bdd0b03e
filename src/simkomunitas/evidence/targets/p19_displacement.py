"""P19: hours that go to a programme are missing elsewhere."""

import numpy as np

from simkomunitas.base.references import FREIRE_2009, LABONNE_2008
from simkomunitas.evidence.targets import BAND_TOLERANCE, targets
from simkomunitas.evidence.targets._target_base import MeasuredNumbers, SeedRecords, Target, TargetBand
from simkomunitas.model.state.run_record import RunRecord
from simkomunitas.model.vocabulary import WEEKS_PER_YEAR

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
        TargetBand(
            "formal",
            "change of hours at programme and government meetings, hours a month and adult",
            low=BAND_TOLERANCE,
        ),
        TargetBand("mutual_help", "change of the share of adults at mutual help", high=-BAND_TOLERANCE),
        TargetBand(
            "volunteering",
            "change of hours of mutual help and associations, hours a month and adult",
            high=-BAND_TOLERANCE,
        ),
    )
    afterwards = False

    def measure_seed(self, seed_records: SeedRecords) -> MeasuredNumbers:
        treated, control = (hours_by_use(seed_records.find_record(SITUATION, arm)) for arm in ("programme", "none"))
        changes = np.array(treated) - np.array(control)
        return dict(zip((band.name for band in self.bands), changes, strict=True))

    def explain_result(self, estimate: MeasuredNumbers) -> str:
        formal, mutual, volunteering = (estimate[band.name] for band in self.bands)
        return (
            f"Formal hours change by {formal:+.2f} a month, mutual help by {100 * mutual:+.1f} points, "
            f"hours of volunteering by {volunteering:+.2f} a month."
        )


def hours_by_use(record: RunRecord) -> tuple[float, float, float]:
    """Formal hours, share at mutual help, informal hours, in the last year of the programme."""
    year = slice(record.exit_week - WEEKS_PER_YEAR, record.exit_week)
    months = WEEKS_PER_YEAR / 4 * 60 * record.community.residents.key.size
    formal, informal = (
        float(record.series_values(name)[year].sum()) / months for name in ("formal_minutes", "informal_minutes")
    )
    return formal, float(record.series_values("participation_mutual_help")[year].mean()), informal
