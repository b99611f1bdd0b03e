"""Step 4, continued: writing down who came, for norms and for the books."""

from simkomunitas.engine.company import ARENA_COUNT, add_company
from simkomunitas.engine.plan import Event, Log, note
from simkomunitas.ground.compiled import compiled
from simkomunitas.rules.parameters import Parameters
from simkomunitas.world.community import NOBODY, Society
from simkomunitas.world.state import ASSOCIATION, GOVERNANCE, NEVER, PERIODS, PROGRAMME, Hamlet, State
from simkomunitas.world.tallies import FORMAL_MINUTES, INFORMAL_MINUTES

CAME = int(Event.CAME)
YEAR = 52  # weeks


@compiled
def record_turnout(now: int, society: Society, state: State, parameters: Parameters, log: Log) -> None:
    """Write down who came: for norms, habits, fatigue, and for the books."""
    minds, hamlets = state.minds, state.hamlets
    period = period_of(now, state.office.left)
    for i in range(minds.size):
        mind, hamlet = minds[i], hamlets[society.residents[i].hamlet]
        for arena in range(ARENA_COUNT):
            came = mind.coming[arena]
            if hamlet.held[arena] > 0 and mind.came[arena] != came:
                mind.came[arena] = came
                add_company(i, arena, 1 if came else -1, society, state)
            if not mind.concerned[arena]:
                continue
            hamlet.eligible[arena] += 1
            if came:
                hamlet.present[arena] += 1
                mind.last_came[arena] = now
                mind.given_hours += parameters.calendar.event_hours
                note(log, now, CAME, i, NOBODY, arena)
                if arena == PROGRAMME and period < PERIODS:
                    mind.attendances[period] += 1
    for h in range(hamlets.size):
        remember_turnout(hamlets[h], state, parameters)


@compiled
def remember_turnout(hamlet: Hamlet, state: State, parameters: Parameters) -> None:
    """The hamlet remembers what share of its people came; of an association, what share of its members."""
    minutes = int(60.0 * parameters.calendar.event_hours + 0.5)
    for arena in range(ARENA_COUNT):
        if hamlet.held[arena] > 0:
            concerned = hamlet.eligible[arena] if arena == ASSOCIATION else hamlet.adults
            share = hamlet.present[arena] / max(1, concerned)
            hamlet.turnout[arena] = share
            hamlet.norm[arena] += parameters.learning.habit_gain * (share - hamlet.norm[arena])
            if arena in (PROGRAMME, GOVERNANCE):
                state.office.tally[FORMAL_MINUTES] += minutes * hamlet.present[arena]
            else:
                state.office.tally[INFORMAL_MINUTES] += minutes * hamlet.present[arena]


@compiled
def period_of(now: int, left: int) -> int:
    """0 while the programme runs, 1 in the first year after its end, and so on."""
    if left == NEVER:
        return 0
    return 1 + (now - left) // YEAR
