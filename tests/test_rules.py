"""Every rule says its equation, its units and its source, and behaves as the field says that people do."""

import re
from math import isclose, isfinite
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

import simkomunitas
from simkomunitas.base.compilation_cache import python_function
from simkomunitas.base.quantity import Quantity, block_quantities
from simkomunitas.base.references import ASSUMED
from simkomunitas.config.setting_tables import parameter_table, setting_table
from simkomunitas.evidence.targets import targets
from simkomunitas.model.outcomes import outcomes
from simkomunitas.model.programme.exit_rules import exit_rules
from simkomunitas.model.programme.organizing_models import organizing_models
from simkomunitas.model.programme.strategies import strategies
from simkomunitas.model.programme.targeting import targeting_rules
from simkomunitas.model.rules import rules
from simkomunitas.model.rules.cooperation_rules import CONDITIONAL, FREE_RIDER, HUMP_SHAPED
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.rules.turnout_rules import TurnoutTerms
from simkomunitas.reports.markdown_format import CITATION_PATTERN, SOURCES

PACKAGE = Path(simkomunitas.__file__).parent
DEFAULTS = Parameters()
TINY = 1e-12

share = st.floats(0.0, 1.0)
hours = st.floats(0.0, 60.0)
utility = st.floats(-30.0, 30.0)
persons = st.integers(0, 50).map(float)
kind = st.sampled_from([FREE_RIDER, CONDITIONAL, HUMP_SHAPED])
yes_or_no = st.booleans()


def block(name):
    """A block of parameters, each anywhere in its range."""
    default = getattr(DEFAULTS, name)
    ranges = {key: st.floats(about.low, about.high) for key, about in block_quantities(type(default)).items()}
    return st.fixed_dictionaries(ranges).map(lambda values: type(default)(**values))


def two(values):
    """A smaller and a larger value."""
    return st.tuples(values, values).map(sorted)


def rule(name):
    """The plain Python function behind a rule."""
    return python_function(rules[name])


def doc(name):
    return rules[name].__doc__


def cited_in(text):
    return {key.strip() for found in CITATION_PATTERN.findall(text) for key in found.split(",")}


# What every rule says of itself


@pytest.fixture(params=list(rules))
def name(request):
    return request.param


def test_a_rule_says_its_equation(name):
    assert ".. math::" in doc(name)


def inputs(name):
    """What a rule takes, apart from yes or no, its parameters, and the level that it is named after."""
    hints = get_type_hints(rule(name)).items()
    known = ("return", "parameters", "terms", "cooperation")
    return [key for key, hint in hints if hint is not bool and key not in known and key not in name]


def test_a_rule_says_the_units_of_what_it_takes(name):
    units = re.findall(
        r"\[(?:0 |none|hours|log-odds|1/week|persons|ratio|share|years|weeks|thousand rupiah|activities)[^\]]*\]",
        doc(name),
    )
    assert units or not inputs(name)


def test_a_rule_tells_what_each_of_its_inputs_is(name):
    for key in inputs(name):
        assert re.search(rf"\b{key}\b", doc(name)), key


def test_a_rule_shows_an_example(name):
    assert ">>>" in doc(name)


def test_a_rule_cites_only_sources_that_exist(name):
    brackets = {key for found in re.findall(r"\[([A-Z][A-Z_, 0-9]+)\]", doc(name)) for key in found.split(", ")}
    assert brackets <= SOURCES.keys()


def test_a_rule_is_one_equation_long(name):
    code = Path(python_function(rules[name]).__code__.co_filename).read_text(encoding="utf-8")
    body = code.partition(f"def {name}(")[2].partition('"""')[2].partition('"""')[2].partition("\n@rule")[0]
    assert len([line for line in body.splitlines() if line.strip()]) <= 16


def test_compiled_and_plain_rules_give_the_same_number():
    belief = DEFAULTS.beliefs
    assert rules["belief_after_success"](0.3, 0.7, belief) == rule("belief_after_success")(0.3, 0.7, belief)
    assert rules["logistic_probability"](-1.3) == rule("logistic_probability")(-1.3)


# Sources


