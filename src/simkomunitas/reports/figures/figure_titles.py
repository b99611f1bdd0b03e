"""Titles that say what is seen; where nothing can be said with confidence, they say no more than the subject."""

import math

import pandas as pd

from simkomunitas.model.vocabulary import WEEKS_PER_YEAR
from simkomunitas.reports.figures.estimate_lookup import EstimateLookup, weekly_curve
from simkomunitas.reports.translated_words import (
    Language,
    display_name,
    format_number,
    format_percent,
    is_share_unit,
    translate_text,
)

LASTING_PERIOD = "year_3"


def format_amount(amount: float, unit: str, language: Language) -> str:
    """An amount as a title shows it."""
    return format_percent(amount, language) if is_share_unit(unit) else format_number(amount, language, 2)


def principles_title(cells: EstimateLookup, language: Language) -> str:
    """Which arm has most participation five years on, when it is clearly above no programme."""
    found = {arm: cells.find_estimate(arm, "participation", "year_5") for arm in cells.arms}
    base = found.pop("none", None)
    known = {arm: cell for arm, cell in found.items() if not math.isnan(cell.low)}
    if base is None or math.isnan(base.high) or not known:
        return translate_text("title:principles_plain", language)
    best = max(known, key=lambda arm: known[arm].estimate)
    if known[best].low <= base.high:
        # Differences may be clear all the same, because they are paired; here they are not, so nothing is said.
        return translate_text("title:principles_plain", language)
    values = {"value": format_percent(known[best].estimate, language), "base": format_percent(base.estimate, language)}
    return translate_text("title:principles", language, arm=display_name("arm", best, language), **values)


def differences_title(cells: EstimateLookup, language: Language) -> str:
    """In how many arms participation is above no programme three years on."""
    found = [cells.find_estimate(arm, "participation", LASTING_PERIOD) for arm in cells.arms]
    if not found or any(math.isnan(cell.low) for cell in found):
        return translate_text("title:differences_plain", language)
    count = sum(cell.low > 0 for cell in found)
    return translate_text("title:differences", language, count=count, all=len(found))


def participation_title(weekly: pd.DataFrame, exit_week: int, series: str, unit: str, language: Language) -> str:
    """Where most is lost between the last programme year and the second year after exit."""
    named = display_name("outcome", series, language)
    lost = {arm: _means_around_exit(weekly_curve(weekly, arm, series), exit_week) for arm in weekly["arm"].unique()}
    lost = {arm: pair for arm, pair in lost.items() if arm != "none" and not any(map(math.isnan, pair))}
    if not lost:
        return translate_text("title:course_plain", language, series=named)
    arm, (before, after) = max(lost.items(), key=lambda item: item[1][0] - item[1][1])
    if before <= after:
        return translate_text("title:course_kept", language, series=named)
    values = {"before": format_amount(before, unit, language), "after": format_amount(after, unit, language)}
    return translate_text("title:course", language, series=named, arm=display_name("arm", arm, language), **values)


def _means_around_exit(weeks: pd.DataFrame, exit_week: int) -> tuple[float, float]:
    """Means of a curve in the last programme year and in the second year after exit; NaN without such weeks."""
    week = weeks["week"]
    before = weeks[(week >= exit_week - WEEKS_PER_YEAR) & (week < exit_week)]["mean"]
    after = weeks[(week >= exit_week + WEEKS_PER_YEAR) & (week < exit_week + 2 * WEEKS_PER_YEAR)]["mean"]
    return float(before.mean()), float(after.mean())


def funnel_title(cells: EstimateLookup, language: Language) -> str:
    """How many of a hundred adults come and lead where most lead."""
    found = {arm: cells.find_estimate(arm, "lead", "programme").estimate for arm in cells.arms if arm != "none"}
    known = {arm: share for arm, share in found.items() if not math.isnan(share)}
    if not known:
        return translate_text("title:funnel_plain", language)
    best = max(known, key=lambda arm: known[arm])
    steps = {step: cells.find_estimate(best, step, "programme").estimate for step in ("aware", "attend", "lead")}
    if any(map(math.isnan, steps.values())):
        return translate_text("title:funnel_plain", language)
    hundred = {step: format_number(100 * share, language) for step, share in steps.items()}
    return translate_text("title:funnel", language, arm=display_name("arm", best, language), **hundred)


def cost_title(cells: EstimateLookup, outcome: str, language: Language) -> str:
    """Where a lasting participant costs the fewest facilitator hours."""
    found = {arm: cells.find_estimate(arm, outcome, LASTING_PERIOD).estimate for arm in cells.arms if arm != "none"}
    known = {arm: hours for arm, hours in found.items() if hours > 0}
    if not known:
        return translate_text("title:cost_plain", language)
    best = min(known, key=lambda arm: known[arm])
    return translate_text(
        "title:cost", language, arm=display_name("arm", best, language), value=format_number(known[best], language)
    )
