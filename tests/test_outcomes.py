"""Every outcome in every period has the value that was worked out by hand, and none where there is nothing to count."""

import math
from pathlib import Path

import numpy as np
import pytest

import simkomunitas.model.outcomes
from made_records import ADULTS, NAN, PROGRAMME, SERIES, VALUES, WEEKS, YEAR, found, made_record, usual_record, village
from simkomunitas.base.compilation_cache import python_function
from simkomunitas.base.references import ASSUMED, OLKEN_2010
from simkomunitas.model.outcomes import HEADLINE_OUTCOMES, measure_outcomes, outcome, outcomes, units_by_outcome
from simkomunitas.model.outcomes._period_statistics import gini_coefficient, last_programme_year_mean
from simkomunitas.model.processes.turnout_records import period_of
from simkomunitas.model.processes.weekly_observation import SERIES_NAMES
from simkomunitas.model.state.community_state import NEVER, PERIOD_COUNT
from simkomunitas.model.state.run_record import REPORTED_PERIODS, period_column

NAMES = list(outcomes)
LOOKING_BACK = ("half_life", "hours_per_lasting_participant", "programme_retention", "retention")


def same(values, right):
    np.testing.assert_allclose(values, right, rtol=1e-12, atol=1e-12, equal_nan=True)


def measure(name, record, period="programme"):
    return outcomes[name].measure(record, period)


def short_record(left=1, community=None, **series):
    """A record of the programme's weeks, in which everything is 0 but what is given, week by week."""
    weeks = len(next(iter(series.values())))
    usual = {name: np.zeros(weeks) for name in SERIES}
    return made_record(
        usual | {name: np.array(values, float) for name, values in series.items()}, left, None, community
    )


@pytest.fixture(scope="module")
def usual():
    return usual_record()


# Every outcome, every period


def test_every_outcome_has_its_values_worked_out_by_hand():
    assert sorted(VALUES) == NAMES, "write the values of a new outcome into made_records.py"


def test_the_hand_made_record_has_series_that_the_engine_keeps():
    assert set(SERIES) <= set(SERIES_NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_an_outcome_has_the_value_that_was_worked_out_by_hand(name, usual):
    same([measure(name, usual, period) for period in REPORTED_PERIODS], VALUES[name])


def test_the_results_of_a_run_are_all_of_them_by_outcome_and_period(usual):
    right = {
        f"{name}@{period}": value
        for name in NAMES
        for period, value in zip(REPORTED_PERIODS, VALUES[name], strict=True)
    }
    assert list(measure_outcomes(usual)) == list(right)
    same(list(measure_outcomes(usual).values()), list(right.values()))


def test_no_two_outcomes_have_the_same_values_unless_they_are_one():
    by_values = {}
    for name, values in VALUES.items():
        by_values.setdefault(str(values), []).append(name)
    assert [names for names in by_values.values() if len(names) > 1] == [["participation", "attend"]]


def test_units_are_those_of_the_outcomes():
    assert units_by_outcome() == {name: outcomes[name].unit for name in NAMES}
    assert set(HEADLINE_OUTCOMES) <= set(units_by_outcome())
    assert [entry.name for entry in outcomes.values()] == NAMES


def test_an_outcome_names_its_sources_or_is_assumed():
    assert outcomes["openness"].sources == (OLKEN_2010,)
    assert outcomes["gini_attendance"].sources == (ASSUMED,)


# Periods, to the week


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [("programme", 0, 59), ("year_1", 60, 111), ("year_2", 112, 163), ("year_3", 164, 215), ("year_5", 268, 319)],
)
def test_a_period_has_its_weeks_and_no_others(period, first, last, usual):
    assert usual.period_weeks(period) == slice(first, last + 1)


def test_outcomes_are_reported_for_the_programme_and_four_of_the_years_after_it():
    assert REPORTED_PERIODS == ("programme", "year_1", "year_2", "year_3", "year_5")


