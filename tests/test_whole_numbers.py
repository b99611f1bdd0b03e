"""What is counted is known in one place, the quantity itself, and refused in parts wherever numbers come in."""

import ast
import json

import pandas as pd
import pytest

from simkomunitas.analysis.posterior_draws import read_posterior_table
from simkomunitas.app.scenario_controls import (
    PROGRAMME_BLOCKS,
    SCENARIO_BLOCKS,
    VILLAGE_BLOCKS,
    InvalidControlValueError,
    list_controls,
    set_control,
)
from simkomunitas.base.compilation_cache import PACKAGE
from simkomunitas.base.input_errors import InputError
from simkomunitas.config.config_json_schema import build_json_schema
from simkomunitas.config.config_nodes import ConfigNode
from simkomunitas.config.config_reader import read_comparison
from simkomunitas.config.setting_tables import parameter_table, setting_table
from simkomunitas.config.starter_templates import build_template
from simkomunitas.evidence.calibration.calibration_config import full_range_factor, list_assumed_parameters
from simkomunitas.experiments.experiment_reader import read_experiment
from simkomunitas.model.scenario_definition import Programme, Scenario

ROWS = {row.key: row for row in (*parameter_table(), *setting_table())}
WHOLE = [key for key, row in ROWS.items() if row.quantity.kind.is_whole]
BASE = """
community: {kind: synthetic, people: {adults: 60}}
programme: {strategies: {local_resources: 1}}
"""


def halfway(key):
    """Half a unit above the default, within the range."""
    row = ROWS[key]
    return row.default + (0.5 if row.default < row.quantity.high else -0.5)


def refusal(read, *what, **more):
    with pytest.raises(InputError) as caught:
        read(*what, **more)
    return [str(fault) for fault in caught.value.errors]


def written(folder, text):
    path = folder / "case.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_number_of_weeks_and_every_choice_of_yes_or_no_is_whole():
    units = {row.quantity.unit for key, row in ROWS.items() if key not in WHOLE}
    assert not units & {"weeks", "yes or no"}
    assert {row.quantity.unit for row in map(ROWS.get, WHOLE)} == {
        "weeks", "yes or no", "persons", "hamlets", "thousand rupiah"
    }  # fmt: skip


