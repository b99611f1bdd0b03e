"""Tables of a record and its weekly curves, held to records that were written by hand."""

import numpy as np
import pytest

from made_records import ATTENDANCES, PROGRAMME, SERIES, made_record, usual_record, village
from simkomunitas.base.typed_columns import column_fields
from simkomunitas.model.outcomes import units_by_outcome
from simkomunitas.model.processes.engine_inputs import EventKind
from simkomunitas.model.processes.weekly_observation import SERIES_NAMES
from simkomunitas.model.state.community_state import ResidentState
from simkomunitas.results.record_tables import (
    REASON_COLUMNS,
    decision_terms_table,
    events_table,
    resident_facts_table,
    resident_states_table,
    residents_table,
    weekly_series_table,
)
from simkomunitas.simulation.weekly_curves import WEEKLY_SERIES, WEEKLY_UNITS, extract_weekly_curves

IDS = [f"r{number}" for number in range(10)]


# Residents


def two_hamlets():
    """Ten residents of two hamlets, of all kinds of cooperation."""
    people = village()
    hamlet, cooperation = np.array([0] * 6 + [1] * 4), np.array([0, 1, 2, 1, 1, 1, 1, 1, 1, 0])
    residents = people.residents._replace(hamlet=hamlet, cooperation=cooperation)
    return people._replace(residents=residents, hamlets=("north", "south"))


def test_residents_stand_by_id_with_what_they_attended_in_each_year():
    table = residents_table(usual_record())
    assert table.index.tolist() == IDS
    assert table.index.name == "id"
    attended = ["attended_programme", *(f"attended_year_{year}" for year in range(1, 6))]
    assert table[attended].to_numpy().tolist() == ATTENDANCES
    assert table.columns[-6:].tolist() == attended


def test_facts_have_names_for_hamlets_and_cooperation_and_no_key():
    table = resident_facts_table(two_hamlets())
    assert table["hamlet"].tolist() == ["north"] * 6 + ["south"] * 4
    assert table["cooperation"].tolist()[:3] == ["free_rider", "conditional", "hump_shaped"]
    assert table["female"].tolist() == [True] * 4 + [False] * 6
    assert table["wealth"].tolist() == [0.8] * 7 + [0.2] * 3
    assert "key" not in table
    assert table.index.tolist() == IDS


def test_minds_have_a_column_a_number_named_after_its_arena_or_its_place():
    community, minds = village(), ResidentState.zeros(10)
    minds["habit"] = np.arange(40).reshape(10, 4) / 100
    minds["last_came"] = np.arange(40).reshape(10, 4)
    minds["acquaintance"] = np.arange(20).reshape(10, 2)
    minds["trust"] = np.arange(10) / 10
    minds["cooperation"] = [0, 1, 2] * 3 + [1]
    table = resident_states_table(minds, community)
    arenas = ("mutual_help", "association", "programme", "governance")
    for place, arena in enumerate(arenas):
        assert table[f"habit_{arena}"].tolist() == [(4 * row + place) / 100 for row in range(10)]
        assert table[f"last_came_{arena}"].tolist() == [4 * row + place for row in range(10)]
    assert table["acquaintance_0"].tolist() == list(range(0, 20, 2))
    assert table["acquaintance_1"].tolist() == list(range(1, 20, 2))
    assert table["trust"].tolist() == [row / 10 for row in range(10)]
    assert table["cooperation_now"].tolist() == ["free_rider", "conditional", "hump_shaped"] * 3 + ["conditional"]
    assert not [name for name in table if name.startswith("attendances")]
    several = sum(
        4 if field.shape == (4,) else 2
        for field in column_fields(ResidentState)
        if field.shape and field.name != "attendances"
    )
    assert table.shape == (10, several + sum(not field.shape for field in column_fields(ResidentState)))


def test_minds_stand_beside_the_facts_of_the_same_residents():
    minds = ResidentState.zeros(10)
    minds["trust"] = np.arange(10) / 10
    table = residents_table(usual_record(), minds)
    assert table.loc["r3", ["attended_year_3", "trust"]].tolist() == [0, 0.3]
    assert table.loc["r9", ["attended_programme", "trust"]].tolist() == [4, 0.9]


# Weeks, events, reasons


