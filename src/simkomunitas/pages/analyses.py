"""Analyses as files: words, tables and figures of sensitivity, of scenario discovery and of a search."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from simkomunitas.analysis.best_use import Found, plan_table
from simkomunitas.analysis.boxes import Box, Choice, Limit
from simkomunitas.analysis.crossing import LeftOut, Pair
from simkomunitas.analysis.exploring import Exploration
from simkomunitas.analysis.failing import Clause
from simkomunitas.analysis.judging import told_apart
from simkomunitas.analysis.sensitivity import SOBOL, Sensitivity
from simkomunitas.analysis.stored import Explored
from simkomunitas.experiment.results import DesignFacts
from simkomunitas.outcomes import units
from simkomunitas.pages.figures import discovery, front, sensitivity
from simkomunitas.pages.figures.saving import figure_files
from simkomunitas.pages.naming import pair_name
from simkomunitas.pages.plans import best_use_words, plan_names, plan_words, reference_names
from simkomunitas.pages.sentences import exploration_words, sensitivity_words
from simkomunitas.study.tables import table_files
from simkomunitas.study.writing import as_yaml, resolved

Files = dict[str, str | bytes]


def sensitivity_files(found: Sensitivity, facts: DesignFacts, settings: Mapping[str, Any]) -> Files:
    """Indices or effects, interactions of pairs, luck, what was left out, figures, and words."""
    files: Files = {"words.md": _page(facts.title, sensitivity_words(found), found.left_out)}
    files |= table_files("indices" if found.method == SOBOL else "effects", found.indices)
    for name, table in (("interactions", found.interactions), ("luck", found.luck)):
        if len(table):
            files |= table_files(name, table)
    return files | figure_files(_sensitivity_figures(found), settings)


def _sensitivity_figures(found: Sensitivity) -> dict[str, Figure]:
    """A figure of the indices, and one of luck, for every arm and pair of arms."""
    figures: dict[str, Figure] = {}
    by_column = {column: units()[column.partition("@")[0]] for column in dict.fromkeys(found.indices["column"])}
    for pair, rows in _by_pair(found.indices):
        end = _file_end(pair)
        sobol = found.method == SOBOL
        figures[f"{'sobol' if sobol else 'morris'}{end}"] = (
            sensitivity.sobol_bars(rows) if sobol else sensitivity.screening_plane(rows, by_column)
        )
    for pair, rows in _by_pair(found.luck) if len(found.luck) else ():
        if rows["luck"].notna().any():
            figures[f"luck{_file_end(pair)}"] = sensitivity.luck_shares(rows)
    return figures


def _by_pair(table: pd.DataFrame) -> Iterator[tuple[Pair, pd.DataFrame]]:
    for (arm, against), rows in table.groupby(["arm", "against"], sort=False):
        yield Pair(str(arm), str(against)), rows


def _file_end(pair: Pair) -> str:
    """What the name of a file ends with: the arm, and the one it is compared with.

    >>> _file_end(Pair("slow farewell", "none")), _file_end(Pair("", ""))
    ('_slow_farewell_against_none', '')
    """
    words = [pair.arm, *(["against", pair.against] if pair.against else [])] if pair.arm else []
    return "".join(f"_{re.sub(r'[^A-Za-z0-9_-]+', '_', word)}" for word in words)


def _page(title: str, sentences: Iterable[str], left_out: Sequence[LeftOut]) -> str:
    """Sentences as a page of Markdown, with what was left out at the end."""
    lines = [f"# {title}", ""] if title else []
    lines += [line for sentence in sentences for line in (f"- {sentence}", "")]
    if left_out:
        lines += ["Left out, since it is undefined in some runs:", ""]
        lines += [f"- {one}" for one in left_out] + [""]
    return "\n".join(lines)


def exploration_files(results: Sequence[Explored], clauses: Sequence[Clause], settings: Mapping[str, Any]) -> Files:
    """Boxes, the way to them, trees, scores, cases, figures, and words, arm by arm."""
    left_out = [one for result in results for one in result.left_out]
    words = [exploration_words(result.found, clauses) for result in results]
    files: Files = {"words.md": _page("", words, left_out)}
    tables = {
        "boxes": pd.DataFrame([row for result in results for row in _box_rows(result.found)]),
        "peeling": pd.DataFrame([row for result in results for row in _step_rows(result.found)]),
        "tree": pd.DataFrame([row for result in results for row in _leaf_rows(result.found)]),
        "scores": pd.concat([result.scores.assign(arm=result.found.pair.arm) for result in results], ignore_index=True),
        "cases": pd.concat([_cases(result.found) for result in results], ignore_index=True),
    }
    for name, table in tables.items():
        if len(table):
            files |= table_files(name, table)
    figures = {name: figure for result in results for name, figure in _discovery_figures(result).items()}
    return files | figure_files(figures, settings)


def _cases(found: Exploration) -> pd.DataFrame:
    return found.factors.assign(arm=found.pair.arm, fails=found.fails)


def _limit_row(name: str, limit: Limit) -> dict[str, Any]:
    if isinstance(limit, Choice):
        return {"factor": name, "low": None, "high": None, "words": ", ".join(limit.words)}
    return {"factor": name, "low": limit.low, "high": limit.high, "words": ""}


def _box_rows(found: Exploration) -> Iterator[dict[str, Any]]:
    """A row for each restriction of each box."""
    for number, box in enumerate(found.boxes, 1):
        for name, limit in box.box.items():
            about = box.quality._asdict() | {"quasi_p": box.chance[name]}
            yield {"arm": found.pair.arm, "box": number} | _limit_row(name, limit) | about


def _step_rows(found: Exploration) -> Iterator[dict[str, Any]]:
    for number, step in enumerate(found.steps):
        chosen = found.chosen is not None and step.quality == found.chosen.quality
        yield (
            {"arm": found.pair.arm, "step": number, "restricted": ", ".join(step.box)}
            | step.quality._asdict()
            | {"chosen": chosen}
        )


def _leaf_rows(found: Exploration) -> Iterator[dict[str, Any]]:
    for number, leaf in enumerate(found.tree.leaves if found.tree else (), 1):
        restrictions: Box = leaf.box or {"": Choice(())}
        for name, limit in restrictions.items():
            about = {"arm": found.pair.arm, "leaf": number, **_limit_row(name, limit), **leaf.quality._asdict()}
            yield about | {"accuracy": found.tree.accuracy if found.tree else None}


def _discovery_figures(result: Explored) -> dict[str, Figure]:
    """How the first box was found, what it is, where the cases lie, and what the factors tell."""
    found, end, who = result.found, _file_end(result.found.pair), pair_name(*result.found.pair)
    figures: dict[str, Figure] = {}
    if found.boxes and found.chosen is not None:
        first = found.boxes[0]
        figures[f"peeling{end}"] = discovery.trade_off(found.steps, found.chosen, first.quality, who)
        figures[f"box{end}"] = discovery.box_limits(found.factors, first.box, first.chance, who)
        if len(found.factors.columns) > 1:
            figures[f"cases{end}"] = discovery.cases(found.factors, found.fails, first.box, who)
    if len(result.scores):
        figures[f"scores{end}"] = discovery.score_map(result.scores, who)
    return figures


def best_use_files(found: Found, title: str, settings: Mapping[str, Any]) -> Files:
    """The front, the plans in full and as programmes, the course of the search, figures, and words."""
    chosen, references = plan_names(found), reference_names(found)
    files: Files = {"words.md": _page(title, best_use_words(found), ())}
    files |= table_files("front", found.front) | table_files("plans", plan_table(found.plans, found.scenarios))
    files |= table_files("search", found.course)
    for name in chosen:
        whole = resolved(found.scenarios[name])
        about = f"# {chosen[name]}\n" + as_yaml({"programme": whole["programme"], "horizon": whole["horizon"]})
        files[f"plans/{name.replace(' ', '_')}.yaml"] = about
    if not told_apart(found.front):
        return files
    figures = {
        "front_lines": front.front_lines(found.front, chosen, references),
        "shares_by_stage": front.shares_by_stage(
            {words: found.plans[name].shares for name, words in chosen.items()},
            {words: plan_words(found.plans[name], found.scenarios[name]) for name, words in chosen.items()},
        ),
    }
    if found.front["column"].nunique() > 1:
        figures["front_matrix"] = front.front_matrix(found.front, chosen, references)
    return files | figure_files(figures, settings)


def pair_title(pair: Pair) -> str:
    """The heading of what belongs to an arm or a pair."""
    return pair_name(*pair).capitalize() or "All"