def sources_used():
    """Every source that a number, an entry of a catalogue, a docstring or the page names."""
    numbers = {row.quantity.source for row in parameter_table() + setting_table()}
    catalogues = (strategies, organizing_models, targeting_rules, exit_rules, outcomes, targets)
    entries = {source for catalogue in catalogues for entry in catalogue.values() for source in entry.sources}
    files = [*PACKAGE.rglob("*.py"), *(PACKAGE / "reports" / "templates").rglob("*.*")]
    texts = {key for file in files for key in cited_in(file.read_text(encoding="utf-8"))}
    return {key for key, source in SOURCES.items() if source in numbers | entries} | texts


@pytest.mark.parametrize("key", [key for key in SOURCES if key != "ASSUMED"])
def test_a_source_is_there_because_something_rests_on_it(key):
    assert key in sources_used()


@pytest.mark.parametrize("key", [key for key in SOURCES if key != "ASSUMED"])
def test_a_source_says_who_when_what_and_where(key):
    source = SOURCES[key]
    assert key.endswith(f"_{source.year}")
    assert source.title
    assert source.finding
    assert re.match(r"https?://[\w.-]+", source.link)


def test_nothing_is_cited_that_is_not_in_the_list():
    for file in PACKAGE.rglob("*.py"):
        assert cited_in(file.read_text(encoding="utf-8")) <= SOURCES.keys(), file


def test_an_assumption_says_that_it_is_one():
    assert str(ASSUMED) == "assumed"


@pytest.mark.parametrize("name", Parameters._fields)
def test_every_parameter_of_a_block_is_a_number_with_a_unit(name):
    for hint in get_type_hints(type(getattr(DEFAULTS, name)), include_extras=True).values():
        number, about = get_args(hint)
        assert number is float
        assert isinstance(about, Quantity)
        assert about.unit


# Turnout


@given(utility)
def test_a_probability_lies_between_nought_and_one(u):
    assert 0.0 <= rule("logistic_probability")(u) <= 1.0


@given(two(utility))
def test_the_more_speaks_for_coming_the_likelier_it_is(pair):
    assert rule("logistic_probability")(pair[0]) <= rule("logistic_probability")(pair[1])


@given(utility)
def test_coming_and_staying_away_are_all_there_is(u):
    assert isclose(rule("logistic_probability")(u) + rule("logistic_probability")(-u), 1.0, abs_tol=TINY)


terms = st.tuples(*[st.floats(-5.0, 5.0)] * len(TurnoutTerms._fields)).map(lambda values: TurnoutTerms(*values))


@given(terms, st.floats(0.0, 5.0))
def test_an_invitation_never_makes_anybody_stay_away(terms, strength):
    invited = rule("turnout_utility")(terms._replace(invitation=terms.invitation + strength))
    assert rule("logistic_probability")(invited) >= rule("logistic_probability")(rule("turnout_utility")(terms))


@given(terms, st.floats(-5.0, 5.0))
def test_what_speaks_for_coming_counts_the_same_whatever_else_does(terms, constant):
    raised = [value + constant for value in terms]
    difference = rule("turnout_utility")(TurnoutTerms(*raised)) - rule("turnout_utility")(terms)
    assert isclose(difference, len(terms) * constant, abs_tol=1e-9)


@given(st.floats(-5.0, 5.0), st.floats(-5.0, 5.0), st.floats(-5.0, 5.0))
def test_adding_a_constant_to_all_utilities_changes_no_preference(one, other, constant):
    odds = {
        u: rule("logistic_probability")(u) / (1.0 - rule("logistic_probability")(u))
        for u in (one, other, one + constant, other + constant)
    }
    assert isclose(odds[one] / odds[other], odds[one + constant] / odds[other + constant], rel_tol=1e-6)


@given(hours, two(hours), block("turnout"))
def test_more_free_hours_never_lower_turnout(event, left, parameters):
    fewer, more = (rule("time_cost")(event, hours, parameters) for hours in left)
    assert fewer <= more + TINY


@given(two(hours), hours, block("turnout"))
def test_a_longer_event_never_raises_turnout(events, left, parameters):
    shorter, longer = (rule("time_cost")(event, left, parameters) for event in events)
    assert longer <= shorter + TINY


@given(hours, hours, block("turnout"))
def test_time_costs_at_most_its_full_weight(event, left, parameters):
    assert -parameters.coefficient_time - TINY <= rule("time_cost")(event, left, parameters) <= 0.0


