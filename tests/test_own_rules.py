"""Rules of one's own: swapped in Python, in YAML and in a sweep, with the same numbers however they are run."""

import math
import pickle
import sys
import textwrap

import numpy as np
import pandas as pd
import pytest

import simkomunitas as sk
from simkomunitas.base.compilation_cache import python_function
from simkomunitas.base.input_errors import InputError
from simkomunitas.cli import command_line
from simkomunitas.model.rules import rules
from simkomunitas.model.scenario_definition import scenario_id
from simkomunitas.simulation import rule_engine
from simkomunitas.simulation.rule_trial import TRIAL_SEED, _watch_answers, build_trial_scenario
from simkomunitas.simulation.simulation_run import SimulationRun

SLOPE = 0.15
RULES_FILE = textwrap.dedent(
    '''
    """Two ways of coming."""

    from math import exp

    SLOPE = 0.15


    def clip(x):
        return min(1.0, max(0.0, x))


    def linear_turnout(utility, cost):
        """Rises in a straight line."""
        return clip(0.5 + SLOPE * (utility + cost))


    def same_turnout(utility, cost):
        return 1.0 / (1.0 + exp(-(utility + cost)))


    def double_turnout(utility, cost):
        return 2.0 / (1.0 + exp(-(utility + cost)))
    '''
)


def clip(x):
    return min(1.0, max(0.0, x))


def linear_turnout(utility, cost):
    return clip(0.5 + SLOPE * (utility + cost))


@pytest.fixture
def small():
    shares = dict.fromkeys(sk.strategies, 1 / len(sk.strategies))
    people = {"people": {"adults": 60, "hamlets": 2}}
    horizon = {"programme_weeks": 26, "weeks_after": 10}
    return sk.scenario(community=people, programme={"strategies": shares}, horizon=horizon)


@pytest.fixture
def rules_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "my_rules.py"
    path.write_text(RULES_FILE, encoding="utf-8")
    return path


def series(scenario, **how):
    return sk.run(scenario, 3, **how).series


def test_a_rule_of_ones_own_counts_and_gives_the_same_numbers_interpreted_and_compiled(small):
    changed = small.change(rules={"turnout_probability": linear_turnout})
    usual, interpreted = series(small), series(changed, engine="interpreted")
    assert not np.array_equal(usual, interpreted)
    np.testing.assert_array_equal(interpreted, series(changed, engine="compiled"))
    np.testing.assert_array_equal(interpreted, series(changed))


def test_the_model_itself_can_be_interpreted(small):
    np.testing.assert_array_equal(series(small), series(small, engine="interpreted"))


def test_a_rule_that_says_the_same_changes_nothing_but_the_name_of_the_scenario(small, rules_file):
    same = small.change(rules={"turnout_probability": "my_rules.py:same_turnout"})
    np.testing.assert_allclose(series(small), series(same, engine="compiled"), rtol=0, atol=1e-12)
    assert scenario_id(small) != scenario_id(same)


def test_only_what_a_rule_does_names_it(small, rules_file, tmp_path):
    first = small.change(rules={"turnout_probability": "my_rules.py:linear_turnout"})
    moved = tmp_path / "elsewhere.py"
    moved.write_text("\n\n# a comment\n" + RULES_FILE, encoding="utf-8")
    other = small.change(rules={"turnout_probability": f"{moved}:linear_turnout"})
    assert scenario_id(first) == scenario_id(other)
    assert scenario_id(first) == scenario_id(small.change(rules={"turnout_probability": linear_turnout}))
    for old, new in (("0.15", "0.16"), ("0.5 +", "0.4 +"), ("max(0.0, x)", "max(0.1, x)")):
        moved.write_text(RULES_FILE.replace(old, new), encoding="utf-8")
        changed = small.change(rules={"turnout_probability": f"{moved}:linear_turnout"})
        assert scenario_id(first) != scenario_id(changed), new


