"""What is written down of a week."""

from simkomunitas.model.state.community_state import NO_ASSET, POOREST_RANK, WORKING
from simkomunitas.model.vocabulary import ARENAS, ASSOCIATION_GROUP, COMMITTEE, GOVERNANCE, PROGRAMME, SAVINGS_GROUP

FUNNEL_WEEKS = 4
MEANS = ("trust", "efficacy", "ownership", "motive", "skill", "belief", "fatigue", "income")


def share(numbers):
    """The mean; 0 of nothing."""
    numbers = list(numbers)
    return sum(numbers) / len(numbers) if numbers else 0.0


def week_of(village):
    """Everything written down of the week that is ending, by name."""
    count_meetings(village)
    return {
        **by_arena(village),
        **funnel(village),
        **by_sex_and_wealth(village),
        **minds(village),
        **needs(village),
        **groups(village),
        **office(village),
        **village.tally,
    }


def lately(village, week):
    return village.now - week < FUNNEL_WEEKS


def count_meetings(village):
    for resident in village.residents:
        if resident.coming[GOVERNANCE]:
            place = {1: "hamlet", 2: "village"}[resident.hamlet.held[GOVERNANCE]]
            village.tally[f"{place}_women"] += resident.female
            village.tally[f"{place}_poor"] += resident.wealth < POOREST_RANK
            village.tally[f"{place}_came"] += 1


def by_arena(village):
    def came(resident, arena):
        return lately(village, resident.last_came[arena])

    shares = {
        f"participation_{name}": share(came(one, arena) for one in village.residents)
        for arena, name in enumerate(ARENAS)
    }
    others = set(range(len(ARENAS))) - {PROGRAMME}
    shares["general_participation"] = share(any(came(one, arena) for arena in others) for one in village.residents)
    return shares


def funnel(village):
    people = village.residents
    return {
        "aware": share(one.aware for one in people),
        "invited": share(lately(village, one.last_invited) for one in people),
        "contributed": share(lately(village, one.last_gave) for one in people),
        "decided": share(lately(village, one.last_spoke) for one in people),
        "leads": share(one.leads for one in people),
        "knows_decision": share(one.knows_decision for one in people),
    }


def by_sex_and_wealth(village):
    people = village.residents
    sections = {
        "women": [one for one in people if one.female],
        "men": [one for one in people if not one.female],
        "poor": [one for one in people if one.wealth < POOREST_RANK],
        "rest": [one for one in people if one.wealth >= POOREST_RANK],
    }
    row = {}
    for name, section in sections.items():
        row[f"{name}_came"] = share(lately(village, one.last_came[PROGRAMME]) for one in section)
        row[f"{name}_spoke"] = share(lately(village, one.last_spoke) for one in section)
        if name in ("poor", "rest"):
            row[f"benefits_{name}"] = share(one.benefits for one in section)
        if name in ("women", "men"):
            row[f"{name}_aware"] = share(one.aware for one in section)
    return row


def minds(village):
    people = village.residents
    row = {name: share(getattr(one, name) for one in people) for name in MEANS}
    row["conditional"] = share(one.cooperation == 1 for one in people)
    row["free_riders"] = share(one.cooperation == 0 for one in people)
    row["leader_load"] = share(one.load for one in people if one.leads)
    row["acquaintances"] = share(2 - one.acquaintances.count(None) for one in people)
    row["members_saving"] = share(one.savings_group is not None for one in people)
    return row


def needs(village):
    every = [need for hamlet in village.hamlets for need in hamlet.needs]
    return {
        "need": share(need.felt() for need in every),
        "assets_built": sum(need.asset != NO_ASSET for need in every),
        "assets_working": sum(need.asset == WORKING for need in every),
        "assets_cohort": sum(need.cohort for need in every),
        "assets_cohort_working": sum(need.held_out for need in every),
        "projects_open": sum(hamlet.project is not None for hamlet in village.hamlets),
        "projects_waiting": sum(hamlet.waits_for_authority() for hamlet in village.hamlets),
    }


def groups(village):
    every = [group for hamlet in village.hamlets for group in hamlet.groups]
    alive = [group.kind for group in every if group.alive]
    return {
        "associations_alive": alive.count(ASSOCIATION_GROUP),
        "savings_groups_alive": alive.count(SAVINGS_GROUP),
        "committees_alive": alive.count(COMMITTEE),
        "groups_cohort": sum(group.cohort for group in every),
        "groups_cohort_alive": sum(goes_on(group, village.office.left) for group in every),
    }


def goes_on(group, left):
    return group.cohort and group.alive and group.founded < left


def office(village):
    return {name: getattr(village.office, name) for name in ("understanding", "link", "ally", "stage")}
