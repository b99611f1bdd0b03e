"""The log of events in names: each kind beside what its numbers stand for, and beside what the run really did."""

import ast
import importlib
import math

import numpy as np
import pandas as pd
import pytest

from plain.examples import eventful
from simkomunitas.base.compilation_cache import PACKAGE
from simkomunitas.explain.decision_explanations import (
    describe_decision,
    describe_event,
    explain_resident_week,
    strongest_reasons,
    summarize_attendance,
)
from simkomunitas.explain.event_descriptions import EVENT_COLUMNS, NamedEvent, name_event, read_decisions
from simkomunitas.model.community.community_data import NOBODY
from simkomunitas.model.community.village_descriptions import SyntheticVillage, build_community
from simkomunitas.model.community.village_settings import PopulationSettings
from simkomunitas.model.processes.engine_inputs import CAME_AT_ALL, DRAWN, PROBABILITY, TERM_COUNT, TIME, EventKind
from simkomunitas.model.programme.programme_settings import Horizon
from simkomunitas.model.rules.turnout_rules import TurnoutTerms
from simkomunitas.model.scenario_definition import Scenario
from simkomunitas.model.state.community_state import FACILITATOR, NEVER
from simkomunitas.model.state.run_record import RunRecord
from simkomunitas.model.vocabulary import DOMAINS, GROUPS_PER_HAMLET
from simkomunitas.results.record_tables import events_table
from simkomunitas.simulation.simulation_run import run_scenario

# A hand-made log: r001 lives in Lor, r002 and r003 in Kidul


def village():
    made = build_community(SyntheticVillage(PopulationSettings(adults=3, hamlets=2)), 1)
    return made._replace(
        residents=made.residents._replace(hamlet=np.array([0, 1, 1])),
        ids=("siti", "budi", "ani"),
        hamlets=("Lor", "Kidul"),
    )


def told(event, who=None, other=None, hamlet=None, subject=None, amount=math.nan):
    return NamedEvent(7, event, who, other, hamlet, subject, amount)


BY_HAND = [
    (EventKind.TOLD, 2, 0, 0, told("told", "ani", "siti", "Kidul"), "ani heard of the activities from siti"),
    (EventKind.TOLD, 2, FACILITATOR, 0, told("told", "ani", "facilitators", "Kidul"),
     "ani heard of the activities from the facilitators"),
    (EventKind.VISITED, 0, FACILITATOR, 0, told("visited", "siti", "facilitators", "Lor"),
    "the facilitators visited siti"),
    (EventKind.INVITED, 1, 2, 3, told("invited", "budi", "ani", "Kidul", "arena:governance"),
     "ani asked budi to come: hamlet or village meeting"),
    (EventKind.CAME, 0, -1, 1, told("came", "siti", None, "Lor", "arena:association"),
     "siti came: meeting of an association"),
    (EventKind.SPOKE, 1, -1, 1, told("spoke", "budi", None, "Kidul"), "budi spoke and decided"),
    (EventKind.GAVE, 2, 2, 640, told("gave", "ani", None, "Kidul", "arena:programme", 0.64),
    "ani worked 64 % of the time"),
    (EventKind.RECRUITED, 1, FACILITATOR, 1, told("recruited", "budi", "facilitators", "Kidul"),
     "budi became a local leader, asked to"),
    (EventKind.STEPPED_FORWARD, 0, -1, 0, told("stepped_forward", "siti", None, "Lor"), "siti became a local leader"),
    (EventKind.GAVE_UP, 2, -1, 1, told("gave_up", "ani", None, "Kidul"), "ani gave up leading"),
    (EventKind.MENTORED, 2, FACILITATOR, 0, told("mentored", "ani", "facilitators", "Kidul"),
     "the facilitators advised ani"),
    (EventKind.CALLED, 1, -1, 1, told("called", "budi", None, "Kidul"), "budi called an activity in Kidul"),
    (EventKind.SESSION, -1, 2, 1, told("session", hamlet="Kidul", subject="activity:meeting"),
     "the facilitators in Kidul: meeting"),
    (EventKind.SESSION, -1, 10, -1, told("session", subject="activity:lobbying"),
     "the facilitators in the village: lobbying"),
    (EventKind.DECIDED, -1, 1, 1, told("decided", hamlet="Kidul", subject="domain:health"),
     "Kidul decided to work on health"),
    (EventKind.CAPTURED, -1, 4, 0, told("captured", hamlet="Lor", subject="domain:infrastructure"),
     "the better-off decided for Lor: infrastructure"),
    (EventKind.FINISHED, -1, 0, 1, told("finished", hamlet="Kidul", subject="domain:education"),
     "Kidul finished its project: education"),
    (EventKind.FAILED, -1, 2, 0, told("failed", hamlet="Lor", subject="domain:economy"),
     "Lor gave up its project: economy"),
    (EventKind.CONCESSION, -1, 4, 1, told("concession", hamlet="Kidul", subject="domain:infrastructure"),
     "the authority gave way to Kidul"),
    (EventKind.REPRISAL, -1, -1, 1, told("reprisal", hamlet="Kidul"), "the authority struck back at Kidul"),
    (EventKind.PROBLEM, -1, 3, 0, told("problem", hamlet="Lor", subject="domain:environment"),
     "a new problem in Lor: environment"),
    (EventKind.BROKE, -1, 1, 1, told("broke", hamlet="Kidul", subject="domain:health"),
     "what was built in Kidul broke: health"),
    (EventKind.GROUP_FOUNDED, -1, -1, 7, told("group_founded", hamlet="Kidul", subject="group:savings_group"),
     "founded in Kidul: savings group"),
    (EventKind.GROUP_ENDED, -1, -1, 4, told("group_ended", hamlet="Lor", subject="group:committee"),
     "ended in Lor: committee"),
    (EventKind.JOINED, 2, -1, 8, told("joined", "ani", None, "Kidul", "group:savings_group"),
    "ani joined: savings group"),
    (EventKind.SHOCK, -1, -1, 1, told("shock", hamlet="Kidul"), "a shock struck Kidul"),
    (EventKind.STAGE, -1, -1, 3, told("stage", subject="stage:implementation"),
     "the programme entered its stage: implementation"),
    (EventKind.LEFT, -1, -1, 0, told("left"), "the facilitators left"),
    (EventKind.TOOK_UP, 0, -1, 0, told("took_up", "siti", None, "Lor"), "siti took up the offer"),
]  # fmt: skip


