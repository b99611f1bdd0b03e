"""P17: to know is not to act."""

from simkomunitas.base.references import BANERJEE_2010, RAFFLER_2018
from simkomunitas.evidence.targets import BAND_TOLERANCE, targets
from simkomunitas.evidence.targets._target_base import MeasuredNumbers, SeedRecords, Target, TargetBand
from simkomunitas.model.outcomes._period_statistics import period_mean

SITUATION = "report_cards"


@targets.add("P17")
class InformationAndTask(Target):
    """Information leaves participation as it was; a task that people can do finds volunteers.

    Information: share of adults who take part in any customary arena within four weeks, over the year after, against
    no programme.  Task: share who worked for a project within four weeks, while the task was offered.
    """

    sources = (BANERJEE_2010, RAFFLER_2018)
    situations = (SITUATION,)
    bands = (
        TargetBand("information", "change of participation, share of adults", -0.02, 0.02, is_from_source=False),
        TargetBand("task", "change of the share of adults who volunteer", BAND_TOLERANCE),
    )

    def measure_seed(self, seed_records: SeedRecords) -> MeasuredNumbers:
        none, information, task = (seed_records.find_record(SITUATION, arm) for arm in ("none", "information", "task"))
        taking_part = [period_mean(record, "general_participation", "year_1") for record in (information, none)]
        volunteers = [period_mean(record, "contributed", "programme") for record in (task, none)]
        return {"information": taking_part[0] - taking_part[1], "task": volunteers[0] - volunteers[1]}

    def explain_result(self, estimate: MeasuredNumbers) -> str:
        information, task = (100 * estimate[band.name] for band in self.bands)
        return (
            f"Information moves participation by {information:+.1f} points, a task moves volunteering by {task:+.1f}."
        )
