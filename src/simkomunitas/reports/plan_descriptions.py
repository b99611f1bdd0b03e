"""Plans for spending hours, in words: what they are, what they are worth, and how far the search deceived itself."""

from collections.abc import Iterator
from math import isnan

import pandas as pd

from simkomunitas.analysis.optimization_search import GIVEN, NONE, OptimizationResult
from simkomunitas.analysis.plan_encoder import ProgrammePlan, total_programme_hours
from simkomunitas.analysis.plan_evaluation import select_highlighted_plans
from simkomunitas.model.outcomes import units_by_outcome
from simkomunitas.model.programme.exit_rules import exit_rules
from simkomunitas.model.scenario_definition import Scenario, StrategyShares
from simkomunitas.reports.display_names import format_column_name, format_factor_value
from simkomunitas.reports.translated_words import display_name, is_share_unit

LARGEST_SHARES_SHOWN = 3  # strategies named in a sentence
NOTABLE_DIFFERENCE = 0.02  # share of the hours by which a programme may spend others and still be a yardstick


def name_highlighted_plans(found: OptimizationResult) -> dict[str, str]:
    """The plans to be told apart, with what each is best in."""
    said = select_highlighted_plans(found.pareto_front)
    return {name: ", ".join(map(_objective_phrase, words.split(", "))) for name, words in said.items()}


def _objective_phrase(words: str) -> str:
    """What a plan is best in, by the name of the outcome."""
    start, best_in, column = words.rpartition("best in ")
    return f"best in {format_column_name(column).partition(',')[0]}" if best_in else f"{start}{column}"


def reference_plan_names(found: OptimizationResult) -> dict[str, str]:
    """The plans for comparison that are drawn: the programme as it is given, and none."""
    words = {GIVEN: "as given", NONE: display_name("arm", "none", "en")}
    return {name: words[name] for name in found.reference_plans if name in words}


def describe_plan(plan: ProgrammePlan, scenario: Scenario) -> str:
    """With whom, how it ends, how long, and how many hours a week."""
    hours = scenario.programme.facilitation.hours if scenario.programme else 0.0
    tapers = exit_rules[plan.exit_rule].outlook.is_tapering
    end = (
        f"{format_factor_value(plan.exit_rule)} over {plan.taper_weeks}"
        if tapers
        else format_factor_value(plan.exit_rule)
    )
    return f"{format_factor_value(plan.targeting)}; {end}; {plan.weeks} weeks, {hours:.1f} h each"


def describe_mix(shares: StrategyShares) -> str:
    """The largest shares of a mix.

    >>> describe_mix((("local_resources", 0.75), ("network_alliance", 0.25)))
    'local resources 75 %, network and alliance 25 %'
    """
    largest = sorted(shares, key=lambda share: -share[1])[:LARGEST_SHARES_SHOWN]
    return ", ".join(f"{display_name('arm', name, 'en')} {100 * share:.0f} %" for name, share in largest)


def format_outcome_value(value: float, column: str) -> str:
    """A value of an outcome: shares as percent; a dash where no run has one."""
    if isnan(value):
        return "–"
    if is_share_unit(units_by_outcome()[column.partition("@")[0]]):
        return f"{100 * value:.1f} %"
    return f"{value:.3g}"


def format_outcome_difference(value: float, column: str) -> str:
    """A difference of an outcome: of shares in points.

    >>> format_outcome_difference(0.025, "participation@year_3"), format_outcome_difference(-0.1, "equality@year_3")
    ('+2.5 points', '-0.1')
    """
    if isnan(value):
        return "–"
    if is_share_unit(units_by_outcome()[column.partition("@")[0]]):
        return f"{100 * value:+.1f} points"
    return f"{value:+.3g}"


def describe_optimization(found: OptimizationResult) -> Iterator[str]:
    """What was found, in sentences."""
    chosen = name_highlighted_plans(found)
    count = found.pareto_front.loc[found.pareto_front["on_front"], "plan"].nunique()
    searched = int(found.pareto_front.loc[found.pareto_front["in_search"].notna(), "plan"].nunique())
    yield (
        f"{found.evaluated_plans} plans were tried; {searched} that none seemed to beat were judged again under fresh "
        f"seeds, and {count} of them are beaten by none there either."
    )
    against = "the programme as given" if GIVEN in found.reference_plans else "no programme"
    for name, words in chosen.items():
        plan = found.plans[name]
        rows = found.pareto_front[found.pareto_front["plan"] == name]
        worth = ", ".join(_describe_plan_score(row) for _, row in rows.iterrows())
        yield (
            f"{words.capitalize()} ({name}): {describe_plan(plan, found.scenarios[name])}; over all stages mostly "
            f"{describe_mix(mean_stage_shares(plan))}. Against {against}: {worth}."
        )
    yield from _describe_unequal_hours(found)
    yield from _describe_selection_bias(found.pareto_front)


def mean_stage_shares(plan: ProgrammePlan) -> StrategyShares:
    """The shares of a plan, averaged over the stages.

    >>> mean_stage_shares(ProgrammePlan(((("a", 1.0),), (("a", 0.5), ("b", 0.5))), "random", "fixed_week", 52, 4))
    (('a', 0.75), ('b', 0.25))
    """
    names = dict.fromkeys(name for row in plan.shares for name, _ in row)
    return tuple((name, sum(dict(row).get(name, 0.0) for row in plan.shares) / len(plan.shares)) for name in names)


def _describe_plan_score(row: "pd.Series[float]") -> str:
    """What a plan is worth in one principle: the difference, and what it comes to."""
    column = str(row["column"])
    gain = format_outcome_difference(float(row["gain"]), column).replace("-", "−")
    return f"{format_column_name(column)} {gain} (to {format_outcome_value(float(row['estimate']), column)})"


def _describe_unequal_hours(found: OptimizationResult) -> Iterator[str]:
    """That the programme as given spends more or fewer hours than the plans, and so is no yardstick for them."""
    given = total_programme_hours(found.scenarios[GIVEN]) if GIVEN in found.reference_plans else found.total_hours
    if abs(given - found.total_hours) > NOTABLE_DIFFERENCE * found.total_hours:
        yield (
            f"The programme as given spends {given:,.0f} hours and these plans {found.total_hours:,.0f}: part of what "
            "tells them apart is that."
        )


def _describe_selection_bias(front: pd.DataFrame) -> Iterator[str]:
    """How much better the plans seemed in the search than they are: the winner's curse."""
    said = []
    for column, rows in front[front["in_search"].notna()].groupby("column", sort=False):
        sign = 1 if rows["better"].iloc[0] == "more" else -1
        over = float((sign * (rows["in_search"] - rows["judged"])).mean())
        if over > 0:
            said.append(
                f"{format_column_name(str(column))} by {format_outcome_difference(over, str(column)).lstrip('+')}"
            )
    if said:
        yield (
            f"In the search they seemed better than under fresh seeds, {', '.join(said)}: "
            "who is picked for being best was also lucky."
        )
