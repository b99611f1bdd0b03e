"""Chance as a function: the same seed, purpose, week and resident give the same number.

Nothing is consumed, so no order matters, and two strategies compared under one seed meet the same random numbers.
The four numbers are mixed by SplitMix64 (Steele, Lea and Flood 2014).
"""

from collections.abc import Callable
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from simkomunitas.base.compilation_cache import IS_PURE_PYTHON, Inputs, Output, compiled, compiled_with_arrays

GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # of SplitMix64
FIRST = np.uint64(0xBF58476D1CE4E5B9)  # of SplitMix64
SECOND = np.uint64(0x94D049BB133111EB)  # of SplitMix64
ONE = np.uint64(1)  # so that a key of nought is mixed like any other


class DrawPurpose(IntEnum):
    """What a number is drawn for; every purpose has a stream of its own."""

    POPULATION = 1
    HOUSEHOLDS = 2
    NETWORK = 3
    NEEDS = 4
    DISPOSITION = 5
    TARGETING = 10
    NOMINATION = 11
    TALK = 12
    FORGETTING = 13
    OFFER = 14
    ASKING = 15
    TURNOUT = 20
    VOICE = 24
    DRIFT = 25
    CAPTURE = 26
    PROBLEM = 27
    MOBILIZATION = 28
    CONCESSION = 29
    REPRISAL = 30
    EMERGENCE = 31
    BURNOUT = 32
    CALLING = 33
    DUES = 34
    GROUP_END = 35
    ACQUAINTANCE = 36
    FADING = 37
    SHOCK = 38
    CHOICE = 39
    COMPANY = 41
    RECRUITMENT = 42
    OBSERVATION = 50  # whom a survey asks
    RESAMPLING = 51  # which seeds a bootstrap sample is made of
    DESIGN = 52  # where the points of a bank of simulations lie
    MEASUREMENT = 53  # how far the number of a source lies from what it measured


def _allow_wraparound(function: Callable[Inputs, Output]) -> Callable[Inputs, Output]:
    """For functions whose whole numbers wrap around at 64 bits on purpose: plain Python would warn of it."""
    return np.errstate(over="ignore")(function) if IS_PURE_PYTHON else function


@compiled
def _mix_bits(x: np.uint64) -> np.uint64:
    x = (x ^ (x >> np.uint64(30))) * FIRST
    x = (x ^ (x >> np.uint64(27))) * SECOND
    return x ^ (x >> np.uint64(31))


@compiled
@_allow_wraparound
def random_stream(seed: int, purpose: int, week: int) -> np.uint64:
    """The stream of one purpose in one week of one run; ``uniform`` draws from it."""
    x = _mix_bits(np.uint64(seed) + GOLDEN)
    x = _mix_bits(x ^ (np.uint64(purpose) * GOLDEN + ONE))
    return _mix_bits(x ^ (np.uint64(np.int64(week)) * GOLDEN + ONE))  # the week NEVER lies below nought


@compiled
@_allow_wraparound
def draw_uniform(source: np.uint64, key: np.uint64) -> float:
    """A number from 0 up to 1 for whoever has this key."""
    return float(_mix_bits(source ^ (np.uint64(key) * GOLDEN + ONE)) >> np.uint64(11)) * 2.0**-53


@compiled
@_allow_wraparound
def prepare_pair_key(first: int | np.uint64) -> np.uint64:
    """The first of a pair of keys, made ready for ``paired``."""
    return _mix_bits(np.uint64(first) * GOLDEN + ONE)


@compiled
@_allow_wraparound
def complete_pair_key(ready: np.uint64, second: int | np.uint64) -> np.uint64:
    """One key for an ordered pair of keys, of which the first has been made ready by ``half``."""
    return ready ^ (np.uint64(second) * FIRST + ONE)


@compiled
def pair_key(first: int | np.uint64, second: int | np.uint64) -> np.uint64:
    """One key for an ordered pair of keys."""
    return complete_pair_key(prepare_pair_key(first), second)


@compiled_with_arrays
def prepare_pair_keys(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Each key made ready to be the first of a pair."""
    ready = np.empty(keys.size, np.uint64)
    for i in range(keys.size):
        ready[i] = prepare_pair_key(keys[i])
    return ready


@compiled
def draw_chance(seed: int, purpose: int, week: int, resident: int) -> float:
    """A number from 0 up to 1 for this seed, purpose, week and resident."""
    return draw_uniform(random_stream(seed, purpose, week), np.uint64(resident))


@compiled_with_arrays
def draw_chances(seed: int, purpose: int, week: int, keys: NDArray[np.uint64]) -> NDArray[np.float64]:
    """One number for each key, in the order of the keys."""
    source = random_stream(seed, purpose, week)
    numbers = np.empty(keys.size)
    for i in range(keys.size):
        numbers[i] = draw_uniform(source, keys[i])
    return numbers
