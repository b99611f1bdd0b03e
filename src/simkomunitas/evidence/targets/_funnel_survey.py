"""The funnel as a survey of households sees it: who knows, who came, who spoke."""

from simkomunitas.evidence.targets._target_base import MeasuredNumbers
from simkomunitas.model.state.run_record import RunRecord
from simkomunitas.model.vocabulary import WEEKS_PER_YEAR

STEPS, SEXES = ("aware", "came", "spoke"), ("women", "men")


def funnel_by_gender(record: RunRecord) -> MeasuredNumbers:
    """Shares of women and of men who know of the activities, came to one and spoke at one within the last four weeks.

    Means over the last year of the programme, as of interviews spread over it.
    """
    year = slice(max(0, record.exit_week - WEEKS_PER_YEAR), record.exit_week)
    return {
        f"{step}_{sex}": float(record.series_values(f"{sex}_{step}")[year].mean()) for step in STEPS for sex in SEXES
    }