def test_the_hand_made_log_has_every_kind_of_event():
    assert {row[0] for row in BY_HAND} == set(EventKind) == set(EVENT_COLUMNS)


@pytest.mark.parametrize(("kind", "who", "other", "value", "expected", "sentence"), BY_HAND)
def test_an_event_names_those_and_only_those_who_had_to_do_with_it(kind, who, other, value, expected, sentence):
    found = name_event(np.array([7, kind, who, other, value]), village())
    assert found[:6] == expected[:6]
    assert found.amount == expected.amount or math.isnan(found.amount) == math.isnan(expected.amount) is True
    assert describe_event(found) == sentence


def test_the_table_of_events_says_the_same():
    log = np.array([(7, *row[:4]) for row in BY_HAND])
    record = RunRecord((), np.zeros((9, 0)), NEVER, np.zeros((3, 6), int), village(), log, np.zeros((0, 4, 14)))
    table = events_table(record).astype(object)
    for (_, row), expected in zip(table.iterrows(), BY_HAND, strict=True):
        subject = (expected[4].subject or "").partition(":")[2]
        found = tuple("" if pd.isna(value) else value for value in row[:6])
        assert found == (7, *(name or "" for name in expected[4][1:5]), subject)
        assert row["meaning"] == expected[5]


MEANINGS = {"", "somebody", "hamlet", "group", "arena", "activity", "domain", "stage", "effort"}


def test_a_number_of_an_event_stands_for_something_that_has_names():
    for kind, tells in EVENT_COLUMNS.items():
        assert tells.who_meaning in ("", "somebody"), kind
        assert set(tells) <= MEANINGS, kind


# What the engine writes is what the table of meanings says


def notes():
    """Every call in the engine that writes an event: its kind, and the source of its three numbers."""
    for path in sorted((PACKAGE / "model" / "processes").glob("*.py")):
        module = importlib.import_module(f"simkomunitas.model.processes.{path.stem}")
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "log_event":
                yield EventKind(getattr(module, node.args[2].id)), [ast.unparse(part) for part in node.args[3:]]


def test_the_engine_writes_nobody_where_the_table_says_that_a_number_means_nothing():
    seen = set()
    for kind, (who, other, value) in notes():
        seen.add(kind)
        tells = EVENT_COLUMNS[kind]
        assert (who == "NOBODY") == (not tells.who_meaning), kind
        assert (other == "NOBODY") == (not tells.other_meaning), kind
        assert (value == "0") == (not tells.value_meaning), kind
    assert seen == set(EventKind)


# What a run really did


