"""The names of the house: bounds for all of them, words that are not used, and a glossary of those that are.

The bounds are those of well-named code bases (Axelrod, SALib, Starsim, httpx, poliastro, attrs, OpenFisca).
"""

import ast
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "simkomunitas"
FILES = sorted(PACKAGE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
GLOSSARY = tomllib.loads((Path(__file__).parent / "glossary.toml").read_text(encoding="utf-8"))
STEMS = [path.stem for path in FILES if path.stem != "__init__"]
FUNCTIONS = [
    node.name.strip("_")
    for tree in TREES.values()
    for node in ast.walk(tree)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("__")
]
PUBLIC = [
    node.name
    for tree in TREES.values()
    for node in tree.body
    if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
]
CLASSES = [node.name for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]


def percent(found, of):
    return 100 * len(found) / len(of)


def defined_twice(names):
    return [name for name, count in Counter(names).items() if count > 1]


def words_of(name):
    """The words of a name in snake case or camel case."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)]


def test_function_names_have_nearly_two_words():
    assert sum(len(name.split("_")) for name in FUNCTIONS) / len(FUNCTIONS) >= 1.8


def test_few_function_names_are_one_word():
    assert percent([name for name in FUNCTIONS if "_" not in name], FUNCTIONS) <= 40


def test_functions_are_not_called_by_participles():
    assert percent([name for name in FUNCTIONS if re.match(r"^[a-z]+ed(_|$)", name)], FUNCTIONS) <= 2


def test_files_are_not_called_ing():
    assert percent([stem for stem in STEMS if stem.endswith("ing")], STEMS) <= 4


def test_a_file_name_says_which_file_it_is():
    assert 100 * (len(STEMS) - len(set(STEMS))) / len(STEMS) <= 5


def test_a_public_name_is_defined_once():
    assert percent(defined_twice(PUBLIC), set(PUBLIC)) <= 3


def test_no_two_classes_share_a_name():
    assert defined_twice(CLASSES) == []


@pytest.mark.parametrize("word", sorted(GLOSSARY["say_instead"]))
def test_words_that_explain_nothing_are_not_used(word):
    names = {*FUNCTIONS, *CLASSES, *STEMS}
    assert [name for name in names if word in words_of(name)] == [], f"say {GLOSSARY['say_instead'][word]}"


@pytest.mark.parametrize("verb", sorted(GLOSSARY["verbs"]))
def test_every_verb_of_the_glossary_is_used(verb):
    assert any(name.split("_")[0] == verb for name in FUNCTIONS), (
        "a verb that nothing uses is no part of the vocabulary"
    )


@pytest.mark.parametrize("term", sorted(GLOSSARY["terms"]))
def test_every_term_of_the_glossary_is_used(term):
    said = {word for name in {*FUNCTIONS, *CLASSES, *STEMS} for word in [name.lower(), *words_of(name)]}
    parts = term.split()
    assert all(part in said or part + "s" in said for part in parts), (
        "a term that no name has is no part of the vocabulary"
    )
