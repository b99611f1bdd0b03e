"""Films: what is shown is what is run; turns in mid-run; maps; what would have changed a mind."""

import itertools

import numpy as np
import pytest

from simkomunitas.app.app_words import translate_app_text
from simkomunitas.app.presets import load_presets
from simkomunitas.base.input_errors import InputError
from simkomunitas.config.config_export import export_resolved, to_yaml
from simkomunitas.config.config_reader import read_arm, read_comparison
from simkomunitas.explain.absence_reasons import ABSENCE_CAUSES, HARDLY_HELD, MANY_SMALL, NO_HOURS
from simkomunitas.explain.counterfactuals import count_decisive_circumstances, find_decisive_circumstances
from simkomunitas.explain.event_descriptions import read_decisions
from simkomunitas.explain.map_layout import build_map_layout
from simkomunitas.explain.run_playback import (
    FUNNEL_STEPS,
    find_stopped_residents,
    funnel_shares,
    principle_courses,
    record_playback,
    stage_periods,
)
from simkomunitas.model.outcomes import measure_outcomes
from simkomunitas.model.programme.programme_settings import Horizon
from simkomunitas.model.scenario_definition import Comparison, ProgrammeChange, scenario_id
from simkomunitas.simulation.simulation_run import run_scenario

BALANCED = load_presets()["balanced"].scenario
SMALL = BALANCED._replace(
    village=BALANCED.village._replace(people=BALANCED.village.people._replace(adults=120, hamlets=3)),
    horizon=Horizon(104, 156),
)
NONE = load_presets()["none"].scenario


@pytest.fixture(scope="module")
def shown():
    return record_playback(SMALL, 3)


def test_a_film_shows_what_a_run_lives(shown):
    lived = run_scenario(SMALL, 3)
    assert np.array_equal(lived.series, shown.record.series)
    assert measure_outcomes(lived) == pytest.approx(shown.outcomes, nan_ok=True, abs=0)


def test_the_colours_of_a_week_are_the_numbers_of_that_week(shown):
    degree, record = shown.frames_by_colouring["degree"], shown.record
    leads = (degree == len(FUNNEL_STEPS) - 1).mean(axis=1)
    assert leads == pytest.approx(record.series_values("leads"))
    assert (shown.frames_by_colouring["knowing"] > 1).mean(axis=1) == pytest.approx(
        record.series_values("knows_decision")
    )
    assert shown.frames_by_colouring["trust"].mean(axis=1) / 255 == pytest.approx(
        record.series_values("trust"), abs=0.003
    )
    assert shown.leader_frames.shape == (260, 120)


def test_the_curves_are_the_outcomes_week_by_week(shown):
    weeks = shown.record.period_weeks("programme")
    found = principle_courses(shown.record)
    assert found["participation"][weeks].mean() == pytest.approx(shown.outcomes["participation@programme"])
    assert found["openness"][weeks].mean() == pytest.approx(shown.outcomes["openness@programme"])
    assert found["sustainability"][weeks][-1] == pytest.approx(shown.outcomes["sustainability@programme"])
    assert found["sustainability"][shown.record.period_weeks("year_1")][-1] == pytest.approx(
        shown.outcomes["sustainability@year_1"]
    )
    assert funnel_shares(shown.record)["aware"][weeks].mean() == pytest.approx(shown.outcomes["aware@programme"])


def test_the_stages_follow_each_other_until_the_facilitators_leave(shown):
    found = stage_periods(shown.record)
    assert found[0][:2] == (0, 0)
    assert found[-1][2] == shown.record.exit_week
    assert all(before[2] == after[1] for before, after in itertools.pairwise(found))
    assert stage_periods(record_playback(NONE._replace(village=SMALL.village, horizon=Horizon(8, 8)), 1).record) == []


def test_who_came_for_a_season_and_then_no_more_is_noticed():
    came = np.zeros((60, 3), np.uint8)
    came[:13, 0] = 1  # came, then stayed away
    came[:, 1] = 1  # comes always
    assert find_stopped_residents(came).tolist() == [[26, 0]]


def test_a_map_keeps_people_in_their_hamlet(shown):
    community = shown.record.community
    spots, hamlets = shown.layout.resident_points, shown.layout.hamlet_circles
    away = np.hypot(*(spots - hamlets[community.residents.hamlet][:, :2]).T)
    assert (away < 1.25 * hamlets[community.residents.hamlet][:, 2]).all()
    apart = np.hypot(*(hamlets[:, None, :2] - hamlets[None, :, :2]).transpose(2, 0, 1))
    assert (apart + np.eye(3) > hamlets[:, None, 2]).all()
    assert np.array_equal(build_map_layout(community).resident_points, spots)


