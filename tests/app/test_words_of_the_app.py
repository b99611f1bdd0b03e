"""One string table: nothing missing, nothing untranslated, and every lever and unit has its word."""

from pathlib import Path

import pytest

import simkomunitas.app
from simkomunitas.app.app_words import app_texts, translate_app_text
from simkomunitas.app.error_messages import find_untranslated_sentences, format_error
from simkomunitas.app.guide import read_guide
from simkomunitas.app.presets import load_presets
from simkomunitas.app.scenario_controls import (
    PROGRAMME_BLOCKS,
    SCENARIO_BLOCKS,
    VILLAGE_BLOCKS,
    describe_strategy,
    list_controls,
)
from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.model.programme.exit_rules import exit_rules
from simkomunitas.model.programme.organizing_models import organizing_models
from simkomunitas.model.programme.strategies import strategies
from simkomunitas.model.programme.targeting import targeting_rules

SOURCES = sorted(Path(simkomunitas.app.__file__).parent.rglob("*.py"))
ALIKE: set[str] = set()  # words that are the same in both languages
SCENARIO = load_presets()["balanced"].scenario
ALL_LEVERS = [
    lever
    for block in (*PROGRAMME_BLOCKS, *VILLAGE_BLOCKS, *SCENARIO_BLOCKS)
    for lever in list_controls(SCENARIO, block)
]


@pytest.mark.parametrize("lever", ALL_LEVERS, ids=lambda lever: lever.key)
def test_every_lever_and_its_unit_have_a_word(lever):
    assert f"lever:{lever.word_key}" in app_texts("id")
    assert f"unit:{lever.quantity.unit}" in app_texts("id")


def test_no_lever_is_named_that_is_not_there():
    named = {key.removeprefix("lever:") for key in app_texts("id") if key.startswith("lever:")} - {"assumed"}
    assert named == {lever.word_key for lever in ALL_LEVERS}


def test_everything_that_can_be_chosen_has_a_name():
    for kind, catalogue in (("model", organizing_models), ("targeting", targeting_rules), ("exit", exit_rules)):
        for name in catalogue:
            assert f"{kind}:{name}" in app_texts("id")
    for name in load_presets():
        assert translate_app_text(f"preset:{name}", "id")
        assert (
            translate_app_text(f"about:{name}", "id").count(".") + translate_app_text(f"about:{name}", "id").count("?")
            >= 2
        )


def test_the_guide_is_there_in_both_languages():
    indonesian, english = read_guide("id"), read_guide("en")
    assert len(indonesian) > 4_000
    assert len(english) > 4_000
    assert indonesian.count("\n## ") == english.count("\n## ") >= 6


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", strategies)
def test_every_strategy_says_what_it_does_and_who_wrote_of_it(name, language):
    meaning, _, sources = describe_strategy(name, language).partition(" · ")
    assert meaning.endswith(".")
    assert "(" in sources


def test_a_sentence_of_faults_without_a_translation_is_found():
    told = ErrorDetail("a.csv:2", "umur", "some word", "a sentence nobody has translated", "mend it; remove it")
    assert find_untranslated_sentences(told, "id") == ["a sentence nobody has translated", "some word", "mend it"]
    assert not find_untranslated_sentences(told._replace(value="'x'", expected="a list", fix="remove it"), "id")
    assert format_error(told, "id") == "Baris 2 dari a.csv: umur: nilai ini tidak cocok – hapus saja"
