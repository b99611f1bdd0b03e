"""Mesa agents as windows on the rows that the engine steps: residents, those who lead, and the facilitators.

Reading ``resident.trust`` reads the row, ``resident.trust = 0.8`` writes it; a window keeps no number of its own.
"""

import math
import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simkomunitas.engine.plan import Event
from simkomunitas.ground.columns import fields
from simkomunitas.study.explaining import Language, explain_week, say, story
from simkomunitas.study.happenings import Decision, Happening, decisions, happening
from simkomunitas.windows import Column, Fact, Leads, Window
from simkomunitas.world import community, state
from simkomunitas.world.state import PROGRAMME

if TYPE_CHECKING:
    from simkomunitas.model import CommunityModel


class Person(Window):
    """A window on the row of a resident: all facts and all columns of her mind under their names."""

    def __init__(self, model: "CommunityModel", row: int) -> None:
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
        return self._at(ties.neighbour[ties.start[self.row] : ties.start[self.row + 1]])

    @property
    def household(self) -> list["Resident"]:
        """Those who live under one roof with her, she among them."""
        households = self.model.facts["household"]
        return self._at(np.flatnonzero(households == households[self.row]))

    def _at(self, rows: Iterable[int]) -> list["Resident"]:
        return [self.model.residents[row] for row in rows]

    def decisions(self, week: int | None = None) -> list[Decision]:
        """Her decisions of a week, the last one if none is given: terms, utility, probability, number drawn, came.

        Without a watch (``model.watch``) the same run is lived again; if somebody wrote into rows, a warning says that
        this may differ from what has happened here.
        """
        chosen = self.model.week_lived(week)
        told = self.model.told_of(self.row, chosen)
        if not told.is_exact:
            warnings.warn(say("say:rewritten"), stacklevel=2)
        return [made for made in decisions(told.record.reasons) if made.week == chosen]

    def explain(self, week: int | None = None, language: Language = "en") -> str:
        """Why she came or stayed away in a week, the last one if none is given."""
        chosen = self.model.week_lived(week)
        told = self.model.told_of(self.row, chosen)
        return told.caveat(language) + explain_week(told.record, chosen, language)

    def story(self, language: Language = "en") -> str:
        """Why she came or stayed away in every week so far, and what else befell her."""
        told = self.model.told_of(self.row, 0)
        return told.caveat(language) + story(told.record, self.id, language)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.id!r})"


def _open_columns() -> None:
    """Give Person every fact and every column of the mind; what changes hides the fact of the same name."""
    for field in fields(community.Resident):
        if field.name not in ("key", "household"):
            setattr(Person, field.name, Fact(field.name, field.meaning))
    for field in fields(state.Mind):
        kind = Leads if field.name == "leads" else Column
        setattr(Person, field.name, kind(field.name, field.meaning))


_open_columns()


class Resident(Person):
    """A resident, whether she leads or not; the same object through the whole run."""


class LocalLeader(Person):
    """A resident in her role as a local leader: there from the week she takes the lead until she gives it up."""

    @property
    def resident(self) -> Resident:
        """The resident who leads."""
        return self.model.residents[self.row]

    @property
    def asked(self) -> list[Resident]:
        """Those whom she asked to this week's programme activity of their hamlet, and nobody asked after her."""
        return self._at(np.flatnonzero(self._asked))

    @property
    def followers(self) -> list[Resident]:
        """Those who came to this week's programme activity after she had asked them."""
        return self._at(np.flatnonzero(self._asked & (self.model.minds["coming"][:, PROGRAMME] > 0)))

    @property
    def _asked(self) -> Any:  # noqa: ANN401 - a column of flags
        held = self.model.hamlets["held"][self.model.facts["hamlet"], PROGRAMME] > 0
        return held & (self.model.minds["inviter"][:, PROGRAMME] == self.row)


class Entry(NamedTuple):
    """One entry of the facilitators' diary."""

    week: int
    activity: str  # a name of ACTIVITIES
    hamlet: str | None
    whom: str | None  # id of a resident


IN_THE_DIARY = {
    Event.VISITED: "visit", Event.MENTORED: "mentoring", Event.RECRUITED: "mentoring",
    Event.GROUP_FOUNDED: "group_support", Event.SESSION: None,  # its own
}  # fmt: skip


class Facilitator(Window):
    """A facilitator, there while the programme runs; facilitators pool their hours and keep one diary."""

    def __init__(self, model: "CommunityModel", number: int) -> None:
        super().__init__(model)
        self.number = number
        self._made = True

    @property
    def hours(self) -> float:
        """Paid hours a week, before any tapering."""
        return float(self.model.run.plan.facilitation.hours)

    @property
    def diary(self) -> list[Entry]:
        """What the facilitators did so far, entry by entry: week, activity, hamlet, whom."""
        events = self.model.record().events
        worked = np.isin(events[:, 1], list(IN_THE_DIARY))
        told = (happening(event, self.model.run.community) for event in events[worked])
        return [entry_of(happened) for happened in told if happened.subject != "group:committee"]

    def __repr__(self) -> str:
        return f"Facilitator({self.number})"


def entry_of(told: Happening) -> Entry:
    """An event of the log as an entry of the diary."""
    activity = IN_THE_DIARY[Event[told.event.upper()]] or (told.subject or "").removeprefix("activity:")
    return Entry(told.week, activity, told.hamlet, told.who)


TURN = math.pi * (3.0 - math.sqrt(5.0))  # the golden angle: houses laid out like the seeds of a sunflower


def places_of(village: community.Community) -> community.Numbers:
    """Where each resident stands on a map (x, y): houses of a hamlet together, its neighbours in a ring."""
    residents, count = village.residents, len(village.hamlets)
    _, first, home = np.unique(residents.household, return_index=True, return_inverse=True)
    hamlet = residents.hamlet[first]
    rank = _rank(hamlet)
    width = math.sqrt(rank.max() + 1.0)
    ring = 1.2 * width / math.sin(math.pi / count) if count > 1 else 0.0
    houses = ring * _towards(2.0 * math.pi * hamlet / count)
    houses += np.sqrt(rank + 0.5)[:, None] * _towards(TURN * rank)
    return np.asarray(houses[home] + 0.25 * _towards(TURN * _rank(home)))


def _rank(group: Any) -> Any:  # noqa: ANN401 - columns of whole numbers
    """The place of each member in its group, by order."""
    order = np.argsort(group, kind="stable")
    counts = np.bincount(group)
    rank = np.empty_like(group)
    rank[order] = np.arange(len(group)) - np.repeat(np.cumsum(counts) - counts, counts)
    return rank


def _towards(angle: Any) -> Any:  # noqa: ANN401 - columns of numbers
    return np.column_stack([np.cos(angle), np.sin(angle)])
