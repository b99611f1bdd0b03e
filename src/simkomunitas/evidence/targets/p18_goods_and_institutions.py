"""P18: goods outlive a programme, institutions do not grow by it."""

from math import sqrt

from simkomunitas.base.references import CASEY_2012, CASEY_2023, HUMPHREYS_2014, VOSS_2012
from simkomunitas.evidence.targets import BAND_TOLERANCE, mean_known, safe_ratio, targets
from simkomunitas.evidence.targets._target_base import Measured, MeasuredNumbers, SeedRecords, Target, TargetBand
from simkomunitas.model.state.run_record import RunRecord
from simkomunitas.model.vocabulary import WEEKS_PER_YEAR

SITUATION, ARMS = "community_driven_development", ("programme", "none")
SHORT, LONG = 1, 11  # years after the end in which the villages were surveyed


@targets.add("P18")
class GoodsAndInstitutions(Target):
    """What a programme has built stays, but people act together elsewhere no more than others do.

    Goods: working assets more than without a programme, at its end, and eleven years later over those at its end.
    Institutions: residents who took part in a customary arena within four weeks, in the first and in the eleventh year
    after, against no programme, in units of the spread between residents.
    """

    sources = (CASEY_2012, CASEY_2023, HUMPHREYS_2014, VOSS_2012)
    situations = (SITUATION,)
    bands = (
        TargetBand("goods", "working assets at the end of the programme, more than without", BAND_TOLERANCE),
        TargetBand("goods_kept", "share of the gain in working assets that is left", low=0.50, is_from_source=False),
        TargetBand(
            "acting_after_1",
            "effect on collective action in the first year after, in SD",
            -0.10,
            0.20,
            is_from_source=False,
        ),
        TargetBand(
            "acting_after_11",
            "effect on collective action in the eleventh year, in SD",
            -0.10,
            0.20,
            is_from_source=False,
        ),
    )

    def measure_seed(self, seed_records: SeedRecords) -> MeasuredNumbers:
        found: dict[str, float] = {}
        for arm in ARMS:
            record = seed_records.find_record(SITUATION, arm)
            found[f"goods_{arm}"] = float(record.series_values("assets_working")[record.exit_week - 1])
            found[f"goods_later_{arm}"] = mean_in_year(record, "assets_working", LONG)
            found[f"acting_{SHORT}_{arm}"] = mean_in_year(record, "general_participation", SHORT)
            found[f"acting_{LONG}_{arm}"] = mean_in_year(record, "general_participation", LONG)
        return found

    def estimate_bands(self, measured: Measured) -> MeasuredNumbers:
        gain, left = (
            mean_known(measured[f"{goods}_programme"] - measured[f"{goods}_none"]) for goods in ("goods", "goods_later")
        )
        return {
            "goods": gain,
            "goods_kept": safe_ratio(left, gain) if gain > 0 else float("nan"),
            "acting_after_1": effect_size(measured, SHORT),
            "acting_after_11": effect_size(measured, LONG),
        }

    def explain_result(self, estimate: MeasuredNumbers) -> str:
        gain, kept, short, long = (estimate[band.name] for band in self.bands)
        return (
            f"The programme leaves {gain:+.1f} assets, of which {100 * kept:.0f} % are left after eleven years; "
            f"collective action differs by {short:+.2f} SD in the first year after and by {long:+.2f} in the eleventh."
        )


def mean_in_year(record: RunRecord, series: str, year: int) -> float:
    """Mean of a series over the n-th year after the facilitators have left."""
    last = record.exit_week + year * WEEKS_PER_YEAR
    return float(record.series_values(series)[last - WEEKS_PER_YEAR : last].mean())


def effect_size(measured: Measured, year: int) -> float:
    """Difference of the shares of residents who take part, over the standard deviation of taking part."""
    treated, control = (mean_known(measured[f"acting_{year}_{arm}"]) for arm in ARMS)
    spread = sqrt((treated * (1 - treated) + control * (1 - control)) / 2)
    return safe_ratio(treated - control, spread)
