"""Planned contrasts against tables written by hand: differences, deviations, power, and what a plan makes of them."""

import math

import numpy as np
import pandas as pd
import pytest

from simkomunitas.base.input_errors import InputError
from simkomunitas.experiments import planned_contrasts
from simkomunitas.experiments.experiment_design import DesignPoints, PlannedContrast, parse_contrast
from simkomunitas.experiments.experiment_plan import (
    _build_pilot_study,
    _contrast_pairs,
    _spread_selection,
    build_experiment_plan,
)
from simkomunitas.experiments.experiment_reader import read_experiment
from simkomunitas.experiments.experiment_sweep import run_sweep
from simkomunitas.experiments.paired_power import find_required_pairs, t_test_power
from simkomunitas.experiments.planned_contrasts import (
    detectable_difference,
    deviation_of_cell_mean,
    differences_by_cell,
    estimate_contrast_deviations,
    estimate_contrast_powers,
    mean_paired_differences,
)
from simkomunitas.experiments.sweep_folder import compute_scenario_ids
from simkomunitas.experiments.sweep_results import load_runs, read_sweep_design
from simkomunitas.reports.report.contrast_report import build_contrast_section
from sweeps import HEAD, VARIED, experiment

COLUMNS = ["arm", "hours", "leaders"]
Y = "y@year_1"
# Without a programme leaders and hours mean nothing: its four combinations are one scenario.
ROWS = [
    # arm, hours, leaders, seed, scenario, value
    ("none", 8, 1, 1, "n", 1.0), ("none", 8, 4, 1, "n", 1.0),
    ("none", 16, 1, 1, "n", 1.0), ("none", 16, 4, 1, "n", 1.0),
    ("none", 8, 1, 2, "n", 2.0), ("none", 8, 4, 2, "n", 2.0),
    ("none", 16, 1, 2, "n", 2.0), ("none", 16, 4, 2, "n", 2.0),
    ("none", 8, 1, 3, "n", 0.0), ("none", 8, 4, 3, "n", 0.0),
    ("none", 16, 1, 3, "n", 0.0), ("none", 16, 4, 3, "n", 0.0),
    ("some", 8, 1, 1, "a", 2.0), ("some", 8, 4, 1, "b", 5.0),
    ("some", 16, 1, 1, "c", 3.0), ("some", 16, 4, 1, "d", 4.0),
    ("some", 8, 1, 2, "a", 1.0), ("some", 8, 4, 2, "b", 9.0),
    ("some", 16, 1, 2, "c", 2.0), ("some", 16, 4, 2, "d", 6.0),
    ("some", 8, 1, 3, "a", 0.0), ("some", 8, 4, 3, "b", 1.0),
    ("some", 16, 1, 3, "c", 0.0), ("some", 16, 4, 3, "d", 1.0),
]  # fmt: skip
LEADERS = PlannedContrast("leaders", 4, 1)


@pytest.fixture
def runs():
    table = pd.DataFrame(ROWS, columns=[*COLUMNS, "seed", "scenario", Y])
    return table.assign(run_id=table.pop("scenario") + table["seed"].astype(str))


@pytest.mark.parametrize(
    ("contrast", "expected"),
    [
        (LEADERS, [2.0, 6.0, 1.0]),  # (3 + 1) / 2, (8 + 4) / 2, (1 + 1) / 2; the arm without a programme is no pair
        (PlannedContrast("leaders", 1, 4), [-2.0, -6.0, -1.0]),
        (LEADERS._replace(at=(("hours", 8),)), [3.0, 8.0, 1.0]),
        (LEADERS._replace(at=(("arm", "some"), ("hours", 16))), [1.0, 4.0, 1.0]),
        (LEADERS._replace(at=(("arm", "none"),)), []),
        (PlannedContrast("hours", 16, 8), [0.0, -1.0, 0.0]),  # (1 - 1) / 2, (1 - 3) / 2, (0 + 0) / 2
        (PlannedContrast("arm", "some", "none"), [2.5, 2.5, 0.5]),  # (2 + 5 + 3 + 4) / 4 - 1, and so on
        (PlannedContrast("arm", "some", "none", (("leaders", 4),)), [3.5, 5.5, 1.0]),
    ],
)
def test_a_contrast_is_the_mean_over_the_combinations_in_which_it_means_something(contrast, expected, runs):
    found = mean_paired_differences(runs, COLUMNS, contrast, [Y])
    assert found[Y].tolist() == expected
    assert found.index.tolist() == [1, 2, 3][: len(expected)]


