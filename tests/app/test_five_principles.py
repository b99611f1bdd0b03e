"""The five principles on every surface: one definition, one unit, one word; the same numbers for the same record."""

import io
import json
import re
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

import simkomunitas
from simkomunitas.app import workshop_handout
from simkomunitas.app.animation_data import encode_animation
from simkomunitas.app.app_words import app_texts
from simkomunitas.app.presets import load_presets
from simkomunitas.app.take_home_parcel import ParcelRequest
from simkomunitas.app.workshop.score_board import actual_attendance, format_score, principle_scores
from simkomunitas.base.estimation import comparison_json, to_json_text
from simkomunitas.explain.run_playback import principle_in_week, record_playback
from simkomunitas.locale.translation import LANGUAGES, text_table
from simkomunitas.model.outcomes import HEADLINE_OUTCOMES, outcomes
from simkomunitas.model.programme.programme_settings import Horizon
from simkomunitas.reports.outcome_format import format_period_mean, format_week_value, round_to_hundredths
from simkomunitas.reports.report.report_tables import render_outcome_tables
from simkomunitas.reports.terminal_output import print_principles
from simkomunitas.reports.translated_words import PERIODS, PRINCIPLES, display_name, is_share_unit
from simkomunitas.results.scenario_comparison import build_single_run_tables
from simkomunitas.simulation.simulation_run import run_scenario

BALANCED = load_presets()["balanced"].scenario
SMALL = BALANCED._replace(
    village=BALANCED.village._replace(people=BALANCED.village.people._replace(adults=120, hamlets=3)),
    horizon=Horizon(104, 260),
)
SEED = 3
SOURCES = Path(simkomunitas.__file__).parent


@pytest.fixture(scope="module")
def shown():
    return record_playback(SMALL, SEED)


@pytest.fixture(scope="module")
def result():
    return build_single_run_tables("run", SEED, run_scenario(SMALL, SEED))


def by_hand(record, week):
    """The five principles of a week, from the weekly series alone."""

    def over(name, weeks):
        return record.series_values(name)[max(0, week + 1 - weeks) : week + 1].sum()

    def part(a, b):
        return a / b if b > 0 else np.nan

    ratios = [part(over("women_came", 13), over("men_came", 13)), part(over("poor_came", 13), over("rest_came", 13))]
    now = {name: record.series_values(name)[week] for name in record.series_names}
    alive = now["associations_alive"] + now["savings_groups_alive"] + now["committees_alive"]
    ever = alive + record.series_values("groups_ended")[: week + 1].sum() + now["assets_built"]
    left_behind = now["groups_cohort"] + now["assets_cohort"]
    during = part(alive + now["assets_working"], ever)
    after = part(now["groups_cohort_alive"] + now["assets_cohort_working"], left_behind)
    return {
        "participation": now["participation_programme"],
        "equality": part(np.nansum(ratios), np.count_nonzero(~np.isnan(ratios))),
        "openness": now["knows_decision"],
        "independence": part(over("problems_met_locally", 52), over("problems_due", 52)),
        "sustainability": during if week < record.exit_week else after,
    }


@pytest.mark.parametrize("week", [0, 3, 12, 25, 51, 60, 103, 104, 130, 200, 363])
def test_a_week_is_what_the_series_of_that_week_say(shown, week):
    expected = by_hand(shown.record, week)
    for name in HEADLINE_OUTCOMES:
        assert shown.principle_series[name][week] == pytest.approx(expected[name], nan_ok=True), name


def test_what_ended_early_in_the_programme_is_remembered_until_its_last_day(shown):
    record = shown.record._replace(series=shown.record.series.copy())
    record.series[:, record.series_names.index("groups_ended")] = 0.0
    record.series[5, record.series_names.index("groups_ended")] = 3.0
    for week in (4, 5, 60, 103):
        assert principle_in_week(record, "sustainability", week) == pytest.approx(
            by_hand(record, week)["sustainability"]
        )
    assert principle_in_week(record, "sustainability", 60) < principle_in_week(record, "sustainability", 4)


@pytest.mark.parametrize("year", [1, 3, 5])
def test_a_year_that_is_over_is_the_outcome_of_that_year(shown, year):
    last = shown.record.exit_week + 52 * year - 1
    for name in ("independence", "sustainability"):
        assert shown.principle_series[name][last] == pytest.approx(shown.outcomes[f"{name}@year_{year}"], nan_ok=True)
    weeks = shown.record.period_weeks(f"year_{year}")
    for name in ("participation", "openness"):
        assert shown.principle_series[name][weeks].mean() == pytest.approx(shown.outcomes[f"{name}@year_{year}"])


