"""Strategies, outcomes and rules of one's own: they reach every process, or it is said where the work is done."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from simkomunitas.study.plugins import own_parts

ROOT = Path(__file__).parents[1]
OWN = """
import simkomunitas as sk

@sk.outcomes.outcome("share")
def always_a_quarter(record, period):
    \"\"\"A quarter.\"\"\"
    return 0.25

@sk.targeting.targeting_rule()
def whoever(view):
    \"\"\"Anybody.\"\"\"
    return view.luck

@sk.strategies.strategies.add("listening")
class Listening(sk.Strategy):
    \"\"\"Hear people out.\"\"\"
    hours = {"awakening": {"visit": 1.0}, "implementation": {"meeting": 1}}
"""
COMPARE = """
study = sk.read_comparison("study.yaml", ["replicates=2"])
result = sk.compare(study, jobs=2)
print("always_a_quarter@programme" in result.runs, sorted(set(result.contrasts["arm"])))
"""
STUDY = """
community: {kind: synthetic, people: {adults: 30, hamlets: 2}}
horizon: {programme_weeks: 52, weeks_after: 4}
arms:
  none: {programme: none}
  mine: {programme: {targeting: whoever, strategies: {listening: 1}}}
"""
WHOLE = "True ['mine']\n"
GUARDED = "if __name__ == '__main__':\n" + textwrap.indent(COMPARE, "    ")


def python(folder, text, *, script=True):
    """What Python says about a script, or about the same typed in, in a folder with a file of own parts."""
    (folder / "own_parts.py").write_text(OWN)
    (folder / "study.yaml").write_text(STUDY)
    (folder / "script.py").write_text(text)
    words = [sys.executable, *(["script.py"] if script else ["-"])]
    typed = {} if script else {"input": text}
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=True, env=os.environ, **typed)


@pytest.mark.parametrize("script", [True, False], ids=["in a script", "at a prompt"])
def test_parts_that_are_typed_in_are_in_the_results_and_it_is_said_where_they_run(tmp_path, script):
    told = python(tmp_path, OWN + COMPARE, script=script)
    assert told.stdout == WHOLE
    assert "were typed in here" in told.stderr
    assert "Traceback" not in told.stderr


def test_parts_from_a_file_reach_every_process_without_a_word(tmp_path):
    told = python(tmp_path, "import simkomunitas as sk\nimport own_parts\n" + GUARDED)
    assert (told.stdout, told.stderr) == (WHOLE, "")


def test_parts_that_were_changed_after_the_import_are_not_replaced_by_those_in_the_file(tmp_path):
    change = "    own_parts.Listening.hours = {'awakening': {'meeting': 1}, 'implementation': {'survey': 1}}\n"
    guarded = GUARDED.replace("\n", f"\n{change}", 1)
    told = python(tmp_path, "import simkomunitas as sk\nimport own_parts\n" + guarded)
    assert told.stdout == WHOLE
    assert "were changed here" in told.stderr


def test_a_module_that_other_processes_cannot_import_is_run_here(tmp_path):
    loading = "import importlib.util, sys\nimport simkomunitas as sk\n" \
              "spec = importlib.util.spec_from_file_location('elsewhere', 'own_parts.py')\n" \
              "module = importlib.util.module_from_spec(spec); sys.modules['elsewhere'] = module\n" \
              "spec.loader.exec_module(module)\n"  # fmt: skip
    told = python(tmp_path, loading + GUARDED)
    assert told.stdout == WHOLE
    assert "typed in here" in told.stderr


def test_a_script_without_a_guard_is_told_of_it_and_still_gives_its_results(tmp_path):
    told = python(tmp_path, "import simkomunitas as sk\nimport own_parts\n" + COMPARE)
    assert told.stdout == WHOLE
    assert "if __name__ == '__main__':" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_sweep_refuses_in_a_sentence_what_its_workers_could_not_load(tmp_path):
    sweep = "sk.sweep('study.yaml', 'results', jobs=2)\n"
    with pytest.raises(subprocess.CalledProcessError) as told:
        python(tmp_path, OWN + sweep)
    assert "InputError: sweep: __main__: strategies, outcomes and rules from modules" in told.value.stderr


def test_what_the_catalogues_hold_has_the_same_name_in_every_process():
    code = "from simkomunitas.study.plugins import own_parts; print(own_parts().content)"
    found = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                       env=os.environ | {"PYTHONHASHSEED": seed}).stdout for seed in ("1", "2")
    }  # fmt: skip
    assert found == {f"{own_parts().content}\n"}