@given(yes_or_no, share, st.floats(0.0, 2.0), block("turnout"))
def test_status_cost_never_helps(female, wealth, formality, parameters):
    assert rule("status_cost")(female, wealth, formality, parameters) <= 0.0


@given(share, st.floats(0.0, 2.0), block("turnout"))
def test_a_formal_room_costs_a_woman_at_least_what_it_costs_a_man(wealth, formality, parameters):
    woman, man = (rule("status_cost")(female, wealth, formality, parameters) for female in (True, False))
    assert woman <= man


@given(yes_or_no, two(share), st.floats(0.0, 2.0), block("turnout"))
def test_a_formal_room_costs_the_poorer_at_least_what_it_costs_the_richer(female, wealth, formality, parameters):
    poorer, richer = (rule("status_cost")(female, rank, formality, parameters) for rank in wealth)
    assert poorer <= richer + TINY


@given(yes_or_no, share, two(st.floats(0.0, 2.0)), block("turnout"))
def test_a_more_formal_room_is_never_easier_to_enter(female, wealth, rooms, parameters):
    plainer, stiffer = (rule("status_cost")(female, wealth, formality, parameters) for formality in rooms)
    assert stiffer <= plainer


# Voice


@given(two(share), share, st.floats(-6.0, 0.0), block("voice"))
def test_skill_never_silences(skills, open_room, status, parameters):
    less, more = (rule("voice_utility")(skill, open_room, status, parameters) for skill in skills)
    assert less <= more


@given(share, two(share), st.floats(-6.0, 0.0), block("voice"))
def test_an_open_room_never_silences(skill, rooms, status, parameters):
    closed, open_room = (rule("voice_utility")(skill, room, status, parameters) for room in rooms)
    assert closed <= open_room


# Information


@given(yes_or_no, yes_or_no, block("information"))
def test_telling_is_a_probability(participant, alike, parameters):
    assert 0.0 <= rule("telling_probability")(participant, alike, parameters) <= 1.0


@given(yes_or_no, block("information"))
def test_participants_tell_at_least_as_often_as_others(alike, parameters):
    assert rule("telling_probability")(True, alike, parameters) >= rule("telling_probability")(False, alike, parameters)


@given(yes_or_no, block("information"))
def test_women_and_men_tell_each_other_at_most_as_often_as_among_themselves(participant, parameters):
    across, within = (rule("telling_probability")(participant, alike, parameters) for alike in (False, True))
    assert across <= within


# Cooperation


@given(kind, share, share, share, block("cooperation"))
def test_nobody_gives_less_than_nothing_or_more_than_all(cooperation, belief, leader, noted, parameters):
    assert 0.0 <= rule("contribution_share")(cooperation, belief, leader, noted, parameters) <= 1.0


@given(share, share, block("cooperation"))
def test_a_free_rider_gives_nothing_where_nobody_takes_note(belief, leader, parameters):
    assert rule("contribution_share")(FREE_RIDER, belief, leader, 0.0, parameters) == 0.0


@given(share, share, block("cooperation"))
def test_where_shares_are_noted_a_free_rider_gives_like_a_cooperator(belief, leader, parameters):
    rider, other = (
        rule("contribution_share")(one, belief, leader, 1.0, parameters) for one in (FREE_RIDER, CONDITIONAL)
    )
    assert rider == other


@given(kind, share, share, two(share), block("cooperation"))
def test_taking_note_never_lowers_giving(cooperation, belief, leader, notes, parameters):
    less, more = (rule("contribution_share")(cooperation, belief, leader, noted, parameters) for noted in notes)
    assert less <= more


@given(two(share), share, block("cooperation"))
def test_a_conditional_cooperator_gives_more_the_more_she_expects(beliefs, leader, parameters):
    less, more = (rule("contribution_share")(CONDITIONAL, belief, leader, 0.0, parameters) for belief in beliefs)
    assert less <= more


@given(kind, share, two(share), block("cooperation"))
def test_a_good_example_never_lowers_giving(cooperation, belief, examples, parameters):
    less, more = (rule("contribution_share")(cooperation, belief, example, 0.0, parameters) for example in examples)
    assert less <= more


