"""Analyses as files: words, tables and figures of sensitivity, of scenario discovery and of a search."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from simkomunitas.analysis.boxes import Box, CategorySubset, Limit
from simkomunitas.analysis.failure_conditions import FailureCondition
from simkomunitas.analysis.optimization_search import OptimizationResult, build_plan_table
from simkomunitas.analysis.outcome_arrays import ArmComparison, ExcludedOutcome
from simkomunitas.analysis.plan_evaluation import select_highlighted_plans
from simkomunitas.analysis.scenario_discovery import DiscoveryResult
from simkomunitas.analysis.sensitivity_analysis import SOBOL, SensitivityResult
from simkomunitas.analysis.stored_analyses import ArmDiscovery
from simkomunitas.base.table_files import encode_table_files
from simkomunitas.config.config_export import export_resolved, to_yaml
from simkomunitas.experiments.sweep_results import DesignDescription
from simkomunitas.model.outcomes import units_by_outcome
from simkomunitas.reports.display_names import format_comparison_name
from simkomunitas.reports.figures import discovery_plots, pareto_plots, sensitivity_plots
from simkomunitas.reports.figures.figure_files import build_figure_files
from simkomunitas.reports.finding_sentences import describe_discovery, describe_sensitivity
from simkomunitas.reports.plan_descriptions import (
    describe_optimization,
    describe_plan,
    name_highlighted_plans,
    reference_plan_names,
)

Files = dict[str, str | bytes]


def sensitivity_result_files(found: SensitivityResult, facts: DesignDescription, settings: Mapping[str, Any]) -> Files:
    """Indices or effects, interactions of pairs, noise, what was left out, figures, and words."""
    files: Files = {"words.md": _markdown_page(facts.title, describe_sensitivity(found), found.excluded)}
    files |= encode_table_files("indices" if found.method == SOBOL else "effects", found.indices)
    for name, table in (("interactions", found.interactions), ("variance_shares", found.variance_shares)):
        if len(table):
            files |= encode_table_files(name, table)
    return files | build_figure_files(_plot_sensitivity_figures(found), settings)


def _plot_sensitivity_figures(found: SensitivityResult) -> dict[str, Figure]:
    """A figure of the indices, and one of noise, for every arm and pair of arms."""
    figures: dict[str, Figure] = {}
    by_column = {
        column: units_by_outcome()[column.partition("@")[0]] for column in dict.fromkeys(found.indices["column"])
    }
    for pair, rows in _group_by_comparison(found.indices):
        end = _comparison_suffix(pair)
        sobol = found.method == SOBOL
        figures[f"{'sobol' if sobol else 'morris'}{end}"] = (
            sensitivity_plots.plot_sobol_indices(rows)
            if sobol
            else sensitivity_plots.plot_morris_effects(rows, by_column)
        )
    for pair, rows in _group_by_comparison(found.variance_shares) if len(found.variance_shares) else ():
        if rows["noise"].notna().any():
            figures[f"variance_shares{_comparison_suffix(pair)}"] = sensitivity_plots.plot_variance_shares(rows)
    return figures


def _group_by_comparison(table: pd.DataFrame) -> Iterator[tuple[ArmComparison, pd.DataFrame]]:
    for (arm, against), rows in table.groupby(["arm", "against"], sort=False):
        yield ArmComparison(str(arm), str(against)), rows


def _comparison_suffix(comparison: ArmComparison) -> str:
    """What the name of a file ends with: the arm, and the one it is compared with.

    >>> _comparison_suffix(ArmComparison("slow farewell", "none")), _comparison_suffix(ArmComparison("", ""))
    ('_slow_farewell_against_none', '')
    """
    words = [comparison.arm, *(["against", comparison.against] if comparison.against else [])] if comparison.arm else []
    return "".join(f"_{re.sub(r'[^A-Za-z0-9_-]+', '_', word)}" for word in words)


def _markdown_page(title: str, sentences: Iterable[str], left_out: Sequence[ExcludedOutcome]) -> str:
    """Sentences as a page of Markdown, with what was left out at the end."""
    lines = [f"# {title}", ""] if title else []
    lines += [line for sentence in sentences for line in (f"- {sentence}", "")]
    if left_out:
        lines += ["Left out, since it is undefined in some runs:", ""]
        lines += [f"- {one}" for one in left_out] + [""]
    return "\n".join(lines)


def discovery_files(
    results: Sequence[ArmDiscovery], conditions: Sequence[FailureCondition], settings: Mapping[str, Any]
) -> Files:
    """Boxes, the way to them, trees, scores, cases, figures, and words, arm by arm."""
    left_out = [one for result in results for one in result.excluded]
    words = [describe_discovery(result.result, conditions) for result in results]
    files: Files = {"words.md": _markdown_page("", words, left_out)}
    tables = {
        "boxes": pd.DataFrame([row for result in results for row in _box_limit_rows(result.result)]),
        "peeling": pd.DataFrame([row for result in results for row in _peeling_step_rows(result.result)]),
        "tree": pd.DataFrame([row for result in results for row in _tree_leaf_rows(result.result)]),
        "scores": pd.concat(
            [result.scores.assign(arm=result.result.comparison.arm) for result in results], ignore_index=True
        ),
        "cases": pd.concat([_case_table(result.result) for result in results], ignore_index=True),
    }
    for name, table in tables.items():
        if len(table):
            files |= encode_table_files(name, table)
    figures = {name: figure for result in results for name, figure in _plot_discovery_figures(result).items()}
    return files | build_figure_files(figures, settings)


def _case_table(found: DiscoveryResult) -> pd.DataFrame:
    return found.factors.assign(arm=found.comparison.arm, fails=found.failures)


def _limit_row(name: str, limit: Limit) -> dict[str, Any]:
    if isinstance(limit, CategorySubset):
        return {"factor": name, "low": None, "high": None, "words": ", ".join(limit.categories)}
    return {"factor": name, "low": limit.low, "high": limit.high, "words": ""}


def _box_limit_rows(found: DiscoveryResult) -> Iterator[dict[str, Any]]:
    """A row for each restriction of each box."""
    for number, box in enumerate(found.boxes, 1):
        for name, limit in box.box.items():
            about = box.quality._asdict() | {"quasi_p": box.quasi_p_values[name]}
            yield {"arm": found.comparison.arm, "box": number} | _limit_row(name, limit) | about


def _peeling_step_rows(found: DiscoveryResult) -> Iterator[dict[str, Any]]:
    for number, step in enumerate(found.peeling_steps):
        chosen = found.selected_step is not None and step.quality == found.selected_step.quality
        yield (
            {"arm": found.comparison.arm, "step": number, "restricted": ", ".join(step.box)}
            | step.quality._asdict()
            | {"chosen": chosen}
        )


def _tree_leaf_rows(found: DiscoveryResult) -> Iterator[dict[str, Any]]:
    for number, leaf in enumerate(found.tree.leaves if found.tree else (), 1):
        restrictions: Box = leaf.box or {"": CategorySubset(())}
        for name, limit in restrictions.items():
            about = {"arm": found.comparison.arm, "leaf": number, **_limit_row(name, limit), **leaf.quality._asdict()}
            yield about | {"accuracy": found.tree.accuracy if found.tree else None}


def _plot_discovery_figures(result: ArmDiscovery) -> dict[str, Figure]:
    """How the first box was found, what it is, where the cases lie, and what the factors tell."""
    found, end, who = (
        result.result,
        _comparison_suffix(result.result.comparison),
        format_comparison_name(*result.result.comparison),
    )
    figures: dict[str, Figure] = {}
    if found.boxes and found.selected_step is not None:
        first = found.boxes[0]
        figures[f"peeling{end}"] = discovery_plots.plot_peeling_trajectory(
            found.peeling_steps, found.selected_step, first.quality, who
        )
        figures[f"box{end}"] = discovery_plots.plot_box_limits(found.factors, first.box, first.quasi_p_values, who)
        if len(found.factors.columns) > 1:
            figures[f"cases{end}"] = discovery_plots.plot_cases(found.factors, found.failures, first.box, who)
    if len(result.scores):
        figures[f"scores{end}"] = discovery_plots.plot_feature_scores(result.scores, who)
    return figures


def optimization_files(found: OptimizationResult, title: str, settings: Mapping[str, Any]) -> Files:
    """The front, the plans in full and as programmes, the course of the search, figures, and words."""
    chosen, references = name_highlighted_plans(found), reference_plan_names(found)
    files: Files = {"words.md": _markdown_page(title, describe_optimization(found), ())}
    files |= encode_table_files("front", found.pareto_front) | encode_table_files(
        "plans", build_plan_table(found.plans, found.scenarios)
    )
    files |= encode_table_files("search", found.search_history)
    for name in chosen:
        whole = export_resolved(found.scenarios[name])
        about = f"# {chosen[name]}\n" + to_yaml({"programme": whole["programme"], "horizon": whole["horizon"]})
        files[f"plans/{name.replace(' ', '_')}.yaml"] = about
    if not select_highlighted_plans(found.pareto_front):
        return files
    figures = {
        "front_lines": pareto_plots.plot_front_lines(found.pareto_front, chosen, references),
        "shares_by_stage": pareto_plots.plot_stage_shares(
            {words: found.plans[name].shares for name, words in chosen.items()},
            {words: describe_plan(found.plans[name], found.scenarios[name]) for name, words in chosen.items()},
        ),
    }
    if found.pareto_front["column"].nunique() > 1:
        figures["front_matrix"] = pareto_plots.plot_front_matrix(found.pareto_front, chosen, references)
    return files | build_figure_files(figures, settings)
