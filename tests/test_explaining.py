"""Explanations in two languages, and records as tables: what they say is what the record holds."""

import re
from string import Formatter
from typing import get_args

import numpy as np
import pandas as pd
import pytest

from simkomunitas.explain.decision_explanations import (
    Language,
    describe_decision,
    describe_event,
    explain_resident_week,
    hamlet_name,
    strongest_reasons,
    tell_resident_story,
)
from simkomunitas.explain.event_descriptions import AttendanceDecision, name_event, read_decisions
from simkomunitas.locale.translation import text_table
from simkomunitas.model.community.data_import.village_import import WHOLE_VILLAGE
from simkomunitas.model.processes.engine_inputs import CAME_AT_ALL, DRAWN, PROBABILITY, TERM_COUNT, TIME, EventKind
from simkomunitas.model.programme.programme_settings import Horizon
from simkomunitas.model.rules.turnout_rules import TurnoutTerms, logistic_probability
from simkomunitas.model.scenario_definition import Programme, Scenario
from simkomunitas.model.state.community_state import FACILITATOR
from simkomunitas.model.vocabulary import (
    ACTIVITIES,
    ARENAS,
    ASSOCIATION_GROUP,
    COMMITTEE,
    DOMAINS,
    GROUPS_OF_HAMLET,
    GROUPS_PER_HAMLET,
    SAVINGS_GROUP,
    STAGES,
)
from simkomunitas.results.record_tables import (
    decision_terms_table,
    events_table,
    resident_states_table,
    residents_table,
    weekly_series_table,
)
from simkomunitas.simulation.simulation_run import SimulationRun, run_scenario

LANGUAGES = get_args(Language)
WEEKS, WATCHED = 60, "r010"
PROGRAMME = Programme("locality_development", ((("community_education", 0.5), ("economic_empowerment", 0.5)),) * 5,
                      "random", "fixed_week")  # fmt: skip
SCENARIO = Scenario(programme=PROGRAMME, horizon=Horizon(programme_weeks=50, weeks_after=10))
NEVER_TRUE = {  # what can speak only for coming, or only against it: all weights are zero or more
    "invitation:against", "benefit:against", "norm:against", "habit:against",
    "time:for", "status:for", "fatigue:for", "clash:for",
}  # fmt: skip


@pytest.fixture(scope="module")
def record():
    return run_scenario(SCENARIO, 2, keep_events=True, explain_resident=WATCHED)


def terms(**values):
    return TurnoutTerms(**(dict.fromkeys(TurnoutTerms._fields, 0.0) | values))


