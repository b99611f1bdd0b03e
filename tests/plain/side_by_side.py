"""The engine's rows beside the plain objects: where do they differ?"""

import numpy as np

from simkomunitas.base.typed_columns import column_fields
from simkomunitas.model.community.community_data import NOBODY
from simkomunitas.model.state.community_state import FACILITATOR, GroupState, HamletState, ProgrammeState, ResidentState
from simkomunitas.model.state.weekly_counts import WEEKLY_COUNTS
from simkomunitas.model.vocabulary import ACTIVITIES

CLOSE = 1e-12  # relative and absolute


def differences(run, village):
    """One line for each number of the week that the engine and the plain village do not agree on."""
    lines = []
    every_group = [group for hamlet in village.hamlets for group in hamlet.groups]
    lines += compared("minds", ResidentState, run.state.resident_states, [mind_of(one) for one in village.residents])
    lines += compared("hamlets", HamletState, run.state.hamlets, [hamlet_of(one) for one in village.hamlets])
    lines += compared("groups", GroupState, run.state.groups, [vars(one) for one in every_group])
    lines += compared("office", ProgrammeState, np.array([run.state.programme]), [office_of(village)])
    lines += compared_series(run, village)
    return lines


def compared(table, kind, engine, plain):
    for field in column_fields(kind):
        ours, theirs = engine[field.name], np.array([row[field.name] for row in plain])
        assert ours.shape == theirs.shape, f"{table}.{field.name}: {ours.shape} against {theirs.shape}"
        for place in np.argwhere(~agree(ours, theirs)):
            at = tuple(place.tolist())
            yield f"{table}[{at[0]}].{field.name}{list(at[1:]) or ''}: {ours[at]} in the engine, {theirs[at]} in plain"


def compared_series(run, village):
    week = village.now - 1
    row = dict(zip(run.build_record().series_names, run.series[week], strict=True))
    plain = village.series[week]
    assert row.keys() == plain.keys()
    for name, value in row.items():
        if not agree(value, plain[name]):
            yield f"series.{name}: {value} in the engine, {plain[name]} in plain"


def agree(ours, theirs):
    """Whole numbers and flags alike, others to the twelfth digit."""
    theirs = np.asarray(theirs)
    if np.issubdtype(np.asarray(ours).dtype, np.floating):
        return np.isclose(ours, theirs, rtol=CLOSE, atol=CLOSE)
    return ours == theirs


def number_of(somebody):
    """The row of a resident, as the engine writes it."""
    if somebody is None:
        return NOBODY
    return FACILITATOR if somebody == FACILITATOR else somebody.row


def mind_of(resident):
    return vars(resident) | {
        "acquaintance": [number_of(friend) for friend in resident.acquaintances],
        "inviter": [number_of(inviter) for inviter in resident.inviters],
        "informer": number_of(resident.informer),
        "savings_group": resident.savings_group.number if resident.savings_group else NOBODY,
        "heard": number_of(resident.heard_from),
    }


def hamlet_of(hamlet):
    project = hamlet.latest
    needs = {
        "severity": [need.severity for need in hamlet.needs],
        "problem_since": [need.problem_since for need in hamlet.needs],
        "asset": [need.asset for need in hamlet.needs],
        "condition": [need.condition for need in hamlet.needs],
        "fund": [need.fund for need in hamlet.needs],
        "asset_cohort": [need.cohort * (1 if need.held_out else 2) for need in hamlet.needs],
    }
    return (
        vars(hamlet)
        | vars(project)
        | needs
        | {
            "adults": hamlet.adults,
            "project": project.domain if project.going_on else NOBODY,
            "caller": number_of(hamlet.caller),
            "association_alive": [association.alive for association in hamlet.associations],
            "sums": [*hamlet.came_of_group[:4], 0, 0],
        }
    )


def office_of(village):
    return vars(village.office) | {
        "bank": [village.office.bank[activity] for activity in ACTIVITIES],
        "turn": [village.office.turn[activity] for activity in ACTIVITIES],
        "tally": [village.tally[name] for name in WEEKLY_COUNTS],
    }
