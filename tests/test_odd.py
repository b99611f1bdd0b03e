"""The description of the model says all that the model does, and is never older than the model."""

import inspect
import re

import pytest

from simkomunitas.base.table_files import in_a_cell
from simkomunitas.base.typed_columns import column_fields
from simkomunitas.cli.command_line import main
from simkomunitas.config.setting_tables import parameter_table, setting_table
from simkomunitas.model import processes
from simkomunitas.model.community.networks import networks
from simkomunitas.model.outcomes import HEADLINE_OUTCOMES, outcomes
from simkomunitas.model.processes.weekly_observation import SERIES_NAMES
from simkomunitas.model.programme.exit_rules import exit_rules
from simkomunitas.model.programme.organizing_models import organizing_models
from simkomunitas.model.programme.strategies import strategies
from simkomunitas.model.programme.targeting import targeting_rules
from simkomunitas.model.random_draws import DrawPurpose
from simkomunitas.model.rules import rules
from simkomunitas.model.rules.parameters import switch_table
from simkomunitas.model.vocabulary import ACTIVITIES, STAGES
from simkomunitas.reports import odd_page
from simkomunitas.reports.markdown_format import CITATION_PATTERN, SOURCES
from simkomunitas.reports.model_tables import strategy_plan_table
from simkomunitas.reports.odd_headings import glossary_terms, heading_text
from simkomunitas.reports.odd_page import (
    APPENDIX,
    ENTITY_CLASSES,
    PAGES_FOLDER,
    SUMMARY,
    odd_appendix,
    odd_summary,
    write_pages,
)
from simkomunitas.reports.source_parser import (
    find_named_constants,
    list_modules,
    module_path,
    unnamed_numbers,
    weekly_schedule,
)

ELEMENTS = ("purpose", "entities", "process", "concepts", "initialization", "input", "submodels")
DECISIONS = (
    "Basic principles", "Adaptation and individual decision making", "Learning", "Sensing", "Prediction",
    "Interaction", "Collectives", "Heterogeneity", "Stochasticity", "Observation",
)  # fmt: skip
LINKED = re.compile(r"\]\((?:ODD_appendix\.md)?#([a-z_]+_\d{4})\)")


@pytest.fixture(scope="module")
def summary():
    return odd_summary()


@pytest.fixture(scope="module")
def page():
    """The appendix, in which everything stands."""
    return odd_appendix()


@pytest.fixture(scope="module")
def pages(summary, page):
    return summary + page


def heading(line):
    return rf"^#+ {re.escape(line)}$"


def said(page, word):
    return f"`{word}`" in page


# It is fresh


def test_the_pages_that_come_with_the_program_are_fresh(summary, page):
    assert (PAGES_FOLDER / SUMMARY).read_text(encoding="utf-8") == summary, (
        "write it anew: simkomunitas describe-model --update"
    )
    assert (PAGES_FOLDER / APPENDIX).read_text(encoding="utf-8") == page, (
        "write it anew: simkomunitas describe-model --update"
    )


def test_the_pages_are_the_same_each_time_they_are_made(summary, page):
    assert (odd_summary(), odd_appendix()) == (summary, page)


# It has the seven elements, and what ODD+D adds


def test_the_seven_elements_stand_in_their_order(summary, page):
    for text, elements in ((summary, ELEMENTS), (page, [key for key in ELEMENTS if key != "concepts"])):
        places = [re.search(heading(heading_text(key, "en")), text, re.MULTILINE).start() for key in elements]
        assert places == sorted(places)


@pytest.mark.parametrize("concept", DECISIONS)
def test_each_design_concept_and_each_addition_on_decisions_is_there(summary, concept):
    assert re.search(heading(concept), summary, re.MULTILINE)


def test_the_page_says_what_is_simultaneous_and_who_goes_first(page):
    assert re.search(heading("Simultaneity and ties"), page, re.MULTILINE)


def test_the_summary_can_be_read_at_one_sitting(summary):
    assert 2500 < len(summary.split()) < 3500