def test_runs_without_partner_are_left_out(runs):
    lost = runs[~((runs["arm"] == "some") & (runs["hours"] == 8) & (runs["leaders"] == 4) & (runs["seed"] == 2))]
    assert mean_paired_differences(lost, COLUMNS, LEADERS, [Y])[Y].tolist() == [2.0, 4.0, 1.0]
    assert len(differences_by_cell(lost, COLUMNS, LEADERS, [Y])) == 5
    assert list(differences_by_cell(lost, COLUMNS, LEADERS, [Y]).columns) == [Y]


def test_without_names_of_runs_every_pair_counts(runs):
    found = mean_paired_differences(runs.drop(columns="run_id"), COLUMNS, LEADERS, [Y])
    assert found[Y].tolist() == [1.0, 3.0, 0.5]


def test_the_deviation_is_that_of_the_mean_over_all_combinations(runs):
    found = estimate_contrast_deviations(
        runs, COLUMNS, [LEADERS, LEADERS._replace(at=(("arm", "none"),))], [Y], "results"
    )
    # 2, 6, 1 have the mean 3 and squares 1 + 9 + 4 = 14, over two degrees of freedom
    assert found == {(LEADERS, Y): (pytest.approx(math.sqrt(7)), "results of 3 seeds")}


def test_two_pairs_are_too_few_for_a_deviation(runs):
    assert estimate_contrast_deviations(runs[runs["seed"] < 3], COLUMNS, [LEADERS], [Y], "results") == {}
    assert len(estimate_contrast_deviations(runs[runs["seed"] < 4], COLUMNS, [LEADERS], [Y], "results")) == 1
    undefined = runs.assign(**{Y: runs[Y].where(runs["seed"] != 2)})
    assert estimate_contrast_deviations(undefined, COLUMNS, [LEADERS], [Y], "results") == {}


def test_of_some_combinations_it_is_told_how_many_there_are(runs):
    found = estimate_contrast_deviations(runs, COLUMNS, [LEADERS], [Y], "pilot", {LEADERS: 10})
    # cells 3, 8, 1 (variance 13) and 1, 4, 1 (variance 3), covariance 6; of ten: 8 / 10 + 9 / 10 * 6
    assert found == {(LEADERS, Y): (pytest.approx(math.sqrt(6.2)), "pilot of 3 seeds, 2 of 10 combinations")}


def test_a_mean_over_more_cells_varies_less_as_far_as_they_are_independent():
    apart = pd.DataFrame({0: [1.0, -1.0, 0.0, 0.0], 1: [0.0, 0.0, 1.0, -1.0]})  # variance 2/3 each, covariance 0
    assert deviation_of_cell_mean(apart, 2) == pytest.approx(math.sqrt(1 / 3))
    assert deviation_of_cell_mean(apart, 8) == pytest.approx(math.sqrt(1 / 12))
    against = pd.DataFrame({0: [1.0, -1.0, 0.0], 1: [-1.0, 1.0, 0.0]})  # covariance -1: chance, among three seeds
    assert deviation_of_cell_mean(against, 4) == pytest.approx(0.5)
    together = pd.DataFrame({0: [1.0, -1.0, 0.0], 1: [3.0, 1.0, 2.0]})
    assert deviation_of_cell_mean(together, 9) == pytest.approx(1.0)
    assert deviation_of_cell_mean(together[[0]], 9) == pytest.approx(1.0)
    gap = pd.DataFrame({0: [1.0, -1.0, 0.0, math.nan], 1: [1.0, -1.0, 0.0, 9.0]})
    assert deviation_of_cell_mean(gap, 2) == pytest.approx(pd.Series([1.0, -1.0, 0.0, 9.0]).std())