@pytest.mark.parametrize("week", [12, 25, 103, 363])
@pytest.mark.parametrize("language", ["id", "en"])
def test_board_curves_prediction_and_hand_out_tell_the_same_week(shown, week, language):
    curves = dict(zip(PRINCIPLES, encode_animation(shown).principles.astype("<f4")[:, week].tolist(), strict=True))
    page = workshop_handout._first_page([("A", shown)], ParcelRequest((("A", SMALL),), SEED, week, language))
    drawn = {axes.get_title(loc="left"): axes for axes in page.axes if axes.lines}
    for name in PRINCIPLES:
        unit = outcomes[name].unit
        told = format_week_value(principle_scores(shown, week + 1)[name], unit, language)
        assert told == format_week_value(curves[name], unit, language)
        assert format_score(shown, name, week + 1, language).partition(" (")[0] == told
        title = display_name("outcome", name, language).capitalize() + (" (%)" if is_share_unit(unit) else "")
        value = drawn[title].lines[0].get_ydata()[week] / (100 if is_share_unit(unit) else 1)
        assert format_week_value(value, unit, language) == told
    assert actual_attendance(shown, week + 1) == round_to_hundredths(curves["participation"])
    assert (
        format_week_value(curves["participation"], "share of adults", language)
        == f"{actual_attendance(shown, week + 1)} %"
    )


@pytest.mark.parametrize("language", ["id", "en"])
def test_compare_hand_out_terminal_and_json_tell_the_same_period(shown, result, language):
    said = json.loads(to_json_text(comparison_json("x", {}, (SEED,), result.outcomes, result.contrasts)))
    numbers = {(row["outcome"], row["period"]): row["estimate"] for row in said["outcomes"]}
    printed, page = io.StringIO(), Figure()
    wanted = result.outcomes[
        result.outcomes["outcome"].isin(HEADLINE_OUTCOMES) & result.outcomes["period"].isin(PERIODS)
    ]
    print_principles(wanted, printed, language)
    workshop_handout._draw_principle_table(page, [("A", shown)], language)
    cells = [cell.get_text().get_text() for cell in page.axes[0].tables[0].get_celld().values()]
    report = render_outcome_tables(result.outcomes)
    for name in HEADLINE_OUTCOMES:
        for period in PERIODS:
            value, unit = numbers[name, period], outcomes[name].unit
            assert (value is None) == bool(np.isnan(shown.outcomes[f"{name}@{period}"]))
            text = format_period_mean(shown.outcomes[f"{name}@{period}"], unit, language)
            assert text in cells  # the table of Compare is made of the same texts
            assert text.removesuffix(" %") in printed.getvalue()
            assert format_period_mean(shown.outcomes[f"{name}@{period}"], unit, "en").removesuffix(" %") in report
            if value is not None:
                assert format_period_mean(value, unit, language) == text


def test_where_few_problems_fell_due_the_board_says_how_many(shown):
    record = shown.record
    for week in range(60, 364, 20):
        met, due = (
            record.series_values(name)[week - 51 : week + 1].sum() for name in ("problems_met_locally", "problems_due")
        )
        text = format_score(shown, "independence", week + 1, "en")
        assert (f"({met:.0f} of {due:.0f} problems)" in text) == (0 < due < 20)


def test_a_principle_has_one_word():
    words = [text for code in LANGUAGES for text in (text_table("figures", code) | app_texts(code)).values()]
    words += [path.read_text(encoding="utf-8") for path in SOURCES.glob("app/guide/*.md")]
    for text in words:
        assert not re.search(
            r"\b(reach|jangkauan|fairness|keadilan|autonomy|otonomi|transparan\w*)\b", text, re.IGNORECASE
        )


def test_only_the_outcomes_know_what_a_principle_is_made_of():
    made_of = re.compile(r"women_came|poor_came|problems_met_locally|called_locally|groups_cohort|\bgini\(")
    for part in ("app", "reports", "cli"):
        for path in (SOURCES / part).rglob("*.py"):
            assert not made_of.search(path.read_text(encoding="utf-8")), path


def test_a_value_is_written_in_one_place():
    own = re.compile(r"\(100(\.0)?, 1\) if")
    for part in ("app", "reports"):
        for path in (SOURCES / part).rglob("*.py"):
            assert path.name == "outcome_format.py" or not own.search(path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize(("value", "told"), [(0.125, 13), (0.145, 15), (0.1449, 14), (0.005, 1), (1.0, 100), (0.0, 0)])
def test_a_half_counts_upwards_in_single_and_in_double_precision(value, told):
    assert round_to_hundredths(value) == round_to_hundredths(float(np.float32(value))) == told
