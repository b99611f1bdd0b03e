"""Every kind of file that the program reads is known to check, to the schema and, where it is begun by hand, to new."""

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from simkomunitas.analysis.optimization_config import read_optimization
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.cli.command_line import COMMANDS, main
from simkomunitas.config.config_file_kinds import check_config_files
from simkomunitas.config.config_json_schema import build_json_schema
from simkomunitas.config.config_reader import read_scenario, sort_errors
from simkomunitas.config.starter_templates import write_template
from simkomunitas.evidence.analysis_kinds import analysis_file_kinds

ROOT = Path(__file__).parents[1]
OF_SCRIPTS = {"expected.yaml", "bindings.yaml", "patterns.yaml"}  # read by an analyse.py, not by the program
INPUTS = sorted(
    path
    for folder in ("configs", "experiments", "src")
    for path in (ROOT / folder).rglob("*.yaml")
    if path.name not in OF_SCRIPTS
)


def kind_of(path):
    return check_config_files([path], analysis_file_kinds())[path]


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_whatever_the_program_reads_is_checked_and_fits_the_schema(path, request):
    if any(name in path.stem for name in ("korea", "brazil")) and path.stem != "korea_synthetic":
        request.getfixturevalue("shared_data")
    assert kind_of(path)
    said = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    jsonschema.validate(said, build_json_schema(analysis_file_kinds()))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("experiments/when_to_leave/experiment.yaml", "experiment"),
        ("experiments/examples/where.yaml", "exploration"),
        ("experiments/examples/best_use.yaml", "optimization"),
        ("experiments/calibration/calibration.yaml", "calibration"),
        ("src/simkomunitas/evidence/baselines/fixed_types.yaml", "settings to be laid over a scenario"),
        ("configs/strategies.yaml", "comparison"),
        ("configs/programmes/balanced.yaml", "programme"),
    ],
)
def test_each_file_is_told_by_its_kind(name, kind):
    assert kind_of(ROOT / name) == kind


EXPERIMENT = """community: {kind: synthetic}
programme: {strategies: {local_resources: 1}}
arms: {none: {programme: none}, programme: {}}
"""


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a", EXPERIMENT + "vary: {programme.facilitation.hour: [8]}\n", "did you mean 'hours'"),
        ("b", EXPERIMENT + "vary: {programme.facilitation.hours: [800]}\noutcomes: [particpation@year_1]\n",
         "did you mean 'participation'"),
        ("c", EXPERIMENT + "replicates: 0\nkeep_weekly: true\n", "replicates"),
        ("d", "experiment: gone.yaml\nfailure: participation@year_3 < 0.1\n", "a file that exists"),
        ("e", "optimize: {maximize: [participaton@year_3]}\ncommunity: {kind: synthetic}\n", "participation@year_3"),
        ("f", "targets: [P99]\n", "P9"),
        ("g", "parameters: {turnout: {coefficient_nrm: 1}}\n", "did you mean 'coefficient_norm'"),
        ("h", "switches: {burnout: 3}\n", "true or false"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_any_kind_is_told_with_its_line(tmp_path, name, text, said):
    path = tmp_path / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as told:
        kind_of(path)
    assert said in str(told.value)
    assert f"{name}.yaml:" in str(told.value)


OPTIMIZATION = """community: {kind: synthetic}
programme: {strategies: {local_resources: 1}}
optimize:
  maximize: [participation@year_3]
  strategies: [local_resources, policy_advocacy]
  targeting_rules: [random]
  exit_rules: [tapering]
"""


def test_an_optimization_may_name_what_it_chooses_from(tmp_path):
    path = tmp_path / "best.yaml"
    path.write_text(OPTIMIZATION, encoding="utf-8")
    decisions = read_optimization(path).decision_space
    assert decisions.strategies == ("local_resources", "policy_advocacy")
    assert (decisions.targeting, decisions.exit_rules) == (("random",), ("tapering",))
    jsonschema.validate(YAML(typ="safe").load(OPTIMIZATION), build_json_schema(analysis_file_kinds()))


def enumerations(schema):
    """Every list of allowed words in a schema."""
    if isinstance(schema, dict):
        yield from [schema["enum"]] if isinstance(schema.get("enum"), list) else []
    for part in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from enumerations(part)


def test_no_key_of_the_schema_allows_nothing():
    assert all(enumerations(build_json_schema(analysis_file_kinds())))


def test_an_exploration_names_arms_that_its_experiment_has(tmp_path):
    (tmp_path / "it.yaml").write_text(EXPERIMENT + "vary: {programme.facilitation.hours: [8, 16]}\n")
    (tmp_path / "where.yaml").write_text("experiment: it.yaml\nfailure: participation@year_3 against nobody < 0.1\n")
    with pytest.raises(InputError, match="nobody"):
        kind_of(tmp_path / "where.yaml")


def answer(capsys, *words):
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    return ended.value.code, capsys.readouterr()


def test_a_new_experiment_is_without_faults_and_can_be_planned(tmp_path, capsys):
    path = tmp_path / "mine.yaml"
    assert answer(capsys, "new", "experiment", path)[0] == 0
    code, printed = answer(capsys, "check-config", path)
    assert (code, printed.out) == (0, f"{path}: experiment, no errors\n")
    code, printed = answer(capsys, "plan", path, "--pilot-seeds", "0", "--out", tmp_path / "results")
    assert code == 0
    assert "programme - none" in printed.out


def test_every_line_of_a_new_experiment_can_be_uncommented(tmp_path):
    write_template("experiment", tmp_path / "mine.yaml")
    lines = (tmp_path / "mine.yaml").read_text(encoding="utf-8").splitlines()
    inside = False
    for place, line in enumerate(lines):
        inside = inside or line.startswith("title:")
        if inside and line.lstrip().startswith("# ") and ":" in line.split(" #")[0] and "The village" not in line:
            lines[place] = line.replace("# ", "", 1)
    (tmp_path / "mine.yaml").write_text("\n".join(lines), encoding="utf-8")
    assert kind_of(tmp_path / "mine.yaml") == "experiment"


def test_a_comparison_is_not_read_as_one_scenario():
    with pytest.raises(InputError) as told:
        read_scenario(ROOT / "configs" / "strategies.yaml")
    assert "a scenario without arms (found none, community_education" in str(told.value)
    path = (ROOT / "configs" / "strategies.yaml").as_posix()
    assert f'dict(sk.read_comparison("{path}").arms)["none"]' in str(told.value)


# Parts of one's own at the command line

LISTENING = '''
import simkomunitas as sk


@sk.strategies.strategies.add("listening")
class Listening(sk.Strategy):
    """Hear people out."""

    hours = {"awakening": {"visit": 1}, "implementation": {"meeting": 1}}
'''
STUDY = """community: {kind: synthetic, people: {adults: 30, hamlets: 2}}
horizon: {programme_weeks: 8, weeks_after: 4}
programme: {strategies: {listening: 1}}
"""


def own(folder, name="own_listening"):
    """A file with a strategy of one's own, and a study that uses it."""
    (folder / f"{name}.py").write_text(LISTENING, encoding="utf-8")
    (folder / "mine.yaml").write_text(STUDY, encoding="utf-8")
    return folder / f"{name}.py", folder / "mine.yaml"


def typed(*words, folder):
    """What the command says in a process of its own."""
    code = "import sys; from simkomunitas.cli.command_line import main; main(sys.argv[1:])"
    command = [sys.executable, "-c", code, *map(str, words)]
    safe = os.environ | {"PYTHONSAFEPATH": "1"}  # as an installed command, which does not look into the folder first
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=safe)


