"""P20: works last where those who do not pay can be shut out."""

import numpy as np

from simkomunitas.base.references import BALAND_2007, DANIEL_2023
from simkomunitas.evidence.targets import ratio_of_sums, targets
from simkomunitas.evidence.targets._event_log import KIND
from simkomunitas.evidence.targets._target_base import Measured, MeasuredNumbers, SeedRecords, Target, TargetBand
from simkomunitas.model.community.community_data import Numbers
from simkomunitas.model.processes.engine_inputs import EventKind
from simkomunitas.model.state.run_record import RunRecord
from simkomunitas.model.vocabulary import DOMAINS, WEEKS_PER_YEAR

SITUATION, ARMS = "water_supplies", ("open", "fee", "private")
OBSERVED_YEARS = 12  # the works looked at were built one to twelve years before
WORK_EVENTS = (
    EventKind.CAPTURED,
    EventKind.FINISHED,
    EventKind.FAILED,
    EventKind.BROKE,
)  # events in the life of a work
OPEN_ACCESS_DOMAINS = (DOMAINS.index("environment"), DOMAINS.index("infrastructure"))


@targets.add("P20")
class Excludability(Target):
    """Works that are private last, those kept up by a fee mostly, those open to all the least.

    Of the works that nobody could be shut out of by their nature and that worked when the facilitators left, the share
    that has worked without a break since, mean over one to twelve years after.
    """

    sources = (DANIEL_2023, BALAND_2007)
    situations = (SITUATION,)
    bands = (
        TargetBand("private", "share of private works that have lasted", 0.95, 1.0),
        TargetBand("fee", "share of works with a fee that have lasted", 0.80, 0.95),
        TargetBand("open", "share of open works that have lasted", 0.60, 0.80),
    )
    events = True

    def measure_seed(self, seed_records: SeedRecords) -> MeasuredNumbers:
        found: dict[str, float] = {}
        for arm in ARMS:
            lasting = work_lifetimes(seed_records.find_record(SITUATION, arm))
            found[f"built_{arm}"] = float(lasting.size)
            found[f"lasted_{arm}"] = (
                sum(float((lasting >= year * WEEKS_PER_YEAR).sum()) for year in range(1, OBSERVED_YEARS + 1))
                / OBSERVED_YEARS
            )
        return found

    def estimate_bands(self, measured: Measured) -> MeasuredNumbers:
        return {arm: ratio_of_sums(measured[f"lasted_{arm}"], measured[f"built_{arm}"]) for arm in ARMS}

    def explain_result(self, estimate: MeasuredNumbers) -> str:
        private, fee, free = (100 * estimate[band.name] for band in self.bands)
        return (
            f"Of private works {private:.0f} % have lasted, of works with a fee {fee:.0f} %, "
            f"of open ones {free:.0f} %: works fail where the committee that collects dues ends or too few pay."
        )


def work_lifetimes(record: RunRecord) -> Numbers:
    """For each work that stood when the facilitators left, how many weeks later it broke; infinite if it never did."""
    captured: set[int] = set()  # hamlets whose project the better-off keep to themselves: it builds nothing public
    stands: set[tuple[int, int]] = set()
    lasted: dict[tuple[int, int], float] = {}
    for week, kind, _, domain, hamlet in record.event_log[np.isin(record.event_log[:, KIND], WORK_EVENTS)].tolist():
        work = (hamlet, domain)
        if kind == EventKind.CAPTURED:
            captured.add(hamlet)
        elif kind == EventKind.FINISHED and hamlet not in captured and week < record.exit_week:
            stands.add(work)
        elif kind == EventKind.BROKE and week < record.exit_week:
            stands.discard(work)
        elif kind == EventKind.BROKE and work in stands:
            lasted.setdefault(work, week - record.exit_week)
        if kind in {EventKind.FINISHED, EventKind.FAILED}:
            captured.discard(hamlet)
    return np.array([lasted.get(work, np.inf) for work in sorted(stands) if work[1] in OPEN_ACCESS_DOMAINS])
