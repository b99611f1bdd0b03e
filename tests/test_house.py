"""The house itself: style, types, floors, front door, and the shape of the code."""

import ast
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import simkomunitas as sk
from simkomunitas.model import vocabulary

REPOSITORY = Path(__file__).parents[1]
SOURCES = sorted((REPOSITORY / "src").rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 300, 45


def tool(*words):
    answer = subprocess.run([sys.executable, "-m", *words], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    return answer.returncode, answer.stdout + answer.stderr


@pytest.mark.parametrize(
    "words", [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)], ids=["style", "format", "types"]
)
def test_tools_find_nothing(words):
    code, said = tool(*words)
    assert code == 0, said


def test_no_floor_looks_up():
    assert lint_imports(config_filename=str(REPOSITORY / "pyproject.toml"), is_debug_mode=False, no_cache=True) == 0


def test_the_front_door_offers_what_it_says():
    for name in sk.__all__:
        assert getattr(sk, name) is not None
    assert sorted({*sk.PUBLIC_NAMES, "__version__"}) == sorted(sk.__all__)


def test_opening_the_front_door_is_quick():
    """Importing the package loads none of the heavy libraries."""
    code = "import sys, simkomunitas; print(','.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split(",")
    assert not {"numba", "pandas", "matplotlib", "mesa", "solara"} & set(loaded)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(REPOSITORY / "src").as_posix())
def test_a_file_can_be_read_in_one_sitting(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        # The schedule is a list of fourteen steps, to be read from top to bottom.
        if isinstance(node, ast.FunctionDef) and node.name != "live_week":
            # What a function takes is a list, too: of a command, its options.
            described = len((ast.get_docstring(node) or "").splitlines())
            assert node.end_lineno - node.body[0].lineno < LONGEST_FUNCTION + described


def test_no_chance_but_the_keyed_draws():
    """Nothing in the model draws from a generator that is consumed, or depends on the hash seed."""
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        for word in ("np.random", "import random", "default_rng", "hash("):
            assert word not in text.replace("model.random", ""), f"{path.name}: {word}"


def test_what_is_compiled_to_borrow_arrays_is_given_none_to_keep():
    """Without a count of holders, nobody would ever free an array that such a function was given as an answer."""
    functions = [
        node
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]
    making = {node.name for node in functions if "compiled_with_arrays" in decorators(node)}
    borrowing = [node for node in functions if decorators(node) & {"compiled", "inlined", "rule"}]
    assert making
    assert borrowing
    for node in borrowing:
        called = {call.func.id for call in ast.walk(node) if isinstance(call, ast.Call) and hasattr(call.func, "id")}
        assert not called & making, node.name


def decorators(node):
    return {one.id for one in node.decorator_list if isinstance(one, ast.Name)}


def test_the_package_says_that_it_is_typed():
    spec = find_spec("simkomunitas")
    assert (Path(spec.origin).parent / "py.typed").is_file()


# The model


PROCESSES = sorted((REPOSITORY / "src" / "simkomunitas" / "model" / "processes").glob("*.py"))
ALLOWED_TWICE = {"ASSOCIATION", "MOBILIZATION", "SURVEY"}  # also a kind of tie, a purpose of chance, a kind of source
TOLERANCES = {1e-6}  # of the computer's arithmetic, and not of behaviour


@pytest.mark.parametrize("path", PROCESSES, ids=lambda path: path.stem)
def test_processes_are_loops_and_the_numbers_of_behaviour_stand_in_rules(path):
    """A fraction in a process would be a part of an equation that no rule shows with its unit and its source."""
    numbers = {
        node.value for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Constant)
    }
    assert {value for value in numbers if isinstance(value, float)} <= {0.0, 1.0} | TOLERANCES


# Bookkeeping that is no behaviour: places in tables, means over a village, minutes of the clock.
COUNTS = (
    "GROUPS_PER_HAMLET", "ASSOCIATIONS_PER_HAMLET", "MINUTES_PER_HOUR", "EFFORT_UNITS", "max(1", " / n", ".size",
    "d_count", "sums[GIVEN]", "sums[SPEAKERS]", "plan.agenda", "plan.facilitation.number", "hours * minds.giving[i]",
    "minutes * ",
)  # fmt: skip
# The sum of a resident's reasons, term by term, and the bookkeeping of draws and shares.
LINES_OF_TERMS = (
    "utility_terms",
    "draw_open_group",
    "safe_share",
    "count_meeting_attendance",
    "choose_events_by_utility",
)
COUNTS_AND_CALENDAR = {"safe_share", "period_of", "is_lately", "activity_content"}
DEGREE, DUTY = "degree[i]", "duty_probability(p, duty)"


def products(function):
    """The products and quotients in a process, but for those within another one."""
    found = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Mult | ast.Div | ast.Pow)
    ]
    inner = {id(part) for node in found for part in ast.walk(node) if part is not node}
    return [ast.unparse(node) for node in found if id(node) not in inner]


def functions_of(path):
    return [node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize("path", PROCESSES, ids=lambda path: path.stem)
def test_processes_multiply_nothing_but_counts(path):
    """A product of what residents are or do is a part of an equation, and stands in a rule."""
    for function in functions_of(path):
        if function.name not in LINES_OF_TERMS:
            for product in products(function):
                assert any(count in product for count in (*COUNTS, DEGREE, DUTY)), f"{function.name}: {product}"


@pytest.mark.parametrize("path", PROCESSES, ids=lambda path: path.stem)
def test_what_takes_plain_numbers_only_is_a_rule(path):
    plain = {"float", "bool", "int"}
    for node in functions_of(path):
        if ast.unparse(node.returns or ast.Constant(None)) in plain:
            plain_only = all(ast.unparse(argument.annotation) in plain for argument in node.args.args)
            assert not plain_only or node.name in COUNTS_AND_CALENDAR, node.name


def test_the_vocabulary_is_defined_once():
    """The lists of words, and how many weeks a month or a year has, stand in model/vocabulary.py and nowhere else."""
    words = {name for name in vars(vocabulary) if name.isupper()}
    for path in SOURCES:
        if path.name == "vocabulary.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = [node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
        stored = [one for node in named for one in ast.walk(node) if isinstance(one, ast.Name)]
        names = {one.id for one in stored if isinstance(one.ctx, ast.Store)}
        assert not names & words - ALLOWED_TWICE, f"{path}: {names & words}"
        if {"rules", "outcomes"} & set(path.parts):
            factors = [
                side for node in ast.walk(tree) if isinstance(node, ast.BinOp) for side in (node.left, node.right)
            ]
            assert not {13, 26, 52} & {side.value for side in factors if isinstance(side, ast.Constant)}, path
