"""A line that says what failing is: read strictly, and what is wrong with it is told at once."""

import pytest

from simkomunitas.analysis.failure_conditions import FailureCondition, parse_failure_conditions
from simkomunitas.base.input_errors import InputError

RIGHT = {
    "independence@year_3 < 0.1": FailureCondition("independence", "year_3", None, "<", 0.1),
    "participation@programme>=.25": FailureCondition("participation", "programme", None, ">=", 0.25),
    "  need@year_5   >  5e-1 ": FailureCondition("need", "year_5", None, ">", 0.5),
    "participation@year_3 against none < 0": FailureCondition("participation", "year_3", "none", "<", 0.0),
    "participation@year_3 against slow farewell <= -0.02": FailureCondition(
        "participation", "year_3", "slow farewell", "<=", -0.02
    ),
}
WRONG = {
    "": "outcome@period",
    "independence < 0.1": "outcome@period",
    "independence@year_3": "outcome@period",
    "independence@year_3 = 0.1": "outcome@period",
    "independence@year_3 == 0.1": "outcome@period",
    "independence@year_3 < 0.1 < 0.2": "outcome@period",
    "independance@year_3 < 0.1": "did you mean 'independence'",
    "independence@year_4 < 0.1": "did you mean 'year_",
    "independence@year_3 < 0,1": "write 0.1: decimals take a point",
    "independence@year_3 < nan": "a number",
    "independence@year_3 < inf": "a number",
    "independence@year_3 < ten": "a number",
    "independence@year_3 < 0.1 or need@year_3 > 1": "a number|outcome@period",
    "__import__('os')@year_3 < 1": "an outcome",
}


@pytest.mark.parametrize("text", RIGHT)
def test_a_condition_is_read_as_it_is_meant(text):
    assert parse_failure_conditions(text) == (RIGHT[text],)


def test_several_conditions_must_all_be_met():
    found = parse_failure_conditions("independence@year_3 < 0.1 and need@year_3 > 0.5")
    assert [str(clause) for clause in found] == ["independence@year_3 < 0.1", "need@year_3 > 0.5"]


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_condition_is_refused_with_a_hint(text):
    with pytest.raises(InputError, match=WRONG[text]):
        parse_failure_conditions(text)


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(InputError) as refused:
        parse_failure_conditions("independance@year_9 < 0,1 and ned@year_3 > 1", arms=["none"])
    assert len(refused.value.errors) == 4


def test_only_arms_that_exist_can_be_compared_with():
    parse_failure_conditions("need@year_3 against none > 0", arms=["none", "balanced"])
    with pytest.raises(InputError, match="did you mean 'none'"):
        parse_failure_conditions("need@year_3 against non > 0", arms=["none", "balanced"])


@pytest.mark.parametrize("clause", list(RIGHT.values()), ids=str)
def test_a_condition_is_written_as_it_is_read(clause):
    assert parse_failure_conditions(str(clause)) == (clause,)


def test_a_condition_holds_on_the_right_side_of_its_level():
    (below,) = parse_failure_conditions("need@year_3 < 0.5")
    assert [below.is_met(value) for value in (0.4, 0.5, 0.6, float("nan"))] == [True, False, False, False]
