"""Mesa agents as windows on the rows that the engine steps: residents, those who lead, and the facilitators.

Reading ``resident.trust`` reads the row, ``resident.trust = 0.8`` writes it; a window keeps no number of its own.
"""

import math
import warnings
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from simkomunitas.base.typed_columns import column_fields
from simkomunitas.explain.decision_explanations import explain_resident_week, tell_resident_story, translate_phrase
from simkomunitas.explain.event_descriptions import AttendanceDecision, NamedEvent, name_event, read_decisions
from simkomunitas.locale.translation import Language
from simkomunitas.mesa_interface.agent_windows import LeadingColumn, ReadOnlyColumn, RowAgent, StateColumn, VillageModel
from simkomunitas.model.community import community_data
from simkomunitas.model.processes.engine_inputs import EventKind
from simkomunitas.model.state import community_state
from simkomunitas.model.vocabulary import PROGRAMME


class Person(RowAgent):
    """A window on the row of a resident: all facts and all columns of her mind under their names."""

    def __init__(self, model: VillageModel, row: int) -> None:
        super().__init__(model)
        self.row = row
        self._made = True

    @property
    def id(self) -> str:
        """What she is called in the files."""
        return self.model.run.community.ids[self.row]

    @property
    def hamlet_name(self) -> str:
        """What her hamlet is called."""
        return self.model.run.community.hamlets[self.hamlet]

    @property
    def neighbours(self) -> list["Resident"]:
        """Those whom she knows."""
        ties = self.model.run.society.ties
        return self._persons_at(ties.neighbour[ties.start[self.row] : ties.start[self.row + 1]])

    @property
    def household(self) -> list["Resident"]:
        """Those who live under one roof with her, she among them."""
        households = self.model.facts["household"]
        return self._persons_at(np.flatnonzero(households == households[self.row]))

    def _persons_at(self, rows: Iterable[int]) -> list["Resident"]:
        return [self.model.residents[row] for row in rows]

    def decisions(self, week: int | None = None) -> list[AttendanceDecision]:
        """Her decisions of a week, the last one if none is given: terms, utility, probability, number drawn, came.

        Without a watch (``model.watch``) the same run is lived again; if somebody wrote into rows, a warning says that
        this may differ from what has happened here.
        """
        chosen = self.model.check_past_week(week)
        told = self.model.resident_reasons(self.row, chosen)
        if not told.is_exact:
            warnings.warn(translate_phrase("say:rewritten"), stacklevel=2)
        return [made for made in read_decisions(told.record.decision_trace) if made.week == chosen]

    def explain(self, week: int | None = None, language: Language = "en") -> str:
        """Why she came or stayed away in a week, the last one if none is given."""
        chosen = self.model.check_past_week(week)
        told = self.model.resident_reasons(self.row, chosen)
        return str(told.caveat(language)) + explain_resident_week(told.record, chosen, language)

    def story(self, language: Language = "en") -> str:
        """Why she came or stayed away in every week so far, and what else befell her."""
        told = self.model.resident_reasons(self.row, 0)
        return str(told.caveat(language)) + tell_resident_story(told.record, self.id, language)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.id!r})"


def _expose_columns() -> None:
    """Give Person every fact and every column of the mind; what changes hides the fact of the same name."""
    for field in column_fields(community_data.ResidentData):
        if field.name not in ("key", "household"):
            setattr(Person, field.name, ReadOnlyColumn(field.name, field.meaning))
    for field in column_fields(community_state.ResidentState):
        kind = LeadingColumn if field.name == "leads" else StateColumn
        setattr(Person, field.name, kind(field.name, field.meaning))


_expose_columns()


class Resident(Person):
    """A resident, whether she leads or not; the same object through the whole run."""


