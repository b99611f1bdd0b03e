"""What is kept of a run."""

from typing import NamedTuple

from simkomunitas.model.community.community_data import Community, Numbers, Whole
from simkomunitas.model.state.community_state import NEVER
from simkomunitas.model.vocabulary import WEEKS_PER_YEAR

REPORTED_PERIODS = ("programme", "year_1", "year_2", "year_3", "year_5")  # the periods outcomes are given for


class RunRecord(NamedTuple):
    """The course of one run."""

    series_names: tuple[str, ...]  # of the columns of ``series``
    series: Numbers  # weeks by names
    exit_week: int  # week the facilitators left, or would have; NEVER if the run ended before
    attendances: Whole  # residents by period: programme activities attended in the programme, and in each year after
    community: Community
    event_log: Whole  # rows of (week, kind, who, other, value); empty unless asked for
    decision_trace: Numbers  # weeks by arenas by terms of one resident's decisions; empty unless asked for

    def __repr__(self) -> str:
        return f"RunRecord({len(self.series)} weeks, {len(self.community.ids)} residents)"

    def series_values(self, name: str) -> Numbers:
        """One series, a number a week."""
        return self.series[:, self.series_names.index(name)]

    def period_weeks(self, period: str) -> slice | None:
        """The weeks of a period: the programme, or the n-th year after it; None if the run does not reach its end."""
        if self.exit_week == NEVER:
            return None
        if period == "programme":
            return slice(0, self.exit_week) if self.exit_week > 0 else None
        year = int(period.removeprefix("year_"))
        first = self.exit_week + (year - 1) * WEEKS_PER_YEAR
        return slice(first, first + WEEKS_PER_YEAR) if first + WEEKS_PER_YEAR <= self.series.shape[0] else None


def period_column(period: str) -> int:
    """The column of ``Record.attendances`` for a period."""
    return 0 if period == "programme" else int(period.removeprefix("year_"))
