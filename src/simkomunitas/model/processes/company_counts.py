"""Step 4, continued: how many of those a resident knows came, counted when somebody comes who did not, or stays away.

Four counts of 16 bits, one an arena, share a number, so that one look at it tells all.
"""

from simkomunitas.base.compilation_cache import compiled, inlined
from simkomunitas.model.community.community_data import MAX_TIES, EngineCommunity
from simkomunitas.model.state.community_state import CommunityState, Workspace
from simkomunitas.model.vocabulary import ARENA_COUNT

FIELD_BITS = MAX_TIES.bit_length()  # bits of a count


@inlined
def acquaintances_present(i: int, arena: int, desk: Workspace) -> int:
    """How many of those a resident knows came to the last event of this arena."""
    return int((desk.company_counts[i] >> (FIELD_BITS * arena)) & MAX_TIES)


@compiled
def count_company(society: EngineCommunity, state: CommunityState) -> None:
    """Count anew for everybody who of those she knows came."""
    state.workspace.company_counts[:] = 0
    for i in range(state.resident_states.size):
        for arena in range(ARENA_COUNT):
            if state.resident_states[i].came[arena]:
                adjust_company(i, arena, 1, society, state)


@inlined
def adjust_company(i: int, arena: int, more: int, society: EngineCommunity, state: CommunityState) -> None:
    """Count one more (1) or one less (-1) who came for everybody who knows a resident."""
    ties, company = society.ties, state.workspace.company_counts
    for place in range(ties.start[i], ties.start[i + 1]):
        company[ties.neighbour[place]] += more << (FIELD_BITS * arena)