def cut_by(tree):
    """The names of what is made a whole number by ``int(...)``, alone or with a half added."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("int", "whole_amount"):
            inside = node.args[0]
            inside = inside.left if isinstance(inside, ast.BinOp) and isinstance(inside.op, ast.Add) else inside
            if isinstance(inside, ast.Attribute):
                yield inside.attr


def test_whatever_engine_and_village_cut_to_a_whole_number_is_a_whole_quantity():
    files = [path for floor in ("model", "config", "simulation") for path in (PACKAGE / floor).rglob("*.py")]
    cut = {name for path in files for name in cut_by(ast.parse(path.read_bytes()))}
    quantities = {key.rpartition(".")[2]: key for key in ROWS}
    found = sorted(quantities[name] for name in cut & set(quantities))
    assert {"parameters.calendar.mutual_help_every", "parameters.economy.dues", "shocks.duration"} <= set(found)
    assert [key for key in found if key not in WHOLE] == []


@pytest.mark.parametrize("key", WHOLE)
def test_half_of_something_counted_is_refused_in_a_file_and_on_the_command_line(tmp_path, key):
    path = written(tmp_path, BASE)
    said = refusal(read_comparison, path, overrides=[f"{key}={halfway(key)}"])
    expected = "0 or 1" if ROWS[key].quantity.unit == "yes or no" else "a whole number from"
    assert [fault for fault in said if key in fault and expected in fault]
    assert read_comparison(path, overrides=[f"{key}={ROWS[key].default:g}"])


@pytest.mark.parametrize("key", WHOLE)
def test_a_sweep_has_no_steps_between_whole_numbers(tmp_path, key):
    low, high = ROWS[key].quantity.low, ROWS[key].quantity.high
    half = f"{BASE}vary: {{{key}: {{from: {low + 0.5}, to: {high}}}}}\n"
    assert any("a whole number" in fault for fault in refusal(read_experiment, written(tmp_path, half)))
    level = f"{BASE}vary: {{{key}: [{low}, {low + 0.5}]}}\n"
    refusal(read_experiment, written(tmp_path, level))
    drawn = f"{BASE}design: {{method: latin_hypercube, points: 20}}\nvary: {{{key}: {{from: {low}, to: {low + 1}}}}}\n"
    (factor,) = (factor for factor in read_experiment(written(tmp_path, drawn)).factors if factor.name == key)
    assert {factor.coordinate_at(place / 40) for place in range(41)} == {low, low + 1}
    assert factor.factor_kind == "whole number"


def test_a_range_of_an_arm_is_whole_too(tmp_path):
    text = f"{BASE}arms: {{one: {{}}}}\nagainst: one\nvary: {{arms.one.horizon.weeks_after: {{from: 1.5, to: 9}}}}\n"
    assert any("a whole number" in fault for fault in refusal(read_experiment, written(tmp_path, text)))


def test_a_calibration_draws_whole_numbers():
    factors = {row.key: full_range_factor(row) for row in list_assumed_parameters()}
    whole = [key for key in factors if key in WHOLE]
    assert whole
    for key, factor in factors.items():
        values = [factor.coordinate_at(place / 97) for place in range(98)]
        assert all(value == int(value) for value in values) == (key in WHOLE), key


def test_a_posterior_with_parts_of_weeks_is_refused(tmp_path):
    path = tmp_path / "posterior.parquet"
    pd.DataFrame({"information.news_weeks": [8.0, 8.5]}).to_parquet(path)
    faults = []
    assert read_posterior_table(path, ConfigNode(None, "here", "posterior", tmp_path), faults) is None
    assert [fault.expected for fault in faults] == [
        "a whole number from 0 to 104 (weeks) in every row of column information.news_weeks"
    ]


def properties_of(schema):
    for section in schema["$defs"].values():
        yield from section.get("properties", {}).items()


def test_the_schema_says_integer_of_what_is_counted_and_number_of_the_rest():
    kinds = {key.rpartition(".")[2]: row.quantity.kind.is_whole for key, row in ROWS.items()}
    told = [(name, part) for name, part in properties_of(build_json_schema()) if name in kinds and "unit" in part]
    assert len(told) >= len(kinds)
    assert [name for name, part in told if part["type"] != ("integer" if kinds[name] else "number")] == []
    assert json.dumps(build_json_schema())


def test_a_starting_file_says_what_is_counted():
    lines = [line for kind in ("community", "programme") for line in build_template(kind).splitlines() if "# " in line]
    whole = [line for line in lines if "; a whole number from" in line or "; 0 or 1;" in line]
    told = {line.partition(":")[0].strip("# ") for line in whole}
    assert told == {key.rpartition(".")[2] for key in WHOLE if key.startswith(("community.", "programme."))}


def test_a_slider_moves_by_whole_numbers_exactly_where_the_engine_counts():
    programme = Programme("locality_development", ((("local_resources", 1.0),),) * 5, "random", "fixed_week")
    scenario = Scenario(programme=programme)
    kinds = {key.rpartition(".")[2]: row.quantity.kind.is_whole for key, row in ROWS.items()}
    seen = [
        lever
        for block in PROGRAMME_BLOCKS + VILLAGE_BLOCKS + SCENARIO_BLOCKS
        for lever in list_controls(scenario, block)
    ]
    assert len(seen) > 40
    for lever in seen:
        assert lever.quantity.kind.is_whole == kinds[lever.key.rpartition(".")[2]], lever.key
        if lever.quantity.kind.is_whole:
            assert lever.slider_step == 1.0
            with pytest.raises(InvalidControlValueError):
                set_control(scenario, lever.key, lever.value_range[0] + 0.5)