def test_the_summary_names_every_entity_step_rule_and_choice(summary):
    names = [kind.__name__ for kind in ENTITY_CLASSES] + [
        f"| {step.number} {step.title} |" for step in weekly_schedule()
    ]
    choices = [
        *rules,
        *strategies,
        *organizing_models,
        *targeting_rules,
        *exit_rules,
        *switch_table(),
        *HEADLINE_OUTCOMES,
    ]
    assert [name for name in names if name not in summary] == []
    assert [name for name in choices if not said(summary, name)] == []


def test_the_flow_chart_leads_through_all_steps_of_the_week(summary):
    chart = summary.partition("```mermaid\n")[2].partition("```")[0]
    assert re.findall(r's(\d+)\["(\d+ [^"]+)"\]', chart) == [
        (str(step.number), f"{step.number} {step.title}") for step in weekly_schedule()
    ]
    assert chart.count("subgraph") == chart.count("    end\n")


# It has everything that there is


def test_the_schedule_has_fourteen_steps_in_order():
    assert [step.number for step in weekly_schedule()] == list(range(15))
    assert all(step.processes for step in weekly_schedule())


def test_every_process_of_the_week_is_told(page):
    for step in weekly_schedule():
        for process in step.processes:
            assert f"- `{process.__name__}`: " in page


@pytest.mark.parametrize("kind", ENTITY_CLASSES)
def test_every_state_variable_is_in_a_table(page, kind):
    for field in column_fields(kind):
        assert f"| `{field.name}` |" in page


@pytest.mark.parametrize("row", parameter_table() + setting_table(), ids=lambda row: row.key)
def test_every_number_that_can_be_set_is_in_a_table(page, row):
    line = next(line for line in page.splitlines() if line.startswith(f"| `{row.key}` |"))
    assert f"| {row.quantity.unit} |" in line
    assert row.quantity.meaning in line


@pytest.mark.parametrize("name", list(rules))
def test_every_rule_has_its_equation_on_the_page(page, name):
    after = page.partition(f"**`{name}(")[2]
    assert "```math" in after.partition("**`")[0]


@pytest.mark.parametrize(
    "name",
    [
        *strategies,
        *organizing_models,
        *targeting_rules,
        *exit_rules,
        *networks,
        *switch_table(),
        *ACTIVITIES,
        *SERIES_NAMES,
    ],
)
def test_everything_that_can_be_chosen_switched_or_read_is_named(page, name):
    assert said(page, name) or f"/{name}</code>" in page or f"/{name}`" in page


@pytest.mark.parametrize("name", list(outcomes))
def test_every_outcome_is_defined(page, name):
    lines = [line for line in page.splitlines() if line.startswith((f"| `{name}` |", f"| **`{name}`** |"))]
    assert any(f"| {in_a_cell(outcomes[name].unit)} |" in line for line in lines)


@pytest.mark.parametrize("purpose", list(DrawPurpose))
def test_every_purpose_of_chance_is_told_with_its_number(page, purpose):
    assert f"| `{purpose.name}` | {purpose.value} |" in page


@pytest.mark.parametrize("purpose", list(DrawPurpose))
def test_every_purpose_of_chance_is_used(page, purpose):
    line = next(line for line in page.splitlines() if line.startswith(f"| `{purpose.name}` | {purpose.value} |"))
    assert "kept free" not in line


def test_every_number_that_cannot_be_set_says_what_it_is(page):
    rows = page.partition("### 7.8")[2].partition("| where | value |")[0].splitlines()[4:]
    cells = [row.split("|")[1:4] for row in rows if row.startswith("| `")]
    assert len(cells) > 50
    assert [name for name, _, meaning in cells if not meaning.strip()] == []


def test_no_number_of_the_engine_is_hidden(page):
    for module in list_modules(processes):
        for constant in find_named_constants(module):
            assert f"| `{constant.name}` | `{constant.value}` |" in page
        for function, line in unnamed_numbers(module):
            assert f"| `{module_path(module)}`: {function} | `{in_a_cell(line)}` |" in page


def test_every_step_of_the_engine_is_shown_exactly(page):
    for module in list_modules(processes):
        for name in re.findall(r"^def (\w+)\(", inspect.getsource(module), re.MULTILINE):
            assert f"def {name}(" in page


