"""No strategy is best everywhere: the one that loosens what binds does best, and the diagnosis says what binds."""

import importlib.util
from pathlib import Path

import pytest

from simkomunitas.config.config_nodes import to_plain_value
from simkomunitas.config.yaml_reader import read_yaml_file
from simkomunitas.reports.figures.diagnosis_plot import CONSTRAINT_STYLES

STUDY = Path(__file__).parents[1] / "experiments" / "binding_constraints"
FEW, FEW_DIAGNOSED = 8, 8
MANY, MANY_DIAGNOSED = 100, 50
MIX, NONE = "balanced", "none"


def analysis():
    """The module analyse.py of the study."""
    spec = importlib.util.spec_from_file_location("analyse_binding_constraints", STUDY / "analyse.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


BINDINGS = {binding.constraint: binding for binding in analysis().bindings()}
each = pytest.mark.parametrize("name", BINDINGS)


def strategies_beaten(binding, runs):
    """The other strategies that the one which loosens the constraint is clearly ahead of."""
    return [lead.over for lead in analysis().leads(binding, runs) if lead.low > 0 and lead.over not in (MIX, NONE)]


def lead_over_the_mix(binding, runs):
    return next(lead for lead in analysis().leads(binding, runs) if lead.over == MIX)


def test_every_constraint_has_a_strategy_of_its_own():
    assert {binding.constraint: binding.strategy for binding in BINDINGS.values()} == CONSTRAINT_STYLES
    assert len({binding.strategy for binding in BINDINGS.values()}) == 5


@each
def test_a_village_differs_from_the_unhindered_one_in_one_thing(name):
    """Its file builds on the unhindered village and changes one kind of thing."""
    faults = []
    said = to_plain_value(read_yaml_file(BINDINGS[name].community, faults))
    assert not faults
    assert said.pop("extends") == "unhindered.yaml"
    assert 1 <= sum(len(section) for section in said.values()) <= 4


@each
def test_the_strategy_that_loosens_what_binds_does_best(name):
    """With few seeds already: clearly ahead of the balanced mix and of most other strategies."""
    binding = BINDINGS[name]
    runs = analysis().runs_of(binding, FEW, jobs=1)
    assert lead_over_the_mix(binding, runs).low > 0
    assert len(strategies_beaten(binding, runs)) >= 3


@pytest.mark.parametrize("name", ["free_riding", "authority"])
def test_the_diagnosis_names_what_binds(name):
    assert analysis().diagnosed(BINDINGS[name], FEW_DIAGNOSED, jobs=1).binding == (name,)


@pytest.mark.long
@each
def test_the_strategy_that_loosens_what_binds_is_ahead_of_all_others(name):
    binding = BINDINGS[name]
    runs = analysis().runs_of(binding, MANY)
    assert lead_over_the_mix(binding, runs).low > 0
    assert len(strategies_beaten(binding, runs)) == 4


@pytest.mark.long
@each
def test_the_diagnosis_names_what_binds_in_every_village(name):
    assert analysis().diagnosed(BINDINGS[name], MANY_DIAGNOSED).binding == (name,)