@pytest.fixture(scope="module", params=[("social_action", "capacity_gate"), ("locality_development", "tapering")])
def lived(request):
    scenario = eventful(*request.param)
    course = scenario.programme.course._replace(offer=0.5)
    return run_scenario(scenario._replace(programme=scenario.programme._replace(course=course)), 3, keep_events=True)


def rows_of(record, *kinds):
    return record.event_log[np.isin(record.event_log[:, 1], kinds)].tolist()


def test_whoever_is_named_lives_where_it_happened(lived):
    home = dict(zip(lived.community.ids, lived.community.residents.hamlet.tolist(), strict=True))
    names = {name: place for place, name in enumerate(lived.community.hamlets)}
    for event in lived.event_log:
        found = name_event(event, lived.community)
        if found.who is not None:
            assert names[found.hamlet] == home[found.who], found
        if found.other not in (None, "facilitators"):
            assert found.other in home
            assert found.other != found.who
        kind = EVENT_COLUMNS[EventKind(event[1])]
        assert (found.who is None) == (not kind.who_meaning)
        assert (found.other is None) == (kind.other_meaning != "somebody"), found


def test_leaders_in_the_log_lead(lived):
    leads = set()
    office = lived.community.residents.official
    for _, kind, who, _, _ in lived.event_log.tolist():
        if kind in (EventKind.RECRUITED, EventKind.STEPPED_FORWARD):
            assert who not in leads
            leads.add(who)
        elif kind == EventKind.GAVE_UP:
            assert who in leads
            leads.remove(who)
        elif kind == EventKind.MENTORED:
            assert who in leads
        elif kind == EventKind.CALLED:
            assert who in leads or office[who]
    assert leads


def test_those_who_speak_and_work_have_come(lived):
    came = {(week, who, arena) for week, _, who, _, arena in rows_of(lived, EventKind.CAME)}
    assert {(week, who, 2) for week, _, who, _, _ in rows_of(lived, EventKind.SPOKE)} <= came
    assert {(week, who, arena) for week, _, who, arena, _ in rows_of(lived, EventKind.GAVE)} <= came


def test_works_are_those_that_were_decided_on(lived):
    project, works = {}, set()
    for _, kind, _, domain, hamlet in lived.event_log.tolist():
        if kind == EventKind.CAPTURED:
            project[hamlet] = domain
        if kind == EventKind.DECIDED:
            project[hamlet] = domain
        elif kind in (EventKind.FINISHED, EventKind.FAILED):
            assert project.pop(hamlet) == domain
            works.add((hamlet, domain))
        elif kind == EventKind.BROKE:
            assert (hamlet, domain) in works
    assert works


