"""Strategies, outcomes and rules of one's own: they reach every process, or it is said where the work is done."""

import contextlib
import os
import subprocess
import sys
import textwrap
from math import nan
from pathlib import Path

import numpy as np
import pytest

import simkomunitas as sk
from simkomunitas.base.input_errors import InputError
from simkomunitas.config.plugin_loader import current_plugin_state
from simkomunitas.model.community.community_data import Ties
from simkomunitas.model.community.networks import networks
from simkomunitas.model.community.village_descriptions import SyntheticVillage
from simkomunitas.model.community.village_settings import PopulationSettings
from simkomunitas.model.outcomes import Outcome, outcome, outcomes
from simkomunitas.model.programme.exit_rules import ExitRule, ExitSettings, exit_rules
from simkomunitas.model.programme.organizing_models import ModelSettings, OrganizingModel, organizing_models
from simkomunitas.model.programme.strategies import strategies
from simkomunitas.model.programme.targeting import TargetingRule, targeting_rule, targeting_rules

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
    return view.lots

@sk.strategies.strategies.add("listening")
class Listening(sk.Strategy):
    \"\"\"Hear people out.\"\"\"
    hours = {"awakening": {"visit": 1.0}, "implementation": {"meeting": 1}}
"""
COMPARE = """
study = sk.read_comparison("study.yaml", ["replicates=2"])
result = sk.compare(study, workers=2)
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


def test_a_script_without_a_guard_is_run_once_and_gives_its_results_from_all_processes(tmp_path):
    told = python(tmp_path, "print('begun')\nimport simkomunitas as sk\nimport own_parts\n" + COMPARE)
    assert (told.stdout, told.stderr) == (f"begun\n{WHOLE}", "")


def test_a_sweep_refuses_in_a_sentence_what_its_workers_could_not_load(tmp_path):
    sweep = "sk.sweep('study.yaml', 'results', workers=2)\n"
    with pytest.raises(subprocess.CalledProcessError) as told:
        python(tmp_path, OWN + sweep)
    assert "InputError: sweep: __main__: strategies, outcomes and rules from modules" in told.value.stderr


def test_what_the_catalogues_hold_has_the_same_name_in_every_process():
    code = (
        "from simkomunitas.config.plugin_loader import current_plugin_state as state;"
        "print(state().catalogue_fingerprint)"
    )
    found = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                       env=os.environ | {"PYTHONHASHSEED": seed}).stdout for seed in ("1", "2")
    }  # fmt: skip
    assert found == {f"{current_plugin_state().catalogue_fingerprint}\n"}


# What is added is checked


def added(catalogue, entry, name="mine"):
    """What is said about an entry that is refused."""
    with pytest.raises(InputError) as told:
        catalogue.add(name)(entry)
    assert name not in catalogue
    return str(told.value)


def strategy(**parts):
    return type("Mine", (sk.Strategy,), {"hours": {"implementation": {"visit": 1}}} | parts)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"hours": {"implementation": {"visti": 1}}}, "hours.implementation.visti: an activity; did you mean 'visit'"),
        ({"hours": {"implementaton": {"visit": 1}}}, "a stage; did you mean 'implementation'?"),
        ({"hours": {"implementation": {"visit": -1, "meeting": 2}}}, "a number of at least 0 (found -1)"),
        ({"hours": {"implementation": {"visit": nan}}}, "a number of at least 0 (found nan)"),
        ({"hours": {"implementation": {"visit": "1"}}}, "a number of at least 0 (found '1')"),
        ({"hours": {"implementation": {"visit": 0}}}, "at least one weight above 0"),
        ({"hours": {"implementation": {}}}, "weights by the name of an activity"),
        ({"hours": {"awakening": {"visit": 1}}}, "hours.implementation: activities with their shares"),
        ({"hours": {}}, "hours.implementation: activities with their shares"),
        ({"hours": 3}, "for each stage the activities"),
        ({"hour": {}}, "no attribute of Strategy, so it would be ignored; did you mean 'hours'?"),
        ({"plan": lambda self: {}}, "plan: a function of (stage, situation)"),
        ({"plan": 3}, "plan: a method of (stage, situation)"),
        ({"adaptive": "yes"}, "adaptive: True or False"),
        ({"sources": "a book"}, "a tuple of sources"),
        ({"__init__": lambda self, it: None}, "a class that can be made without inputs"),
    ],
    ids=range(16),
)  # fmt: skip
def test_a_strategy_that_could_not_do_what_it_says_is_refused(parts, said):
    assert said in added(strategies, strategy(**parts))


def test_every_fault_of_an_entry_is_told_at_once():
    said = added(strategies, strategy(hours={"implementation": {"visti": 1}, "planing": {}}, adaptive=1))
    assert len(said.splitlines()) == 3


@pytest.mark.parametrize("name", ["", "a.b", "a=b", 3, None, "1"])
def test_an_entry_has_a_name_that_files_can_say(name):
    with pytest.raises(InputError, match="a name of letters, digits"):
        strategies.add(name)


