"""A film as the browser takes it: bytes, made once and shared by everybody who watches the same run."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np

from simkomunitas.app.names import resident_names
from simkomunitas.pages.words import FUNNEL, PRINCIPLES
from simkomunitas.study.scenario import Scenario
from simkomunitas.study.watching import Film, funnel, stages
from simkomunitas.world.community import NOBODY, Community, Numbers, Ties

KEPT = 24  # films that are kept for the next who wants them
NEAREST_KINDS = 4  # kinds of ties that are drawn: household, kin, neighbours, associations; friends on hover


@dataclass(frozen=True, slots=True, eq=False)  # the same only as itself: comparing films would take longer
class Reel:
    """One run, ready to be shown."""

    film: Film
    names: list[str]
    residents: bytes
    houses: bytes
    hamlets: bytes
    home: bytes  # hamlet of each resident
    street: bytes  # hamlet of each house
    ties: bytes
    frames: dict[str, bytes]
    leads: bytes
    officials: bytes
    told: bytes
    sessions: bytes
    principles: Numbers  # principles by weeks
    funnel: Numbers  # steps by weeks
    stages: list[list[int]]  # first week, week after the last, number
    weeks: int


def reel(film: Film) -> Reel:
    """The bytes of a film."""
    facts, steps = film.record.community, funnel(film.record)
    return Reel(
        film=film,
        names=resident_names(facts),
        residents=_floats(film.places.residents),
        houses=_floats(film.places.houses),
        hamlets=_floats(film.places.hamlets),
        home=_wholes(facts.residents.hamlet),
        street=_wholes(_hamlet_of_houses(facts)),
        ties=_wholes(_pairs(facts.ties)),
        frames={name: frames.tobytes() for name, frames in film.frames.items()},
        leads=film.leads.tobytes(),
        officials=facts.residents.official.astype(np.uint8).tobytes(),
        told=_wholes(film.told),
        sessions=_wholes(film.sessions),
        principles=np.array([film.principles[name] for name in PRINCIPLES]),
        funnel=np.array([steps[name] for name in FUNNEL]),
        stages=[[first, last, number] for number, first, last in stages(film.record)],
        weeks=len(film.record.series),
    )


def _floats(values: Numbers) -> bytes:
    return values.astype("<f4").tobytes()


def _wholes(values: object) -> bytes:
    return np.asarray(values).astype("<i4").tobytes()


def _hamlet_of_houses(community: Community) -> object:
    """The hamlet in which each house stands, in the order of the houses on the map."""
    houses, home = np.unique(community.residents.household, return_inverse=True)
    hamlets = np.zeros(houses.size, np.int64)
    hamlets[home] = community.residents.hamlet
    return hamlets


def _pairs(ties: Ties) -> object:
    """Each tie once, as rows of two residents."""
    first = np.repeat(np.arange(ties.start.size - 1), np.diff(ties.start))
    once = (first < ties.neighbour) & (ties.neighbour != NOBODY) & (ties.kind < NEAREST_KINDS)
    return np.column_stack((first[once], ties.neighbour[once]))


class Shelf:
    """The films that were shown last; the one that has waited longest makes room."""

    def __init__(self, room: int = KEPT) -> None:
        self.room = room
        self.reels: OrderedDict[tuple[Scenario, int], Reel] = OrderedDict()
        self.lock = threading.Lock()

    def find(self, scenario: Scenario, seed: int) -> Reel | None:
        """The reel of a run, if it is on the shelf."""
        with self.lock:
            found = self.reels.get((scenario, seed))
            if found is not None:
                self.reels.move_to_end((scenario, seed))
            return found

    def put(self, made: Reel) -> Reel:
        """Keep a reel for others; the one that is kept."""
        with self.lock:
            kept = self.reels.setdefault((made.film.scenario, made.film.seed), made)
            while len(self.reels) > self.room:
                self.reels.popitem(last=False)
            return kept


SHELF = Shelf()