def test_a_rule_can_be_taken_back_and_travels_to_other_processes(small):
    changed = small.change(rules={"turnout_probability": linear_turnout})
    assert changed.change(rules={"turnout_probability": None}) == small
    arrived = pickle.loads(pickle.dumps(changed))
    np.testing.assert_array_equal(series(changed), series(arrived))
    assert "linear_turnout" in repr(changed)


def test_the_text_that_is_kept_is_a_file_that_says_the_same(small, tmp_path):
    def with_log(utility, cost):
        return 1.0 / (1.0 + math.exp(-(utility + cost) * SLOPE))

    changed = small.change(rules={"turnout_probability": with_log})
    kept = tmp_path / "kept.py"
    kept.write_text(changed.rules[0][1].text, encoding="utf-8")
    again = small.change(rules={"turnout_probability": f"{kept}:with_log"})
    assert scenario_id(again) == scenario_id(changed)


def test_each_function_of_the_engine_is_compiled_again_only_if_it_depends_on_the_rule(small):
    changed = small.change(rules={"turnout_probability": linear_turnout})
    engine = rule_engine.RuleEngine(changed.rules, "compiled")
    engine.compile_weeks()
    week = engine.compiled._function.py_func.__globals__["simulate_week"].py_func.__globals__
    from simkomunitas.model import weekly_schedule  # noqa: PLC0415

    assert week["decide_turnout"] is not weekly_schedule.decide_turnout
    for name in ("pass_news", "record_turnout", "observe_week", "press_authority"):
        assert week[name] is getattr(weekly_schedule, name)


def test_what_is_long_is_compiled_and_what_is_short_is_not(small):
    changed = small.change(rules={"turnout_probability": lambda_free_turnout})
    engine = rule_engine.RuleEngine(changed.rules, "auto")
    assert engine._choose_engine(1000) is engine.interpreted
    assert engine._choose_engine(rule_engine.INTERPRETED_RESIDENT_WEEKS) is engine.compiled


def lambda_free_turnout(utility, cost):
    return clip(0.4 + SLOPE * (utility + cost))


def test_nothing_is_compiled_while_a_debugger_looks_on(small):
    changed = small.change(rules={"turnout_probability": lambda_free_turnout})
    engine = rule_engine.RuleEngine(changed.rules, "auto")
    stopped = []

    def trace(frame, event, _):
        if frame.f_code.co_name == "lambda_free_turnout":
            stopped.append((frame.f_code.co_filename, frame.f_lineno))

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        going = SimulationRun(changed, 1, checked=True)
        going.live_weeks = engine
        going.advance_weeks(2)
    finally:
        sys.settrace(before)
    assert engine.compiled is None
    assert {file for file, _ in stopped} == {__file__}
    assert {line for _, line in stopped} == {lambda_free_turnout.__code__.co_firstlineno}


@pytest.mark.parametrize("name", sorted(rules))
def test_every_rule_can_be_replaced_by_itself(name):
    """The contract of swapped rules holds for those of the model; and nothing about a run changes."""
    trial = SimulationRun(build_trial_scenario(), TRIAL_SEED, checked=True)
    trial.live_weeks = rule_engine.interpret_weeks({name: _watch_answers(name, python_function(rules[name]))})
    with np.errstate(over="ignore"):
        trial.advance_weeks(12)
    usual = SimulationRun(build_trial_scenario(), TRIAL_SEED, checked=True)
    usual.advance_weeks(12)
    np.testing.assert_array_equal(trial.series, usual.series)


# Bad input


