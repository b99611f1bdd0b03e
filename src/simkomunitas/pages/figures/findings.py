"""Titles that say what is seen; where nothing can be said with confidence, they say no more than the subject."""

import math

import pandas as pd

from simkomunitas.pages.figures.tables import Cells, curve
from simkomunitas.pages.words import Language, is_share, name_of, number, percent, say

YEAR = 52
LASTING = "year_3"


def value(amount: float, unit: str, language: Language) -> str:
    """An amount as a title shows it."""
    return percent(amount, language) if is_share(unit) else number(amount, language, 2)


def principles(cells: Cells, language: Language) -> str:
    """Which arm has most participation five years on, when it is clearly above no programme."""
    found = {arm: cells.at(arm, "participation", "year_5") for arm in cells.arms}
    base = found.pop("none", None)
    known = {arm: cell for arm, cell in found.items() if not math.isnan(cell.low)}
    if base is None or math.isnan(base.high) or not known:
        return say("title:principles_plain", language)
    best = max(known, key=lambda arm: known[arm].estimate)
    if known[best].low <= base.high:
        # Differences may be clear all the same, because they are paired; here they are not, so nothing is said.
        return say("title:principles_plain", language)
    values = {"value": percent(known[best].estimate, language), "base": percent(base.estimate, language)}
    return say("title:principles", language, arm=name_of("arm", best, language), **values)


def differences(cells: Cells, language: Language) -> str:
    """In how many arms participation is above no programme three years on."""
    found = [cells.at(arm, "participation", LASTING) for arm in cells.arms]
    if not found or any(math.isnan(cell.low) for cell in found):
        return say("title:differences_plain", language)
    count = sum(cell.low > 0 for cell in found)
    return say("title:differences", language, count=count, all=len(found))


def course(weekly: pd.DataFrame, exit_week: int, series: str, unit: str, language: Language) -> str:
    """Where most is lost between the last programme year and the second year after exit."""
    named = name_of("outcome", series, language)
    lost = {arm: _before_and_after(curve(weekly, arm, series), exit_week) for arm in weekly["arm"].unique()}
    lost = {arm: pair for arm, pair in lost.items() if arm != "none" and not any(map(math.isnan, pair))}
    if not lost:
        return say("title:course_plain", language, series=named)
    arm, (before, after) = max(lost.items(), key=lambda item: item[1][0] - item[1][1])
    if before <= after:
        return say("title:course_kept", language, series=named)
    values = {"before": value(before, unit, language), "after": value(after, unit, language)}
    return say("title:course", language, series=named, arm=name_of("arm", arm, language), **values)


def _before_and_after(weeks: pd.DataFrame, exit_week: int) -> tuple[float, float]:
    """Means of a curve in the last programme year and in the second year after exit; NaN without such weeks."""
    week = weeks["week"]
    before = weeks[(week >= exit_week - YEAR) & (week < exit_week)]["mean"]
    after = weeks[(week >= exit_week + YEAR) & (week < exit_week + 2 * YEAR)]["mean"]
    return float(before.mean()), float(after.mean())


def funnel(cells: Cells, language: Language) -> str:
    """How many of a hundred adults come and lead where most lead."""
    found = {arm: cells.at(arm, "lead", "programme").estimate for arm in cells.arms if arm != "none"}
    known = {arm: share for arm, share in found.items() if not math.isnan(share)}
    if not known:
        return say("title:funnel_plain", language)
    best = max(known, key=lambda arm: known[arm])
    steps = {step: cells.at(best, step, "programme").estimate for step in ("aware", "attend", "lead")}
    if any(map(math.isnan, steps.values())):
        return say("title:funnel_plain", language)
    hundred = {step: number(100 * share, language) for step, share in steps.items()}
    return say("title:funnel", language, arm=name_of("arm", best, language), **hundred)


def cost(cells: Cells, outcome: str, language: Language) -> str:
    """Where a lasting participant costs the fewest facilitator hours."""
    found = {arm: cells.at(arm, outcome, LASTING).estimate for arm in cells.arms if arm != "none"}
    known = {arm: hours for arm, hours in found.items() if hours > 0}
    if not known:
        return say("title:cost_plain", language)
    best = min(known, key=lambda arm: known[arm])
    return say("title:cost", language, arm=name_of("arm", best, language), value=number(known[best], language))
