"""What an experiment says of itself in its folder: the facts for programs, the codebook for people."""

from typing import Any

from simkomunitas.base.tables import markdown_table
from simkomunitas.experiments.design import Experiment, Precision
from simkomunitas.experiments.factors import ARM, Factor
from simkomunitas.experiments.forms import AUTO
from simkomunitas.model.outcomes import outcomes
from simkomunitas.model.state.run_record import REPORTED_PERIODS
from simkomunitas.simulation.weekly import WEEKLY_UNITS


def facts_of(experiment: Experiment) -> dict[str, Any]:
    """The design of an experiment in plain values, from which its results can be understood without its files."""
    number = experiment.replicates
    return {
        "title": experiment.title,
        "question": experiment.question,
        "hypothesis": experiment.hypothesis,
        "arms": list(experiment.arms),
        "factors": [_facts_of(factor) for factor in experiment.factors],
        "design": {"method": experiment.method.name} | dict(experiment.method.settings),
        "replicates": AUTO if isinstance(number, Precision) else number,
        "precision": number.in_words() if isinstance(number, Precision) else None,
        "outcomes": list(experiment.outcomes),
        "contrasts": [contrast.in_words() for contrast in experiment.contrasts],
        "smallest_effect": dict(experiment.smallest_effect),
        "first_seed": experiment.first_seed,
        "weekly": experiment.weekly,
        "columns": list(experiment.columns),
    }


def _facts_of(factor: Factor) -> dict[str, Any]:
    about = {"name": factor.name, "kind": factor.kind, "unit": factor.unit, "meaning": factor.meaning}
    if factor.span is None:
        return about | {"levels": [level.label for level in factor.levels]}
    span = factor.span
    return about | {"low": span.low, "high": span.high, "steps": span.steps, "log": span.log, "base": factor.base()}


def codebook(experiment: Experiment) -> str:
    """A Markdown page: every column of every table, with unit and meaning."""
    lines = [f"# Codebook{f': {experiment.title}' if experiment.title else ''}", ""]
    lines += ["Parts of a table are Parquet files that belong together: read them all (`runs/*.parquet`).", ""]
    lines += _table("runs: one row a run", [*_head(experiment), *_measured()])
    if experiment.weekly:
        series = [(name, unit, "weekly series") for name, unit in WEEKLY_UNITS.items()]
        week = ("week", "weeks", "weeks since the start of the programme, or of the run where there is none")
        lines += _table("weekly: one row a run and week", [*_head(experiment), week, *series])
    lines += _table("failures: one row a run without result", [*_head(experiment), *_FAILURE])
    return "\n".join(lines)


_FAILURE = [
    ("kind", "", "raised: an error; killed its worker: three times; timeout: took longer than the limit"),
    ("attempts", "", "how often it was tried"),
    ("message", "", "the error in one line"),
    ("trace", "", "where it was raised, or the last words of the worker"),
]


def _head(experiment: Experiment) -> list[tuple[str, str, str]]:
    """The columns that say which run a row is."""
    fixed = [
        ("run_id", "", "name of the run: equal for equal scenario, seed and version of the model"),
        ("point", "", "number of the combination of values, see points.parquet"),
        ("seed", "", "seed of all chance; the same seeds at every point"),
    ]
    arms = [(ARM, "", "arm of the comparison")] if experiment.arms else []
    return [*fixed, *arms, *((factor.name, factor.unit, factor.meaning or "varies") for factor in experiment.factors)]


def _measured() -> list[tuple[str, str, str]]:
    """The columns of outcomes."""
    return [(f"{name}@{period}", entry.unit, f"{entry.meaning} ({period})") for name, entry in outcomes.items()
            for period in REPORTED_PERIODS]  # fmt: skip


def _table(title: str, rows: list[tuple[str, str, str]]) -> list[str]:
    return [f"## {title}", "", markdown_table(["column", "unit", "meaning"], rows), ""]
