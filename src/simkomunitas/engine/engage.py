"""Steps 5 and 6, degree of participation and contributions: who speaks, who gives, and what others learn of it."""

from math import ceil

from simkomunitas.engine.attend import formality, openness
from simkomunitas.engine.office import is_any_held, wipe_sums
from simkomunitas.engine.plan import Event, Log, Plan, note
from simkomunitas.ground.compiled import compiled
from simkomunitas.rules.cooperation import (
    CONDITIONAL,
    FREE_RIDER,
    contribution,
    erosion_probability,
    leader_contribution,
    recovery_probability,
    talked_over,
    updated_belief,
)
from simkomunitas.rules.parameters import Parameters
from simkomunitas.rules.turnout import logistic, status_cost
from simkomunitas.rules.voice import voice_utility
from simkomunitas.world.community import NOBODY, Resident, Society
from simkomunitas.world.draws import Purpose, pair, stream, uniform
from simkomunitas.world.state import MOBILIZING, MUTUAL_HELP, PROGRAMME, TALK, Hamlet, Mind, State
from simkomunitas.world.tallies import LABOUR_MINUTES, MONEY_LOCAL

VOICE, DRIFT = int(Purpose.VOICE), int(Purpose.DRIFT)
SPOKE, GAVE = int(Event.SPOKE), int(Event.GAVE)
LEADER_GIVES, GIVEN, GIVERS = range(3)
CALLED_IN = 3.0  # how much more is given in money and in kind where resources are called in


@compiled
def speak(now: int, seed: int, society: Society, state: State, parameters: Parameters, plan: Plan, log: Log) -> None:
    """Those who came to a programme activity speak and decide, or keep silent; local leaders always speak."""
    if not is_any_held(PROGRAMME, state):
        return
    minds, residents, hamlets = state.minds, society.residents, state.hamlets
    source = stream(seed, VOICE, now)
    for i in range(minds.size):
        if not minds[i].coming[PROGRAMME]:
            continue
        h = residents[i].hamlet
        formal = formality(hamlets[h], PROGRAMME, plan)
        push = status_cost(residents[i].female, residents[i].wealth, formal, parameters.turnout)
        utility = voice_utility(minds[i].skill, openness(hamlets[h], plan), push, parameters.voice)
        if minds[i].leads or uniform(source, residents[i].key) < logistic(utility):
            minds[i].spoke = True
            minds[i].last_spoke = now
            note(log, now, SPOKE, i, NOBODY, h)


@compiled
def contribute(
    now: int, seed: int, society: Society, state: State, parameters: Parameters, plan: Plan, log: Log
) -> None:
    """Those who came work and give: first in the programme, then in mutual help."""
    work(PROGRAMME, now, seed, society, state, parameters, plan, log)
    work(MUTUAL_HELP, now, seed, society, state, parameters, plan, log)


@compiled
def has_work(hamlet: Hamlet, arena: int) -> bool:
    """Whether there is work to do at the event: always in mutual help, in the programme while there is a project."""
    if hamlet.held[arena] == 0:
        return False
    return arena == MUTUAL_HELP or hamlet.project != NOBODY


@compiled
def shares_noted(hamlet: Hamlet, arena: int) -> float:
    """How far shares are agreed before all and written down: where resources are called in, nowhere else [0 to 1]."""
    return float(hamlet.content[MOBILIZING]) if arena == PROGRAMME else 0.0


@compiled
def is_head(who: Resident, mind: Mind, arena: int) -> bool:
    """Whether others look to her at this event: local leaders, and officials in mutual help."""
    return mind.leads or (arena == MUTUAL_HELP and who.official)


