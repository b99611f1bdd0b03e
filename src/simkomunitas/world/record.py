"""What is kept of a run."""

from typing import NamedTuple

from simkomunitas.world.community import Community, Numbers, Whole
from simkomunitas.world.state import NEVER

YEAR = 52  # weeks
REPORTED = ("programme", "year_1", "year_2", "year_3", "year_5")  # the periods outcomes are given for


class Record(NamedTuple):
    """The course of one run."""

    names: tuple[str, ...]  # of the columns of ``series``
    series: Numbers  # weeks by names
    left: int  # week the facilitators left, or would have; NEVER if the run ended before
    attendances: Whole  # residents by period: programme activities attended in the programme, and in each year after
    community: Community
    events: Whole  # rows of (week, kind, who, other, value); empty unless asked for
    reasons: Numbers  # weeks by arenas by terms of one resident's decisions; empty unless asked for

    def column(self, name: str) -> Numbers:
        """One series, a number a week."""
        return self.series[:, self.names.index(name)]

    def weeks(self, period: str) -> slice | None:
        """The weeks of a period: the programme, or the n-th year after it; None if the run does not reach its end."""
        if self.left == NEVER:
            return None
        if period == "programme":
            return slice(0, self.left) if self.left > 0 else None
        year = int(period.removeprefix("year_"))
        first = self.left + (year - 1) * YEAR
        return slice(first, first + YEAR) if first + YEAR <= self.series.shape[0] else None


def period_column(period: str) -> int:
    """The column of ``Record.attendances`` for a period."""
    return 0 if period == "programme" else int(period.removeprefix("year_"))