REFUSED = {
    "import random\ndef f(u, c):\n    return random.random()": "f uses .random, line 2",
    "import numpy as np\ndef f(u, c):\n    return np.random.rand()": "f uses .random, line 2 of its text",
    "K = 0\ndef f(u, c):\n    global K\n    K += 1\n    return 0.5": "keeps something between two calls",
    "K = []\ndef f(u, c):\n    K.append(u)\n    return 0.5": "f uses K",
    "def f(u, c):\n    u.x = 3\n    return 0.5": "changes what it is given",
    "def f(u):\n    return 0.5": "f takes (u)",
    "def f(u, c, d=1):\n    return 0.5": "f takes (u, c, d=1)",
    "def f(u, *c):\n    return 0.5": "f takes (u, *c)",
    "def f(u, c):\n    return open('x')": "f uses open",
    "def f(u, c):\n    return u.__class__": "f uses .__class__",
    "def f(u, c):\n    import math\n    return 0.5": "imports stand at the top",
    "@staticmethod\ndef f(u, c):\n    return 0.5": "take the line above f away",
    "def g(u, c):\n    return 0.5": "known: g",
    "def f(u, c)\n    return 0.5": "expected ':'",
    "def f(u, c):\n    return [x for x in (lambda: 1,)][0]": "holds a function of its own",
}


@pytest.mark.parametrize(("text", "said"), REFUSED.items(), ids=list(REFUSED.values()))
def test_what_cannot_be_a_rule_is_refused_before_anything_runs(small, tmp_path, monkeypatch, text, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.py").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as told:
        small.change(rules={"turnout_probability": "bad.py:f"})
    assert said in str(told.value)
    assert "rules.turnout_probability" in str(told.value)


def test_a_file_of_rules_is_read_and_never_run(small, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = tmp_path / "ran"
    (tmp_path / "side.py").write_text(f"open({str(ran)!r}, 'w')\ndef f(u, c):\n    return 0.5", encoding="utf-8")
    sk.run(small.change(rules={"turnout_probability": "side.py:f"}), engine="interpreted")
    assert not ran.exists()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("nowhere.py:f", "a file that exists"),
        ("my_rules.py", "FILE.py:FUNCTION"),
        (3, "FILE.py:FUNCTION"),
        ("no_such_module:f", "no file no_such_module.py here"),
        (len, "a plain function"),
    ],
)
def test_a_reference_to_nothing_is_refused(small, rules_file, value, said):
    with pytest.raises(InputError, match=said):
        small.change(rules={"turnout_probability": value})


def test_a_rule_that_is_none_is_told_the_one_that_was_meant(small, rules_file):
    with pytest.raises(InputError, match="did you mean 'turnout_probability'"):
        small.change(rules={"turnout_probabilty": "my_rules.py:same_turnout"})


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return 2.0 / (1.0 + exp(-(u + c)))", "a number from 0 to 1"),
        ("return 'yes'", "a number"),
        ("return True", "a number"),
        ("return 0.5 if u > -99 else None", ""),
        ("return None", "a number"),
        ("return 1.0 / 0.0 + u", "ZeroDivisionError"),
        ("return float('nan')", "a finite number"),
    ],
)
def test_an_answer_that_no_village_can_live_with_is_told_with_its_inputs(small, tmp_path, body, said):
    path = tmp_path / "answers.py"
    path.write_text(f"from math import exp\n\n\ndef f(u, c):\n    {body}\n", encoding="utf-8")
    changed = small.change(rules={"turnout_probability": f"{path}:f"})
    if not said:
        sk.run(changed, engine="interpreted")
        return
    with pytest.raises(InputError) as told:
        sk.run(changed)
    assert said in str(told.value)


def test_a_function_that_python_takes_and_the_compiler_does_not_is_told_so(small, tmp_path):
    path = tmp_path / "mixed.py"
    path.write_text("def f(u, c):\n    x = 'a' if u > 900 else 0.5\n    return x\n", encoding="utf-8")
    changed = small.change(rules={"turnout_probability": f"{path}:f"})
    sk.run(changed, engine="interpreted")
    with pytest.raises(InputError, match="functions that can be compiled"):
        sk.run(changed, engine="compiled")


def test_an_unknown_engine_is_refused(small):
    with pytest.raises(ValueError, match="'auto', 'compiled' or 'interpreted'"):
        sk.run(small, engine="fast")


