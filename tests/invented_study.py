"""An invented comparison with realistic shapes, for tests of tables, figures and the terminal."""

import numpy as np
import pandas as pd

from simkomunitas.base.estimation import estimate_contrasts, estimate_curves, estimate_outcomes

ARMS = {
    "none": (0.00, 0.0),
    "community_education": (0.14, 0.35),
    "economic_empowerment": (0.17, 0.45),
    "network_alliance": (0.12, 0.60),
    "local_resources": (0.15, 0.75),
    "policy_advocacy": (0.10, 0.25),
    "balanced": (0.20, 0.65),
}  # lift of participation in the programme, share of it that lasts
PERIODS = ("programme", "year_1", "year_2", "year_3", "year_5")
UNITS = {
    "participation": "share", "equality": "ratio", "openness": "share", "independence": "ratio",
    "sustainability": "share", "participation_mutual_help": "share", "aware": "share", "invited": "share",
    "attend": "share", "contribute": "share", "decide": "share", "lead": "share", "facilitator_hours": "hours",
    "hours_per_lasting_participant": "hours",
}  # fmt: skip
STEPS = {"aware": 0.4, "invited": 0.3, "attend": 0.22, "contribute": 0.13, "decide": 0.05, "lead": 0.012}
EXIT = 156
WEEKS = 416


def runs(seeds: int = 100, arms=tuple(ARMS)) -> pd.DataFrame:
    """One row a run; seeds share their luck between arms."""
    village = np.random.default_rng(1).normal(0, 0.03, seeds)
    return pd.concat([_arm_runs(arm, village, np.random.default_rng(len(arm))) for arm in arms], ignore_index=True)


def _arm_runs(arm: str, village, luck) -> pd.DataFrame:
    lift, lasts = ARMS.get(arm, (0.11, 0.5))
    columns = {"arm": arm, "seed": np.arange(len(village))}
    for number, period in enumerate(PERIODS):
        left = lift * (1 if period == "programme" else lasts * 0.88**number)
        for outcome, values in _outcomes(left, village, luck).items():
            columns[f"{outcome}@{period}"] = values
    if arm == "none":
        columns |= {f"hours_per_lasting_participant@{period}": np.nan for period in PERIODS}
        columns |= {f"facilitator_hours@{period}": 0.0 for period in PERIODS}
    return pd.DataFrame(columns)


def _outcomes(lift: float, village, luck) -> dict[str, np.ndarray]:
    def noisy(level, spread=0.02):
        return level + village + luck.normal(0, spread, len(village))

    steps = {step: np.clip(level * (1 + 5 * lift) + village / 4, 0, 1) for step, level in STEPS.items()}
    return {
        "participation": noisy(0.22 + lift), "equality": noisy(0.62 + 0.8 * lift, 0.05),
        "openness": noisy(0.18 + 1.7 * lift), "independence": noisy(0.95 - 0.6 * lift, 0.08),
        "sustainability": noisy(0.35 + 1.2 * lift, 0.06), "participation_mutual_help": noisy(0.4 - 0.3 * lift),
        **steps, "facilitator_hours": np.full(len(village), 3744.0),
        "hours_per_lasting_participant": 3744 / (400 * np.maximum(noisy(0.02 + lift, 0.005), 0.01)),
    }  # fmt: skip


def outcomes(**options) -> pd.DataFrame:
    return estimate_outcomes(runs(**options), UNITS)


def contrasts(**options) -> pd.DataFrame:
    return estimate_contrasts(runs(**options), "none")


def weekly(seeds: int = 30, arms=tuple(ARMS)) -> pd.DataFrame:
    """Weekly curves that rise in the programme and fall, more or less, after it."""
    week = np.arange(WEEKS)
    tables = []
    for arm in arms:
        luck = np.random.default_rng(len(arm))
        lift, lasts = ARMS.get(arm, (0.11, 0.5))
        rise = 1 - np.exp(-week / 40)
        fall = lasts * 0.8 + (1 - lasts * 0.8) * np.exp(-np.maximum(week - EXIT, 0) / 45)
        mean = 0.22 + lift * rise * fall
        noise = luck.normal(0, 0.03, (seeds, 1)) + luck.normal(0, 0.012, (seeds, WEEKS))
        series = {
            "participation": mean + noise, "participation_mutual_help": 0.42 - lift * rise * 0.3 + noise,
            "aware": 0.9 * rise * min(1, lift * 8) + 0 * noise, "trust": 0.5 + lift * rise + noise / 2,
            "leaders": np.maximum(0, np.round(6 + 40 * lift * rise * fall + 30 * noise)),
        }  # fmt: skip
        tables.append(estimate_curves(arm, series))
    return pd.concat(tables, ignore_index=True)


WEEKLY_UNITS = {
    "participation": "share", "participation_mutual_help": "share", "aware": "share", "trust": "0 to 1",
    "leaders": "residents",
}  # fmt: skip