def test_a_deviation_from_some_of_many_cells_is_right_on_the_average():
    """Twelve cells share half of their variance; six of them, ten seeds: as ``plan`` does it."""
    chance = np.random.default_rng(5)
    found = []
    for _ in range(400):
        shared = chance.normal(0, math.sqrt(0.5), (10, 1))
        cells = pd.DataFrame(shared + chance.normal(0, math.sqrt(0.5), (10, 6)))
        found.append(deviation_of_cell_mean(cells, 12) ** 2)
    assert np.mean(found) == pytest.approx(0.5 / 12 + 0.5, rel=0.1)


def test_prospects_say_what_is_known_and_no_more():
    known = {(LEADERS, Y): (2.0, "stated"), (LEADERS, "z@year_1"): (2.0, "stated")}
    of_y, of_z, unknown = estimate_contrast_powers(
        [LEADERS], [Y, "z@year_1", "u@year_1"], 34, {Y: 1.0, "u@year_1": 1.0}, known
    )
    assert (of_y.pair_count, of_y.standard_deviation, of_y.deviation_source, of_y.smallest_effect) == (
        34,
        2.0,
        "stated",
        1.0,
    )
    assert of_y.power == pytest.approx(0.8078, abs=1e-4)
    assert (of_y.pairs_needed, of_y.is_underpowered) == (34, False)
    assert math.isnan(of_z.power)
    assert t_test_power(of_z.smallest_effect / 2.0, 1.0, 34) == pytest.approx(0.8)
    assert (of_z.pairs_needed, of_z.is_underpowered) == (None, False)
    assert (unknown.deviation_source, unknown.smallest_effect) == ("unknown", 1.0)
    assert math.isnan(unknown.standard_deviation)
    (weak,) = estimate_contrast_powers([LEADERS._replace(at=(("arm", "some"),))], [Y], 10, {Y: 1.0}, {
        (LEADERS._replace(at=(("arm", "some"),)), Y): (2.0, "results of 10 seeds")})  # fmt: skip
    assert weak.is_underpowered
    assert weak.pairs_needed == 34
    assert weak.power_warning() == (
        "leaders: 4 against 1, arm some, y@year_1: power 0.29 for 1 with 10 replicates; 34 would give 0.80"
    )
    assert "more than a million would give" in weak._replace(pairs_needed=None).power_warning()
    assert "power 0.79 for 1 with" in weak._replace(power=0.7999).power_warning()  # never rounded up to what is enough


def test_a_power_of_exactly_what_is_asked_for_is_enough(monkeypatch):
    monkeypatch.setattr(planned_contrasts, "t_test_power", lambda *_: 0.8)
    (one,) = estimate_contrast_powers([LEADERS], [Y], 7, {Y: 1.0}, {(LEADERS, Y): (2.0, "stated")})
    assert (one.power, one.pairs_needed, one.is_underpowered) == (0.8, 7, False)


def test_a_combination_in_which_something_is_left_open_counts_like_any_other(runs):
    """A level may be null, which is a gap in the table: no limit on hours, say."""
    unlimited = runs.assign(hours=runs["hours"].where(runs["hours"] != 16))
    both = [LEADERS, PlannedContrast("arm", "some", "none")]
    cells = dict.fromkeys(both, 10)
    found = estimate_contrast_deviations(unlimited, COLUMNS, both, [Y], "pilot", cells)
    assert found == estimate_contrast_deviations(runs, COLUMNS, both, [Y], "pilot", cells)
    assert found[both[1], Y][1] == "pilot of 3 seeds, 4 of 10 combinations"


# From the noncentral t distribution of SciPy, at 5 % and two-sided: effect over deviation, pairs, power.
@pytest.mark.parametrize(
    ("effect", "pairs", "known"),
    [(0.5, 34, 0.8078), (0.2, 199, 0.8017), (0.8, 15, 0.8213), (1.0, 5, 0.4014), (1.0, 2, 0.0928), (0.5, 2, 0.0620)],
)
def test_power_is_as_in_the_tables(effect, pairs, known):
    assert t_test_power(effect, 1.0, pairs) == pytest.approx(known, abs=2e-4)
    assert t_test_power(-effect, 1.0, pairs) == pytest.approx(known, abs=2e-4)
    assert t_test_power(3 * effect, 3.0, pairs) == pytest.approx(known, abs=2e-4)