# In files, on the command line, in a sweep


COMPARISON = """\
title: Ways of coming
community: {kind: synthetic, people: {adults: 40, hamlets: 1}}
programme: {strategies: {community_education: 1}}
horizon: {programme_weeks: 20, weeks_after: 52}
arms:
  logistic: {}
  linear: {rules: {turnout_probability: my_rules.py:linear_turnout}}
  same: {rules: {turnout_probability: my_rules.py:same_turnout}}
against: logistic
replicates: 4
"""


def main(words):
    """The code with which a command ends."""
    with pytest.raises(SystemExit) as ended:
        command_line.main(words)
    return ended.value.code


def test_a_comparison_of_rules_on_the_command_line(rules_file, tmp_path, capsys):
    (tmp_path / "ways.yaml").write_text(COMPARISON, encoding="utf-8")
    assert main(["compare", "ways.yaml", "--workers", "2", "--out", "found"]) == 0
    runs = pd.read_csv("found/runs.csv")
    participation = {arm: rows["participation@programme"].to_numpy() for arm, rows in runs.groupby("arm")}
    np.testing.assert_array_equal(participation["logistic"], participation["same"])
    assert not np.array_equal(participation["logistic"], participation["linear"])
    kept = sorted(path.name for path in (tmp_path / "found" / "rules").iterdir())
    assert [name.rpartition("-")[0] for name in kept] == [
        "turnout_probability-linear_turnout", "turnout_probability-same_turnout",
    ]  # fmt: skip
    assert '"rule turnout_probability: linear_turnout"' in (tmp_path / "found" / "manifest.json").read_text()


def test_a_bad_rule_ends_a_comparison_with_2_and_nothing_is_written(rules_file, tmp_path, capsys):
    (tmp_path / "ways.yaml").write_text(COMPARISON.replace("linear_turnout", "double_turnout"), encoding="utf-8")
    assert main(["compare", "ways.yaml", "--out", "found"]) == 2
    assert "a number from 0 to 1" in capsys.readouterr().err
    assert not (tmp_path / "found").exists()


def test_a_loaded_file_gives_rules_on_the_command_line(rules_file, tmp_path, capsys):
    (tmp_path / "one.yaml").write_text(COMPARISON.partition("arms:")[0], encoding="utf-8")
    words = ["run", "one.yaml", "--load", "my_rules.py", "--set", "rules.turnout_probability=my_rules:linear_turnout"]
    assert main([*words, "--out", "one"]) == 0
    assert (tmp_path / "one" / "rules").is_dir()


def test_a_sweep_with_two_processes_knows_the_rules(rules_file, tmp_path):
    text = COMPARISON.replace("replicates: 4", "replicates: 3\noutcomes: [participation@year_1]")
    text += "question: Which?\nhypothesis: None.\nvary:\n  programme.facilitation.hours: [8, 16]\n"
    (tmp_path / "sweep.yaml").write_text(text, encoding="utf-8")
    assert main(["sweep", "sweep.yaml", "--workers", "2", "--out", "swept"]) == 0
    runs = sk.load_runs(tmp_path / "swept")
    by_arm = {arm: rows["participation@year_1"].to_numpy() for arm, rows in runs.groupby("arm", observed=True)}
    assert {len(values) for values in by_arm.values()} == {6}
    np.testing.assert_array_equal(by_arm["logistic"], by_arm["same"])
    assert not np.array_equal(by_arm["logistic"], by_arm["linear"])


def test_the_mesa_model_and_the_story_of_a_resident_live_by_the_rules(small):
    changed = small.change(rules={"turnout_probability": linear_turnout})
    model = sk.CommunityModel(changed, seed=3)
    for _ in range(5):
        model.step()
    record = sk.run(changed, 3)
    assert model.run.series[:5].tolist() == record.series[:5].tolist()
