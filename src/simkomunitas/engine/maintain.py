"""Step 12, maintenance: wear, dues, repair, and the life of groups."""

from simkomunitas.engine.needs import has_committee
from simkomunitas.engine.office import wipe_sums
from simkomunitas.engine.plan import Event, Log, Plan, note
from simkomunitas.ground.compiled import compiled
from simkomunitas.rules.beliefs import weekly_rate
from simkomunitas.rules.cooperation import contribution
from simkomunitas.rules.maintenance import group_end_probability, paying_probability
from simkomunitas.rules.parameters import Parameters
from simkomunitas.world.community import DOMAINS, NOBODY, Society
from simkomunitas.world.draws import Purpose, pair, paired, stream, uniform
from simkomunitas.world.needs import EXCLUDABILITY
from simkomunitas.world.state import (
    ASSOCIATION,
    ASSOCIATION_GROUP,
    BROKEN,
    COMMITTEE,
    FELL,
    GROUPS_PER_HAMLET,
    SAVINGS_GROUP,
    STANDS,
    WORKING,
    Group,
    Hamlet,
    State,
)
from simkomunitas.world.tallies import ASSETS_BROKEN, DUES_ASKED, DUES_PAID, GROUPS_ENDED, GROUPS_FOUNDED

DUES, GROUP_END = int(Purpose.DUES), int(Purpose.GROUP_END)
BROKE, GROUP_ENDED, GROUP_FOUNDED = int(Event.BROKE), int(Event.GROUP_ENDED), int(Event.GROUP_FOUNDED)
MONTH, QUARTER, YEAR = 4, 13, 52  # weeks
WORN = 0.6  # condition below which an asset is repaired if there is money
DOMAIN_COUNT = len(DOMAINS)
FULL_COMMITTEE = 2  # leaders who keep a committee at work
ASKED, PAID = range(2)
MEMORY = 0.2  # weight of the last meeting in a group's running turnout


@compiled
def maintain_assets(
    now: int, seed: int, society: Society, state: State, parameters: Parameters, plan: Plan, log: Log
) -> None:
    """Once in four weeks assets wear, users pay or do not, and what can be repaired is."""
    hamlets = state.hamlets
    wipe_sums(state)
    for h in range(hamlets.size):
        if (now + h) % MONTH != 2:
            continue
        for d in range(DOMAIN_COUNT):
            if hamlets[h].asset[d] != WORKING:
                continue
            hamlets[h].condition[d] -= parameters.maintenance.wear * MONTH / YEAR
            hamlets[h].fund[d] += collect_dues(h, d, now, seed, society, state, parameters, plan)
            price = parameters.projects.money * hamlets[h].adults
            cost = int(price + 0.5)
            if hamlets[h].condition[d] < WORN and hamlets[h].fund[d] >= cost:
                hamlets[h].fund[d] -= cost
                hamlets[h].condition[d] = 1.0
            elif hamlets[h].condition[d] <= 0.0:
                hamlets[h].asset[d] = BROKEN
                if hamlets[h].asset_cohort[d] == STANDS:
                    hamlets[h].asset_cohort[d] = FELL
                state.office.tally[ASSETS_BROKEN] += 1
                note(log, now, BROKE, NOBODY, d, h)
        hamlets[h].paying = hamlets[h].sums[PAID] / max(1.0, hamlets[h].sums[ASKED])


@compiled
def collect_dues(
    h: int, d: int, now: int, seed: int, society: Society, state: State, parameters: Parameters, plan: Plan
) -> int:
    """Dues paid for one asset [thousand rupiah].

    Private users keep theirs going themselves; what others use as well needs a committee that collects.
    """
    minds, hamlet, tally = state.minds, state.hamlets[h], state.office.tally
    excludability = max(EXCLUDABILITY[d], plan.course.exclusion)
    if excludability < 1.0 and not has_committee(h, state):
        return 0
    source = stream(seed, DUES, now)
    asked, paid = 0, 0
    for place in range(society.begins[h], society.begins[h + 1]):
        i = society.members[place]
        given = contribution(minds[i].cooperation, minds[i].belief, 0.0, 0.0, parameters.cooperation) * minds[i].motive
        asked += 1
        if uniform(source, paired(society.halves[i], d)) < paying_probability(excludability, given):
            paid += 1
    tally[DUES_ASKED] += asked
    tally[DUES_PAID] += paid
    if excludability < 1.0:
        hamlet.sums[ASKED] += asked
        hamlet.sums[PAID] += paid
    return int(parameters.economy.dues * paid / DOMAIN_COUNT)