def test_weeks_count_from_0_and_can_be_written_over():
    record = usual_record()
    table = weekly_series_table(record)
    assert table.index.tolist() == list(range(322))
    assert table.index.name == "week"
    assert table.columns.tolist() == list(SERIES)
    for name in SERIES:
        assert table[name].tolist() == SERIES[name].tolist()
    table.loc[:, "trust"] = -1.0
    assert record.series_values("trust").tolist() == SERIES["trust"].tolist()


def test_events_are_told_in_the_language_that_was_asked_for():
    events = np.array(
        [[3, EventKind.TOLD, 2, 5, 0], [3, EventKind.CAME, 2, -1, 2]]
    )  # r5 told r2, who came to the programme
    told = made_record({"trust": np.zeros(4)}, 4)._replace(event_log=events)
    english, indonesian = events_table(told), events_table(told, "id")
    row = english.iloc[0]
    assert (row["week"], row["event"], row["who"], row["other"]) == (3, "told", "r2", "r5")
    assert english["subject"].isna().tolist() == [True, False]
    assert english["subject"][1] == "programme"
    assert english["meaning"][0] == "r2 heard of the activities from r5"
    assert indonesian["meaning"][0] == "r2 mendengar tentang kegiatan dari r5"


def test_reasons_have_a_row_a_decision_with_its_terms_in_their_order():
    terms = len(REASON_COLUMNS) - 6
    kept = np.full((5, 4, terms + 3), np.nan)
    kept[2, 1] = [*(0.5 + np.arange(terms)), 0.25, 0.75, 0.0]  # terms, probability, number drawn, came
    kept[4, 0] = kept[2, 1]  # a week that has not been lived yet
    record = made_record({"trust": np.zeros(3)}, 3)._replace(decision_trace=kept)
    row = decision_terms_table(record).iloc[0]
    assert len(decision_terms_table(record)) == 1
    assert row[["week", "arena", "probability", "drawn", "came"]].tolist() == [2, "association", 0.25, 0.75, False]
    assert row[list(REASON_COLUMNS[2 : 2 + terms])].tolist() == (0.5 + np.arange(terms)).tolist()
    assert row["utility"] == pytest.approx(terms * 0.5 + terms * (terms - 1) / 2)


# Weekly curves

WEEK = {
    "participation_programme": 0.31, "participation_mutual_help": 0.62, "participation_association": 0.23,
    "participation_governance": 0.14, "aware": 0.95, "decided": 0.06, "knows_decision": 0.37, "trust": 0.48,
    "efficacy": 0.59, "leads": 0.11, "need": 0.72, "assets_working": 3.0, "facilitator_minutes": 90.0,
}  # fmt: skip
CURVES = {
    "participation": 0.31, "participation_mutual_help": 0.62, "participation_association": 0.23,
    "participation_governance": 0.14, "aware": 0.95, "decided": 0.06, "openness": 0.37, "trust": 0.48,
    "efficacy": 0.59, "leaders": 0.11, "need": 0.72, "assets_working": 3.0, "facilitator_hours": 1.5,
}  # fmt: skip


def test_weekly_curves_are_the_series_they_are_named_for():
    series = {name: np.array([WEEK.get(name, 77.0), 0.0]) for name in SERIES_NAMES}
    record = made_record(series, 2)
    found = extract_weekly_curves(record)
    assert list(WEEKLY_SERIES) == list(CURVES)
    assert found.shape == (len(CURVES), 2)
    assert dict(zip(WEEKLY_SERIES, found[:, 0], strict=True)) == CURVES
    assert not found[:, 1].any()


def test_making_curves_changes_nothing_in_the_record():
    record = made_record({name: np.full(PROGRAMME, 60.0) for name in SERIES_NAMES}, PROGRAMME)
    extract_weekly_curves(record)
    assert (record.series == 60.0).all()


def test_every_curve_has_a_unit_which_is_that_of_the_outcome_of_its_name():
    """But for two: hours are those of a week, and leaders are a share where the outcome is per 100 adults."""
    assert list(WEEKLY_UNITS) == list(WEEKLY_SERIES)
    same = {
        name for name in WEEKLY_SERIES if name in units_by_outcome() and WEEKLY_UNITS[name] == units_by_outcome()[name]
    }
    assert {name for name in WEEKLY_SERIES if name in units_by_outcome()} - same == {"facilitator_hours", "leaders"}
    assert (WEEKLY_UNITS["facilitator_hours"], WEEKLY_UNITS["leaders"]) == ("hours a week", "share of adults")