def test_attendances_are_counted_in_the_weeks_of_the_same_periods(usual):
    exits = [NEVER] * PROGRAMME + [PROGRAMME] * (WEEKS - PROGRAMME)  # what the engine knows of the exit, week by week
    counted = np.array([python_function(period_of)(week, left) for week, left in enumerate(exits)])
    for period in REPORTED_PERIODS:
        weeks = usual.period_weeks(period)
        assert np.flatnonzero(counted == period_column(period)).tolist() == list(range(weeks.start, weeks.stop))
    assert counted[-1] == PERIOD_COUNT  # later weeks are not counted at all


def test_the_last_programme_year_is_the_52_weeks_before_the_exit_or_all_there_are():
    weeks = np.arange(200.0)
    record = short_record(left=120, trust=weeks)
    assert last_programme_year_mean(record, "trust") == 93.5  # weeks 68 to 119
    assert last_programme_year_mean(record._replace(exit_week=30), "trust") == 14.5  # weeks 0 to 29
    assert math.isnan(last_programme_year_mean(record._replace(exit_week=0), "trust"))


@pytest.mark.parametrize(("name", "year"), [(name, year) for name in NAMES for year in (1, 2, 3, 5)])
def test_a_year_that_the_run_does_not_reach_to_its_end_has_no_value(name, year, usual):
    place = REPORTED_PERIODS.index(f"year_{year}")
    end = PROGRAMME + year * YEAR
    for weeks, reached in ((end, place + 1), (end - 1, place)):
        values = found(usual._replace(series=usual.series[:weeks]))[name]
        assert all(math.isnan(value) for value in values[reached:])
        if name != "half_life":  # it may be reached in a later year only
            same(values[:reached], VALUES[name][:reached])


# Edges


@pytest.mark.parametrize("name", NAMES)
def test_a_run_that_ends_before_the_exit_has_no_values(name, usual):
    assert all(math.isnan(value) for value in found(usual._replace(exit_week=NEVER))[name])


@pytest.mark.parametrize("name", NAMES)
def test_without_a_programme_the_years_after_it_are_judged_all_the_same(name, usual):
    """The facilitators left in week 0, so that there is no last programme year to look back on."""
    values = found(usual._replace(series=usual.series[PROGRAMME:], exit_week=0))[name]
    same(values, [NAN] * 5 if name in LOOKING_BACK else [NAN, *VALUES[name][1:]])


