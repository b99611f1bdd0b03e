"""Patterns that are not among the twenty targets: a small round of them, and the page that tells of all."""

import importlib.util
from pathlib import Path

import pytest

STUDY = Path(__file__).parents[1] / "experiments" / "other_patterns"
FEW, MANY = 6, 24
NOT_SHOWN = {"E4 pro-poor", "I2 dues"}  # and the page says why


def analysis():
    """The module analyse.py of the study."""
    spec = importlib.util.spec_from_file_location("analyse_other_patterns", STUDY / "analyse.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PATTERNS = analysis().patterns()


@pytest.fixture(scope="module")
def found():
    return analysis().looked_at(PATTERNS, FEW)


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_a_pattern_wants_a_sign_or_a_band_and_not_both(pattern):
    assert pattern.says
    assert (pattern.sign in ("more", "less")) != (pattern.low > float("-inf") or pattern.high < float("inf"))


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_no_pattern_comes_out_wrong_but_those_the_page_names(found, pattern):
    """Few seeds leave some unclear; none may come out the other way round."""
    if pattern.name not in NOT_SHOWN:
        assert found[pattern.name].verdict != "not so"


def test_most_are_clear_with_few_seeds_already(found):
    assert sum(of_one.verdict == "as found" for of_one in found.values()) >= len(found) - 8


def test_the_page_tells_of_every_pattern_and_names_what_is_not_shown():
    page = (STUDY / "README.md").read_text(encoding="utf-8")
    for pattern in PATTERNS:
        (row,) = (line for line in page.splitlines() if line.startswith(f"| {pattern.name} |"))
        assert ("as found" in row) != (pattern.name in NOT_SHOWN)
    for name in NOT_SHOWN:
        assert f"- {name.split()[0]}" in page


def test_a_judgement_follows_from_where_the_interval_lies():
    study = analysis()
    more = PATTERNS[0]._replace(sign="more")
    band = PATTERNS[0]._replace(sign="", low=0.0, high=1.0)
    values = study.np.array([0.4, 0.5, 0.6])
    assert study.judged(more, values).verdict == "as found"
    assert study.judged(more, -values).verdict == "not so"
    assert study.judged(more, values - 0.5).verdict == "unclear"
    assert study.judged(band, values).verdict == "as found"
    assert study.judged(band, values + 3).verdict == "not so"


@pytest.mark.long
def test_all_but_those_the_page_names_are_shown():
    found = analysis().looked_at(PATTERNS, MANY)
    assert {name for name, of_one in found.items() if of_one.verdict != "as found"} <= NOT_SHOWN