@pytest.mark.parametrize(
    ("catalogue", "entry", "said"),
    [
        (strategies, {"hours": {}}, "a class made from Strategy"),
        (exit_rules, sk.Strategy, "a class made from ExitRule"),
        (exit_rules, type("Mine", (ExitRule,), {}), "outlook: an Outlook of True and False"),
        (exit_rules, type("Mine", (ExitRule,), {"outlook": ExitSettings("no", False)}), "outlook: an Outlook"),
        (exit_rules, type("Mine", (ExitRule,), {"outlook": ExitSettings(False, False), "leaves": lambda self,
        now: now > 9}),
         "leaves: no attribute of ExitRule, so it would be ignored; known: outlook, sources"),
        (organizing_models, type("Mine", (OrganizingModel,), {}), "conduct: a Conduct(decider, goal"),
        (organizing_models, type("Mine", (OrganizingModel,), {"conduct": ModelSettings(9, 0, nan, 0, 2)}),
        "conduct.decider: a DecisionMaker"),
        (organizing_models, type("Mine", (OrganizingModel,), {"conduct": ModelSettings(0, 0, nan, 0, 2)}),
        "open_room: a number"),
        (organizing_models, type("Mine", (OrganizingModel,), {"conduct": ModelSettings(0, 0, 0, 0, 0),
        "emphasis": {"lobying": 1}}),
         "did you mean 'lobbying'?"),
        (targeting_rules, lambda view: view.luck, "write @targeting_rule() above the function"),
        (networks, lambda residents: None, "a function of (residents, settings, seed)"),
        (outcomes, lambda record, period: 0.0, 'write @outcome("share") above the function'),
    ],
)  # fmt: skip
def test_other_parts_that_could_not_do_what_they_say_are_refused(catalogue, entry, said):
    assert said in added(catalogue, entry)


def test_a_known_attribute_is_named_once():
    mine = type("Mine", (ExitRule,), {"outlook": ExitSettings(False, False), "leaves": lambda self, now: now > 9})
    assert added(exit_rules, mine).count("sources") == 1


@pytest.mark.parametrize(
    ("decorator", "function", "said"),
    [
        (targeting_rule(), lambda: 0.5, "a function of (view)"),
        (outcome("share"), lambda record: 0.5, "a function of (record, period)"),
    ],
)
def test_a_function_with_other_inputs_is_refused(decorator, function, said):
    function.__name__ = "mine"
    with pytest.raises(InputError) as told:
        decorator(function)
    assert said in str(told.value)


def test_a_decorator_without_its_parentheses_is_refused():
    for decorator in (targeting_rule, outcome):
        with pytest.raises(InputError, match="@"):
            decorator(lambda view: view.luck)


SMALL = sk.Scenario(SyntheticVillage(PopulationSettings(adults=30, hamlets=2)))
MINE = sk.Programme("locality_development", ((("mine", 1.0),),) * 5, "random", "fixed_week")


@contextlib.contextmanager
def at_hand(catalogue, name, entry):
    """An entry that is there for a while."""
    catalogue.add(name)(entry)
    try:
        yield
    finally:
        catalogue.remove(name)


def said_in_a_run(scenario):
    with pytest.raises(InputError) as told:
        sk.measure_outcomes(sk.run(scenario))
    return str(told.value)


def test_what_a_plan_gives_is_checked_when_it_is_made():
    with at_hand(strategies, "mine", strategy(plan=lambda self, stage, situation: {"visti": 1})):
        assert "strategy mine: plan.preparation.visti: an activity" in said_in_a_run(SMALL._replace(programme=MINE))


@pytest.mark.parametrize("given", [[0.5], [2.0] * 30, [nan] * 30, ["a"] * 30, None], ids=repr)
def test_what_a_targeting_rule_gives_is_checked_when_it_is_asked(given):
    rule = TargetingRule(lambda view: given, "mine", "Mine.", ())
    organizer = MINE._replace(strategies=((("local_resources", 1.0),),) * 5, targeting="mine")
    with at_hand(targeting_rules, "mine", rule):
        said = said_in_a_run(SMALL._replace(programme=organizer))
    assert "targeting rule mine: preference: a number from 0 to 1 for each of the 30 residents" in said


def test_what_an_outcome_gives_is_checked_when_it_is_measured():
    scenario = SMALL._replace(horizon=SMALL.horizon._replace(programme_weeks=8, weeks_after=4))
    with at_hand(outcomes, "mine", Outcome("mine", "share", "Mine.", lambda record, period: "much", ())):
        assert "outcome mine: programme: a number, or NaN" in said_in_a_run(scenario)


@pytest.mark.parametrize("given", [None, Ties(*(np.zeros(3, np.int64),) * 3)], ids=["nothing", "of others"])
def test_what_a_network_gives_is_checked_when_the_village_is_built(given):
    with at_hand(networks, "mine", lambda residents, settings, seed: given):
        assert "network mine: ties: Ties between 30 residents" in said_in_a_run(
            SMALL._replace(village=SMALL.village._replace(network="mine"))
        )


def test_a_strategy_may_have_helpers_of_its_own():
    helped = strategy(early={"visit": 1}, plan=lambda self, stage, situation: self.early)
    with at_hand(strategies, "mine", helped):
        sk.run(SMALL._replace(programme=MINE))