def test_every_stage_of_every_strategy_has_its_hours():
    for plan in strategy_plan_table().values():
        assert list(plan) == list(STAGES)


# It thanks those it owes something


def test_every_link_to_a_source_arrives_and_every_source_listed_is_cited(pages, page):
    anchors = re.findall(r'<a id="([a-z_0-9]+)"></a>', page)
    assert set(LINKED.findall(pages)) == set(anchors)
    assert len(anchors) == len(set(anchors))


def test_no_name_of_a_source_is_left_in_raw_form(pages):
    prose = re.sub(r"```.*?```", "", pages, flags=re.DOTALL)
    assert not CITATION_PATTERN.findall(prose)


def test_all_sources_are_in_the_bibliography(pages):
    assert {key.lower() for key in SOURCES if key != "ASSUMED"} == set(LINKED.findall(pages))


# Its words


@pytest.mark.parametrize(
    "name", [*strategies, *organizing_models, *STAGES, *HEADLINE_OUTCOMES, "resident", "facilitator", "hamlet"]
)
def test_the_glossary_has_the_words_of_the_field(name):
    assert name.replace("_", " ") in {term.english for term in glossary_terms()}


def test_the_glossary_has_no_word_twice():
    words = [term.english for term in glossary_terms()]
    assert len(words) == len(set(words))


def test_headings_are_in_indonesian_where_that_is_asked_for():
    for page, elements in ((odd_summary("id"), ELEMENTS), (odd_appendix("id"), [*ELEMENTS[:3], *ELEMENTS[4:]])):
        for key in elements:
            assert re.search(heading(heading_text(key, "id")), page, re.MULTILINE)
            assert not re.search(heading(heading_text(key, "en")), page, re.MULTILINE)


# It is well-formed


def test_every_table_has_as_many_cells_in_each_row(pages):
    rows = [[]]
    code = False
    for line in pages.splitlines():
        code = not code if line.startswith("```") else code
        if line.startswith("|") and not code:
            rows[-1].append(len(re.findall(r"(?<!\\)\|", line)))
        elif rows[-1]:
            rows.append([])
    assert all(len(set(table)) <= 1 for table in rows)


def test_every_fold_that_opens_closes(page):
    assert page.count("<details>") == page.count("</details>")
    assert page.count("\n```") % 2 == 0


def test_the_pages_name_no_place_on_a_computer(pages):
    assert str(odd_page.PAGES_FOLDER) not in pages
    assert "/root/" not in pages


# The command


def told(capsys, *words):
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    return ended.value.code, capsys.readouterr()


def test_the_command_prints_the_summary_or_the_appendix(capsys, summary, page):
    assert told(capsys, "describe-model") == (0, (summary, ""))
    assert told(capsys, "describe-model", "--appendix") == (0, (page, ""))


def test_the_command_writes_both_pages_whole(tmp_path, capsys, monkeypatch, summary, page):
    monkeypatch.setattr(odd_page.write_pages, "__defaults__", (tmp_path,))
    assert told(capsys, "describe-model", "--update")[0] == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ODD.md", "ODD_appendix.md"]
    assert (tmp_path / "ODD.md").read_text(encoding="utf-8") == summary
    assert (tmp_path / "ODD_appendix.md").read_text(encoding="utf-8") == page


@pytest.mark.parametrize("name", ["odd_summary", "odd_appendix"])
def test_a_page_that_cannot_be_made_leaves_the_old_ones_alone(tmp_path, monkeypatch, name):
    for path in (tmp_path / "ODD.md", tmp_path / "ODD_appendix.md"):
        path.write_text("the old page", encoding="utf-8")
    monkeypatch.setattr(odd_page, name, lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_pages(tmp_path)
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["the old page"] * 2


def test_only_the_english_pages_come_with_the_program(capsys):
    code, printed = told(capsys, "describe-model", "--update", "--language", "id")
    assert code == 2
    assert "--language" in printed.err


def test_a_folder_that_cannot_be_written_is_named(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(odd_page.write_pages, "__defaults__", (tmp_path / "nowhere",))
    code, printed = told(capsys, "describe-model", "--update")
    assert code == 2
    assert "nowhere" in printed.err
    assert "Traceback" not in printed.err