@given(share, share, block("cooperation"))
def test_what_is_expected_lies_between_what_was_expected_and_what_was_seen(belief, seen, parameters):
    after = rule("belief_after_event")(belief, seen, parameters)
    assert min(belief, seen) - TINY <= after <= max(belief, seen) + TINY


@given(share, share, block("cooperation"))
def test_talking_it_over_never_lowers_what_is_expected_of_others(belief, talk, parameters):
    assert belief <= rule("belief_after_deliberation")(belief, talk, parameters) <= 1.0 + TINY


@given(share, share, block("cooperation"))
def test_drift_of_types_is_a_probability(given_, seen, parameters):
    assert 0.0 <= rule("erosion_probability")(given_, seen, parameters) <= 1.0
    assert 0.0 <= rule("recovery_probability")(seen, parameters) <= 1.0


@given(share, two(share), block("cooperation"))
def test_the_more_others_give_the_less_she_is_disappointed(given_, others, parameters):
    little, much = (rule("erosion_probability")(given_, seen, parameters) for seen in others)
    assert much <= little


@given(share, block("cooperation"))
def test_only_who_gave_more_than_she_saw_is_disappointed(seen, parameters):
    assert rule("erosion_probability")(seen, seen, parameters) == 0.0


@given(kind, share, share, block("cooperation"))
def test_who_leads_the_work_never_gives_less_for_it(cooperation, belief, noted, parameters):
    leading = rule("leader_contribution_share")(cooperation, belief, noted, parameters)
    assert rule("contribution_share")(cooperation, belief, 0.0, noted, parameters) <= leading <= 1.0


# Beliefs


@given(share, share, block("beliefs"))
def test_success_never_lowers_and_failure_never_raises_a_belief(level, near, parameters):
    assert (
        rule("belief_after_failure")(level, near, parameters)
        <= level
        <= rule("belief_after_success")(level, near, parameters) + TINY
    )


@given(share, share, block("beliefs"))
def test_a_belief_stays_a_belief(level, near, parameters):
    assert 0.0 <= rule("belief_after_failure")(level, near, parameters) <= 1.0
    assert 0.0 <= rule("belief_after_success")(level, near, parameters) <= 1.0 + TINY


@given(share, two(share), block("beliefs"))
def test_the_nearer_the_stronger(level, near, parameters):
    far, close = (rule("belief_after_success")(level, how, parameters) for how in near)
    assert far <= close + TINY
    far, close = (rule("belief_after_failure")(level, how, parameters) for how in near)
    assert close <= far + TINY


@given(share, block("beliefs"))
def test_from_the_middle_a_failure_takes_at_least_what_a_success_gives(near, parameters):
    gained = rule("belief_after_success")(0.5, near, parameters) - 0.5
    lost = 0.5 - rule("belief_after_failure")(0.5, near, parameters)
    assert lost >= gained - TINY


@given(share, share, share)
def test_what_fades_goes_towards_where_it_rests_and_not_beyond(level, rest, weekly):
    after = rule("belief_after_fading")(level, rest, weekly)
    assert min(level, rest) - TINY <= after <= max(level, rest) + TINY


@given(share)
def test_weeks_add_up_to_a_year(yearly):
    weekly = rule("weekly_rate")(yearly)
    assert 0.0 <= weekly <= 1.0
    assert isclose(1.0 - (1.0 - weekly) ** 52, min(0.999, yearly), abs_tol=1e-9)


@given(share, share, block("crowding"))
def test_payment_never_adds_to_the_unpaid_motive(motive, reward, parameters):
    assert 0.0 <= rule("motive_after_crowding_out")(motive, reward, parameters) <= motive


@given(share, block("crowding"))
def test_without_payment_nothing_is_crowded_out(motive, parameters):
    assert rule("motive_after_crowding_out")(motive, 0.0, parameters) == motive


# Learning


@given(share, share, share, share, block("learning"))
def test_training_never_makes_anybody_forget(skill, dose, quality, schooling, parameters):
    assert skill <= rule("skill_after_training")(skill, dose, quality, schooling, parameters) <= 1.0 + TINY


@given(share, two(share), share, share, block("learning"))
def test_a_larger_dose_never_teaches_less(skill, doses, quality, schooling, parameters):
    less, more = (rule("skill_after_training")(skill, dose, quality, schooling, parameters) for dose in doses)
    assert less <= more + TINY


