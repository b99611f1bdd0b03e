"""Where residents live on a map: hamlets side by side, houses inside them, people around their houses.

No village here has surveyed coordinates; the map only keeps together who belongs together, and is the same each time.
"""

from typing import NamedTuple

import numpy as np

from simkomunitas.model.community.community_data import Community, Numbers, Whole

GOLDEN_ANGLE = np.pi * (3.0 - np.sqrt(5.0))
ROW_JITTER = 0.05  # how far hamlets stand out of their row, in widths of a place
BORDER_FACTOR = 1.18  # of a place over its hamlet
MIN_RADIUS_RATIO = 0.45  # radius of the smallest hamlet, in radii of the largest
MAP_WIDTH = 1.65  # width of the map over its height
YARD_RADIUS = 0.42  # how far from the house its people stand, in distances between houses


class MapLayout(NamedTuple):
    """Points on a map one unit high and ``WIDE`` units wide, its middle at (0, 0)."""

    resident_points: Numbers  # residents by (x, y)
    house_points: Numbers  # houses by (x, y), in the order of their numbers
    hamlet_circles: Numbers  # hamlets by (x, y, radius)


def build_map_layout(community: Community) -> MapLayout:
    """A map of a community: hamlets as large as their people, houses in a spiral, housemates around their house."""
    facts = community.residents
    houses, home = np.unique(facts.household, return_inverse=True)
    hamlet_of_house = np.zeros(houses.size, np.int64)
    hamlet_of_house[home] = facts.hamlet
    hamlets = _layout_hamlets(np.bincount(hamlet_of_house, minlength=len(community.hamlets)))
    settled, distance = _layout_houses(hamlet_of_house, hamlets)
    return MapLayout(_layout_residents(home, settled, distance[hamlet_of_house]), settled, hamlets)


def _layout_hamlets(houses: Whole) -> Numbers:
    """Middles and radii of the hamlets: in staggered rows that fill the map, larger where more houses stand."""
    count = houses.size
    rows = min(range(1, count + 1), key=lambda rows: (-_hamlet_radius(count, rows), rows))
    columns = -(-count // rows)
    row, column = np.divmod(np.arange(count), columns)
    in_row = np.bincount(row, minlength=rows)[row]
    across = (column + 0.5 + ROW_JITTER * np.sin(2.4 * np.arange(count))) / in_row - 0.5
    down = (row + 0.5 + ROW_JITTER * np.cos(3.9 * np.arange(count))) / rows - 0.5
    size = np.sqrt(np.maximum(houses, 1) / max(1.0, float(houses.max(initial=1))))
    return np.column_stack(
        (across * MAP_WIDTH, down, _hamlet_radius(count, rows) * (MIN_RADIUS_RATIO + (1 - MIN_RADIUS_RATIO) * size))
    )


def _hamlet_radius(count: int, rows: int) -> float:
    """The radius that hamlets can have in so many rows."""
    return min(MAP_WIDTH / -(-count // rows), 1.0 / rows) * (0.5 - ROW_JITTER) / BORDER_FACTOR


def _layout_houses(hamlet: Whole, hamlets: Numbers) -> tuple[Numbers, Numbers]:
    """Houses of each hamlet in a spiral from its middle; and how far houses of each hamlet lie apart."""
    points, distance = np.zeros((hamlet.size, 2)), np.ones(len(hamlets))
    for number, (x, y, radius) in enumerate(hamlets):
        here = np.flatnonzero(hamlet == number)
        turn = np.arange(here.size) * GOLDEN_ANGLE
        distance[number] = radius / np.sqrt(here.size + 1.0)
        out = distance[number] * np.sqrt(np.arange(here.size) + 0.6) * 0.97
        points[here] = np.column_stack((x + out * np.cos(turn), y + out * np.sin(turn)))
    return points, distance


def _layout_residents(household: Whole, houses: Numbers, house_spacing: Numbers) -> Numbers:
    """People around their house, evenly; who lives alone stands at the door."""
    order = np.argsort(household, kind="stable")
    size = np.bincount(household, minlength=len(houses))
    first = np.cumsum(size) - size
    number = np.empty(household.size, np.int64)
    number[order] = np.arange(household.size) - first[household[order]]
    turn = 2 * np.pi * number / size[household] + household * GOLDEN_ANGLE
    reach = YARD_RADIUS * house_spacing[household] * np.minimum(1.0, 0.45 + 0.15 * size[household])
    return np.asarray(houses[household] + reach[:, None] * np.column_stack((np.cos(turn), np.sin(turn))))
