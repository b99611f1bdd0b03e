"""The description of the model says all that the model does, and is never older than the model."""

import re

import pytest

from simkomunitas.cli.main import main
from simkomunitas.engine.observe import SERIES
from simkomunitas.exits import exit_rules
from simkomunitas.ground.columns import fields
from simkomunitas.models import models
from simkomunitas.outcomes import HEADLINE, outcomes
from simkomunitas.pages import odd, program_text
from simkomunitas.pages.headings import GLOSSARY, HEADINGS
from simkomunitas.pages.markdown import CITED, LINKED, SOURCES, in_a_cell
from simkomunitas.pages.odd import ENTITIES, PAGE, odd_page, write_page
from simkomunitas.pages.tables import strategy_plans
from simkomunitas.rules import rules
from simkomunitas.rules.parameters import switch_table
from simkomunitas.strategies import ACTIVITIES, strategies
from simkomunitas.study.settings import parameter_table, setting_table
from simkomunitas.targeting import targeting_rules
from simkomunitas.world.draws import Purpose
from simkomunitas.world.networks import networks
from simkomunitas.world.programme import STAGES

ELEMENTS = ("purpose", "entities", "process", "concepts", "initialization", "input", "submodels")
DECISIONS = (
    "Basic principles", "Adaptation and individual decision making", "Learning", "Sensing", "Prediction",
    "Interaction", "Collectives", "Heterogeneity", "Stochasticity", "Observation",
)  # fmt: skip


@pytest.fixture(scope="module")
def page():
    return odd_page()


def heading(line):
    return rf"^#+ {re.escape(line)}$"


def said(page, word):
    return f"`{word}`" in page


# It is fresh


def test_the_page_that_comes_with_the_program_is_fresh(page):
    assert PAGE.read_text(encoding="utf-8") == page, "write it anew: simkomunitas odd --write"


def test_the_page_is_the_same_each_time_it_is_made(page):
    assert odd_page() == page


# It has the seven elements, and what ODD+D adds


def test_the_seven_elements_stand_in_their_order(page):
    places = [re.search(heading(HEADINGS[key].en), page, re.MULTILINE).start() for key in ELEMENTS]
    assert places == sorted(places)


@pytest.mark.parametrize("concept", DECISIONS)
def test_each_design_concept_and_each_addition_on_decisions_is_there(page, concept):
    assert re.search(heading(concept), page, re.MULTILINE)


def test_the_page_says_what_is_simultaneous_and_who_goes_first(page):
    assert re.search(heading("Simultaneity and ties"), page, re.MULTILINE)


def test_the_hand_written_part_is_short():
    words = (odd.FOLDER / "design_concepts.md").read_text(encoding="utf-8").split()
    assert len(words) < 2500


# It has everything that there is


def test_the_schedule_has_fourteen_steps_in_order():
    numbers = [int(step.title.partition(" ")[0]) for step in program_text.schedule()]
    assert numbers == list(range(15))
    assert all(step.processes for step in program_text.schedule())


def test_every_process_of_the_week_is_told(page):
    for step in program_text.schedule():
        for process in step.processes:
            assert f"- `{process}`: " in page


@pytest.mark.parametrize("kind", ENTITIES)
def test_every_state_variable_is_in_a_table(page, kind):
    for field in fields(kind):
        assert f"| `{field.name}` |" in page


@pytest.mark.parametrize("row", parameter_table() + setting_table(), ids=lambda row: row.key)
def test_every_number_that_can_be_set_is_in_a_table(page, row):
    line = next(line for line in page.splitlines() if line.startswith(f"| `{row.key}` |"))
    assert f"| {row.about.unit} |" in line
    assert row.about.meaning in line


@pytest.mark.parametrize("name", list(rules))
def test_every_rule_has_its_equation_on_the_page(page, name):
    after = page.partition(f"**`{name}(")[2]
    assert "```math" in after.partition("**`")[0]


@pytest.mark.parametrize(
    "name", [*strategies, *models, *targeting_rules, *exit_rules, *networks, *switch_table(), *ACTIVITIES, *SERIES]
)
def test_everything_that_can_be_chosen_switched_or_read_is_named(page, name):
    assert said(page, name) or f"/{name}</code>" in page or f"/{name}`" in page


@pytest.mark.parametrize("name", list(outcomes))
def test_every_outcome_is_defined(page, name):
    lines = [line for line in page.splitlines() if line.startswith((f"| `{name}` |", f"| **`{name}`** |"))]
    assert any(f"| {in_a_cell(outcomes[name].unit)} |" in line for line in lines)


@pytest.mark.parametrize("purpose", list(Purpose))
def test_every_purpose_of_chance_is_told_with_its_number(page, purpose):
    assert f"| `{purpose.name}` | {purpose.value} |" in page


