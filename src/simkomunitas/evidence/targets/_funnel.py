"""The funnel as a survey of households sees it: who knows, who came, who spoke."""

from simkomunitas.evidence.targets import Observed
from simkomunitas.world.record import YEAR, Record

STEPS, SEXES = ("aware", "came", "spoke"), ("women", "men")


def funnel(record: Record) -> Observed:
    """Shares of women and of men who know of the activities, came to one and spoke at one within the last four weeks.

    Means over the last year of the programme, as of interviews spread over it.
    """
    year = slice(max(0, record.left - YEAR), record.left)
    return {f"{step}_{sex}": float(record.column(f"{sex}_{step}")[year].mean()) for step in STEPS for sex in SEXES}
