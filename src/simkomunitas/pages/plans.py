"""Plans for spending hours, in words: what they are, what they are worth, and how far the search deceived itself."""

from collections.abc import Iterator
from math import isnan

import pandas as pd

from simkomunitas.analysis.best_use import GIVEN, NONE, Found
from simkomunitas.analysis.judging import told_apart
from simkomunitas.analysis.levers import Plan, hours_of
from simkomunitas.exits import exit_rules
from simkomunitas.outcomes import units
from simkomunitas.pages.naming import column_name, value_name
from simkomunitas.pages.words import is_share, name_of
from simkomunitas.study.scenario import Scenario, Shares

LARGEST = 3  # strategies named in a sentence
NOTABLE = 0.02  # share of the hours by which a programme may spend others and still be a yardstick


def plan_names(found: Found) -> dict[str, str]:
    """The plans to be told apart, with what each is best in."""
    said = told_apart(found.front)
    return {name: ", ".join(map(_short, words.split(", "))) for name, words in said.items()}


def _short(words: str) -> str:
    """What a plan is best in, by the name of the outcome."""
    start, best_in, column = words.rpartition("best in ")
    return f"best in {column_name(column).partition(',')[0]}" if best_in else f"{start}{column}"


def reference_names(found: Found) -> dict[str, str]:
    """The plans for comparison that are drawn: the programme as it is given, and none."""
    words = {GIVEN: "as given", NONE: name_of("arm", "none", "en")}
    return {name: words[name] for name in found.references if name in words}


def plan_words(plan: Plan, scenario: Scenario) -> str:
    """With whom, how it ends, how long, and how many hours a week."""
    hours = scenario.programme.facilitation.hours if scenario.programme else 0.0
    tapers = exit_rules[plan.exit_rule].outlook.tapers
    end = f"{value_name(plan.exit_rule)} over {plan.taper}" if tapers else value_name(plan.exit_rule)
    return f"{value_name(plan.targeting)}; {end}; {plan.weeks} weeks, {hours:.1f} h each"


def mix_words(shares: Shares) -> str:
    """The largest shares of a mix.

    >>> mix_words((("local_resources", 0.75), ("network_alliance", 0.25)))
    'local resources 75 %, network and alliance 25 %'
    """
    largest = sorted(shares, key=lambda share: -share[1])[:LARGEST]
    return ", ".join(f"{name_of('arm', name, 'en')} {100 * share:.0f} %" for name, share in largest)


def value_words(value: float, column: str) -> str:
    """A value of an outcome: shares as percent; a dash where no run has one."""
    if isnan(value):
        return "–"
    if is_share(units()[column.partition("@")[0]]):
        return f"{100 * value:.1f} %"
    return f"{value:.3g}"


def gain_words(value: float, column: str) -> str:
    """A difference of an outcome: of shares in points.

    >>> gain_words(0.025, "participation@year_3"), gain_words(-0.1, "equality@year_3")
    ('+2.5 points', '-0.1')
    """
    if isnan(value):
        return "–"
    if is_share(units()[column.partition("@")[0]]):
        return f"{100 * value:+.1f} points"
    return f"{value:+.3g}"


def best_use_words(found: Found) -> Iterator[str]:
    """What was found, in sentences."""
    chosen = plan_names(found)
    count = found.front.loc[found.front["on_front"], "plan"].nunique()
    searched = int(found.front.loc[found.front["in_search"].notna(), "plan"].nunique())
    yield (
        f"{found.evaluated} plans were tried; {searched} that none seemed to beat were judged again under fresh "
        f"seeds, and {count} of them are beaten by none there either."
    )
    against = "the programme as given" if GIVEN in found.references else "no programme"
    for name, words in chosen.items():
        plan = found.plans[name]
        rows = found.front[found.front["plan"] == name]
        worth = ", ".join(_worth(row) for _, row in rows.iterrows())
        yield (
            f"{words.capitalize()} ({name}): {plan_words(plan, found.scenarios[name])}; over all stages mostly "
            f"{mix_words(overall(plan))}. Against {against}: {worth}."
        )
    yield from _other_hours(found)
    yield from _curse(found.front)


def overall(plan: Plan) -> Shares:
    """The shares of a plan, averaged over the stages.

    >>> overall(Plan(((("a", 1.0),), (("a", 0.5), ("b", 0.5))), "random", "fixed_week", 52, 4))
    (('a', 0.75), ('b', 0.25))
    """
    names = dict.fromkeys(name for row in plan.shares for name, _ in row)
    return tuple((name, sum(dict(row).get(name, 0.0) for row in plan.shares) / len(plan.shares)) for name in names)


def _worth(row: "pd.Series[float]") -> str:
    """What a plan is worth in one principle: the difference, and what it comes to."""
    column = str(row["column"])
    gain = gain_words(float(row["gain"]), column).replace("-", "−")
    return f"{column_name(column)} {gain} (to {value_words(float(row['estimate']), column)})"


def _other_hours(found: Found) -> Iterator[str]:
    """That the programme as given spends more or fewer hours than the plans, and so is no yardstick for them."""
    given = hours_of(found.scenarios[GIVEN]) if GIVEN in found.references else found.hours
    if abs(given - found.hours) > NOTABLE * found.hours:
        yield (
            f"The programme as given spends {given:,.0f} hours and these plans {found.hours:,.0f}: part of what "
            "tells them apart is that."
        )


def _curse(front: pd.DataFrame) -> Iterator[str]:
    """How much better the plans seemed in the search than they are: the winner's curse."""
    said = []
    for column, rows in front[front["in_search"].notna()].groupby("column", sort=False):
        sign = 1 if rows["better"].iloc[0] == "more" else -1
        over = float((sign * (rows["in_search"] - rows["judged"])).mean())
        if over > 0:
            said.append(f"{column_name(str(column))} by {gain_words(over, str(column)).lstrip('+')}")
    if said:
        yield (
            f"In the search they seemed better than under fresh seeds, {', '.join(said)}: "
            "who is picked for being best was also lucky."
        )
