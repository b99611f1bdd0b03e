"""Step 4, continued: how many of those a resident knows came to the last events."""

from simkomunitas.base.compilation_cache import compiled
from simkomunitas.model.community.community_data import EngineCommunity
from simkomunitas.model.state.community_state import CommunityState
from simkomunitas.model.vocabulary import ARENA_COUNT


@compiled
def count_company(society: EngineCommunity, state: CommunityState) -> None:
    """Count anew for everybody who of those she knows came to the last event of each arena."""
    minds = state.resident_states
    for arena in range(ARENA_COUNT):
        for i in range(minds.size):
            state.workspace.company[i, arena] = 0
    for arena in range(ARENA_COUNT):
        for i in range(minds.size):
            if minds.came[i, arena]:
                adjust_company(i, arena, 1, society, state)


@compiled
def adjust_company(i: int, arena: int, more: int, society: EngineCommunity, state: CommunityState) -> None:
    """Count one more (1) or one less (-1) who came for everybody who knows a resident."""
    ties, company = society.ties, state.workspace.company
    for place in range(ties.start[i], ties.start[i + 1]):
        company[ties.neighbour[place], arena] += more
