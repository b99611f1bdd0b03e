"""The script that plants mistakes plants what it says, the same for the same seed, and asks the tests in earnest."""

import ast
import subprocess
import sys

import pytest

import planted_mistakes
from mutations import Mistake, planted
from planted_mistakes import (
    HELD_BY,
    PACKAGE,
    TESTS,
    USUAL,
    absent,
    ask,
    drawn,
    equivalents,
    fate,
    files_of,
    held_by,
    mistakes_in,
    module_of,
    pytest_words,
    table,
    text_with,
    unasked,
)

INDEPENDENCE = "model/outcomes/independence_outcomes.py"
SECONDS = 120


def changes(source):
    return {(mistake.before, mistake.after) for mistake, _ in planted(source)}


@pytest.mark.parametrize(
    ("source", "before", "after"),
    [
        ("a < b", "a < b", {"a <= b", "a >= b"}),
        ("a == b", "a == b", {"a != b"}),
        ("a in b", "a in b", {"a not in b"}),
        ("a + b", "a + b", {"a - b"}),
        ("a * b", "a * b", {"a / b"}),
        ("a -= b", "a -= b", {"a += b"}),
        ("a and b", "a and b", {"a or b"}),
        ("c = not a", "not a", {"a"}),
        ("c = -a", "-a", {"a"}),
        ("c = 0", "0", {"1"}),
        ("c = 52", "52", {"53"}),
        ("c = 0.5", "0.5", {"0.55"}),
        ("c = 0.0", "0.0", {"1.0"}),
        ("c = True", "True", {"False"}),
        ("a[b:c]", "b:c", {"b + 1:c", "b:c - 1"}),
        ("a[:]", ":", {"1:", ":-1"}),
        ("c = range(n)", "range(n)", {"range(n + 1)"}),
        ("c = range(m, n)", "range(m, n)", {"range(m, n + 1)", "range(n, m)"}),
        ("c = min(a, b)", "min(a, b)", {"max(a, b)", "min(b, a)"}),
        ("c = a.any()", "a.any()", {"a.all()"}),
        ("c = a if b else d", "a if b else d", {"d if b else a"}),
        ("faults.append(a)", "faults.append(a)", {"pass"}),
        ("c = f('one') + f('two')", "'one'", {"'two'"}),
    ],
)
def test_a_mistake_is_what_a_tired_hand_might_write(source, before, after):
    assert {found for was, found in changes(source) if was == before} == after


@pytest.mark.parametrize(
    "source",
    [
        '"""There are 12 weeks."""',
        "weeks: Literal[12]",
        "def weeks(of: Literal[12]) -> Literal[12]: ...",
        "@kept(12)\ndef weeks(): ...",
        'raise ValueError(f"{weeks + 12} weeks")',
        'said = f"{weeks + 12} weeks"',
        "from weeks import twelve",
        "if TYPE_CHECKING:\n    weeks = 12",
        "say('of 12 weeks')",
        "say(weeks, weeks)",
    ],
)
def test_texts_types_and_messages_are_left_alone(source):
    assert not [before for before, after in changes(source) if after != "pass"]


@pytest.mark.parametrize("file", files_of(["model/outcomes", "experiments/planned_contrasts.py"]))
def test_every_mistake_is_in_the_text_and_nothing_else_is(file):
    usual = ast.unparse(ast.parse((PACKAGE / file).read_text(encoding="utf-8"))).splitlines()
    for mistake, tree in planted((PACKAGE / file).read_text(encoding="utf-8"), file):
        lines = ast.unparse(tree).splitlines()
        assert len(lines) == len(usual)
        assert sum(one != other for one, other in zip(lines, usual, strict=True)) == 1, mistake


def test_the_same_seed_plants_the_same_mistakes():
    files = files_of(list(USUAL))
    assert drawn(files, 50, 1) == drawn(files, 50, 1)
    assert drawn(files, 50, 1) != drawn(files, 50, 2)
    assert len(set(drawn(files, 50, 1))) == 50
    assert len(drawn([INDEPENDENCE], 10_000, 1)) == len(mistakes_in(INDEPENDENCE))


def test_a_folder_stands_for_its_files_and_a_file_for_its_module():
    assert files_of(["model/outcomes", INDEPENDENCE]).count(INDEPENDENCE) == 1
    assert (module_of(INDEPENDENCE), module_of("model/outcomes/__init__.py")) == (
        "simkomunitas.model.outcomes.independence_outcomes", "simkomunitas.model.outcomes",
    )  # fmt: skip