TURN = ProgrammeChange(50, BALANCED.programme._replace(strategies=((("policy_advocacy", 1.0),),) * 5))


def test_a_turn_changes_nothing_before_its_week():
    turned, straight = run_scenario(SMALL._replace(programme_changes=(TURN,)), 3), run_scenario(SMALL, 3)
    assert np.array_equal(turned.series[:50], straight.series[:50])
    assert not np.array_equal(turned.series[50:], straight.series[50:])


def test_a_turn_to_the_same_programme_changes_nothing():
    same = SMALL._replace(
        programme_changes=(ProgrammeChange(48, SMALL.programme),)
    )  # facilitators plan every four weeks anyway
    assert np.array_equal(run_scenario(same, 3).series, run_scenario(SMALL, 3).series)


def test_facilitators_may_be_called_away_and_come_back():
    scenario = SMALL._replace(programme_changes=(ProgrammeChange(40, None), ProgrammeChange(60, SMALL.programme)))
    minutes = run_scenario(scenario, 3).series_values("facilitator_minutes")
    assert minutes[41:60].sum() == 0
    assert minutes[60:70].sum() > 0


def test_a_turn_that_is_written_out_reads_back_equal(tmp_path):
    scenario = SMALL._replace(programme_changes=(TURN, ProgrammeChange(70, None)))
    path = tmp_path / "turned.yaml"
    path.write_text(to_yaml(export_resolved(scenario)))
    assert read_arm(path, None) == scenario
    comparison = Comparison("", "", (("a", SMALL), ("b", scenario)), 5, 1, "a", path)
    path.write_text(to_yaml(export_resolved(comparison)))
    assert read_comparison(path) == comparison


def test_turns_count_for_the_name_of_a_scenario():
    assert scenario_id(SMALL) != scenario_id(SMALL._replace(programme_changes=(TURN,)))


TURNED = """community: {kind: synthetic}
programme: {strategies: {community_education: 1}}
programme_changes:
"""


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("  - {week: 50, programme: {targeting: poor_first}}", "poorest_first"),
        ("  - {week: 50, programme: {strategies: {community_education: 0.5}}}", "sum to one"),
        ("  - {week: 200, programme: none}", "before the programme ends"),
        ("  - {week: 50, programme: none}\n  - {week: 40, programme: none}", "after the turn before"),
        ("  - {weak: 50}", "no such key"),
        ("  - 50", "keys with values"),
        ("  - {week: 1.5, programme: none}", "whole number"),
    ],
)
def test_a_faulty_turn_is_refused_with_its_line(tmp_path, written, said):
    path = tmp_path / "turned.yaml"
    path.write_text(TURNED + written)
    with pytest.raises(InputError, match=said) as told:
        read_arm(path, None)
    assert ":" in told.value.errors[0].location


def test_what_would_have_changed_a_mind_changes_it():
    record = run_scenario(SMALL, 3, explain_resident="r007")
    made = list(read_decisions(record.decision_trace))
    found = count_decisive_circumstances(made, SMALL.parameters)
    stayed = [one for one in made if one.arena == "programme" and not one.came]
    assert all(one.absence_count == len(stayed) and 0 < one.attendances_gained <= one.absence_count for one in found)
    counts = [one.attendances_gained for one in found]
    assert counts == sorted(counts, reverse=True)
    for decision in stayed:
        assert decision.probability == 0 or decision.drawn >= decision.probability
        if decision.terms.invitation >= SMALL.parameters.turnout.coefficient_invitation:
            assert "invitation" not in find_decisive_circumstances(decision, SMALL.parameters.turnout)


def test_who_stopped_coming_is_counted_with_a_reason(shown):
    assert sum(one.resident_count for one in shown.season_absences) == len(shown.stopped_rows)
    assert {one.main_reason for one in shown.season_absences} <= {*ABSENCE_CAUSES, HARDLY_HELD, NO_HOURS, MANY_SMALL}
    for language in ("id", "en"):
        for reason in (*ABSENCE_CAUSES, HARDLY_HELD, NO_HOURS, MANY_SMALL):
            assert translate_app_text(f"reason:{reason}", language)


@pytest.mark.parametrize("seed", [1, 3, 5])
def test_where_hardly_anything_is_held_any_more_that_is_the_reason(seed):
    absent = record_playback(load_presets()["in_and_out"].scenario, seed).season_absences
    left = [one for one in absent if one.week == 65]  # the season after the facilitators have gone
    assert [one.main_reason for one in left] == [HARDLY_HELD]