class LocalLeader(Person):
    """A resident in her role as a local leader: there from the week she takes the lead until she gives it up."""

    @property
    def resident(self) -> Resident:
        """The resident who leads."""
        found: Resident = self.model.residents[self.row]
        return found

    @property
    def invited(self) -> list[Resident]:
        """Those whom she asked to this week's programme activity of their hamlet, and nobody asked after her."""
        return self._persons_at(np.flatnonzero(self._invited_rows))

    @property
    def followers(self) -> list[Resident]:
        """Those who came to this week's programme activity after she had asked them."""
        return self._persons_at(np.flatnonzero(self._invited_rows & (self.model.minds["coming"][:, PROGRAMME] > 0)))

    @property
    def _invited_rows(self) -> Any:  # noqa: ANN401 - a column of flags
        held = self.model.hamlets["held"][self.model.facts["hamlet"], PROGRAMME] > 0
        return held & (self.model.minds["inviter"][:, PROGRAMME] == self.row)


class DiaryEntry(NamedTuple):
    """One entry of the facilitators' diary."""

    week: int
    activity: str  # a name of ACTIVITIES
    hamlet: str | None
    whom: str | None  # id of a resident


DIARY_ACTIVITIES = {
    EventKind.VISITED: "visit", EventKind.MENTORED: "mentoring", EventKind.RECRUITED: "mentoring",
    EventKind.GROUP_FOUNDED: "group_support", EventKind.SESSION: None,  # its own
}  # fmt: skip


class Facilitator(RowAgent):
    """A facilitator, there while the programme runs; facilitators pool their hours and keep one diary."""

    def __init__(self, model: VillageModel, number: int) -> None:
        super().__init__(model)
        self.number = number
        self._made = True

    @property
    def hours(self) -> float:
        """Paid hours a week, before any tapering."""
        return float(self.model.run.plan.facilitation.hours)

    @property
    def diary(self) -> list[DiaryEntry]:
        """What the facilitators did so far, entry by entry: week, activity, hamlet, whom."""
        events = self.model.record().event_log
        worked = np.isin(events[:, 1], list(DIARY_ACTIVITIES))
        told = (name_event(event, self.model.run.community) for event in events[worked])
        return [to_diary_entry(happened) for happened in told if happened.subject != "group:committee"]

    def __repr__(self) -> str:
        return f"Facilitator({self.number})"


def to_diary_entry(told: NamedEvent) -> DiaryEntry:
    """An event of the log as an entry of the diary."""
    activity = DIARY_ACTIVITIES[EventKind[told.event.upper()]] or (told.subject or "").removeprefix("activity:")
    return DiaryEntry(told.week, activity, told.hamlet, told.who)


GOLDEN_ANGLE = math.pi * (3.0 - math.sqrt(5.0))  # the golden angle: houses laid out like the seeds of a sunflower


def map_positions(village: community_data.Community) -> community_data.Numbers:
    """Where each resident stands on a map (x, y): houses of a hamlet together, its neighbours in a ring."""
    residents, count = village.residents, len(village.hamlets)
    _, first, home = np.unique(residents.household, return_index=True, return_inverse=True)
    hamlet = residents.hamlet[first]
    rank = _rank_in_group(hamlet)
    width = math.sqrt(rank.max() + 1.0)
    ring = 1.2 * width / math.sin(math.pi / count) if count > 1 else 0.0
    houses = ring * _unit_vector(2.0 * math.pi * hamlet / count)
    houses += np.sqrt(rank + 0.5)[:, None] * _unit_vector(GOLDEN_ANGLE * rank)
    return np.asarray(houses[home] + 0.25 * _unit_vector(GOLDEN_ANGLE * _rank_in_group(home)))


def _rank_in_group(group: Any) -> Any:  # noqa: ANN401 - columns of whole numbers
    """The place of each member in its group, by order."""
    order = np.argsort(group, kind="stable")
    counts = np.bincount(group)
    rank = np.empty_like(group)
    rank[order] = np.arange(len(group)) - np.repeat(np.cumsum(counts) - counts, counts)
    return rank


def _unit_vector(angle: Any) -> Any:  # noqa: ANN401 - columns of numbers
    return np.column_stack([np.cos(angle), np.sin(angle)])