# In a village in which nothing at all happens these are 0; all others have nothing to measure.
NOTHING = {
    "assets_working", "attend", "aware", "contribute", "decide", "ever_attended", "facilitator_hours", "fatigue",
    "formal_hours", "general_participation", "income", "informal_hours", "invited", "lead", "leaders", "need",
    "openness", "participation", "participation_association", "participation_governance", "participation_mutual_help",
    "trust",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_where_nobody_does_anything_shares_are_0_and_ratios_have_no_value(name):
    record = made_record({name: np.zeros(WEEKS) for name in SERIES}, PROGRAMME)
    same([measure(name, record, period) for period in REPORTED_PERIODS], [0.0 if name in NOTHING else NAN] * 5)


ONE_WEEK = {
    "participation_programme": 0.3, "participation_mutual_help": 0.6, "participation_association": 0.2,
    "participation_governance": 0.1, "general_participation": 0.5, "aware": 0.9, "invited": 0.4, "contributed": 0.15,
    "decided": 0.05, "leads": 0.25, "knows_decision": 0.35, "women_came": 0.1, "men_came": 0.4, "poor_came": 0.3,
    "rest_came": 0.4, "women_spoke": 0.03, "men_spoke": 0.05, "poor_spoke": 0.02, "rest_spoke": 0.1, "trust": 0.45,
    "fatigue": 0.12, "need": 0.7, "income": 1.1, "informal_minutes": 1200, "formal_minutes": 240, "leader_load": 0.8,
    "facilitator_minutes": 480, "problems_due": 4, "problems_met": 2, "problems_met_locally": 1, "called_locally": 1,
    "called_by_facilitators": 4, "money_local": 30, "money_outside": 70, "leaders_lost": 1, "leaders_supported": 40,
    "leaders_unsupported": 64, "decisions": 5, "decisions_open": 3, "decisions_captured": 2, "dues_asked": 10,
    "dues_paid": 9, "groups_ended": 2, "associations_alive": 3, "savings_groups_alive": 1, "committees_alive": 1,
    "assets_built": 3, "assets_working": 2, "groups_cohort": 0, "groups_cohort_alive": 0, "assets_cohort": 0,
    "assets_cohort_working": 0, "benefits_poor": 0.6, "benefits_rest": 0.8,
}  # fmt: skip
OF_ONE_WEEK = {
    "participation": 0.3, "attend": 0.3, "participation_mutual_help": 0.6, "participation_association": 0.2,
    "participation_governance": 0.1, "general_participation": 0.5, "aware": 0.9, "invited": 0.4, "contribute": 0.15,
    "decide": 0.05, "lead": 0.25, "leaders": 25.0, "openness": 0.35, "trust": 0.45, "fatigue": 0.12, "need": 0.7,
    "income": 1.1, "leader_load": 0.8, "assets_working": 2.0, "facilitator_hours": 8.0,
    "informal_hours": 2.0,  # 20 hours of 10 adults
    "formal_hours": 0.4,  # 4 hours of 10 adults
    "equality_by_sex": 0.25, "equality_by_wealth": 0.75, "equality": 0.5,
    "voice_by_sex": 0.6, "voice_by_wealth": 0.2, "benefit_by_wealth": 0.75,
    "retention": 1.0, "programme_retention": 1.0,  # the last programme year is this week
    "independence": 0.25, "problems_met": 0.5, "hours_per_problem_met": 4.0,  # 1/4, 2/4, 8/2
    "called_locally": 0.2, "raised_locally": 0.3, "leaders_lost": 0.5,  # 1/5, 30/100, 52/104
    "open_decisions": 0.6, "capture": 0.4, "dues_paid": 0.9,
    "sustainability": 0.7,  # 5 + 2 of 5 + 2 ended + 3 built
    "ever_attended": 0.2, "gini_attendance": 0.25,  # 1 and 3 times: 2 x 7/8 - 3/2
    "groups_surviving": NAN, "assets_surviving": NAN, "half_life": NAN,  # of the years after the programme
    "hours_per_lasting_participant": NAN,  # nothing gained over the first weeks
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_programme_of_one_week_is_judged_by_this_week(name):
    attendances = [[1, 0, 0, 0, 0, 0], [3, 0, 0, 0, 0, 0], *([[0] * 6] * 8)]
    record = made_record({series: np.array([float(value)]) for series, value in ONE_WEEK.items()}, 1, attendances)
    same([measure(name, record, period) for period in REPORTED_PERIODS], [OF_ONE_WEEK[name], NAN, NAN, NAN, NAN])


BY_SEX = ("equality_by_sex", "voice_by_sex")
BY_WEALTH = ("equality_by_wealth", "voice_by_wealth", "benefit_by_wealth")


@pytest.mark.parametrize(
    ("women", "poor", "without", "equality"),
    [
        (0, 3, BY_SEX, 0.4),
        (ADULTS, 3, BY_SEX, 0.4),
        (4, 0, BY_WEALTH, 0.75),
        (4, ADULTS, BY_WEALTH, 0.75),
        (0, 0, BY_SEX + BY_WEALTH, NAN),
    ],
    ids=["no women", "no men", "no poor", "nobody but the poor", "nobody but better-off men"],
)
def test_a_group_without_members_is_compared_with_nobody(women, poor, without, equality, usual):
    """The engine writes 0 for a group without members; that does not mean that they stayed away."""
    absent = {"women": women, "men": ADULTS - women, "poor": poor, "rest": ADULTS - poor}
    empty = {
        name: np.zeros(WEEKS)
        for name in SERIES
        if not absent.get(name.removeprefix("benefits_").partition("_")[0], ADULTS)
    }
    record = made_record(SERIES | empty, PROGRAMME, usual.attendances, village(women, poor))
    for name in BY_SEX + BY_WEALTH:
        same(measure(name, record), NAN if name in without else VALUES[name][0])
    same(measure("equality", record), equality)


def test_who_stands_where_the_poorer_two_fifths_end_is_one_of_the_rest():
    people = village(poor=3)
    people = people._replace(residents=people.residents._replace(wealth=np.where(np.arange(ADULTS) < 5, 0.4, 0.8)))
    assert math.isnan(measure("equality_by_wealth", short_record(community=people, poor_came=[0.1], rest_came=[0.2])))


def test_equality_is_of_those_ratios_that_are_known():
    came = {"women_came": [0.2], "men_came": [0.0], "poor_came": [0.1], "rest_came": [0.4]}
    assert measure("equality", short_record(**came)) == 0.25  # no men came, so that there is no ratio by sex
    assert measure("equality", short_record(**came | {"rest_came": [0.0], "men_came": [0.8]})) == 0.25
    assert math.isnan(measure("equality", short_record(**came | {"rest_came": [0.0]})))


def test_women_who_all_stay_away_are_no_missing_value():
    record = short_record(women_came=[0.0], men_came=[0.5], poor_came=[0.0], rest_came=[0.5])
    assert [measure(name, record) for name in ("equality_by_sex", "equality_by_wealth", "equality")] == [0.0, 0.0, 0.0]


def test_who_leads_more_weeks_counts_more_in_the_load_of_leaders():
    record = short_record(left=3, leads=[0.1, 0.3, 0.0], leader_load=[2.0, 1.0, 0.0])
    same(measure("leader_load", record), 1.25)  # (0.1 x 2 + 0.3 x 1) / 0.4


@pytest.mark.parametrize(("came", "hours"), [(0.75, 4.0), (0.5, 8.0), (0.4375, NAN), (0.25, NAN), (0.0, NAN)])
def test_hours_are_shared_out_among_at_least_one_adult_gained(came, hours):
    """Eight adults: from 0.25 to a mean of 0.5 are two of them, to 0.375 is one, to 0.34375 is not even one."""
    series = {"participation_programme": [0.25] * 4 + [came] * 4, "facilitator_minutes": [480] + [0] * 7}
    same(measure("hours_per_lasting_participant", short_record(8, village(adults=8), **series)), hours)


def test_half_an_hour_of_pay_is_shared_out_too():
    record = short_record(8, participation_programme=[0.0] * 4 + [0.5] * 4, facilitator_minutes=[30] + [0] * 7)
    same(measure("hours_per_lasting_participant", record), 0.2)  # 0.5 hours for 10 x 0.25 adults
    same(measure("hours_per_problem_met", short_record(facilitator_minutes=[30], problems_met=[2])), 0.25)


def test_without_pay_there_are_no_hours_to_be_shared_out():
    came, met = np.append(np.zeros(4), np.full(96, 0.9)), np.ones(100)
    record = short_record(100, participation_programme=came, problems_met=met)
    assert math.isnan(measure("hours_per_lasting_participant", record))
    assert math.isnan(measure("hours_per_problem_met", record))
    assert measure("facilitator_hours", record) == 0.0


# How long it lasts: from (0 + 0 + 0 + 0.25) / 4 = 0.0625 to 0.5 in the programme, so that half is lost at 0.28125.

GAINED = [0.0, 0.0, 0.0, 0.25, 1.0, 1.0, 1.0, 1.0] + [0.5] * 52


@pytest.mark.parametrize(
    ("after", "weeks"),
    [
        ([0.1] * 52, 0.0),
        ([0.5] * 10 + [0.1] * 42, 10.0),
        ([0.5] * 10 + [0.1] + [0.5] * 41, 10.0),
        ([0.5] * 20 + [0.28125] * 32, 20.0),
        ([0.5] * 20 + [0.29] * 31 + [0.28], 51.0),
        ([0.29] * 52, NAN),
    ],
    ids=["at once", "after ten weeks", "for one week only", "exactly half", "in the last week", "never"],
)
def test_the_half_life_ends_in_the_first_week_with_half_of_the_gain_or_less(after, weeks):
    record = short_record(PROGRAMME, participation_programme=GAINED + after)
    same(measure("half_life", record, "year_1"), weeks)
    assert math.isnan(measure("half_life", record, "programme"))


@pytest.mark.parametrize("reached", [0.2, 0.1], ids=["nothing gained", "lost"])
def test_what_was_never_gained_has_no_half_life(reached):
    came = [0.2] * 8 + [reached] * 52 + [0.0] * 52
    assert math.isnan(measure("half_life", short_record(PROGRAMME, participation_programme=came), "year_1"))


@pytest.mark.parametrize(
    ("counts", "value"),
    [([1], 0.0), ([2, 2, 2], 0.0), ([0, 0, 3], 2 / 3), ([3, 0, 0], 2 / 3), ([1, 3], 0.25), ([0, 0], NAN), ([], NAN)],
)
def test_the_gini_coefficient_is_that_of_the_textbook(counts, value):
    same(gini_coefficient(np.array(counts)), value)


def test_an_outcome_of_ones_own_is_not_asked_about_a_period_that_was_not_reached(usual):
    @outcome("weeks")
    def weeks_of_the_period(record, period):
        """Weeks of the period."""
        weeks = record.period_weeks(period)
        return float(weeks.stop - weeks.start)

    try:
        assert found(usual._replace(series=usual.series[:112]))["weeks_of_the_period"] == pytest.approx(
            [60.0, 52.0, NAN, NAN, NAN], nan_ok=True
        )
        assert outcomes["weeks_of_the_period"].meaning == "Weeks of the period."
    finally:
        outcomes.remove("weeks_of_the_period")


# Mistakes that once passed every test


@pytest.mark.parametrize(
    ("name", "file", "right", "wrong"),
    [
        ("independence", "independence", '"problems_met_locally"', '"problems_met"'),
        (
            "sustainability",
            "sustainability",
            '+ value_at_end(record, "assets_working"',
            '+ value_at_end(record, "assets_built"',
        ),
        ("half_life", "independence", "0.5 * (reached", "0.25 * (reached"),
        (
            "programme_retention",
            "independence",
            "before = last_programme_year_mean(record,",
            "before = period_mean(record, period=period, series=",
        ),
        ("voice_by_sex", "equality", "safe_ratio(women, men)", "safe_ratio(men, women)"),
        ("capture", "equality", '"decisions_captured"', '"decisions_open"'),
        ("openness", "openness", '"knows_decision"', '"aware"'),
        ("gini_attendance", "equality", "counts > 0", "counts >= 0"),
        ("hours_per_lasting_participant", "cost", " - _initial_participation(record)", ""),
    ],
)
def test_a_mistake_that_once_passed_every_test_gives_another_value(name, file, right, wrong, monkeypatch, usual):
    """The text of the module with the mistake in it, so that nothing of it stays behind."""
    monkeypatch.setattr("simkomunitas.model.outcomes.outcome", lambda *_: lambda measure: measure)
    text = (Path(simkomunitas.model.outcomes.__file__).parent / f"{file}_outcomes.py").read_text(encoding="utf-8")
    assert text.count(right) == 1
    mistaken = {}
    exec(text.replace(right, wrong), mistaken)
    values = [mistaken[name](usual, period) for period in REPORTED_PERIODS]
    assert not np.allclose(values, VALUES[name], rtol=1e-9, equal_nan=True)
