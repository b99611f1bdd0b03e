"""What is felt of a need, and new problems."""

from simkomunitas.engine.plan import Event, Log, Plan, note
from simkomunitas.ground.compiled import compiled
from simkomunitas.rules.beliefs import faded, weekly_rate
from simkomunitas.rules.parameters import Parameters
from simkomunitas.world.community import DOMAINS, NOBODY
from simkomunitas.world.draws import Purpose, pair, stream, uniform
from simkomunitas.world.state import NEVER, POORER, WORKING, Hamlet, State
from simkomunitas.world.tallies import PROBLEMS_DUE

PROBLEM_DRAW = int(Purpose.PROBLEM)
PROBLEM = int(Event.PROBLEM)
YEAR = 52
ONSET = 0.5  # severity a new problem adds
RELIEF = 0.2  # what is still felt of a need for which a working asset stands
DOMAIN_COUNT = len(DOMAINS)


@compiled
def felt_severity(hamlet: Hamlet, d: int) -> float:
    """Severity of a need as it is felt: little while an asset for it works, unless a new problem has come [0 to 1]."""
    if hamlet.asset[d] == WORKING and hamlet.problem_since[d] == NEVER:
        return float(RELIEF * hamlet.severity[d])
    return float(hamlet.severity[d])


@compiled
def expected_gain(wealth: float, hamlet: Hamlet) -> float:
    """What a resident of this wealth rank may gain from the hamlet's common work [0 to 1].

    The need that is worked on, or else the need felt most; nothing for the poorer from a captured project.
    """
    if hamlet.project != NOBODY:
        if hamlet.captured and wealth < POORER:
            return 0.0
        return float(hamlet.severity[hamlet.project])
    worst = 0.0
    for d in range(DOMAIN_COUNT):
        worst = max(worst, felt_severity(hamlet, d))
    return worst


@compiled
def arrive_problems(now: int, seed: int, state: State, parameters: Parameters, plan: Plan, log: Log) -> None:
    """New problems come by chance; one not met within a year is due, and people learn to live with it."""
    hamlets = state.hamlets
    source = stream(seed, PROBLEM_DRAW, now)
    weekly = weekly_rate(parameters.place.problems)
    settling = weekly_rate(parameters.beliefs.fading)
    for h in range(hamlets.size):
        for d in range(DOMAIN_COUNT):
            hamlets[h].severity[d] = faded(hamlets[h].severity[d], plan.need, settling)
            if hamlets[h].problem_since[d] == NEVER:
                if uniform(source, pair(h, d)) < weekly:
                    hamlets[h].problem_since[d] = now
                    hamlets[h].severity[d] = min(1.0, hamlets[h].severity[d] + ONSET)
                    note(log, now, PROBLEM, NOBODY, d, h)
            elif now - hamlets[h].problem_since[d] == YEAR:
                state.office.tally[PROBLEMS_DUE] += 1
                hamlets[h].problem_since[d] = NEVER
