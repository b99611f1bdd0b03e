"""Chance as a function, in whole numbers of Python: the same seed, purpose, week and key give the same number."""

from functools import lru_cache

WORD = 2**64 - 1
GOLDEN = 0x9E3779B97F4A7C15
FIRST = 0xBF58476D1CE4E5B9
SECOND = 0x94D049BB133111EB


def mixed(number):
    """SplitMix64's finishing step."""
    number = (number ^ number >> 30) * FIRST & WORD
    number = (number ^ number >> 27) * SECOND & WORD
    return number ^ number >> 31


def spread(number):
    """Neighbouring numbers, made unlike each other."""
    return number * GOLDEN + 1 & WORD


def pair(first, second):
    """One key for two keys in this order."""
    return mixed(spread(first)) ^ (second * FIRST + 1 & WORD)


@lru_cache(maxsize=100)
def stream(seed, purpose, week):
    """What the draws of one purpose in one week have in common."""
    return mixed(mixed(mixed(seed + GOLDEN & WORD) ^ spread(purpose)) ^ spread(week))


def chance(seed, purpose, week, key):
    """A number from 0 up to 1."""
    return (mixed(stream(seed, purpose, week) ^ spread(key)) >> 11) / 2**53