@compiled
def work(
    arena: int, now: int, seed: int, society: Society, state: State, parameters: Parameters, plan: Plan, log: Log
) -> None:
    """One kind of event in all hamlets: talk, work, look around, and think the better or worse of the others."""
    minds, residents, hamlets = state.minds, society.residents, state.hamlets
    wipe_sums(state)
    if not is_any_held(arena, state):
        return
    lead_by_example(arena, society, state, parameters, plan)
    for i in range(minds.size):
        h = residents[i].hamlet
        if minds[i].coming[arena] and has_work(hamlets[h], arena):
            noted = shares_noted(hamlets[h], arena)
            if is_head(residents[i], minds[i], arena):
                given = leader_contribution(minds[i].cooperation, minds[i].belief, noted, parameters.cooperation)
            else:
                example = hamlets[h].sums[LEADER_GIVES]
                given = contribution(minds[i].cooperation, minds[i].belief, example, noted, parameters.cooperation)
            minds[i].giving = given
            hamlets[h].sums[GIVEN] += given
            hamlets[h].sums[GIVERS] += 1.0
            if arena == PROGRAMME and given > 0.0:
                minds[i].last_gave = now
            note(log, now, GAVE, i, arena, ceil(1000.0 * given))
    for i in range(minds.size):
        h = residents[i].hamlet
        if minds[i].coming[arena] and has_work(hamlets[h], arena) and hamlets[h].sums[GIVERS] > 1.0:
            others = (hamlets[h].sums[GIVEN] - minds[i].giving) / (hamlets[h].sums[GIVERS] - 1.0)
            look_around(i, h, arena, others, now, seed, society, state, parameters, plan)
    if arena == PROGRAMME:
        bring_in(society, state, parameters)


@compiled
def talk(hamlet: Hamlet, arena: int, plan: Plan) -> float:
    """How far people talk things over [0 to 1].

    At mutual help as the place has it; in the programme as far as they are invited to, and half as much where the
    time goes into training or calling in resources.
    """
    if arena == MUTUAL_HELP:
        return plan.talk
    return openness(hamlet, plan) * (1.0 if hamlet.content[TALK] > 0.0 else 0.5)


@compiled
def lead_by_example(arena: int, society: Society, state: State, parameters: Parameters, plan: Plan) -> None:
    """Talk lifts what all expect of each other, work or not; the most generous head at each event sets an example."""
    minds, residents, hamlets = state.minds, society.residents, state.hamlets
    for i in range(minds.size):
        h = residents[i].hamlet
        if not minds[i].coming[arena]:
            continue
        minds[i].belief = talked_over(minds[i].belief, talk(hamlets[h], arena, plan), parameters.cooperation)
        if is_head(residents[i], minds[i], arena):
            noted = shares_noted(hamlets[h], arena)
            given = leader_contribution(minds[i].cooperation, minds[i].belief, noted, parameters.cooperation)
            hamlets[h].sums[LEADER_GIVES] = max(hamlets[h].sums[LEADER_GIVES], given)


@compiled
def look_around(
    i: int, h: int, arena: int, others: float, now: int, seed: int, society: Society, state: State,
    parameters: Parameters, plan: Plan,
) -> None:  # fmt: skip
    """What the others gave changes what she expects, and now and then who she is."""
    minds = state.minds
    minds[i].belief = updated_belief(minds[i].belief, others, parameters.cooperation)
    if parameters.cooperation.talk_effect * talk(state.hamlets[h], arena, plan) > 0.0:
        return  # where people talk face to face, types hold
    drawn = uniform(stream(seed, DRIFT, now), pair(society.residents[i].key, arena))
    if minds[i].cooperation == FREE_RIDER:
        if drawn < recovery_probability(others, parameters.cooperation):
            minds[i].cooperation = CONDITIONAL
    elif drawn < erosion_probability(minds[i].giving, others, parameters.cooperation):
        minds[i].cooperation = FREE_RIDER


@compiled
def bring_in(society: Society, state: State, parameters: Parameters) -> None:
    """What was given at programme activities reaches the projects: labour, dues, and the skill of those who speak."""
    minds, hamlets = state.minds, state.hamlets
    hours = parameters.calendar.event_hours
    for i in range(minds.size):
        h = society.residents[i].hamlet
        if not minds[i].coming[PROGRAMME] or not has_work(hamlets[h], PROGRAMME):
            continue
        dues = int(parameters.economy.dues * minds[i].giving * (1.0 + CALLED_IN * hamlets[h].content[MOBILIZING]) + 0.5)
        hamlets[h].labour += hours * minds[i].giving
        hamlets[h].money += dues
        state.office.tally[MONEY_LOCAL] += dues
        state.office.tally[LABOUR_MINUTES] += int(60.0 * hours * minds[i].giving + 0.5)
        if minds[i].spoke:
            hamlets[h].technical += hours * minds[i].skill * minds[i].giving
