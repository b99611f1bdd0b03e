"""What a sensitivity analysis hands over: tables, and sentences that say no more than the tables."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from known_functions import CUBE, linear, noisy
from simkomunitas.analysis.outcome_arrays import ArmComparison, OutcomeArray
from simkomunitas.analysis.sensitivity_analysis import MORRIS, SOBOL, analyse_sensitivity
from simkomunitas.reports.analysis_files import sensitivity_result_files
from simkomunitas.reports.finding_sentences import describe_sensitivity

sample_sobol = pytest.importorskip("SALib.sample.sobol")
sample_morris = pytest.importorskip("SALib.sample.morris")

NAMES = ["parameters.cost", "parameters.hope", "community.inequality", "programme.targeting"]
COLUMN = "participation@year_3"


def facts_of(method, **settings):
    factors = [SimpleNamespace(name=name) for name in NAMES]
    return SimpleNamespace(method=method, settings=settings, factors=factors, title="Known")


def product(points):
    """The first two factors act only together; the others do nothing."""
    return 4 * (points[:, 0] - 0.5) * (points[:, 1] - 0.5)


def found_of(facts, sample, values):
    return analyse_sensitivity(facts, np.asarray(sample), [OutcomeArray(ArmComparison("", ""), COLUMN, values)])


def test_second_order_is_computed_told_and_written():
    facts = facts_of(SOBOL, second_order=True)
    sample = sample_sobol.sample(CUBE, 128, calc_second_order=True, seed=1)
    found = found_of(facts, sample, noisy(product(sample), seeds=6, own=0.5))
    pairs = found.interactions.set_index(["factor", "other"])
    assert len(pairs) == 6
    assert pairs.loc[("parameters.cost", "parameters.hope"), "second"] == pytest.approx(1.0, abs=0.25)
    assert (pairs["second_low"] > 0).sum() == 1
    (words,) = describe_sensitivity(found)
    assert "Only together (of 6 pairs): cost with hope" in words
    files = sensitivity_result_files(found, facts, {})
    assert "interactions.csv" in files
    assert "interactions.parquet" in files


def test_without_second_order_no_pair_is_spoken_of():
    sample = sample_sobol.sample(CUBE, 64, calc_second_order=False, seed=1)
    found = found_of(facts_of(SOBOL, second_order=False), sample, noisy(linear(sample), seeds=4, own=0.1))
    assert not len(found.interactions)
    (words,) = describe_sensitivity(found)
    assert "pair" not in words
    assert "together" not in words


def test_where_no_pair_is_clear_it_is_said():
    sample = sample_sobol.sample(CUBE, 64, calc_second_order=True, seed=1)
    found = found_of(facts_of(SOBOL, second_order=True), sample, linear(sample)[:, None].repeat(3, axis=1) * 1.0)
    (words,) = describe_sensitivity(found._replace(interactions=found.interactions.assign(second_low=-0.1)))
    assert "No interaction of 6 pairs is clear." in words


def test_a_factor_that_luck_may_explain_is_not_named():
    sample = sample_morris.sample(CUBE, 20, num_levels=4, seed=1)
    found = found_of(facts_of(MORRIS), sample, noisy(linear(sample) / 100, seeds=8, own=0.5))
    (words,) = describe_sensitivity(found)
    assert "moved most by hope" in words
    assert "targeting" not in words.partition("Hardly")[0]
    only = found.indices.assign(mu_star_low=0.0)
    (words,) = describe_sensitivity(found._replace(indices=only))
    assert "not moved by anything that was varied as far as can be seen" in words


@pytest.mark.parametrize("method", [SOBOL, MORRIS])
def test_with_one_seed_it_is_said_that_its_luck_is_in_the_numbers(method):
    sample = (
        sample_sobol.sample(CUBE, 64, calc_second_order=False, seed=1)
        if method == SOBOL
        else sample_morris.sample(CUBE, 20, num_levels=4, seed=1)
    )
    found = found_of(facts_of(method), sample, linear(sample)[:, None])
    (words,) = describe_sensitivity(found)
    assert "One seed cannot tell how much is noise; these numbers include its noise." in words
    assert isinstance(found.indices, pd.DataFrame)
