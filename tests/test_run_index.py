"""The run_index, against states written by hand: what is finished, what has failed, what is still to be made."""

import math

import numpy as np
import pytest

from simkomunitas.experiments import run_index as run_index_module
from simkomunitas.experiments.experiment_design import Precision
from simkomunitas.experiments.replicate_precision import assess_precision, conservative_half_width, interval_half_width
from simkomunitas.experiments.result_reuse import _match_missing_points
from simkomunitas.experiments.run_index import RunIndex
from simkomunitas.workers.run_batch import RunTask

# five points, three scenarios: 0, 2 and 4 are the same village
SCENARIOS = ["n", "a", "n", "b", "n"]


@pytest.fixture
def run_index():
    return RunIndex(SCENARIOS, first_seed=10, replicates=3)


LETTERS = {(True, False): "d", (False, True): "f", (False, False): ".", (True, True): "!"}


def state(run_index):
    """A letter for each run: d done, f failed, a point where it is still to come, and a mark for what cannot be."""
    both = zip(run_index.done.tolist(), run_index.failed.tolist(), strict=True)
    return ["".join(LETTERS[one] for one in zip(*pair, strict=True)) for pair in both]


def counts(run_index):
    return run_index.count_finished(), run_index.count_missing(), run_index.count_stored()


def test_points_of_one_scenario_are_one_case_in_the_order_of_their_first(run_index):
    assert run_index.scenarios == ["n", "a", "b"]
    assert run_index.case.tolist() == [0, 1, 0, 2, 0]
    assert run_index.first_point.tolist() == [0, 1, 3]
    assert [run_index.points_of_scenario(case).tolist() for case in range(3)] == [[0, 2, 4], [1], [3]]
    assert state(run_index) == ["..."] * 5
    assert counts(run_index) == (0, 15, 0)


def test_a_failure_never_takes_the_place_of_a_result(run_index):
    run_index.mark_runs(1, 11)
    run_index.mark_runs(1, 11, failed=True)
    assert state(run_index)[1] == ".d."
    run_index.mark_runs([1, 1, 3], [10, 11, 12], failed=True)
    assert state(run_index) == ["...", "fd.", "...", "..f", "..."]
    assert counts(run_index) == (1, 12, 1)


def test_a_result_takes_the_place_of_a_failure(run_index):
    run_index.mark_runs([1, 3], [10, 12], failed=True)
    run_index.mark_runs(np.array([1]), np.array([10]))
    assert state(run_index) == ["...", "d..", "...", "..f", "..."]
    assert counts(run_index) == (1, 13, 1)


def test_a_run_is_lacking_until_it_has_a_result_and_only_if_it_is_wanted(run_index):
    run_index.mark_runs(1, 10)
    run_index.mark_runs(1, 11, failed=True)
    assert [run_index.is_missing(1, seed) for seed in (9, 10, 11, 12, 13)] == [False, False, True, True, False]


def test_results_of_seeds_that_are_not_wanted_are_kept_and_do_not_count(run_index):
    run_index.mark_runs(3, 14)
    assert state(run_index)[3] == "....d"
    assert counts(run_index) == (0, 15, 1)
    run_index.increase_replicates(5)
    assert counts(run_index) == (1, 24, 1)
    run_index.increase_replicates(4)
    assert run_index.done.shape == (5, 5)
    assert counts(run_index) == (0, 20, 1)
    run_index.mark_runs(np.zeros(0, int), np.zeros(0, int))
    assert run_index.done.shape == (5, 5)


def test_there_is_room_for_the_runs_that_are_wanted_or_noted_and_no_more(run_index):
    run_index.increase_replicates(4)
    assert (run_index.done.shape, run_index.failed.shape, run_index.count_missing()) == ((5, 4), (5, 4), 20)
    run_index.increase_replicates(6)
    assert (run_index.done.shape, run_index.failed.shape, run_index.count_missing()) == ((5, 6), (5, 6), 30)
    run_index.mark_runs(0, 16, failed=True)
    assert (run_index.done.shape, run_index.failed.shape, run_index.count_missing()) == ((5, 7), (5, 7), 30)
    narrow = RunIndex(SCENARIOS, first_seed=10, replicates=1)
    narrow.mark_runs(np.zeros(0, int), np.zeros(0, int))
    assert narrow.done.shape == (5, 1)


def test_what_is_still_to_be_made_is_each_scenario_once_seed_by_seed(run_index):
    run_index.mark_runs([0, 2, 4], [10, 10, 10])
    run_index.mark_runs([0, 2], [11, 11])  # the third point of the scenario lacks its row
    run_index.mark_runs(1, 10)
    run_index.mark_runs(3, 10, failed=True)
    assert list(run_index.iterate_missing_tasks()) == [
        RunTask(0, 11), RunTask(1, 11), RunTask(2, 11), RunTask(0, 12), RunTask(1, 12), RunTask(2, 12)]  # fmt: skip
    run_index.mark_runs(4, 11, failed=True)  # failed runs are not tried again
    assert next(run_index.iterate_missing_tasks()) == RunTask(1, 11)
    run_index.replicates = 1
    assert list(run_index.iterate_missing_tasks()) == []


def test_the_tasks_of_many_scenarios_come_block_by_block(monkeypatch):
    monkeypatch.setattr(run_index_module, "POINTS_PER_BLOCK", 2)
    tasks = list(RunIndex(list("abcde"), first_seed=1, replicates=2).iterate_missing_tasks())
    assert tasks == [RunTask(case, seed) for block in ((0, 1), (2, 3), (4,)) for seed in (1, 2) for case in block]
    whole = list(RunIndex(list("abcd"), first_seed=1, replicates=2).iterate_missing_tasks())  # whole blocks
    assert whole == tasks[:8]


