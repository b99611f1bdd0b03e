"""P6: support keeps volunteers."""

from simkomunitas.base.references import CNCS_2009, LUDWICK_2013, NGUGI_2018
from simkomunitas.evidence.targets import ratio_of_sums, safe_ratio, targets
from simkomunitas.evidence.targets._target_base import Measured, MeasuredNumbers, SeedRecords, Target, TargetBand
from simkomunitas.model.vocabulary import WEEKS_PER_YEAR

SITUATION = "health_volunteers"


@targets.add("P6")
class LeadersWhoGiveUp(Target):
    """A third of volunteers without support give up within a year, of those with support few.

    Supported: local leaders from the second year of a programme that trains and advises them.  Unsupported: those of
    the same villages from the second year after the facilitators have left.  The odds ratio is that of leaders who are
    advised but not trained against those who are both.
    """

    sources = (CNCS_2009, NGUGI_2018, LUDWICK_2013)
    situations = (SITUATION,)
    bands = (
        TargetBand("unsupported", "share who give up within a year, without support", 0.25, 0.45, is_from_source=False),
        TargetBand("supported", "share who give up within a year, with support", 0.03, 0.10, is_from_source=False),
        TargetBand("no_refresher", "odds of giving up without refresher training over those with it", 2.2, 7.1),
    )

    def measure_seed(self, seed_records: SeedRecords) -> MeasuredNumbers:
        found: dict[str, float] = {}
        for arm, record in seed_records.records[SITUATION].items():
            lost = record.series_values("leaders_lost")
            # At the beginning of the week.
            led = record.series_values("leads") * record.community.residents.key.size + lost
            for time, weeks in (
                ("during", slice(WEEKS_PER_YEAR, record.exit_week)),
                ("after", slice(record.exit_week + WEEKS_PER_YEAR, None)),
            ):
                found |= {
                    f"{arm}_{time}_weeks": float(led[weeks].sum()),
                    f"{arm}_{time}_lost": float(lost[weeks].sum()),
                }
        return found

    def estimate_bands(self, measured: Measured) -> MeasuredNumbers:
        supported, advised = (yearly_dropout_share(measured, f"{arm}_during") for arm in ("trained", "advised"))
        return {
            "unsupported": yearly_dropout_share(measured, "trained_after"),
            "supported": supported,
            "no_refresher": safe_ratio(advised * (1 - supported), supported * (1 - advised)),
        }

    def explain_result(self, estimate: MeasuredNumbers) -> str:
        alone, supported = 100 * estimate["unsupported"], 100 * estimate["supported"]
        return (
            f"Within a year {alone:.0f} % give up without support and {supported:.0f} % with it; without refresher "
            f"training the odds are {estimate['no_refresher']:.1f} times as high."
        )


def yearly_dropout_share(measured: Measured, group: str) -> float:
    """Share of leaders of a group who give up within a year, from all weeks led."""
    return float(1.0 - (1.0 - ratio_of_sums(measured[f"{group}_lost"], measured[f"{group}_weeks"])) ** WEEKS_PER_YEAR)
