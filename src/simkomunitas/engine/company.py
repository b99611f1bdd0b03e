"""Step 4, continued: how many of those a resident knows came, counted when somebody comes who did not, or stays away.

Four counts of 16 bits, one an arena, share a number, so that one look at it tells all.
"""

from simkomunitas.ground.compiled import compiled, inlined
from simkomunitas.world.community import MOST_TIES, Society
from simkomunitas.world.state import Desk, State

ARENA_COUNT = 4  # mutual help, associations, programme, government
FIELD = MOST_TIES.bit_length()  # bits of a count


@inlined
def acquainted(i: int, arena: int, desk: Desk) -> int:
    """How many of those a resident knows came to the last event of this arena."""
    return int((desk.company[i] >> (FIELD * arena)) & MOST_TIES)


@compiled
def count_company(society: Society, state: State) -> None:
    """Count anew for everybody who of those she knows came."""
    state.desk.company[:] = 0
    for i in range(state.minds.size):
        for arena in range(ARENA_COUNT):
            if state.minds[i].came[arena]:
                add_company(i, arena, 1, society, state)


@inlined
def add_company(i: int, arena: int, more: int, society: Society, state: State) -> None:
    """Count one more (1) or one less (-1) who came for everybody who knows a resident."""
    ties, company = society.ties, state.desk.company
    for place in range(ties.start[i], ties.start[i + 1]):
        company[ties.neighbour[place]] += more << (FIELD * arena)
