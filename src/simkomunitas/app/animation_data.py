"""A playback as the browser takes it: bytes, made once and shared by everybody who watches the same run."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np

from simkomunitas.app.resident_names import choose_resident_names
from simkomunitas.explain.run_playback import Playback, funnel_shares, stage_periods
from simkomunitas.model.community.community_data import NOBODY, Community, Numbers, Ties
from simkomunitas.model.scenario_definition import Scenario
from simkomunitas.reports.translated_words import FUNNEL, PRINCIPLES

MAX_CACHED = 24  # films that are kept for the next who wants them
NEAREST_TIE_KINDS = 4  # kinds of ties that are drawn: household, kin, neighbours, associations; friends on hover


@dataclass(frozen=True, slots=True, eq=False)  # the same only as itself: comparing films would take longer
class AnimationData:
    """One run, ready to be shown."""

    playback: Playback
    names: list[str]
    residents: bytes
    houses: bytes
    hamlets: bytes
    home: bytes  # hamlet of each resident
    street: bytes  # hamlet of each house
    ties: bytes
    frames: dict[str, bytes]
    leader_bytes: bytes
    officials: bytes
    informed_bytes: bytes
    sessions: bytes
    principles: Numbers  # principles by weeks
    funnel: Numbers  # steps by weeks
    stages: list[list[int]]  # first week, week after the last, number
    weeks: int


def encode_animation(playback: Playback) -> AnimationData:
    """The bytes of a playback."""
    facts, steps = playback.record.community, funnel_shares(playback.record)
    return AnimationData(
        playback=playback,
        names=choose_resident_names(facts),
        residents=_encode_floats(playback.layout.resident_points),
        houses=_encode_floats(playback.layout.house_points),
        hamlets=_encode_floats(playback.layout.hamlet_circles),
        home=_encode_integers(facts.residents.hamlet),
        street=_encode_integers(_house_hamlets(facts)),
        ties=_encode_integers(_tie_pairs(facts.ties)),
        frames={name: frames.tobytes() for name, frames in playback.frames_by_colouring.items()},
        leader_bytes=playback.leader_frames.tobytes(),
        officials=facts.residents.official.astype(np.uint8).tobytes(),
        informed_bytes=_encode_integers(playback.told_rows),
        sessions=_encode_integers(playback.session_rows),
        principles=np.array([playback.principle_series[name] for name in PRINCIPLES]),
        funnel=np.array([steps[name] for name in FUNNEL]),
        stages=[[first, last, number] for number, first, last in stage_periods(playback.record)],
        weeks=len(playback.record.series),
    )


def _encode_floats(values: Numbers) -> bytes:
    return values.astype("<f4").tobytes()


def _encode_integers(values: object) -> bytes:
    return np.asarray(values).astype("<i4").tobytes()


def _house_hamlets(community: Community) -> object:
    """The hamlet in which each house stands, in the order of the houses on the map."""
    houses, home = np.unique(community.residents.household, return_inverse=True)
    hamlets = np.zeros(houses.size, np.int64)
    hamlets[home] = community.residents.hamlet
    return hamlets


def _tie_pairs(ties: Ties) -> object:
    """Each tie once, as rows of two residents."""
    first = np.repeat(np.arange(ties.start.size - 1), np.diff(ties.start))
    once = (first < ties.neighbour) & (ties.neighbour != NOBODY) & (ties.kind < NEAREST_TIE_KINDS)
    return np.column_stack((first[once], ties.neighbour[once]))


class AnimationCache:
    """The films that were shown last; the one that has waited longest makes room."""

    def __init__(self, room: int = MAX_CACHED) -> None:
        self.room = room
        self.reels: OrderedDict[tuple[Scenario, int], AnimationData] = OrderedDict()
        self.lock = threading.Lock()

    def find_animation(self, scenario: Scenario, seed: int) -> AnimationData | None:
        """The reel of a run, if it is on the shelf."""
        with self.lock:
            found = self.reels.get((scenario, seed))
            if found is not None:
                self.reels.move_to_end((scenario, seed))
            return found

    def cache_animation(self, made: AnimationData) -> AnimationData:
        """Keep a reel for others; the one that is kept."""
        with self.lock:
            kept = self.reels.setdefault((made.playback.scenario, made.playback.seed), made)
            while len(self.reels) > self.room:
                self.reels.popitem(last=False)
            return kept


ANIMATION_CACHE = AnimationCache()
