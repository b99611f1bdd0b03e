"""The tables of the five principles in the terminal, held to a comparison of two seeds that was worked out by hand."""

import io
import math

import pandas as pd
import pytest

from simkomunitas.base.estimation import estimate_contrasts, estimate_outcomes
from simkomunitas.model.outcomes import HEADLINE_OUTCOMES, outcomes, units_by_outcome
from simkomunitas.reports.model_tables import outcome_rows
from simkomunitas.reports.terminal_output import print_differences, print_principles
from simkomunitas.reports.translated_words import PRINCIPLES

# By arm and principle: what two seeds gave in the programme.
GIVEN = {
    "none": [(0.1, 0.3), (0.5, 0.7), (0.2, 0.2), (math.nan, math.nan), (0.1, 0.4)],
    "balanced": [(0.3, 0.5), (0.9, 1.3), (0.5, 0.6), (0.25, 0.35), (0.2, 0.7)],
}
# The 95 % interval of two values reaches 12.706 standard errors, and the standard error is half of their distance:
# 0.2 apart 1.2706, 0.4 apart 2.541, 0.1 apart 0.6353, 0.3 apart 1.906, 0.5 apart 3.177.
PRINCIPLES_BY_HAND = {
    "no programme": ["20.0 ±127.1", "0.60 ±1.27", "20.0 ±0.0", "–", "25.0 ±190.6"],
    "balanced mix": ["40.0 ±127.1", "1.10 ±2.54", "55.0 ±63.5", "30.0 ±63.5", "45.0 ±317.7"],
}
# Differences seed by seed: 0.2 and 0.2; 0.4 and 0.6; 0.3 and 0.4; none; 0.1 and 0.3.
DIFFERENCES_BY_HAND = {"balanced mix": ["20.0 ±0.0*", "0.50 ±1.27", "35.0 ±63.5", "–", "20.0 ±127.1"]}


def runs():
    return pd.DataFrame([
        {"arm": arm, "seed": seed}
        | {f"{name}@programme": given[seed] for name, given in zip(PRINCIPLES, every, strict=True)}
        for arm, every in GIVEN.items()
        for seed in (0, 1)
    ])  # fmt: skip


def printed(language="en", encoding="utf-8", width=100, what=("principles", "differences")):
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    means, gaps = estimate_outcomes(runs(), units_by_outcome()), estimate_contrasts(runs(), "none")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("simkomunitas.reports.terminal_output.TERMINAL_WIDTH", width)
        if "principles" in what:
            print_principles(means, stream, language)
        if "differences" in what:
            print_differences(gaps, means, stream, language)
    stream.flush()
    return stream.buffer.getvalue().decode(encoding)


def rows(text, arm):
    """What stands behind the name of an arm, in every table."""
    return " ".join(line.split(arm)[1] for line in text.splitlines() if line.startswith(f"   {arm} ")).split()


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("width", [60, 80, 100, 200])
@pytest.mark.parametrize(
    ("what", "by_hand"), [("principles", PRINCIPLES_BY_HAND), ("differences", DIFFERENCES_BY_HAND)]
)
def test_the_table_has_the_numbers_that_were_worked_out_by_hand_and_cuts_none(what, by_hand, width, encoding):
    text = printed(encoding=encoding, width=width, what=(what,))
    for arm, cells in by_hand.items():
        expected = " ".join(cells) if encoding == "utf-8" else " ".join(cells).replace("±", "+-").replace("–", "-")
        assert rows(text, arm) == expected.split()
    assert max(map(len, text.splitlines())) <= width
    for principle in PRINCIPLES:
        assert principle in text


def test_indonesian_numbers_have_commas_and_plain_ascii_two_signs():
    cells = " ".join(PRINCIPLES_BY_HAND["balanced mix"]).replace(".", ",").replace("±", "+-").split()
    assert rows(printed("id", "ascii", what=("principles",)), "campuran seimbang") == cells


def test_principles_stand_in_their_order_with_a_sign_where_they_are_shares():
    head, units_below = printed(what=("principles",)).splitlines()[2:4]
    assert head.split() == ["participation", "openness", "independence", "sustainability"]
    assert units_below.split() == ["arm", "%", "equality", "%", "%", "%"]


def test_the_list_of_outcomes_has_the_principles_first_and_all_of_them():
    names = [name.strip("*`") for name, *_ in outcome_rows()]
    assert sorted(names[: len(HEADLINE_OUTCOMES)]) == sorted(HEADLINE_OUTCOMES)
    assert names[len(HEADLINE_OUTCOMES) :] == sorted(set(outcomes) - set(HEADLINE_OUTCOMES))


def test_the_list_of_outcomes_says_unit_meaning_and_source_of_each():
    listed = {row[0].strip("*`"): row for row in outcome_rows()}
    for name, entry in outcomes.items():
        _, unit, meaning, _ = listed[name]
        assert unit == entry.unit
        assert meaning.startswith(entry.meaning)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "fewer than 10 seeds: intervals are rough"), ("id", "kurang dari 10 benih acak: selang")],
)
def test_intervals_from_few_seeds_are_called_rough(language, said):
    assert said in printed(language, what=("differences",))
    many = pd.concat([runs().assign(seed=lambda table, turn=turn: table["seed"] + 2 * turn) for turn in range(5)])
    stream = io.StringIO()
    print_differences(estimate_contrasts(many, "none"), estimate_outcomes(many, units_by_outcome()), stream, language)
    assert said not in stream.getvalue()
