"""Where residents live on a map: hamlets side by side, houses inside them, people around their houses.

No village here has surveyed coordinates; the map only keeps together who belongs together, and is the same each time.
"""

from typing import NamedTuple

import numpy as np

from simkomunitas.model.community.community_data import Community, Numbers, Whole

GOLDEN_ANGLE = np.pi * (3.0 - np.sqrt(5.0))
SWAY = 0.05  # how far hamlets stand out of their row, in widths of a place
BORDER = 1.18  # of a place over its hamlet
SMALLEST = 0.45  # radius of the smallest hamlet, in radii of the largest
WIDE = 1.65  # width of the map over its height
YARD = 0.42  # how far from the house its people stand, in distances between houses


class Places(NamedTuple):
    """Points on a map one unit high and ``WIDE`` units wide, its middle at (0, 0)."""

    residents: Numbers  # residents by (x, y)
    houses: Numbers  # houses by (x, y), in the order of their numbers
    hamlets: Numbers  # hamlets by (x, y, radius)


def places(community: Community) -> Places:
    """A map of a community: hamlets as large as their people, houses in a spiral, housemates around their house."""
    facts = community.residents
    houses, home = np.unique(facts.household, return_inverse=True)
    hamlet_of_house = np.zeros(houses.size, np.int64)
    hamlet_of_house[home] = facts.hamlet
    hamlets = _hamlets(np.bincount(hamlet_of_house, minlength=len(community.hamlets)))
    settled, distance = _houses(hamlet_of_house, hamlets)
    return Places(_people(home, settled, distance[hamlet_of_house]), settled, hamlets)


def _hamlets(houses: Whole) -> Numbers:
    """Middles and radii of the hamlets: in staggered rows that fill the map, larger where more houses stand."""
    count = houses.size
    rows = min(range(1, count + 1), key=lambda rows: (-_room(count, rows), rows))
    columns = -(-count // rows)
    row, column = np.divmod(np.arange(count), columns)
    in_row = np.bincount(row, minlength=rows)[row]
    across = (column + 0.5 + SWAY * np.sin(2.4 * np.arange(count))) / in_row - 0.5
    down = (row + 0.5 + SWAY * np.cos(3.9 * np.arange(count))) / rows - 0.5
    size = np.sqrt(np.maximum(houses, 1) / max(1.0, float(houses.max(initial=1))))
    return np.column_stack((across * WIDE, down, _room(count, rows) * (SMALLEST + (1 - SMALLEST) * size)))


def _room(count: int, rows: int) -> float:
    """The radius that hamlets can have in so many rows."""
    return min(WIDE / -(-count // rows), 1.0 / rows) * (0.5 - SWAY) / BORDER


def _houses(hamlet: Whole, hamlets: Numbers) -> tuple[Numbers, Numbers]:
    """Houses of each hamlet in a spiral from its middle; and how far houses of each hamlet lie apart."""
    points, distance = np.zeros((hamlet.size, 2)), np.ones(len(hamlets))
    for number, (x, y, radius) in enumerate(hamlets):
        here = np.flatnonzero(hamlet == number)
        turn = np.arange(here.size) * GOLDEN_ANGLE
        distance[number] = radius / np.sqrt(here.size + 1.0)
        out = distance[number] * np.sqrt(np.arange(here.size) + 0.6) * 0.97
        points[here] = np.column_stack((x + out * np.cos(turn), y + out * np.sin(turn)))
    return points, distance


def _people(home: Whole, houses: Numbers, distance: Numbers) -> Numbers:
    """People around their house, evenly; who lives alone stands at the door."""
    order = np.argsort(home, kind="stable")
    size = np.bincount(home, minlength=len(houses))
    first = np.cumsum(size) - size
    number = np.empty(home.size, np.int64)
    number[order] = np.arange(home.size) - first[home[order]]
    turn = 2 * np.pi * number / size[home] + home * GOLDEN_ANGLE
    reach = YARD * distance[home] * np.minimum(1.0, 0.45 + 0.15 * size[home])
    return np.asarray(houses[home] + reach[:, None] * np.column_stack((np.cos(turn), np.sin(turn))))