@pytest.mark.parametrize(
    ("effect", "pairs", "apart"),
    [(0.5, 34, 1e-11), (0.8, 15, 1e-11), (1.0, 5, 1e-10), (1.0, 2, 1e-5), (0.5, 2, 1e-5), (0.028, 10_001, 1e-9)],
)
def test_power_is_that_of_the_noncentral_t_distribution(effect, pairs, apart):
    """Of two pairs the integral begins where the density is highest, and is less exact."""
    stats = pytest.importorskip("scipy.stats")
    limit, shift = stats.t.ppf(0.975, pairs - 1), effect * math.sqrt(pairs)
    known = stats.nct.sf(limit, pairs - 1, shift) + stats.nct.cdf(-limit, pairs - 1, shift)
    assert t_test_power(effect, 1.0, pairs) == pytest.approx(known, abs=apart, rel=0)


def test_power_at_its_ends():
    assert math.isnan(t_test_power(1.0, 1.0, 1))
    assert t_test_power(0.0, 1.0, 20) == pytest.approx(0.05, abs=1e-3)
    assert (t_test_power(0.1, 0.0, 2), t_test_power(0.0, 0.0, 2), t_test_power(1.0, 0.0, 2)) == (1.0, 0.0, 1.0)


def test_the_pairs_that_are_needed_are_the_fewest():
    for effect, wanted in ((0.5, 0.8), (0.2, 0.8), (1.0, 0.9), (3.0, 0.8)):
        count = find_required_pairs(effect, 1.0, wanted)
        assert t_test_power(effect, 1.0, count) >= wanted
        assert count == 2 or t_test_power(effect, 1.0, count - 1) < wanted
    assert [find_required_pairs(effect, 1.0) for effect in (0.5, 0.2, 0.8)] == [34, 199, 15]
    assert find_required_pairs(0.0001, 1.0) is None
    assert find_required_pairs(0.2, 1.0, max_pairs=100) is None
    assert [find_required_pairs(0.2, 1.0, max_pairs=most) for most in (198, 199, 200, 256)] == [None, 199, 199, 199]
    assert find_required_pairs(100.0, 1.0) == 2


def test_the_smallest_difference_that_is_shown():
    assert detectable_difference(2.0, 34) == pytest.approx(2 * 0.4953, abs=2e-3)
    assert t_test_power(detectable_difference(2.0, 10), 2.0, 10) == pytest.approx(0.8, abs=1e-6)
    assert math.isnan(detectable_difference(2.0, 1))
    assert not math.isnan(detectable_difference(2.0, 2))
    assert math.isnan(detectable_difference(math.nan, 10))
    assert detectable_difference(0.0, 10) == 0


LESSER = """\
arms:
  none: {programme: none}
  some: {programme: {strategies: {community_education: 1}}}
  other: {programme: {strategies: {network_alliance: 1}}}
"""
PLANNED = (
    HEAD.replace("programme: {strategies: {community_education: 1}, course: {taper_weeks: 4}}\n", LESSER)
    + """\
vary:
  programme.course.leaders_wanted: [1, 4]
  programme.facilitation.hours: [8, 16, 32]
outcomes: [participation@programme]
smallest_effect: {participation@programme: 0.01}
contrasts:
  - {factor: programme.course.leaders_wanted, level: 4, against: 1}
  - {factor: programme.course.leaders_wanted, level: 4, against: 1, at: {arm: some, programme.facilitation.hours: 8}}
  - {level: some, against: none}
replicates: 5
"""
)


