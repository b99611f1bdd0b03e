"""Patterns from the field that are not among the twenty targets, and whether the model shows them.

python experiments/other_patterns/analyse.py --seeds 24
"""

import argparse
from collections.abc import Mapping
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from ruamel.yaml import YAML

from simkomunitas.base.estimation import estimate_means
from simkomunitas.base.table_files import markdown_table
from simkomunitas.config.config_reader import read_comparison
from simkomunitas.model.processes.engine_inputs import EventKind
from simkomunitas.model.state.run_record import RunRecord
from simkomunitas.reports.markdown_format import join_paragraphs
from simkomunitas.reports.study_page import replace_finding
from simkomunitas.simulation.simulation_run import run_scenario

HERE = Path(__file__).parent
SLOPE = "slope of "
WHO, KIND, WEEK = 2, 1, 0  # columns of the log of events


class Pattern(NamedTuple):
    """What was found, and where the model is looked at for it."""

    name: str
    says: str
    arm: str
    measure: str
    period: str
    against: str = ""  # another arm; without one, the number itself is looked at
    before: str = ""  # another period of the same arm
    sign: str = ""  # of the difference, or of a slope
    low: float = -inf
    high: float = inf


class Found(NamedTuple):
    """What the model shows of a pattern."""

    estimate: float
    low: float
    high: float
    verdict: str  # as found, not so, unclear


def patterns() -> list[Pattern]:
    """The patterns, in the order of the file."""
    said: Mapping[str, Any] = YAML(typ="safe").load(HERE / "patterns.yaml")
    return [Pattern(name, **{("before" if key == "against period" else key): value for key, value in about.items()})
            for name, about in said.items()]  # fmt: skip


def looked_at(wanted: list[Pattern], seeds: int) -> dict[str, Found]:
    """What the model shows of these patterns over so many seeds."""
    arms = dict(read_comparison(HERE / "arms.yaml").arms)
    needed = {arm for pattern in wanted for arm in (pattern.arm, pattern.against) if arm}
    values: dict[str, list[float]] = {pattern.name: [] for pattern in wanted}
    for seed in range(1, seeds + 1):
        records = {arm: run_scenario(arms[arm], seed, keep_events=True) for arm in needed}
        for pattern in wanted:
            values[pattern.name].append(shown_by(pattern, records))
    return {pattern.name: judged(pattern, np.array(values[pattern.name])) for pattern in wanted}


def shown_by(pattern: Pattern, records: Mapping[str, RunRecord]) -> float:
    """One seed: the measure, less that of the other arm or period if there is one."""
    value = measured(pattern.measure, records[pattern.arm], pattern.period)
    if pattern.against:
        value -= measured(pattern.measure, records[pattern.against], pattern.period)
    return value - measured(pattern.measure, records[pattern.arm], pattern.before) if pattern.before else value


def measured(measure: str, record: RunRecord, period: str) -> float:
    """A weekly series over a period, one over another, or a slope between residents."""
    if measure.startswith(SLOPE):
        what, _, on = measure.removeprefix(SLOPE).partition(" on ")
        return slope(what, on, record)
    above, _, below = (part.strip() for part in measure.partition("/"))
    return total(above, record, period) / total(below, record, period) if below else total(above, record, period)


def total(name: str, record: RunRecord, period: str) -> float:
    """Mean of a weekly series over a period; attempts are what an authority granted and what it refused."""
    if name == "attempts":
        return total("concessions", record, period) + total("refusals", record, period)
    return float(record.series_values(name)[record.period_weeks(period)].mean())


def slope(what: str, on: str, record: RunRecord) -> float:
    """Slope between residents, both in standard deviations; wealth, ties, sex and office are held apart."""
    residents, ties = record.community.residents, record.community.ties
    columns = {"wealth": residents.wealth, "ties": np.diff(ties.start), "being a woman": residents.female,
               "office": residents.official}  # fmt: skip
    kind = EventKind.CAME if what == "hours" else EventKind.JOINED
    events = record.event_log[(record.event_log[:, KIND] == int(kind)) & (record.event_log[:, WEEK] < record.exit_week)]
    counts = np.bincount(events[:, WHO], minlength=residents.key.size)
    inputs = np.array([standard(values) for values in columns.values()]).T
    slopes = np.linalg.lstsq(inputs, standard(counts), rcond=None)[0]
    return float(slopes[list(columns).index(on)])


def standard(values: Any) -> Any:  # noqa: ANN401 - a column of numbers
    """A column about its mean, in standard deviations."""
    numbers = np.asarray(values, float)
    return (numbers - numbers.mean()) / numbers.std()


def judged(pattern: Pattern, values: Any) -> Found:  # noqa: ANN401 - a number a seed
    """The mean with its 95 % interval, and whether it has the sign, or lies in the band, that was found."""
    found = estimate_means(values[:, None])
    middle, low, high = (float(part[0]) for part in (found.estimate, found.low, found.high))
    least = {"more": 0.0, "less": -inf}.get(pattern.sign, pattern.low)
    most = {"more": inf, "less": 0.0}.get(pattern.sign, pattern.high)
    inside, outside = least <= low and high <= most, high < least or low > most
    return Found(middle, low, high, "as found" if inside else "not so" if outside else "unclear")


def finding(found: Mapping[str, Found], seeds: int) -> str:
    """The table of the page."""
    rows = [
        (pattern.name, pattern.says, where(pattern), wanted(pattern), f"{f.estimate:.3g} [{f.low:.3g}, {f.high:.3g}]",
         f.verdict if f.verdict == "as found" else f"**{f.verdict}**")
        for pattern in patterns()
        for f in (found[pattern.name],)
    ]  # fmt: skip
    verdicts = [f.verdict for f in found.values()]
    told = ", ".join(f"{verdicts.count(verdict)} {verdict}" for verdict in ("as found", "not so", "unclear"))
    heads = ["pattern", "what was found", "arms and measure", "wanted", "in the model", ""]
    return join_paragraphs(f"{len(found)} patterns over {seeds} seeds: {told}.", markdown_table(heads, rows))


def where(pattern: Pattern) -> str:
    """The arms and the measure in words."""
    arms = f"`{pattern.arm}`" + (f" less `{pattern.against}`" if pattern.against else "")
    when = pattern.period.replace("_", " ") + (f" less {pattern.before}" if pattern.before else "")
    return f"{arms}: {pattern.measure.replace('_', ' ')}, {when}"


def wanted(pattern: Pattern) -> str:
    """The sign or the band in words."""
    return {"more": "above 0", "less": "below 0"}.get(pattern.sign, f"{pattern.low:g} to {pattern.high:g}")


def main(seeds: int) -> None:
    """Live through every arm, and write the table into the page."""
    page = HERE / "README.md"
    text = replace_finding(page.read_text(encoding="utf-8"), finding(looked_at(patterns(), seeds), seeds))
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", type=int, default=24)
    main(options.parse_args().seeds)
