"""What an experiment says of itself in its folder: the facts for programs, the codebook for people."""

from typing import Any

from simkomunitas.base.table_files import markdown_table
from simkomunitas.experiments.experiment_design import Experiment, Precision
from simkomunitas.experiments.experiment_factors import ARM_COLUMN, Factor
from simkomunitas.experiments.experiment_schemas import AUTO_REPLICATES
from simkomunitas.model.outcomes import outcomes
from simkomunitas.model.state.run_record import REPORTED_PERIODS
from simkomunitas.simulation.weekly_curves import WEEKLY_UNITS


def experiment_facts(experiment: Experiment) -> dict[str, Any]:
    """The design of an experiment in plain values, from which its results can be understood without its files."""
    number = experiment.replicates
    return {
        "title": experiment.title,
        "question": experiment.question,
        "hypothesis": experiment.hypothesis,
        "arms": list(experiment.arms),
        "factors": [_factor_facts(factor) for factor in experiment.factors],
        "design": {"method": experiment.method.name} | dict(experiment.method.settings),
        "replicates": AUTO_REPLICATES if isinstance(number, Precision) else number,
        "precision": number.to_mapping() if isinstance(number, Precision) else None,
        "outcomes": list(experiment.outcomes),
        "contrasts": [contrast.to_mapping() for contrast in experiment.contrasts],
        "smallest_effect": dict(experiment.smallest_effect),
        "first_seed": experiment.first_seed,
        "weekly": experiment.keep_weekly,
        "columns": list(experiment.identifying_columns),
    }


def _factor_facts(factor: Factor) -> dict[str, Any]:
    about = {"name": factor.name, "kind": factor.factor_kind, "unit": factor.unit, "meaning": factor.description}
    if factor.value_range is None:
        return about | {"levels": [level.label for level in factor.levels]}
    span = factor.value_range
    return about | {
        "low": span.low,
        "high": span.high,
        "steps": span.grid_steps,
        "log": span.is_log_scale,
        "base": factor.base_coordinate(),
    }


def experiment_codebook_page(experiment: Experiment) -> str:
    """A Markdown page: every column of every table, with unit and meaning."""
    lines = [f"# Codebook{f': {experiment.title}' if experiment.title else ''}", ""]
    lines += ["Parts of a table are Parquet files that belong together: read them all (`runs/*.parquet`).", ""]
    lines += _codebook_table("runs: one row a run", [*_run_column_rows(experiment), *_outcome_column_rows()])
    if experiment.keep_weekly:
        series = [(name, unit, "weekly series") for name, unit in WEEKLY_UNITS.items()]
        week = ("week", "weeks", "weeks since the start of the programme, or of the run where there is none")
        lines += _codebook_table("weekly: one row a run and week", [*_run_column_rows(experiment), week, *series])
    lines += _codebook_table(
        "failures: one row a run without result", [*_run_column_rows(experiment), *_FAILURE_COLUMNS]
    )
    return "\n".join(lines)


_FAILURE_COLUMNS = [
    ("kind", "", "raised: an error; killed its worker: three times; timeout: took longer than the limit"),
    ("attempts", "", "how often it was tried"),
    ("message", "", "the error in one line"),
    ("trace", "", "where it was raised, or the last words of the worker"),
]


def _run_column_rows(experiment: Experiment) -> list[tuple[str, str, str]]:
    """The columns that say which run a row is."""
    fixed = [
        ("run_id", "", "name of the run: equal for equal scenario, seed and version of the model"),
        ("point", "", "number of the combination of values, see points.parquet"),
        ("seed", "", "seed of all chance; the same seeds at every point"),
    ]
    arms = [(ARM_COLUMN, "", "arm of the comparison")] if experiment.arms else []
    return [
        *fixed,
        *arms,
        *((factor.name, factor.unit, factor.description or "varies") for factor in experiment.factors),
    ]


def _outcome_column_rows() -> list[tuple[str, str, str]]:
    """The columns of outcomes."""
    return [(f"{name}@{period}", entry.unit, f"{entry.meaning} ({period})") for name, entry in outcomes.items()
            for period in REPORTED_PERIODS]  # fmt: skip


def _codebook_table(title: str, rows: list[tuple[str, str, str]]) -> list[str]:
    return [f"## {title}", "", markdown_table(["column", "unit", "meaning"], rows), ""]