@given(share, block("learning"))
def test_coming_strengthens_a_habit_and_staying_away_weakens_it_less(habit, parameters):
    came, missed = (rule("habit_after_event")(habit, came, parameters) for came in (True, False))
    assert 0.0 <= missed <= habit <= came + TINY
    assert came <= 1.0 + TINY


@given(block("learning"))
def test_one_miss_matters_less_than_one_repetition(parameters):
    came, missed = (rule("habit_after_event")(0.5, came, parameters) for came in (True, False))
    assert 0.5 - missed <= came - 0.5 + TINY


@given(share, st.floats(0.0, 60.0), hours)
def test_fatigue_stays_within_its_bounds(fatigue, given_hours, free):
    assert 0.0 <= rule("fatigue_after_week")(fatigue, given_hours, free) <= 1.0 + TINY


@given(share, two(hours), hours)
def test_giving_more_hours_never_rests(fatigue, given_hours, free):
    less, more = (rule("fatigue_after_week")(fatigue, spent, free) for spent in given_hours)
    assert less <= more + TINY


# Leadership


@given(share, share, persons, block("leadership"))
def test_stepping_forward_gets_no_likelier_where_others_lead(skill, efficacy, leaders, parameters):
    alone, beside = (rule("emergence_probability")(skill, efficacy, n, parameters) for n in (leaders, leaders + 1.0))
    assert 0.0 <= beside <= alone <= 1.0


@given(share, share, persons, block("leadership"))
def test_calling_is_a_probability_and_is_shared(able, energy, others, parameters):
    alone, beside = (rule("calling_probability")(able, energy, n, parameters) for n in (others, others + 1.0))
    assert 0.0 <= beside <= alone <= 1.0


load = st.floats(0.0, 2.0)


@given(load, yes_or_no, yes_or_no, block("leadership"))
def test_giving_up_is_a_probability(load, feedback, refreshed, parameters):
    assert 0.0 <= rule("burnout_probability")(load, feedback, refreshed, parameters) <= 1.0


@given(load, yes_or_no, block("leadership"))
def test_leaders_with_feedback_never_burn_out_more(load, refreshed, parameters):
    heard, alone = (rule("burnout_probability")(load, feedback, refreshed, parameters) for feedback in (True, False))
    assert heard <= alone


@given(load, yes_or_no, block("leadership"))
def test_leaders_with_refreshers_never_burn_out_more(load, feedback, parameters):
    fresh, stale = (rule("burnout_probability")(load, feedback, refreshed, parameters) for refreshed in (True, False))
    assert fresh <= stale


@given(two(load), yes_or_no, yes_or_no, block("leadership"))
def test_a_heavier_load_never_keeps_a_leader(loads, feedback, refreshed, parameters):
    light, heavy = (rule("burnout_probability")(load, feedback, refreshed, parameters) for load in loads)
    assert light <= heavy


# Projects, capture, advocacy


@given(st.floats(0.0, 5.0), st.floats(0.0, 5.0), st.floats(0.0, 5.0))
def test_plenty_of_one_thing_does_not_stand_in_for_another(labour, money, technical):
    assert rule("project_completion")(labour, money, technical) <= min(labour, money, technical)


@given(share, share, share, share, share, block("capture"))
def test_capture_is_a_probability(inequality, open_room, monitoring, ally, skill, parameters):
    assert 0.0 <= rule("capture_probability")(inequality, open_room, monitoring, ally, skill, parameters) <= 1.0


@given(share, share, two(share), share, block("capture"))
def test_capture_falls_where_allies_watch(inequality, open_room, allies, skill, parameters):
    alone, watched = (
        rule("capture_probability")(inequality, open_room, 0.2, ally, skill, parameters) for ally in allies
    )
    assert watched <= alone + TINY


@given(share, two(share), share, block("capture"))
def test_capture_falls_with_openness(inequality, rooms, monitoring, parameters):
    closed, open_room = (
        rule("capture_probability")(inequality, room, monitoring, 0.1, 0.2, parameters) for room in rooms
    )
    assert open_room <= closed + TINY


@given(share, share, two(share), share, block("capture"))
def test_capture_falls_with_monitoring(inequality, open_room, watch, skill, parameters):
    less, more = (rule("capture_probability")(inequality, open_room, eye, 0.1, skill, parameters) for eye in watch)
    assert more <= less + TINY