@pytest.mark.parametrize("form", ["file", "module"])
def test_a_strategy_in_a_file_is_known_to_every_command(tmp_path, form):
    file, study = own(tmp_path)
    load = ("--load", file if form == "file" else file.stem)
    assert "listening" in typed("list", "strategies", *load, folder=tmp_path).stdout
    assert typed("check-config", study, *load, folder=tmp_path).stdout == f"{study}: scenario, no errors\n"
    assert "a strategy" in typed("check-config", study, folder=tmp_path).stderr
    assert typed("run", study, *load, "--out", "ran", folder=tmp_path).returncode == 0
    compared = typed("compare", study, "--replicates", "2", "--workers", "2", *load, "--out", "it", folder=tmp_path)
    assert (compared.returncode, "typed in here" in compared.stderr) == (0, False)
    manifest = json.loads((tmp_path / "it" / "manifest.json").read_text(encoding="utf-8"))
    assert list(manifest["data"]) == [f"plugin {file.stem}", "model"]
    assert "plugin" not in (tmp_path / "it" / "scenario.yaml").read_text(encoding="utf-8")


WITHOUT_PARTS = {"new", "describe-model"}  # commands that read neither YAML nor results
WITHOUT_FILE = {"validate-model": (), "app": (), "schema": (), "list": ("strategies",)}


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - WITHOUT_PARTS))
def test_every_command_that_reads_yaml_or_results_loads_parts_of_ones_own_first(name, tmp_path, capsys):
    words = WITHOUT_FILE.get(name, (str(tmp_path / "nothing.yaml"),))
    with pytest.raises(SystemExit, match="2"):
        main([name, *words, "--load", "gone.py"])
    assert capsys.readouterr().err == "--load: gone.py: a Python file that exists\n"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("gone.py", None, "a Python file that exists"),
        ("gone_module", None, "No module named 'gone_module'"),
        ("broken.py", "def (:\n", "SyntaxError"),
        ("raising.py", "1 / 0\n", "ZeroDivisionError: division by zero"),
        ("json.py", "", "Python has a module json already"),
        ("my strategy.py", "", "a file called like a Python name"),
        ("misspelt.py", LISTENING.replace("visit", "visti"), "did you mean 'visit'"),
    ],
)
def test_what_cannot_be_loaded_is_refused_in_a_sentence(tmp_path, name, text, said):
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    told = typed("list", "strategies", "--load", name, folder=tmp_path)
    assert told.returncode == 2
    assert said in told.stderr
    assert "Traceback" not in told.stderr


def test_how_many_faults_are_not_told_stands_after_those_that_are():
    more, told = (
        ErrorDetail("res.csv", "more", "", "9 other faults like these"),
        ErrorDetail("res.csv:2", "age", "x", "a number"),
    )
    assert sort_errors([more, told]) == [told, more]


def test_one_text_in_the_place_of_a_list_of_settings_is_refused():
    with pytest.raises(TypeError, match="a list of settings is expected"):
        read_scenario(ROOT / "configs" / "binding" / "time.yaml", "horizon.weeks_after=104")