def test_a_concession_goes_to_a_project_or_to_a_committee(lived):
    project, committees = {}, set(range(2))  # three fifths of three hamlets have one from the start
    conceded = 0
    for _, kind, who, domain, value in lived.event_log.tolist():
        if kind == EventKind.DECIDED:
            project[value] = domain
        elif kind in (EventKind.FINISHED, EventKind.FAILED):
            del project[value]
        elif kind in (EventKind.GROUP_FOUNDED, EventKind.GROUP_ENDED) and value % GROUPS_PER_HAMLET == 4:
            (committees.add if kind == EventKind.GROUP_FOUNDED else committees.discard)(value // GROUPS_PER_HAMLET)
        elif kind == EventKind.CONCESSION:
            conceded += 1
            assert who == NOBODY
            assert 0 <= domain < len(DOMAINS)
            assert project.get(value) == domain or value in committees
    assert conceded == lived.series_values("concessions").sum() > 0


def test_members_join_groups_that_are_alive_in_their_hamlet(lived):
    alive = set()
    for _, kind, _, _, group in lived.event_log.tolist():
        if kind == EventKind.GROUP_FOUNDED:
            alive.add(group)
        elif kind == EventKind.GROUP_ENDED:
            alive.discard(group)
        elif kind == EventKind.JOINED:
            assert group in alive
    assert rows_of(lived, EventKind.JOINED)


def test_who_takes_up_the_offer_has_heard_of_it(lived):
    heard = {who for _, _, who, _, _ in rows_of(lived, EventKind.TOLD, EventKind.VISITED)}
    heard |= set(np.flatnonzero(lived.community.residents.official).tolist())
    taken = [who for _, _, who, _, _ in rows_of(lived, EventKind.TOOK_UP)]
    assert set(taken) <= heard
    assert len(set(taken)) == len(taken) == lived.series_values("taken_up").sum() > 0


def test_in_a_village_of_two_every_event_can_be_told():
    scenario = eventful("social_action", "tapering")
    people = PopulationSettings(adults=2, hamlets=2, free_hours=60)
    small = scenario._replace(village=scenario.village._replace(people=people))
    record = run_scenario(small, 1, keep_events=True)
    assert rows_of(record, EventKind.CONCESSION)
    assert len(events_table(record)) == len(record.event_log)


# Reasons by hand


def reasons():
    """What the engine keeps of a resident: in week 1 she came to a programme activity, in week 2 she had no time."""
    kept = np.full((4, 4, TERM_COUNT + 3), np.nan)
    kept[1, 2, :TERM_COUNT] = (-2.6, 0.3, 1.8, 0.5, 0.4, -0.2, 0.1, -0.75, -0.6, -0.04, -0.3)
    kept[1, 2, [PROBABILITY, DRAWN, CAME_AT_ALL]] = (0.2013, 0.1007, 1.0)
    kept[2, 0, :TERM_COUNT] = (-0.9, 0.3, 0.0, 0.0, 0.9, 0.0, 0.4, -1.5, 0.0, 0.0, 0.0)
    kept[2, 0, [PROBABILITY, DRAWN, CAME_AT_ALL]] = (0.0, 0.4, 0.0)
    return kept


def test_decisions_are_those_that_were_kept():
    first, second = read_decisions(reasons())
    assert (first.week, first.arena, first.came) == (1, "programme", True)
    assert (first.probability, first.drawn) == (0.2013, 0.1007)
    assert first.terms == TurnoutTerms(-2.6, 0.3, 1.8, 0.5, 0.4, -0.2, 0.1, -0.75, -0.6, -0.04, -0.3)
    assert first.utility == pytest.approx(-1.39)
    assert first.terms[TIME] == -0.75
    assert (second.week, second.arena, second.came, second.probability) == (2, "mutual_help", False, 0.0)


def test_the_strongest_reasons_are_told_with_their_numbers_chance_and_lot():
    first, second = read_decisions(reasons())
    assert strongest_reasons(first.terms, "for") == [("invitation", 1.8), ("benefit", 0.5), ("norm", 0.4)]
    assert strongest_reasons(first.terms, "against") == [("intercept", -2.6), ("time", -0.75), ("status", -0.6)]
    assert describe_decision(first) == (
        "Week 1, programme activity: came. Chance 20.1 %, lot 10.1. "
        "For: asked to come (+1.8), hopes to gain from it (+0.5), others come (+0.4). "
        "Against: few come of themselves (−2.6), little time left (−0.8), ill at ease in a formal room (−0.6)."
    )
    assert describe_decision(second, "id") == (
        "Minggu 2, gotong royong: tidak datang. Tidak ada waktu lagi untuk itu. "
        "Yang mendorong: orang lain juga datang (+0,9), sudah biasa datang (+0,4), suka kegiatan bersama (+0,3). "
        "Yang menghambat: waktu luang sedikit (−1,5), jarang orang datang dengan sendirinya (−0,9)."
    )


def test_a_reason_of_less_than_a_twentieth_is_not_told():
    slight = TurnoutTerms(*([0.0499] * 10), 0.05)
    assert strongest_reasons(slight, "for") == [("clash", 0.05)]
    assert strongest_reasons(slight, "against") == []


def test_sums_and_weeks_of_a_resident():
    made = list(read_decisions(reasons()))
    assert summarize_attendance(made) == [
        "In all, mutual help: came 0 of 1 times, mean chance 0 %.",
        "In all, programme activity: came 1 of 1 times, mean chance 20 %.",
    ]
    record = RunRecord((), np.zeros((3, 0)), NEVER, np.zeros((3, 6), int), village(), np.zeros((0, 5), int), reasons())
    assert explain_resident_week(record, 0) == "Week 0: no event that concerned this resident."
    assert explain_resident_week(record, 1) == describe_decision(made[0])
    with pytest.raises(ValueError, match="the weeks are 0 to 2"):
        explain_resident_week(record, 3)


def test_a_village_that_nobody_organizes_has_no_facilitators_in_its_log():
    record = run_scenario(
        Scenario(SyntheticVillage(PopulationSettings(adults=30, hamlets=2)), None, Horizon(26, 26)), 1, keep_events=True
    )
    assert "facilitators" not in set(events_table(record)["other"])
    assert not rows_of(
        record, EventKind.SESSION, EventKind.VISITED, EventKind.MENTORED, EventKind.RECRUITED, EventKind.STAGE
    )
