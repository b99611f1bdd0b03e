"""The files of words: nothing missing, nothing idle, the same places in every language; a new language is a folder."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from string import Formatter

import pytest

import simkomunitas
from simkomunitas.app.error_words import PLACE_PATTERNS, error_patterns
from simkomunitas.locale.translation import LANGUAGES, LOCALE_FOLDER, SOURCE_LANGUAGE, format_number, text_table

PACKAGE = Path(simkomunitas.__file__).parent
CODE = {".py", ".md", ".html", ".jinja"}
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.*")) if path.suffix in CODE)
SUBJECTS = sorted({path.stem for path in LOCALE_FOLDER.glob("*/*.toml")} - {"language"})
IN_CODE = {"errors", "settings"}  # in English these stand in the code
ALIKE = {"figures|method:holm", "units|unit:share", "diagnosis|diagnosis:ratio"}  # the same in both languages
ONE_MEANING = {"glossary"}  # English has the meaning, Indonesian the word
BOTH = [subject for subject in SUBJECTS if subject not in IN_CODE]
TEXTS = [(subject, key) for subject in BOTH for key in text_table(subject, SOURCE_LANGUAGE)]
CALLS = {  # functions that take a key, and the subjects in which it is looked up
    "translate_app_text": ("app", "views", "evidence", "workshop", "units"), "translate_all": ("app",),
    "translate_text": ("figures",), "translate_phrase": ("stories",), "find_sentence": ("diagnosis",),
    "heading_text": ("odd",), "show_notice": ("app", "views"), "GameRuleError": ("workshop",),
    ".find_sentence": ("figures",),
}  # fmt: skip


def places(text):
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


def test_there_are_english_and_indonesian():
    assert LANGUAGES == ("en", "id")


@pytest.mark.parametrize("subject", BOTH)
def test_every_language_has_the_same_keys_in_the_same_order(subject):
    keys = {tuple(text_table(subject, language)) for language in LANGUAGES}
    assert len(keys) == 1


@pytest.mark.parametrize(("subject", "key"), TEXTS)
def test_a_text_has_the_same_places_for_values_in_every_language_and_is_translated(subject, key):
    english, *others = (text_table(subject, language)[key] for language in (SOURCE_LANGUAGE, "id"))
    for text in others:
        assert bool(text.strip()) == bool(english.strip())
        assert places(text) == places(english)
        if subject not in ONE_MEANING:
            assert text.count("|") == english.count("|")
        assert text != english or len(english) <= 3 or f"{subject}|{key}" in ALIKE


@pytest.mark.parametrize("function", CALLS)
def test_every_text_that_is_asked_for_by_name_is_there(function):
    begin = "" if function.startswith(".") else r"(?<![\w.])"
    asked = set(re.findall(rf'{begin}{re.escape(function)}\(\s*[\'"]([a-z_:0-9]+)[\'"]', SOURCE))
    known = {key for subject in CALLS[function] for key in text_table(subject, "id")}
    assert asked
    assert asked <= known


def is_asked(key):
    """Whether the code names a key, puts it together from its beginning, or hands on its section as a kind."""
    section = key.partition(":")[0]
    begun = any(f"{key[:end]}{{" in SOURCE for end in range(len(section) + 1, len(key)))
    return key in SOURCE or begun or f'"{section}"' in SOURCE


@pytest.mark.parametrize(("subject", "key"), [text for text in TEXTS if text[0] not in {"glossary", "stories"}])
def test_no_text_lies_idle(subject, key):
    """Those of the glossary are all shown; those of the stories are compared with what happens in test_explaining."""
    assert is_asked(key), f"delete it from locale/*/{subject}.toml"


@pytest.mark.parametrize("section", ["expected", "fix", "found"])
def test_a_sentence_about_errors_has_a_place_for_each_of_its_values(section):
    patterns = error_patterns(section, "id")
    assert len(patterns) > 20
    for pattern, translation in patterns:
        assert set(places(translation)) <= set(pattern.groupindex)


def test_a_place_in_a_sentence_holds_a_word_a_number_or_a_text():
    kinds = {
        kind
        for key in text_table("errors", "id")
        for _, name, kind, _ in Formatter().parse(key.partition(":")[2])
        if name
    }
    assert kinds == set(PLACE_PATTERNS)


def test_no_code_asks_which_language_it_is():
    code = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    assert not re.findall(r'language\s*[!=]=\s*"|Literal\["en"|\("en", "id"\)|\("id", "en"\)', code)


def test_numbers_are_written_as_their_readers_write_them():
    assert format_number(-0.84, "en", 1, "+") == "−0.8"
    assert format_number(1234.5, "id", 1, "+") == "+1.234,5"
    assert format_number(-0.04, "en", 1) == "0.0"


def test_a_language_is_added_by_a_folder(tmp_path):
    """Javanese, of which one sentence is written: it is offered, and its sentence and its numbers are used."""
    package = tmp_path / "simkomunitas"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    folder = package / "locale" / "jv"
    shutil.copytree(package / "locale" / "id", folder)
    figures = folder / "figures.toml"
    figures.write_text(
        figures.read_text(encoding="utf-8").replace('none = "tanpa program"', 'none = "tanpa lumaku"'), encoding="utf-8"
    )
    code = (
        "from simkomunitas.locale.translation import LANGUAGES, format_number, translate;"
        "from simkomunitas.app.app_words import language_names;"
        "print(LANGUAGES, translate('figures', 'arm:none', 'jv'), format_number(0.5, 'jv', 1), len(language_names()))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(tmp_path)},
    )
    assert told.stdout.strip() == "('en', 'id', 'jv') tanpa lumaku 0,5 3"
