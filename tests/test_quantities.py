"""The kind of a quantity decides how it is checked, drawn, moved, written and shown; nothing else does."""

from pathlib import Path
from typing import Annotated, NamedTuple

import pyarrow as pa
import pytest

from simkomunitas.app.app_words import app_texts
from simkomunitas.app.error_messages import translate_error
from simkomunitas.app.scenario_controls import (
    InvalidControlValueError,
    ScenarioControl,
    control_field,
    list_controls,
    set_control,
)
from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.base.quantity import (
    HOURS,
    MONEY,
    NUMBER,
    SHARE,
    WEEKS,
    WHOLE_NUMBER,
    YES_NO,
    ParameterRow,
    Quantity,
    parameter_rows,
)
from simkomunitas.config import starter_templates
from simkomunitas.config.config_json_schema import _quantity_schema
from simkomunitas.config.config_nodes import ConfigNode
from simkomunitas.config.scalar_checks import UnfitValueError, check_quantity
from simkomunitas.config.setting_tables import parameter_table, setting_table
from simkomunitas.config.starter_templates import build_template
from simkomunitas.config.value_builder import build_section
from simkomunitas.evidence.calibration.calibration_config import full_range_factor
from simkomunitas.experiments.result_tables import _factor_column_type
from simkomunitas.model.scenario_definition import Scenario
from simkomunitas.reports import model_tables
from simkomunitas.reports.translated_words import is_share_unit

QUANTITY_KINDS = (NUMBER, WHOLE_NUMBER, SHARE, YES_NO, HOURS, WEEKS, MONEY)
ROWS = parameter_table() + setting_table()
PLACES = [place / 97 for place in range(98)]


class Block(NamedTuple):
    """A parameter of each kind, as a student would add it."""

    pull: Annotated[float, Quantity("Pull of it", "log-odds", -4, 4)] = 0.5
    groups: Annotated[float, Quantity("Groups", WHOLE_NUMBER("persons"), 1, 9)] = 3
    part: Annotated[float, Quantity("Part of it", SHARE, 0, 1)] = 0.25
    open: Annotated[float, Quantity("It is open: 0 no, 1 yes", YES_NO, 0, 1)] = 1
    work: Annotated[float, Quantity("Work", HOURS("hours/week"), 0, 60)] = 7.5
    length: Annotated[float, Quantity("Length", WEEKS, 1, 52)] = 8
    price: Annotated[float, Quantity("Price", MONEY, 0, 500)] = 20


class Blocks(NamedTuple):
    """All of them."""

    block: Block = Block()


NEW_ROWS = parameter_rows(Blocks())
WORDS_OF_KINDS = {  # in a comment and a refusal, and in a refusal in Indonesian
    "pull": ("a number from -4 to 4 (log-odds)", "harus bilangan dari -4 sampai 4"),
    "groups": ("a whole number from 1 to 9 (persons)", "harus bilangan bulat dari 1 sampai 9 (orang)"),
    "part": ("a number from 0 to 1 (share)", "harus bilangan dari 0 sampai 1 (1 berarti seluruhnya)"),
    "open": ("0 or 1", "harus 0 atau 1"),
    "work": ("a number from 0 to 60 (hours/week)", "harus bilangan dari 0 sampai 60 (jam per minggu)"),
    "length": ("a whole number from 1 to 52 (weeks)", "harus bilangan bulat dari 1 sampai 52 (minggu)"),
    "price": ("a whole number from 0 to 500 (thousand rupiah)", "harus bilangan bulat dari 0 sampai 500 (ribu rupiah)"),
}
OUTSIDE = {  # right for another kind
    "pull": 4.5, "groups": 2.5, "part": 1.5, "open": 0.5, "work": -1, "length": 0, "price": 0.5
}  # fmt: skip


def in_indonesian(expected):
    return translate_error(ErrorDetail("here", "key", "3", expected), "id").expected


