"""P18: goods outlive a programme, institutions do not grow by it."""

from math import sqrt

from simkomunitas.evidence.targets import MORE, Band, Measured, Observed, Seen, Target, mean, ratio, targets
from simkomunitas.ground.sources import CASEY_2012, CASEY_2023, HUMPHREYS_2014, VOSS_2012
from simkomunitas.world.record import YEAR, Record

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
        Band("goods", "working assets at the end of the programme, more than without", MORE),
        Band("goods_kept", "share of the gain in working assets that is left", low=0.50, read=False),
        Band("acting_after_1", "effect on collective action in the first year after, in SD", -0.10, 0.20, read=False),
        Band("acting_after_11", "effect on collective action in the eleventh year, in SD", -0.10, 0.20, read=False),
    )

    def measure(self, seen: Seen) -> Observed:
        found: dict[str, float] = {}
        for arm in ARMS:
            record = seen.record(SITUATION, arm)
            found[f"goods_{arm}"] = float(record.column("assets_working")[record.left - 1])
            found[f"goods_later_{arm}"] = in_year(record, "assets_working", LONG)
            found[f"acting_{SHORT}_{arm}"] = in_year(record, "general_participation", SHORT)
            found[f"acting_{LONG}_{arm}"] = in_year(record, "general_participation", LONG)
        return found

    def estimate(self, measured: Measured) -> Observed:
        gain, left = (
            mean(measured[f"{goods}_programme"] - measured[f"{goods}_none"]) for goods in ("goods", "goods_later")
        )
        return {
            "goods": gain,
            "goods_kept": ratio(left, gain) if gain > 0 else float("nan"),
            "acting_after_1": effect(measured, SHORT),
            "acting_after_11": effect(measured, LONG),
        }

    def why(self, estimate: Observed) -> str:
        gain, kept, short, long = (estimate[band.name] for band in self.bands)
        return (
            f"The programme leaves {gain:+.1f} assets, of which {100 * kept:.0f} % are left after eleven years; "
            f"collective action differs by {short:+.2f} SD in the first year after and by {long:+.2f} in the eleventh."
        )


def in_year(record: Record, series: str, year: int) -> float:
    """Mean of a series over the n-th year after the facilitators have left."""
    last = record.left + year * YEAR
    return float(record.column(series)[last - YEAR : last].mean())


def effect(measured: Measured, year: int) -> float:
    """Difference of the shares of residents who take part, over the standard deviation of taking part."""
    treated, control = (mean(measured[f"acting_{year}_{arm}"]) for arm in ARMS)
    spread = sqrt((treated * (1 - treated) + control * (1 - control)) / 2)
    return ratio(treated - control, spread)