@pytest.mark.parametrize("purpose", list(Purpose))
def test_every_purpose_of_chance_is_used(page, purpose):
    line = next(line for line in page.splitlines() if line.startswith(f"| `{purpose.name}` | {purpose.value} |"))
    assert "kept free" not in line


def test_every_number_that_cannot_be_set_says_what_it_is(page):
    rows = page.partition("### 7.8")[2].partition("| where | value |")[0].splitlines()[4:]
    cells = [row.split("|")[1:4] for row in rows if row.startswith("| `")]
    assert len(cells) > 50
    assert [name for name, _, meaning in cells if not meaning.strip()] == []


def test_no_number_of_the_engine_is_hidden(page):
    for name in program_text.files_of("engine"):
        for constant in program_text.constants(name):
            assert f"| `{constant.name}` | `{constant.value}` |" in page
        for function, line in program_text.numbers(name):
            assert f"| `{name}`: {function} | `{in_a_cell(line)}` |" in page


def test_every_step_of_the_engine_is_shown_exactly(page):
    for name in program_text.files_of("engine"):
        for function in program_text.read(name).functions:
            assert f"def {function.name}(" in page


def test_every_stage_of_every_strategy_has_its_hours():
    for plan in strategy_plans().values():
        assert list(plan) == list(STAGES)


# It thanks those it owes something


def test_every_link_to_a_source_arrives_and_every_source_listed_is_cited(page):
    anchors = re.findall(r'<a id="([a-z_0-9]+)"></a>', page)
    assert set(LINKED.findall(page)) == set(anchors)
    assert len(anchors) == len(set(anchors))


def test_no_name_of_a_source_is_left_in_raw_form(page):
    prose = re.sub(r"```.*?```", "", page, flags=re.DOTALL)
    assert not CITED.findall(prose)


def test_all_sources_are_in_the_bibliography(page):
    assert {key.lower() for key in SOURCES if key != "ASSUMED"} == set(LINKED.findall(page))


# Its words


@pytest.mark.parametrize("name", [*strategies, *models, *STAGES, *HEADLINE, "resident", "facilitator", "hamlet"])
def test_the_glossary_has_the_words_of_the_field(name):
    assert name.replace("_", " ") in {term.english for term in GLOSSARY}


def test_the_glossary_has_no_word_twice():
    words = [term.english for term in GLOSSARY]
    assert len(words) == len(set(words))


def test_headings_are_in_indonesian_where_that_is_asked_for():
    page = odd_page("id")
    for key in ELEMENTS:
        assert re.search(heading(HEADINGS[key].id), page, re.MULTILINE)
        assert not re.search(heading(HEADINGS[key].en), page, re.MULTILINE)


# It is well-formed


def test_every_table_has_as_many_cells_in_each_row(page):
    rows = [[]]
    code = False
    for line in page.splitlines():
        code = not code if line.startswith("```") else code
        if line.startswith("|") and not code:
            rows[-1].append(len(re.findall(r"(?<!\\)\|", line)))
        elif rows[-1]:
            rows.append([])
    assert all(len(set(table)) <= 1 for table in rows)


def test_every_fold_that_opens_closes(page):
    assert page.count("<details>") == page.count("</details>")
    assert page.count("\n```") % 2 == 0


def test_the_page_names_no_place_on_a_computer(page):
    assert str(odd.FOLDER) not in page
    assert "/root/" not in page


# The command


def told(capsys, *words):
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    return ended.value.code, capsys.readouterr()


def test_the_command_prints_the_page(capsys, page):
    code, printed = told(capsys, "odd")
    assert code == 0
    assert printed.out == page


def test_the_command_writes_the_page_whole(tmp_path, capsys, monkeypatch, page):
    monkeypatch.setattr(odd.write_page, "__defaults__", (tmp_path / "ODD.md",))
    assert told(capsys, "odd", "--write")[0] == 0
    assert [path.name for path in tmp_path.iterdir()] == ["ODD.md"]
    assert (tmp_path / "ODD.md").read_text(encoding="utf-8") == page


def test_a_page_that_cannot_be_made_leaves_the_old_one_alone(tmp_path, monkeypatch):
    path = tmp_path / "ODD.md"
    path.write_text("the old page", encoding="utf-8")
    monkeypatch.setattr(odd, "odd_page", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_page(path)
    assert path.read_text(encoding="utf-8") == "the old page"
    assert len(list(tmp_path.iterdir())) == 1


def test_only_the_english_page_comes_with_the_program(capsys):
    code, printed = told(capsys, "odd", "--write", "--language", "id")
    assert code == 2
    assert "--language" in printed.err


def test_a_folder_that_cannot_be_written_is_named(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(odd.write_page, "__defaults__", (tmp_path / "nowhere" / "ODD.md",))
    code, printed = told(capsys, "odd", "--write")
    assert code == 2
    assert "Traceback" not in printed.err