def test_a_plan_expects_what_the_analysis_will_find(tmp_path):
    """The deviation of the pilot is, for the same seeds, that of the estimates of the finished sweep."""
    asked = read_experiment(experiment(tmp_path, PLANNED))
    planned = build_experiment_plan(asked, tmp_path / "out", pilot_seeds=5).contrast_power
    runs = load_runs(run_sweep(asked, tmp_path / "out", workers=1).folder)
    for one in planned:
        values = mean_paired_differences(runs, asked.identifying_columns, one.contrast, [one.outcome])[one.outcome]
        assert one.standard_deviation == pytest.approx(values.std(ddof=1), rel=1e-12)
        assert one.deviation_source == "pilot of 5 seeds"
        assert one.power == t_test_power(0.01, one.standard_deviation, 5)
    facts = read_sweep_design(tmp_path / "out")
    assert facts.contrasts == asked.contrasts
    body = build_contrast_section(facts, runs).body
    assert body.count(">the same<") == 1  # leaders wanted without a programme
    assert "leaders wanted 4 against 1, no programme" in body
    mean = (
        100
        * mean_paired_differences(runs, asked.identifying_columns, asked.contrasts[0], asked.outcomes).iloc[:, 0].mean()
    )
    assert f"+{mean:.2f}"[:4].replace("+-", "−") in body


def test_a_plan_pairs_points_of_different_scenarios_and_counts_all_of_them(tmp_path):
    asked = read_experiment(experiment(tmp_path, PLANNED))
    points = DesignPoints(asked)
    scenarios = list(compute_scenario_ids(points))
    leaders, fixed, arms = asked.contrasts
    levels = [
        tuple(points.point_levels(place) for place in pair) for pair in _contrast_pairs(points, scenarios, leaders)
    ]
    assert len(levels) == 6  # two arms with a programme, three numbers of hours
    for one, two in levels:
        assert (one[0], one[2]) == (two[0], two[2])
        assert (one[1], two[1]) == (4, 1)
        assert one[0] != "none"
    assert [tuple(points.point_levels(place) for place in pair) for pair in _contrast_pairs(points, scenarios,
    fixed)] == [
        (("some", 4, 8), ("some", 1, 8))]  # fmt: skip
    assert len(_contrast_pairs(points, scenarios, arms)) == 6
    pilot = _build_pilot_study(points, scenarios, 4)
    assert list(pilot.seeds) == [1, 2, 3, 4]
    assert pilot.cell_counts == {leaders: 6, fixed: 1, arms: 6}
    assert [len(pairs) for pairs in pilot.point_pairs.values()] == [6, 1, 6]
    assert _build_pilot_study(points, scenarios, 0).list_points() == []
    scarce = _build_pilot_study(points, scenarios, 100)  # three contrasts of a hundred seeds: two pairs each
    assert [len(pairs) for pairs in scarce.point_pairs.values()] == [2, 1, 2]
    assert [len(pairs) for pairs in _build_pilot_study(points, scenarios, 30).point_pairs.values()] == [
        3,
        1,
        3,
    ]  # 540 of 600 runs
    assert _spread_selection([(0, 1), (2, 3), (4, 5), (6, 7)], 2) == [(0, 1), (6, 7)]
    assert _spread_selection([(0, 1)], 2) == [(0, 1)]
    assert _spread_selection([], 2) == []


def test_a_contrast_at_values_is_kept_as_it_is_written(tmp_path):
    asked = read_experiment(experiment(tmp_path, PLANNED))
    fixed = asked.contrasts[1]
    assert fixed.at == (("arm", "some"), ("programme.facilitation.hours", 8))
    assert parse_contrast(fixed.to_mapping()) == fixed
    assert "at" not in asked.contrasts[0].to_mapping()  # experiments that do not say it keep their name


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        ("{arms: some}", "contrasts[0].at.arms: arm, or another key that varies (found 'arms'); known: parameters."),
        ("{programme.exit: fixed_week}", "contrasts[0].at.programme.exit: arm, or another key that varies"),
        ("{parameters.turnout.coefficient_norm: 2}", "a level of parameters.turnout.coefficient_norm (found 2)"),
    ],
)
def test_a_contrast_at_values_that_do_not_vary_is_refused(at, reason, tmp_path):
    text = HEAD + VARIED + f"contrasts: [{{factor: programme.exit, against: tapering, at: {at}}}]\n"
    with pytest.raises(InputError) as refused:
        read_experiment(experiment(tmp_path, text))
    assert reason in str(refused.value)
