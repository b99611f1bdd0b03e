"""The two READMEs: what they show runs, what they name exists, and both say the same."""

import re
import shlex
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import house_map
from simkomunitas.cli.command_line import COMMANDS, app
from simkomunitas.config.config_file_kinds import check_config_files
from simkomunitas.config.starter_templates import write_template
from simkomunitas.model.outcomes import HEADLINE_OUTCOMES
from simkomunitas.model.programme.strategies import strategies
from simkomunitas.model.rules.parameters import Parameters, switch_table

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "README.id.md")
SETUP = "python3.11 -m venv .venv && .venv/bin/pip install"
each_page = pytest.mark.parametrize("page", PAGES)


def text_of(page):
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page, language=""):
    """The code blocks of a page in a language; without one, commands and drawings."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text_of(page), re.MULTILINE | re.DOTALL)


def commands(page):
    """The lines of a page that call the program or set it up, in order."""
    lines = [line for block in blocks(page) for line in block.splitlines()]
    return [line for line in lines if line.startswith(("simkomunitas ", "python3.11 "))]


def calls(page):
    """Every call of the program that a page shows in a block or within a sentence, as words without a redirection."""
    shown = [line.rpartition(".venv/bin/simkomunitas")[2] for line in commands(page) if "/simkomunitas " in line]
    shown += [line.removeprefix("simkomunitas") for line in commands(page) if line.startswith("simkomunitas ")]
    shown += re.findall(r"`simkomunitas ([a-z][^`]*)`", text_of(page))
    return [shlex.split(call.partition(">")[0]) for call in shown]


@each_page
def test_each_page_opens_with_two_commands_of_one_line(page):
    first, second = commands(page)[:2]
    assert first == f"{SETUP} . && .venv/bin/simkomunitas compare configs/strategies.yaml"
    assert second == f"{SETUP} -e '.[test]' && .venv/bin/pytest"


def test_both_pages_name_the_same_commands_files_and_settings():
    english, indonesian = PAGES
    assert commands(english) == commands(indonesian)
    assert links(english) - {"README.id.md"} == links(indonesian) - {"README.md"}
    assert paths(english) == paths(indonesian)
    bare = [[re.sub(r" *#.*", "", block) for block in blocks(page, "yaml")] for page in PAGES]
    assert bare[0] == bare[1]


def links(page):
    return set(re.findall(r"\]\(([^)#:]+)\)", text_of(page)))


def paths(page):
    """Files and folders of the repository named in code font."""
    return set(re.findall(r"`((?:configs|experiments|notebooks|src|tests)/[\w./]*)`", text_of(page)))


@each_page
def test_every_file_named_is_there(page):
    named = links(page) | paths(page) | set(re.findall(r"configs/[\w./]+yaml", text_of(page)))
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


@each_page
def test_every_command_and_option_named_exists(page, monkeypatch, tmp_path):
    """Every call is understood by the command line; nothing is run."""
    monkeypatch.chdir(ROOT)
    assert len(calls(page)) > 10
    for words in calls(page):
        assert words[0] in COMMANDS
        command, bound, *_ = app.parse_args(words, exit_on_error=False, print_error=False)
        assert command is app[words[0]].default_command
        assert bound.arguments or words[0] in ("app", "describe-model", "schema")
    sets = [words[place + 1] for words in calls(page) for place, word in enumerate(words) if word == "--set"]
    for setting in sets:
        kind, *names = setting.partition("=")[0].split(".")
        known = set(switch_table()) if kind == "switches" else set(getattr(Parameters(), names[0])._fields)
        assert names[-1] in known


@each_page
def test_python_blocks_run(page, monkeypatch):
    monkeypatch.chdir(ROOT)
    before = set(strategies)
    try:
        for block in blocks(page, "python"):
            exec(compile(block, page, "exec"), {"__name__": "readme"})
    finally:
        for name in set(strategies) - before:
            strategies.remove(name)


def test_the_trainers_files_fit_together(tmp_path, monkeypatch):
    """The two new files and the study of two lines are without faults, as the page says."""
    write_template("community", tmp_path / "my_village.yaml")
    write_template("programme", tmp_path / "my_programme.yaml")
    study = next(block for block in blocks(PAGES[0], "yaml") if "my_village" in block)
    (tmp_path / "my_study.yaml").write_text(study, encoding="utf-8")
    found = check_config_files([tmp_path / f"my_{name}.yaml" for name in ("village", "programme", "study")])
    assert list(found.values()) == ["community", "programme", "scenario"]


def test_a_village_of_ones_own_is_read_as_the_page_says(tmp_path):
    village = next(block for block in blocks(PAGES[0], "yaml") if "imported" in block)
    (tmp_path / "village.yaml").write_text(village, encoding="utf-8")
    (tmp_path / "residents.csv").write_text("name,gender\nsiti,F\nbudi,M\nani,F\n", encoding="utf-8")
    (tmp_path / "ties.csv").write_text("from,to\nsiti,budi\nani,siti\n", encoding="utf-8")
    assert list(check_config_files([tmp_path / "village.yaml"]).values()) == ["community"]
    assert YAML(typ="safe").load(village)["kind"] == "imported"


@each_page
def test_the_principles_are_explained(page):
    text = text_of(page).lower()
    assert [name for name in HEADLINE_OUTCOMES if name not in text] == []


@each_page
def test_the_picture_of_the_rooms_is_as_it_is_drawn_from_the_contract(page):
    assert house_map.page_with_rooms(ROOT / page) == text_of(page)


def test_every_room_is_in_the_contract():
    folders = {path.parent.name for path in (ROOT / "src" / "simkomunitas").glob("*/__init__.py")}
    assert {room for layer in house_map.contract_layers() for room in layer} == folders


def test_the_share_of_assumed_parameters_is_as_told():
    """Nearly half, the pages say."""
    from simkomunitas.base.references import ASSUMED  # noqa: PLC0415
    from simkomunitas.config.setting_tables import parameter_table  # noqa: PLC0415

    table = parameter_table()
    share = sum(row.quantity.source == ASSUMED for row in table) / len(table)
    assert 0.38 <= share <= 0.5


@each_page
def test_no_page_names_a_private_place(page):
    assert not re.search(r"/root|/home/|/work|/tmp|localhost", text_of(page))
