"""P20: works last where those who do not pay can be shut out."""

import numpy as np

from simkomunitas.engine.plan import Event
from simkomunitas.evidence.targets import Band, Measured, Observed, Seen, Target, pooled, targets
from simkomunitas.evidence.targets._events import KIND
from simkomunitas.ground.sources import BALAND_2007, DANIEL_2023
from simkomunitas.world.community import DOMAINS, Numbers
from simkomunitas.world.record import YEAR, Record

SITUATION, ARMS = "water_supplies", ("open", "fee", "private")
YEARS = 12  # the works looked at were built one to twelve years before
KINDS = (Event.CAPTURED, Event.FINISHED, Event.FAILED, Event.BROKE)  # events in the life of a work
OPEN_BY_NATURE = (DOMAINS.index("environment"), DOMAINS.index("infrastructure"))


@targets.add("P20")
class Excludability(Target):
    """Works that are private last, those kept up by a fee mostly, those open to all the least.

    Of the works that nobody could be shut out of by their nature and that worked when the facilitators left, the share
    that has worked without a break since, mean over one to twelve years after.
    """

    sources = (DANIEL_2023, BALAND_2007)
    situations = (SITUATION,)
    bands = (
        Band("private", "share of private works that have lasted", 0.95, 1.0),
        Band("fee", "share of works with a fee that have lasted", 0.80, 0.95),
        Band("open", "share of open works that have lasted", 0.60, 0.80),
    )
    events = True

    def measure(self, seen: Seen) -> Observed:
        found: dict[str, float] = {}
        for arm in ARMS:
            lasting = weeks_lasted(seen.record(SITUATION, arm))
            found[f"built_{arm}"] = float(lasting.size)
            found[f"lasted_{arm}"] = sum(float((lasting >= year * YEAR).sum()) for year in range(1, YEARS + 1)) / YEARS
        return found

    def estimate(self, measured: Measured) -> Observed:
        return {arm: pooled(measured[f"lasted_{arm}"], measured[f"built_{arm}"]) for arm in ARMS}

    def why(self, estimate: Observed) -> str:
        private, fee, free = (100 * estimate[band.name] for band in self.bands)
        return (
            f"Of private works {private:.0f} % have lasted, of works with a fee {fee:.0f} %, "
            f"of open ones {free:.0f} %: works fail where the committee that collects dues ends or too few pay."
        )


def weeks_lasted(record: Record) -> Numbers:
    """For each work that stood when the facilitators left, how many weeks later it broke; infinite if it never did."""
    captured: set[int] = set()  # hamlets whose project the better-off keep to themselves: it builds nothing public
    stands: set[tuple[int, int]] = set()
    lasted: dict[tuple[int, int], float] = {}
    for week, kind, _, domain, hamlet in record.events[np.isin(record.events[:, KIND], KINDS)].tolist():
        work = (hamlet, domain)
        if kind == Event.CAPTURED:
            captured.add(hamlet)
        elif kind == Event.FINISHED and hamlet not in captured and week < record.left:
            stands.add(work)
        elif kind == Event.BROKE and week < record.left:
            stands.discard(work)
        elif kind == Event.BROKE and work in stands:
            lasted.setdefault(work, week - record.left)
        if kind in {Event.FINISHED, Event.FAILED}:
            captured.discard(hamlet)
    return np.array([lasted.get(work, np.inf) for work in sorted(stands) if work[1] in OPEN_BY_NATURE])
