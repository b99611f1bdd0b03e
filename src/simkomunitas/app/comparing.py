"""Several programmes in the same village with the same luck, and the same again in further villages."""

from collections.abc import Sequence
from concurrent.futures import Future
from typing import NamedTuple

import numpy as np

from simkomunitas.app.arms import Arm
from simkomunitas.app.crew import crew
from simkomunitas.app.limits import FURTHER_SEEDS
from simkomunitas.app.reels import Reel
from simkomunitas.app.waiting import viewer
from simkomunitas.study.compare import run_seed
from simkomunitas.world.community import Numbers
from simkomunitas.world.record import REPORTED

TIE = 1e-12


class Village(NamedTuple):
    """One further village: its seed, and its outcomes under each programme."""

    seed: int
    outcomes: tuple[dict[str, float], ...]


def lived(arms: Sequence[Arm], seed: int) -> Village:
    """One village under every programme; run in a worker."""
    named = tuple((str(place), arm.scenario) for place, arm in enumerate(arms))
    return Village(seed, run_seed(named, seed).outcomes)


def further(arms: Sequence[Arm], seed: int, count: int = FURTHER_SEEDS) -> "list[Future[Village]]":
    """The same comparison in the villages after this one, a job each."""
    whose = viewer()
    return [crew().submit(lived, tuple(arms), seed + 1 + more, whose=whose) for more in range(count)]


def differences(villages: Sequence[Village], outcome: str, first: int, other: int) -> list[float]:
    """How much better the first programme did than the other, village by village, where both have a number."""
    found = [village.outcomes[first][outcome] - village.outcomes[other][outcome] for village in villages]
    return [float(value) for value in found if not np.isnan(value)]


class Verdict(NamedTuple):
    """In how many villages which programme did better."""

    first: int
    same: int
    other: int
    mean: float
    error: float  # standard error of the mean; NaN with fewer than two


def verdict(found: Sequence[float]) -> Verdict:
    """The count over villages."""
    values = np.asarray(found, float)
    spread = float(values.std(ddof=1) / np.sqrt(values.size)) if values.size > 1 else float("nan")
    return Verdict(
        int((values > TIE).sum()), int((np.abs(values) <= TIE).sum()), int((values < -TIE).sum()),
        float(values.mean()) if values.size else float("nan"), spread,
    )  # fmt: skip


def gaps(reels: Sequence[Reel]) -> Numbers:
    """How far the first programme is ahead of each other one, week by week: others by principles by weeks."""
    weeks = max(reel.weeks for reel in reels)
    curves = [np.pad(one.principles, ((0, 0), (0, weeks - one.weeks)), constant_values=np.nan) for one in reels]
    return np.array([curves[0] - other for other in curves[1:]])


def periods_of(reels: Sequence[Reel]) -> list[str]:
    """The periods for which every run has a number."""
    return [period for period in REPORTED if all(reel.film.record.weeks(period) is not None for reel in reels)]