def test_what_others_have_is_wanted_once_for_each_point_that_lacks_it(run_index):
    """Their rows, by our cases: the first scenario stands there under two points, one row is none of ours."""
    cases = np.array([0, 0, 1, -1, 2, 2, 0])
    seeds = np.array([10, 10, 12, 10, 13, 9, 11])
    run_index.mark_runs(2, 10)
    run_index.mark_runs(0, 11, failed=True)
    assert _match_missing_points(cases, seeds, run_index) == [(0, 0), (0, 4), (2, 1), (6, 0), (6, 2), (6, 4)]


def test_the_width_of_an_interval_is_that_of_the_tables():
    assert interval_half_width(2) == pytest.approx(12.7062 / math.sqrt(2), rel=1e-4)
    assert interval_half_width(31) == pytest.approx(2.04227 / math.sqrt(31), rel=1e-5)
    assert interval_half_width(1) == math.inf
    # 10 % quantile of chi squared over its 30 degrees of freedom: 20.599 / 30
    assert conservative_half_width(31) == pytest.approx(interval_half_width(31) / math.sqrt(20.599 / 30), rel=2e-3)
    assert conservative_half_width(11) == pytest.approx(interval_half_width(11) / math.sqrt(4.8652 / 10), rel=2e-3)


def column(*values):
    return np.array(values)[:, None]


PLUS_MINUS = column(*[9.0, 11.0] * 100)  # mean 10; of 30, the deviation is 1.017
WIDTH = 1.0171 * conservative_half_width(30)  # 0.46: with so even values the table counts, not what may well be


@pytest.mark.parametrize(
    ("relative", "absolute", "expected"),
    [
        (1.01 * WIDTH / 10, None, (30, True)),
        (0.99 * WIDTH / 10, None, (33, True)),  # a tenth more
        (0.05, 1.01 * WIDTH, (30, True)),
        (0.05, 0.99 * WIDTH, (33, True)),
        (0.05, 0.0001, (200, False)),
    ],
)
def test_replicates_are_enough_when_the_interval_is_as_narrow_as_it_was_asked_for(relative, absolute, expected):
    targets = np.array([math.nan if absolute is None else absolute])
    verdict = assess_precision(PLUS_MINUS, targets, Precision(relative=relative, least=30, most=200))
    assert (verdict.replicates, verdict.is_enough) == expected
    assert verdict.imprecise_columns == (() if verdict.is_enough else (0,))


def test_a_sweep_that_has_too_few_runs_is_told_how_many_to_look_at_next():
    verdict = assess_precision(PLUS_MINUS[:30], np.array([0.99 * WIDTH]), Precision(least=30, most=200))
    assert verdict == (33, False, ())
    double = assess_precision(PLUS_MINUS[:30], np.array([0.01 * WIDTH]), Precision(least=30, most=200))
    assert double.replicates == 60  # at most twice as many from one look to the next
    most = assess_precision(PLUS_MINUS[:30], np.array([0.01 * WIDTH]), Precision(least=30, most=50))
    assert most.replicates == 50
    few = assess_precision(PLUS_MINUS[:10], np.array([WIDTH]), Precision(least=30, most=50))
    assert few == (30, False, ())


def test_the_column_that_is_too_wide_is_named_and_gaps_do_not_count():
    gaps = PLUS_MINUS[:40].copy()
    gaps[::4] = math.nan  # thirty values are left, of which twenty are 11
    values = np.hstack([PLUS_MINUS[:40], 3 * PLUS_MINUS[:40], gaps, np.full((40, 1), math.nan), np.full((40, 1), 5.0)])
    wide = 1.0  # of 40 values 0.38 and 1.13 are asked; of the gaps about 0.44
    verdict = assess_precision(values, np.full(5, wide), Precision(least=40, most=40))
    assert verdict == (40, False, (1,))
    verdict = assess_precision(values, np.full(5, 0.40), Precision(least=40, most=40))
    assert verdict == (40, False, (1, 2))
    alone = column(*[math.nan] * 39, 1.0)
    assert assess_precision(alone, np.array([0.1]), Precision(least=40, most=40)) == (40, True, ())
    two = column(*[math.nan] * 38, 1.0, 2.0)
    assert assess_precision(two, np.array([0.1]), Precision(least=40, most=40)) == (40, False, (0,))


def test_few_extreme_values_make_a_deviation_doubtful():
    """One success in forty: the deviation may well be far larger, and the interval counts as wider for it."""
    rare = column(*[0.0] * 39, 1.0)
    # deviation 0.15811; squares of the standardized values over two: 0.0125 and 19.0125 of mean 0.4875, so the
    # error of its logarithm is sqrt(39 * 0.475 ** 2 + 18.525 ** 2) / 40 = 0.46897
    wide = 0.158114 * interval_half_width(40) * math.exp(1.644854 * 0.468965)
    precision = Precision(least=40, most=40)
    assert assess_precision(rare, np.array([1.001 * wide]), precision).is_enough
    assert not assess_precision(rare, np.array([0.999 * wide]), precision).is_enough
    # relative to a mean of 0.025 the influence of the mean is taken off: (0.0125 + 1 - 0.4875), (19.0125 - 39 - 0.4875)
    share = 0.158114 * interval_half_width(40) * math.exp(1.644854 * math.sqrt(39 * 0.525**2 + 20.475**2) / 40) / 0.025
    assert assess_precision(rare, np.array([math.nan]), precision._replace(relative=1.001 * share)).is_enough
    assert not assess_precision(rare, np.array([math.nan]), precision._replace(relative=0.999 * share)).is_enough
