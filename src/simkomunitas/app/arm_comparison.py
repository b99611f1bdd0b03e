"""Several programmes in the same village with the same luck, and the same again in further villages."""

from collections.abc import Sequence
from concurrent.futures import Future
from typing import NamedTuple

import numpy as np

from simkomunitas.app.animation_data import AnimationData
from simkomunitas.app.app_words import Language, translate_app_text
from simkomunitas.app.app_worker_pool import current_pool
from simkomunitas.app.await_workers import current_viewer
from simkomunitas.app.programme_arm import ProgrammeArm
from simkomunitas.app.server.viewer_limits import FURTHER_VILLAGES
from simkomunitas.app.view_components import format_decimal
from simkomunitas.model.community.community_data import Numbers
from simkomunitas.model.outcomes import outcomes
from simkomunitas.model.state.run_record import REPORTED_PERIODS
from simkomunitas.reports.outcome_format import display_scale
from simkomunitas.reports.translated_words import is_share_unit
from simkomunitas.results.scenario_comparison import run_arms_for_seed

TIE_TOLERANCE = 1e-12


class VillageOutcomes(NamedTuple):
    """One further village: its seed, and its outcomes under each programme."""

    seed: int
    outcomes: tuple[dict[str, float], ...]


def simulate_village(arms: Sequence[ProgrammeArm], seed: int) -> VillageOutcomes:
    """One village under every programme; run in a worker."""
    named = tuple((str(place), arm.scenario) for place, arm in enumerate(arms))
    return VillageOutcomes(seed, run_arms_for_seed(named, seed).outcomes_by_arm)


def queue_further_villages(
    arms: Sequence[ProgrammeArm], seed: int, count: int = FURTHER_VILLAGES
) -> "list[Future[VillageOutcomes]]":
    """The same comparison in the villages after this one, a job each."""
    whose = current_viewer()
    return [
        current_pool().submit_job(simulate_village, tuple(arms), seed + 1 + more, whose=whose) for more in range(count)
    ]


def outcome_differences(villages: Sequence[VillageOutcomes], outcome: str, first: int, other: int) -> list[float]:
    """How much better the first programme did than the other, village by village, where both have a number."""
    found = [village.outcomes[first][outcome] - village.outcomes[other][outcome] for village in villages]
    return [float(value) for value in found if not np.isnan(value)]


class WinCount(NamedTuple):
    """In how many villages which programme did better."""

    first_wins: int
    ties: int
    other_wins: int
    mean_difference: float
    standard_error: float  # standard error of the mean; NaN with fewer than two


def count_wins(found: Sequence[float]) -> WinCount:
    """The count over villages."""
    values = np.asarray(found, float)
    spread = float(values.std(ddof=1) / np.sqrt(values.size)) if values.size > 1 else float("nan")
    return WinCount(
        int((values > TIE_TOLERANCE).sum()), int((np.abs(values) <= TIE_TOLERANCE).sum()),
            int((values < -TIE_TOLERANCE).sum()),
        float(values.mean()) if values.size else float("nan"), spread,
    )  # fmt: skip


def weekly_differences(animations: Sequence[AnimationData]) -> Numbers:
    """How far the first programme is ahead of each other one, week by week: others by principles by weeks."""
    weeks = max(reel.weeks for reel in animations)
    curves = [np.pad(one.principles, ((0, 0), (0, weeks - one.weeks)), constant_values=np.nan) for one in animations]
    return np.array([curves[0] - other for other in curves[1:]])


def common_periods(animations: Sequence[AnimationData]) -> list[str]:
    """The periods for which every run has a number."""
    return [
        period
        for period in REPORTED_PERIODS
        if all(reel.playback.record.period_weeks(period) is not None for reel in animations)
    ]


def win_count_sentence(values: list[float], first: str, other: str, outcome: str, language: Language) -> str:
    """In how many villages the first programme did better, with the mean difference and its uncertainty."""
    if not values:
        return translate_app_text("luck:none", language)
    found = count_wins(values)
    unit = outcomes[outcome.partition("@")[0]].unit
    scale, digits = display_scale(unit)
    error = (
        ""
        if np.isnan(found.standard_error)
        else f" ± {format_decimal(1.96 * scale * found.standard_error, language, digits)}"
    )
    return translate_app_text(
        "luck:sentence", language, first=first, other=other, wins=found.first_wins, all=len(values), same=found.ties,
        mean=format_decimal(scale * found.mean_difference, language, digits), error=error,
        unit=translate_app_text("luck:points" if is_share_unit(unit) else "luck:ratio", language),
    )  # fmt: skip