def test_every_module_is_held_by_tests_that_are_there():
    assert set(USUAL) <= set(HELD_BY)
    for file in files_of(list(HELD_BY)):
        assert any(word.endswith(".py") and word not in absent(file) for word in held_by(file)), file
        assert str(PACKAGE / file) in pytest_words(file)


def test_what_is_named_as_changing_nothing_could_be_planted_and_has_a_reason():
    possible = {tuple(one[name] for name in ("file", "code", "before", "after")) for one in every_named_file()}
    assert not set(equivalents()) - possible, "take out what is not in the code any more"
    assert all(len(reason) > 20 for reason in equivalents().values())


def every_named_file():
    return [mistake._asdict() for file in {file for file, *_ in equivalents()} for mistake in mistakes_in(file)]


# The tests are asked


def mistake_of(file, before, after):
    return next(one for one in mistakes_in(file) if (one.before, one.after) == (before, after))


def test_a_mistake_in_an_outcome_is_noticed_and_the_file_stays_as_it_is():
    before = (PACKAGE / INDEPENDENCE).read_bytes()
    mistake = mistake_of(INDEPENDENCE, "'problems_met'", "'problems_met_locally'")
    answer = ask(INDEPENDENCE, text_with(mistake), SECONDS)
    assert fate(mistake, answer, {}) == "noticed"
    assert "test_outcomes.py" in answer.said
    assert (PACKAGE / INDEPENDENCE).read_bytes() == before


def test_a_mistake_that_changes_nothing_survives_unless_it_is_named():
    known = equivalents()
    mistake = next(one for one in mistakes_in("model/outcomes/equality_outcomes.py") if (one.file, *one[3:]) in known)
    answer = ask(mistake.file, text_with(mistake), SECONDS)
    assert fate(mistake, answer, {}) == "survived"
    assert fate(mistake, answer, known) == "equivalent"


def test_tests_that_come_to_no_end_are_stopped():
    answer = ask(INDEPENDENCE, "import time\ntime.sleep(600)\n", 2)
    assert (answer.noticed, answer.stopped) == (True, True)
    assert answer.seconds < 60


def test_tests_that_do_not_hold_a_module_are_told(monkeypatch):
    monkeypatch.setitem(HELD_BY, INDEPENDENCE, ("test_ema.py", "-k", "no_such_test or doctest"))
    monkeypatch.setattr(planted_mistakes, "ask", lambda file, text, seconds: planted_mistakes.Answer(False, 0.0))
    assert "do not hold it" in unasked(INDEPENDENCE, SECONDS)


def test_tests_that_fail_anyway_are_told(monkeypatch):
    monkeypatch.setattr(planted_mistakes, "ask", lambda *_: planted_mistakes.Answer(True, 0.0, said="1 failed"))
    assert "do not pass as it stands\n1 failed" in unasked(INDEPENDENCE, SECONDS)


# What is told


def test_the_table_has_a_row_a_file_and_their_sum():
    one, other = (Mistake(file, 0, 1, "a < b", "a < b", "a <= b") for file in ("one.py", "other.py"))
    lines = table([(one, "noticed"), (one, "survived"), (other, "stopped")]).splitlines()
    assert [line.split() for line in lines] == [
        ["file", "planted", "noticed", "stopped", "equivalent", "survived"],
        ["one.py", "2", "1", "0", "0", "1"],
        ["other.py", "1", "0", "1", "0", "0"],
        ["together", "3", "1", "1", "0", "1"],
    ]


def command(*words):
    return subprocess.run(
        [sys.executable, str(TESTS / "planted_mistakes.py"), *words], capture_output=True, text=True, check=False
    )


def test_the_command_shows_what_it_would_plant():
    shown = command("model/outcomes", "--count", "3", "--seed", "5", "--list")
    assert shown.returncode == 0
    assert shown.stdout.count("  ->  ") == 3
    assert shown.stdout == command("model/outcomes", "--count", "3", "--seed", "5", "--list").stdout


@pytest.mark.parametrize(
    ("target", "hint"), [("no_such.py", "no such file"), ("reports/odd_page.py", "write into HELD_BY")]
)
def test_the_command_refuses_what_it_cannot_plant(target, hint):
    refused = command(target)
    assert refused.returncode == 2
    assert hint in refused.stderr