@pytest.mark.parametrize("row", ROWS + NEW_ROWS, ids=lambda row: row.key)
def test_check_sample_slider_schema_and_unit_agree_on_every_quantity(row: ParameterRow):
    about, factor = row.quantity, full_range_factor(row)
    for wrong in (about.low - 1, about.high + 1, True, "3", *([row.default + 0.5] if about.kind.is_whole else [])):
        with pytest.raises(UnfitValueError) as caught:
            check_quantity(about, wrong)
        assert caught.value.expected == about.describe_range()
    assert in_indonesian(about.describe_range()).startswith("harus ")
    values = [factor.coordinate_at(place) for place in PLACES]
    assert all(check_quantity(about, value) == value for value in values)
    assert {about.low, about.high} <= set(values)
    assert _factor_column_type(factor) == (pa.int64() if about.kind.is_whole else pa.float64())
    assert {type(factor.level_label(value)) for value in values} == {int if about.kind.is_whole else float}
    schema = _quantity_schema(about)
    assert schema["type"] == ("integer" if about.kind.is_whole else "number")
    assert (schema["minimum"], schema["maximum"], schema["unit"]) == (about.low, about.high, about.unit)
    assert ScenarioControl(row.key, about, row.default).slider_step % 1 == 0 or not about.kind.is_whole
    assert is_share_unit(about.unit) == (about.kind.name == SHARE.name) == (about.kind.display_multiplier == 100)
    assert about.kind.name in {kind.name for kind in QUANTITY_KINDS}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_a_starting_file_and_the_table_say_the_range_of_a_quantity(row):
    (cells,) = (cells for cells in model_tables.setting_rows(row.key.rpartition(".")[0]) if cells[0] == f"`{row.key}`")
    assert cells[2:4] == (row.quantity.unit, f"{row.quantity.low:.12g} to {row.quantity.high:.12g}")
    part, _, name = row.key.partition(".")
    if part in ("community", "programme"):
        line = f"# {name.rpartition('.')[2]}: {row.default:.15g}"
        told = [one for one in build_template(part).splitlines() if one.strip().startswith(line)]
        assert any(f"; {row.quantity.describe_range()}; {row.quantity.source}" in one for one in told)


@pytest.mark.parametrize(
    ("kind", "low", "high"),
    [
        (SHARE, 0, 1.01),
        (SHARE("share of calls"), -0.1, 1),
        (YES_NO, 0, 2),
        (HOURS, -1, 5),
        (WEEKS, 0.5, 5),
        (WEEKS, -1, 5),
        (MONEY, 0, 0.5),
        (WHOLE_NUMBER("persons"), 0, 2.5),
        (NUMBER, 1, 1),
        ("log-odds", 4, -4),
    ],
)
def test_a_range_that_its_kind_cannot_have_is_not_declared(kind, low, high):
    with pytest.raises(ValueError, match="has no range from"):
        Quantity("Part of it", kind, low, high)


@pytest.mark.parametrize("name", Block._fields)
def test_a_new_parameter_of_each_kind_is_refused_in_its_own_words(name):
    errors = []
    node = ConfigNode({name: ConfigNode(OUTSIDE[name], "case.yaml:3", name, Path())}, "case.yaml:1", "", Path())
    assert build_section(Block, node, errors) is None
    (error,) = errors
    english, indonesian = WORDS_OF_KINDS[name]
    assert str(error) == f"case.yaml:3: {name}: {english} (found {OUTSIDE[name]})"
    assert in_indonesian(error.expected) == indonesian


def test_a_new_parameter_of_each_kind_stands_in_the_starting_file_and_the_table(monkeypatch):
    monkeypatch.setattr(starter_templates, "Facilitation", Block)
    lines = build_template("programme").splitlines()
    for name, value in Block()._asdict().items():
        (line,) = (line for line in lines if line.startswith(f"  # {name}: {value:g} "))
        assert f"; {WORDS_OF_KINDS[name][0]}; assumed" in line
    monkeypatch.setattr(model_tables, "parameter_table", lambda: NEW_ROWS)
    units = {cells[0].strip("`").partition(".")[2]: cells[2] for cells in model_tables.setting_rows("block")}
    assert units == {
        "pull": "log-odds", "groups": "persons", "part": "share", "open": "yes or no", "work": "hours/week",
        "length": "weeks", "price": "thousand rupiah",
    }  # fmt: skip


def test_a_new_parameter_of_each_kind_has_the_right_control():
    scenario = Scenario()._replace(shocks=Block())
    fields = {lever.key[7:]: control_field(lever, "id", "") for lever in list_controls(scenario, "shocks")}
    assert {name: field["kind"] for name, field in fields.items() if field["kind"] != "range"} == {"open": "toggle"}
    assert {name: field["text"].removeprefix("{value}").strip() for name, field in fields.items()} == {
        "pull": "log-odds", "groups": "orang", "part": "%", "open": "", "work": "jam per minggu", "length": "minggu",
        "price": "ribu rupiah",
    }  # fmt: skip
    assert {name: field["step"] for name, field in fields.items()} == {
        "pull": 0.1, "groups": 1, "part": 0.01, "open": 1, "work": 0.5, "length": 1, "price": 1
    }  # fmt: skip
    assert {name for name, field in fields.items() if field["times"] == 100} == {"part"}
    for name, wrong in OUTSIDE.items():
        with pytest.raises(InvalidControlValueError):
            set_control(scenario, f"shocks.{name}", wrong)


@pytest.mark.parametrize("kind", QUANTITY_KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("language", ["en", "id"])
def test_the_unit_of_a_kind_has_a_word_in_the_app(kind, language):
    assert not kind.unit or f"unit:{kind.unit}" in app_texts(language)