@compiled
def gather_groups(society: Society, state: State) -> None:
    """Running turnout of every group: of associations who came, of committees the leaders or the users who pay."""
    groups, minds, hamlets = state.groups, state.minds, state.hamlets
    wipe_sums(state)
    for i in range(minds.size):
        if minds[i].coming[ASSOCIATION]:
            h = society.residents[i].hamlet
            if society.residents[i].association != NOBODY:
                hamlets[h].sums[society.residents[i].association - 2 * h] += 1.0
            if minds[i].savings_group != NOBODY:
                hamlets[h].sums[minds[i].savings_group - h * GROUPS_PER_HAMLET] += 1.0
    for g in range(groups.size):
        h, slot = g // GROUPS_PER_HAMLET, g % GROUPS_PER_HAMLET
        if not groups[g].alive or hamlets[h].held[ASSOCIATION] == 0:
            continue
        share = max(hamlets[h].paying, min(1.0, hamlets[h].leaders / FULL_COMMITTEE))
        if groups[g].kind != COMMITTEE:
            share = hamlets[h].sums[slot] / max(1, groups[g].members)
        groups[g].turnout += MEMORY * (share - groups[g].turnout)


@compiled
def end_groups(now: int, seed: int, society: Society, state: State, parameters: Parameters, log: Log) -> None:
    """Groups end by chance, the likelier the fewer come and if nobody leads; associations may be founded again."""
    groups = state.groups
    source = stream(seed, GROUP_END, now)
    for g in range(groups.size):
        hamlet = state.hamlets[g // GROUPS_PER_HAMLET]
        drawn = uniform(source, pair(g, 0))
        if groups[g].alive:
            led = hamlet.leaders > 0 or groups[g].kind == ASSOCIATION_GROUP
            led = led or now - groups[g].accompanied <= QUARTER
            if drawn < group_end_probability(groups[g].turnout, led, parameters.maintenance):
                end_group(g, now, state, log)
        elif drawn < founding_chance(groups[g], hamlet):
            groups[g].alive = True
            groups[g].founded = now
            groups[g].turnout = 0.5
            hamlet.association_alive[g % GROUPS_PER_HAMLET] = 1
            state.office.tally[GROUPS_FOUNDED] += 1
            note(log, now, GROUP_FOUNDED, NOBODY, NOBODY, g)


@compiled
def founding_chance(group: Group, hamlet: Hamlet) -> float:
    """Chance that an association that has ended is founded again this week, by how used people are to associations."""
    if group.kind == ASSOCIATION_GROUP and group.members > 0:
        return weekly_rate(hamlet.norm[ASSOCIATION])
    return 0.0


@compiled
def end_group(g: int, now: int, state: State, log: Log) -> None:
    """A group ends; members of a savings group belong to none any more."""
    groups, minds = state.groups, state.minds
    groups[g].alive = False
    state.office.tally[GROUPS_ENDED] += 1
    note(log, now, GROUP_ENDED, NOBODY, NOBODY, g)
    if groups[g].kind == ASSOCIATION_GROUP:
        state.hamlets[g // GROUPS_PER_HAMLET].association_alive[g % GROUPS_PER_HAMLET] = 0
    if groups[g].kind == SAVINGS_GROUP:
        groups[g].members = 0
        for i in range(minds.size):
            if minds[i].savings_group == g:
                minds[i].savings_group = NOBODY
                minds[i].offered = False  # and may be asked again
