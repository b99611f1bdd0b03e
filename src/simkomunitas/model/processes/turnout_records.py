"""Step 4, continued: writing down who came, for norms and for the books."""

from simkomunitas.base.column_tables import row_number
from simkomunitas.base.compilation_cache import compiled, inlined
from simkomunitas.model.community.community_data import NOBODY, EngineCommunity
from simkomunitas.model.processes.company_counts import adjust_company
from simkomunitas.model.processes.engine_inputs import EventKind, EventLog, log_event
from simkomunitas.model.rules.economy_rules import whole_amount
from simkomunitas.model.rules.learning_rules import norm_after_event
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.state.community_state import NEVER, PERIOD_COUNT, CommunityState, HamletState, Workspace
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
    for arena in range(ARENA_COUNT):
        state.workspace.participant_counts[arena] = 0
    for h in range(state.hamlets.size):
        for arena in range(ARENA_COUNT):
            if state.hamlets[h].held[arena] > 0:
                record_event(h, arena, now, society, state, parameters)
                list_participants(h, arena, now, society, state, log)
        remember_turnout(state.hamlets[h], state, parameters)


@compiled
def record_event(
    h: int, arena: int, now: int, society: EngineCommunity, state: CommunityState, parameters: Parameters
) -> None:
    """Count whom a hamlet's event concerned and who came, and write it down for everybody."""
    first_row = society.members.first_row
    first, last = row_number(first_row[h]), row_number(first_row[h + 1])
    minds, hours = state.resident_states, parameters.calendar.event_hours
    eligible, present = 0, 0
    for i in range(first, last):
        came = minds.coming[i, arena]
        eligible += minds.concerned[i, arena]
        present += came
        minds.last_came[i, arena] = now if came else minds.last_came[i, arena]
        minds.given_hours[i] += hours if came else 0.0
    state.hamlets[h].eligible[arena] = eligible
    state.hamlets[h].present[arena] = present


@compiled
def list_participants(
    h: int, arena: int, now: int, society: EngineCommunity, state: CommunityState, log: EventLog
) -> None:
    """List who came, and tell those who know somebody that comes again, or does not come any more."""
    first_row = society.members.first_row
    first, last = row_number(first_row[h]), row_number(first_row[h + 1])
    minds, workspace = state.resident_states, state.workspace
    count, changes = workspace.participant_counts[arena], 0
    begin = count
    for i in range(first, last):  # without a branch: whether somebody comes is not to be foreseen
        came = minds.coming[i, arena]
        workspace.participants[count, arena] = i
        count += came
        workspace.changes[changes] = i
        changes += minds.came[i, arena] != came
    workspace.participant_counts[arena] = count
    for place in range(changes):
        i = row_number(workspace.changes[place])
        came = minds.coming[i, arena]
        minds.came[i, arena] = came
        adjust_company(i, arena, 1 if came else -1, society, state)
    period = period_of(now, state.programme.left)
    for place in range(begin, count):
        i = participant_row(place, arena, workspace)
        log_event(log, now, CAME_EVENT, i, NOBODY, arena)
        if arena == PROGRAMME and period < PERIOD_COUNT:
            minds.attendances[i, period] += 1


@inlined
def participant_row(place: int, arena: int, workspace: Workspace) -> int:
    """The row of a resident on the list of those who came."""
    return row_number(workspace.participants[place, arena])


@compiled
def remember_turnout(hamlet: HamletState, state: CommunityState, parameters: Parameters) -> None:
    """The hamlet remembers what share of its people came; of an association, what share of its members."""
    minutes = whole_amount(MINUTES_PER_HOUR * parameters.calendar.event_hours)
    for arena in range(ARENA_COUNT):
        if hamlet.held[arena] > 0:
            concerned = hamlet.eligible[arena] if arena == ASSOCIATION else hamlet.adults
            share = hamlet.present[arena] / max(1, concerned)
            hamlet.turnout[arena] = share
            hamlet.norm[arena] = norm_after_event(hamlet.norm[arena], share, parameters.learning)
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
