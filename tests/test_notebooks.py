"""The notebooks run from clean, say the same every time, and are stored without outputs."""

import ast
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
MARK = "same-every-time"  # the tag of cells whose output does not change
SECONDS = 300  # a first run may compile the engine
LONGEST_FUNCTION = 5
WRITES = re.compile(r"\.(to_(csv|parquet|json|excel|pickle)\((?!\))|savefig|write_(text|bytes)|mkdir)|\bopen\(")

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def source_of(path):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def executed(path):
    """The code cells of a notebook after running it in its own folder."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, timeout=SECONDS, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}
    )
    client.execute()
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def marked(cells):
    """What the marked cells printed."""
    found = [cell for cell in cells if MARK in cell.metadata.get("tags", [])]
    return ["".join(output["text"] for output in cell.outputs) for cell in found]


def test_there_are_four_notebooks():
    assert [path.stem for path in NOTEBOOKS] == [
        "01_first_village",
        "02_compare_strategies",
        "03_an_experiment",
        "04_a_strategy_of_your_own",
    ]


@each_notebook
def test_outputs_are_stripped(path):
    for cell in source_of(path):
        assert cell.outputs == []
        assert cell.execution_count is None


@each_notebook
def test_a_notebook_is_a_story_with_the_public_api(path):
    cells = nbformat.read(path, as_version=4).cells
    assert cells[0].cell_type == "markdown"
    assert sum(cell.cell_type == "markdown" for cell in cells) >= len(cells) / 3
    for cell in source_of(path):
        assert not WRITES.search(cell.source), "a notebook writes no files"
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.FunctionDef):
                assert node.end_lineno - node.lineno < LONGEST_FUNCTION, node.name


@each_notebook
def test_a_notebook_runs_without_warnings_and_says_the_same_again(path):
    first, second = executed(path), executed(path)
    for cell in first:
        assert [output for output in cell.outputs if output.get("name") == "stderr"] == [], cell.source
    assert len(marked(first)) == 1
    assert all(marked(first))
    assert marked(first) == marked(second)
    assert any("image/png" in output.get("data", {}) for output in first[-2].outputs), "figures come at the end"


@each_notebook
def test_running_a_notebook_leaves_no_files(path):
    """Checked by name: what a run leaves would be here, results and pictures above all."""
    assert {other.suffix for other in FOLDER.iterdir() if other.is_file()} <= {".ipynb", ".md"}