@given(two(share), share, share, share, block("capture"))
def test_capture_rises_with_inequality(gini, open_room, monitoring, skill, parameters):
    equal, unequal = (rule("capture_probability")(one, open_room, monitoring, 0.1, skill, parameters) for one in gini)
    assert equal <= unequal + TINY


@given(two(share), share, share, share, block("advocacy"))
def test_injustice_never_keeps_anybody_at_home(injustice, efficacy, identity, risk, parameters):
    less, more = (rule("mobilization_utility")(one, efficacy, identity, risk, parameters) for one in injustice)
    assert less <= more


@given(share, share, share, two(share), block("advocacy"))
def test_fear_of_reprisal_never_mobilizes(injustice, efficacy, identity, risks, parameters):
    safe, risky = (rule("mobilization_utility")(injustice, efficacy, identity, risk, parameters) for risk in risks)
    assert risky <= safe


@given(two(share), share, share, share, block("advocacy"))
def test_more_people_never_make_an_authority_harder(crowds, openness, link, ally, parameters):
    few, many = (rule("concession_utility")(crowd, openness, link, ally, parameters) for crowd in crowds)
    assert few <= many


@given(share, share, two(share), share, block("advocacy"))
def test_a_formal_link_never_hinders_a_concession(mobilized, openness, links, ally, parameters):
    loose, tight = (rule("concession_utility")(mobilized, openness, link, ally, parameters) for link in links)
    assert loose <= tight


# Economy, maintenance, place


@given(hours, two(st.floats(1.0, 3.0)), block("economy"))
def test_a_higher_income_never_costs_free_hours(free, incomes, parameters):
    lower, higher = (rule("hours_after_income")(free, income, parameters) for income in incomes)
    assert free - TINY <= lower <= higher


@given(two(share), share)
def test_who_can_be_shut_out_never_pays_less(excludability, given_):
    open_, closed = (rule("paying_probability")(one, given_) for one in excludability)
    assert 0.0 <= open_ <= closed + TINY
    assert closed <= 1.0 + TINY


@given(two(share), yes_or_no, block("maintenance"))
def test_a_group_that_more_attend_never_ends_sooner(turnouts, led, parameters):
    few, many = (rule("group_end_probability")(turnout, led, parameters) for turnout in turnouts)
    assert 0.0 <= many <= few <= 1.0


@given(share, block("maintenance"))
def test_a_group_that_is_led_never_ends_sooner(turnout, parameters):
    led, leaderless = (rule("group_end_probability")(turnout, led, parameters) for led in (True, False))
    assert led <= leaderless


@given(share, share)
def test_looking_and_listening_never_makes_outsiders_understand_less(understanding, skill):
    assert understanding <= rule("understanding_after_survey")(understanding, skill) <= 1.0 + TINY


@given(share, share, block("place"))
def test_a_session_never_loosens_a_tie(tie, skill, parameters):
    assert tie <= rule("link_after_session")(tie, skill, parameters) <= 1.0 + TINY


@given(share, hours, hours)
def test_no_rule_gives_a_number_that_is_none(level, one, other):
    assert all(
        isfinite(value)
        for value in (
            rule("time_cost")(one, other, DEFAULTS.turnout),
            rule("fatigue_after_week")(level, one, other),
            rule("weekly_rate")(level),
        )
    )


# At the edges


def test_an_event_that_takes_just_what_is_left_weighs_in_full():
    parameters, cost = Parameters().turnout, rule("time_cost")
    assert cost(2.5, 2.5, parameters) == -parameters.coefficient_time
    assert cost(0.0, 0.0, parameters) == -parameters.coefficient_time


def test_the_shortest_time_given_tires():
    fatigue_after = rule("fatigue_after_week")
    assert fatigue_after(0.5, 0.05, 10.0) == pytest.approx(0.5 + 0.1 * (0.005 - 0.5))
    assert fatigue_after(0.5, 0.0, 10.0) == pytest.approx(0.45)
    assert fatigue_after(0.5, 10.0, 10.0) == pytest.approx(0.55)
    assert fatigue_after(0.5, 3.0, 0.0) == pytest.approx(0.55)
