"""Step 4, continued: writing down who came, for norms and for the books."""

from simkomunitas.base.compilation_cache import compiled
from simkomunitas.model.community.community_data import NOBODY, EngineCommunity
from simkomunitas.model.processes.company_counts import adjust_company
from simkomunitas.model.processes.engine_inputs import EventKind, EventLog, log_event
from simkomunitas.model.rules.economy_rules import whole_amount
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.state.community_state import NEVER, PERIOD_COUNT, CommunityState, HamletState
from simkomunitas.model.state.weekly_counts import FORMAL_MINUTES, INFORMAL_MINUTES
from simkomunitas.model.vocabulary import (
    ARENA_COUNT,
    ASSOCIATION,
    GOVERNANCE,
    MINUTES_PER_HOUR,
    PROGRAMME,
    WEEKS_PER_YEAR,
)

CAME_EVENT = int(EventKind.CAME)


@compiled
def record_turnout(
    now: int, society: EngineCommunity, state: CommunityState, parameters: Parameters, log: EventLog
) -> None:
    """Write down who came: for norms, habits, fatigue, and for the books."""
    minds, hamlets = state.resident_states, state.hamlets
    period = period_of(now, state.programme.left)
    for i in range(minds.size):
        mind, hamlet = minds[i], hamlets[society.residents[i].hamlet]
        for arena in range(ARENA_COUNT):
            came = mind.coming[arena]
            if hamlet.held[arena] > 0 and mind.came[arena] != came:
                mind.came[arena] = came
                adjust_company(i, arena, 1 if came else -1, society, state)
            if not mind.concerned[arena]:
                continue
            hamlet.eligible[arena] += 1
            if came:
                hamlet.present[arena] += 1
                mind.last_came[arena] = now
                mind.given_hours += parameters.calendar.event_hours
                log_event(log, now, CAME_EVENT, i, NOBODY, arena)
                if arena == PROGRAMME and period < PERIOD_COUNT:
                    mind.attendances[period] += 1
    for h in range(hamlets.size):
        remember_turnout(hamlets[h], state, parameters)


@compiled
def remember_turnout(hamlet: HamletState, state: CommunityState, parameters: Parameters) -> None:
    """The hamlet remembers what share of its people came; of an association, what share of its members."""
    minutes = whole_amount(MINUTES_PER_HOUR * parameters.calendar.event_hours)
    for arena in range(ARENA_COUNT):
        if hamlet.held[arena] > 0:
            concerned = hamlet.eligible[arena] if arena == ASSOCIATION else hamlet.adults
            share = hamlet.present[arena] / max(1, concerned)
            hamlet.turnout[arena] = share
            hamlet.norm[arena] += parameters.learning.habit_gain * (share - hamlet.norm[arena])
            if arena in (PROGRAMME, GOVERNANCE):
                state.programme.tally[FORMAL_MINUTES] += minutes * hamlet.present[arena]
            else:
                state.programme.tally[INFORMAL_MINUTES] += minutes * hamlet.present[arena]


@compiled
def period_of(now: int, left: int) -> int:
    """0 while the programme runs, 1 in the first year after its end, and so on."""
    if left == NEVER:
        return 0
    return 1 + (now - left) // WEEKS_PER_YEAR