def places(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


# Words


def test_everything_that_can_be_told_has_words():
    needed = {f"event:{event.name.lower()}" for event in EventKind}
    needed |= {f"arena:{name}" for name in ARENAS} | {f"activity:{name}" for name in ACTIVITIES}
    needed |= {f"domain:{name}" for name in DOMAINS} | {f"stage:{name}" for name in STAGES}
    needed |= {f"group:{name}" for name in GROUPS_OF_HAMLET}
    needed |= {f"{term}:{side}" for term in TurnoutTerms._fields for side in ("for", "against")} - NEVER_TRUE
    assert needed == {key for key in text_table("stories", "en") if not key.startswith("say:")}


def test_kinds_of_groups_stand_in_the_order_of_the_rows(record):
    kinds = SimulationRun(SCENARIO, 2, record.community).state.groups.kind[:GROUPS_PER_HAMLET].tolist()
    names = {ASSOCIATION_GROUP: "association", SAVINGS_GROUP: "savings_group", COMMITTEE: "committee"}
    assert [names[kind] for kind in kinds] == list(GROUPS_OF_HAMLET)


# One decision


def test_the_strongest_reasons_come_first_and_slight_ones_not_at_all():
    mixed = terms(invitation=0.9, habit=0.2, norm=0.5, belief=0.04, benefit=0.3, time=-0.8, intercept=-3.0)
    assert strongest_reasons(mixed, "for") == [("invitation", 0.9), ("norm", 0.5), ("benefit", 0.3)]
    assert strongest_reasons(mixed, "against") == [("intercept", -3.0), ("time", -0.8)]


def test_a_decision_reads_like_a_sentence():
    decision = AttendanceDecision(7, "mutual_help", terms(invitation=0.9, time=-0.8), 0.1, 0.525, 0.833, False)
    assert describe_decision(decision) == (
        "Week 7, mutual help: stayed away. Chance 52.5 %, lot 83.3. For: asked to come (+0.9). "
        "Against: little time left (−0.8)."
    )
    assert describe_decision(decision, "id") == (
        "Minggu 7, gotong royong: tidak datang. Peluang 52,5 %, undian 83,3. Yang mendorong: diajak datang (+0,9). "
        "Yang menghambat: waktu luang sedikit (−0,8)."
    )


def test_who_has_no_hours_left_has_no_chance():
    decision = AttendanceDecision(7, "programme", terms(time=-1.5), -1.5, 0.0, 0.2, False)
    assert describe_decision(decision) == (
        "Week 7, programme activity: stayed away. No hours were left for it. Against: little time left (−1.5)."
    )


def test_decisions_are_those_of_the_engine(record):
    kept = record.decision_trace
    made = list(read_decisions(kept))
    assert len(made) == np.isfinite(kept[:, :, DRAWN]).sum() > WEEKS / 2
    for decision in made:
        row = kept[decision.week, ARENAS.index(decision.arena)]
        assert np.array_equal(decision.terms, row[:TERM_COUNT])
        assert decision.terms.time == row[TIME]
        assert (decision.probability, decision.drawn, decision.came) == (row[PROBABILITY], row[DRAWN], row[CAME_AT_ALL])
        assert decision.came == (decision.drawn < decision.probability)
        assert decision.probability in (0.0, logistic_probability(decision.utility))


# Weeks and stories


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_decision_of_a_week_has_its_line(record, language):
    for week in range(WEEKS):
        here = [decision for decision in read_decisions(record.decision_trace) if decision.week == week]
        lines = explain_resident_week(record, week, language).splitlines()
        assert len(lines) == max(1, len(here))
        for line, decision in zip(lines, here, strict=False):
            assert line == describe_decision(decision, language)


def test_a_week_without_events_is_said_to_have_none(record):
    quiet = record._replace(decision_trace=np.full_like(record.decision_trace, np.nan))
    assert explain_resident_week(quiet, 5) == "Week 5: no event that concerned this resident."


@pytest.mark.parametrize("week", [-1, WEEKS])
def test_a_week_that_was_not_lived_is_not_explained(record, week):
    with pytest.raises(ValueError, match=f"no week {week} was lived; the weeks are 0 to 59"):
        explain_resident_week(record, week)


def test_a_record_without_reasons_says_how_to_get_them():
    plain = run_scenario(SCENARIO, 2)
    with pytest.raises(ValueError, match="run it with explain="):
        explain_resident_week(plain, 0)
    with pytest.raises(ValueError, match="run it with explain="):
        tell_resident_story(plain, WATCHED)


def test_an_unknown_resident_has_no_story(record):
    with pytest.raises(KeyError, match="did you mean 'r010'"):
        tell_resident_story(record, "r0010")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_story_begins_with_who_she_is_and_ends_with_how_often_she_came(record, language):
    lines = tell_resident_story(record, WATCHED, language).splitlines()
    assert lines[0].startswith(f"{WATCHED}: ")
    assert record.community.hamlets[record.community.residents.hamlet[9]] in lines[0]
    table = decision_terms_table(record)
    sums = lines[-table["arena"].nunique() :]
    for line, arena in zip(sums, [arena for arena in ARENAS if arena in set(table["arena"])], strict=True):
        here = table[table["arena"] == arena]
        assert re.findall(r"\d+", line)[:2] == [str(here["came"].sum()), str(len(here))]


def test_a_story_tells_what_else_befell_her_in_the_order_of_weeks(record):
    lines = tell_resident_story(record, WATCHED).splitlines()[2:]
    weeks = [int(found[1]) for line in lines if (found := re.match(r"Week (\d+)", line))]
    assert weeks == sorted(weeks)
    assert any(f"{WATCHED} heard of the activities from" in line for line in lines)
    without = tell_resident_story(record._replace(event_log=record.event_log[:0]), WATCHED)
    assert "heard of" not in without
    assert set(without.splitlines()) < set(tell_resident_story(record, WATCHED).splitlines())


# Tables


def test_the_weekly_table_is_the_series(record):
    table = weekly_series_table(record)
    assert table.shape == record.series.shape
    assert table.index.name == "week"
    for name in record.series_names:
        assert np.array_equal(table[name], record.series_values(name))
    table["trust"] = 0.0
    assert record.series_values("trust").any()


def test_the_table_of_residents_has_their_facts_and_attendances(record):
    table = residents_table(record)
    assert table.index.tolist() == list(record.community.ids)
    assert table["age"].tolist() == record.community.residents.age.tolist()
    assert table["hamlet"].tolist() == [record.community.hamlets[h] for h in record.community.residents.hamlet]
    assert set(table["cooperation"]) == {"free_rider", "conditional", "hump_shaped"}
    assert table["attended_programme"].sum() == record.attendances[:, 0].sum() > 0
    assert table["attended_year_5"].sum() == 0


def test_the_table_of_residents_can_tell_what_is_on_their_minds():
    going = SimulationRun(SCENARIO, 2)
    going.advance_weeks(20)
    table = residents_table(going.build_record(), going.state.resident_states)
    assert table["trust"].tolist() == going.state.resident_states.trust.tolist()
    assert table["habit_programme"].tolist() == going.state.resident_states.habit[:, 2].tolist()
    assert table.columns.is_unique
    assert resident_states_table(going.state.resident_states, going.community).shape[0] == len(table)


def test_every_event_of_the_log_is_told_in_names(record):
    table = events_table(record)
    assert len(table) == len(record.event_log)
    assert table["week"].tolist() == record.event_log[:, 0].tolist()
    assert table["event"].tolist() == [EventKind(kind).name.lower() for kind in record.event_log[:, 1]]
    known = {*record.community.ids, "facilitators"}
    assert set(table["other"].dropna()) <= known
    assert set(table["who"].dropna()) <= set(record.community.ids)
    assert set(table["hamlet"].dropna()) <= set(record.community.hamlets)
    assert set(table.loc[table["event"] == "came", "subject"]) <= set(ARENAS)
    assert set(table.loc[table["event"] == "session", "subject"]) <= set(ACTIVITIES)
    assert set(table.loc[table["event"] == "problem", "subject"]) <= set(DOMAINS)
    assert table.loc[table["event"] == "gave", "amount"].between(0, 1).all()


def test_events_agree_with_the_weekly_counts(record):
    counted = events_table(record).groupby("event").size()
    for event, series in [("visited", "visits"), ("decided", "decisions"), ("gave_up", "leaders_lost"),
                          ("recruited", "leaders_recruited"), ("stepped_forward", "leaders_emerged")]:  # fmt: skip
        assert counted.get(event, 0) == record.series_values(series).sum()
    came = events_table(record).query("event == 'came' and subject == 'programme'")
    attended = residents_table(record).filter(like="attended_").sum(axis=1)
    assert came.groupby("who").size().reindex(attended.index, fill_value=0).tolist() == attended.tolist()


@pytest.mark.parametrize("kind", EventKind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_any_event_can_be_told(record, kind, language):
    other = (
        3
        if kind in (EventKind.SESSION, EventKind.DECIDED, EventKind.PROBLEM, EventKind.BROKE, EventKind.FINISHED)
        else FACILITATOR
    )
    other = 3 if kind in (EventKind.FAILED, EventKind.CAPTURED) else other
    told = name_event(np.array([4, kind, 9, other, 2]), record.community)
    text = describe_event(told, language)
    assert text
    assert "{" not in text
    assert "None" not in text
    assert told.week == 4


def test_a_shared_event_log_reads_well(record):
    village = record.community
    assert describe_event(name_event(np.array([4, EventKind.TOLD, 9, FACILITATOR, 0]), village)) == (
        "r010 heard of the activities from the facilitators"
    )
    assert describe_event(name_event(np.array([4, EventKind.TOLD, 9, 4, 0]), village), "id") == (
        "r010 mendengar tentang kegiatan dari r005"
    )
    assert (
        describe_event(name_event(np.array([4, EventKind.GAVE, 9, -1, 640]), village)) == "r010 worked 64 % of the time"
    )
    assert describe_event(name_event(np.array([4, EventKind.GROUP_FOUNDED, -1, -1, 7]), village)) == (
        f"founded in {village.hamlets[1]}: savings group"
    )


def test_reasons_as_a_table_add_up(record):
    table = decision_terms_table(record)
    assert table[list(TurnoutTerms._fields)].sum(axis=1).tolist() == pytest.approx(table["utility"].tolist())
    assert (table["came"] == (table["drawn"] < table["probability"])).all()
    assert table["week"].is_monotonic_increasing


def test_tables_of_nothing_are_empty_tables_with_names():
    empty = SimulationRun(SCENARIO, 2).build_record()
    with pytest.warns(UserWarning, match="events=True"):
        nothing = events_table(empty)
    assert nothing.columns.tolist() == events_table(run_scenario(SCENARIO, 2, keep_events=True)).columns.tolist()
    assert decision_terms_table(empty).empty
    assert "came" in decision_terms_table(empty)
    assert weekly_series_table(empty).empty
    assert isinstance(nothing, pd.DataFrame)


def test_a_village_without_hamlets_is_called_so_in_the_language_of_the_reader():
    assert hamlet_name(WHOLE_VILLAGE, "id") == "seluruh desa"
    assert hamlet_name("Dusun 3", "id") == "Dusun 3"
