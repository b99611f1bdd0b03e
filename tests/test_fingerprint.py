"""What changes a number changes the name of the engine and of the model; what only a reader sees does not."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from simkomunitas.base import compilation_cache
from simkomunitas.base.compilation_cache import PACKAGE, compiled_source_files, source_fingerprint
from simkomunitas.base.source_digest import syntax_digest

RULE = '''\
"""A rule."""

from math import exp
from typing import Annotated, NamedTuple

from simkomunitas.base.quantity import SHARE, Quantity
from simkomunitas.base.references import NGUGI_2018, WHITE_2018
from simkomunitas.model.rules import rule

BOND = 6.0  # log-hazard


class Mind:
    """A row."""

    trust: Annotated[float, "in the organizers, 0 to 1"]


class Block(NamedTuple):
    """Numbers."""

    pull: Annotated[float, Quantity("Pull of it", "log-odds", -4, 4, WHITE_2018)] = 0.5
    part: Annotated[float, Quantity("Part of it", SHARE("share of calls"), 0, 1)] = 0.25


@rule
def pulled(level: float, parameters: Block) -> float:
    """How far."""
    if level < 0.5:
        return exp(parameters.pull) + level
    return f"{level:>{parameters.pull}}" + BOND
'''
SEEN_BY_READERS = {
    "a comment": ("# log-hazard", "# what it says"),
    "a comment more": ("BOND = ", "# a bond\nBOND = "),
    "a docstring": ('"""How far."""', '"""How far it is."""'),
    "a docstring less": ('    """How far."""\n', ""),
    "a blank line": ("@rule", "\n\n@rule"),
    "another layout": (
        "exp(parameters.pull) + level",
        "(exp(parameters.pull)\n            + level)",
    ),
    "another source": ("4, WHITE_2018)", "4, NGUGI_2018)"),
    "no source": ("4, WHITE_2018)", "4)"),
    "a source of another import": ("NGUGI_2018, WHITE_2018", "WHITE_2018"),
    "another meaning": ('"Pull of it"', '"Pull of that"'),
    "another unit": ('"log-odds"', '"logits"'),
    "another unit of a kind": ('"share of calls"', '"share of all calls"'),
    "another meaning of a column": ('"in the organizers, 0 to 1"', '"in them"'),
    "Windows": ("\n", "\r\n"),
}
CHANGES_A_NUMBER = {
    "a constant": ("6.0", "6.1"),
    "a whole constant": ("6.0", "6"),
    "an operator": ("+ level", "- level"),
    "a comparison": ("level < 0.5", "level <= 0.5"),
    "a default": ("] = 0.5", "] = 0.6"),
    "a sign": ("] = 0.5", "] = -0.5"),
    "a bound": ("-4, 4", "-4, 5"),
    "what is counted": ("SHARE(", "WHOLE_NUMBER("),
    "a type of a column": ("Annotated[float, \"in", "Annotated[int, \"in"),
    "a name": ("pulled", "drawn"),
    "a decorator": ("@rule\n", ""),
    "a text": (':>{', ':<{'),
    "another function": ("import exp", "import expm1 as exp"),
}  # fmt: skip


def changed(places, name):
    old, new = places[name]
    assert old in RULE
    return RULE.replace(old, new).encode()


@pytest.mark.parametrize("name", SEEN_BY_READERS)
def test_what_only_readers_see_does_not_count(name):
    assert syntax_digest(changed(SEEN_BY_READERS, name)) == syntax_digest(RULE.encode())


@pytest.mark.parametrize("name", CHANGES_A_NUMBER)
def test_what_changes_a_number_counts(name):
    assert syntax_digest(changed(CHANGES_A_NUMBER, name)) != syntax_digest(RULE.encode())


def copied_package(folder):
    shutil.copytree(PACKAGE, folder / "simkomunitas", ignore=shutil.ignore_patterns("__pycache__", "*.parquet"))
    return folder / "simkomunitas"


NAMES = """
from simkomunitas.simulation.model_version_id import model_version
from simkomunitas.base.compilation_cache import source_fingerprint
print(source_fingerprint(), model_version().id)
"""


def names_in(package):
    environment = os.environ | {"PYTHONPATH": str(package.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    said = subprocess.run([sys.executable, "-c", NAMES], env=environment, capture_output=True, text=True, check=True)
    return said.stdout.split()


def edited(package, path, old, new):
    file = package / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\r\n")


def test_a_comment_in_the_bibliography_leaves_engine_and_model_as_they_are_and_a_constant_does_not(tmp_path):
    package = copied_package(tmp_path)
    before = names_in(package)
    edited(package, "base/references.py", "The stability of conditional cooperation", "On the stability of cooperation")
    edited(package, "model/rules/voice_rules.py", "ABLE = 1.5", "# What it takes\nABLE = 1.5")
    edited(package, "model/outcomes/cost_outcomes.py", '"""', '"""In short: ')
    assert names_in(package) == before
    edited(package, "model/outcomes/cost_outcomes.py", "60.0", "61.0")
    engine, model = names_in(package)
    assert (engine, model != before[1]) == (before[0], True)
    edited(package, "model/rules/voice_rules.py", "ABLE = 1.5", "ABLE = 1.6")
    assert names_in(package)[0] != before[0]


IN_ALL = """
import hashlib, json, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from source_digest import syntax_digest
print(json.dumps({name: syntax_digest(Path(name).read_bytes()) for name in json.load(sys.stdin)}))
"""


def other_pythons():
    kept = Path.home().glob(".pyenv/versions/3.1[123].*/bin/python")
    found = [shutil.which(f"python3.{minor}") for minor in (11, 12, 13)]
    return sorted({str(place) for place in (*kept, *found) if place and "shims" not in str(place)})


def test_every_python_gives_the_same_names():
    pythons = other_pythons()
    if not pythons:
        pytest.skip("there is no other Python on this machine")
    files = [str(path) for path in PACKAGE.rglob("*.py")]
    ours = {name: syntax_digest(Path(name).read_bytes()) for name in files}
    for python in pythons:
        command = [python, "-c", IN_ALL, str(PACKAGE / "base")]
        said = subprocess.run(command, input=json.dumps(files), capture_output=True, text=True, check=True)
        assert json.loads(said.stdout) == ours, python


def test_the_name_of_the_same_text_is_worked_out_once(tmp_path, monkeypatch):
    assert compilation_cache._cached_fingerprint(tmp_path) == source_fingerprint()
    monkeypatch.setattr(compilation_cache, "syntax_digest", None)
    assert compilation_cache._cached_fingerprint(tmp_path).isalnum()
    assert len(compiled_source_files(("base",))) == len(list((PACKAGE / "base").glob("*.py"))) - 1
