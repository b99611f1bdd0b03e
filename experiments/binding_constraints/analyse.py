"""What binds decides what works: five villages that differ in one thing each, and the strategies in each of them.

python experiments/binding_constraints/analyse.py --seeds 40
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.figure import Figure
from ruamel.yaml import YAML

from simkomunitas.base.estimation import estimate_contrasts
from simkomunitas.base.table_files import markdown_table
from simkomunitas.config.config_reader import read_comparison
from simkomunitas.evidence.diagnosis import Diagnosis, build_diagnosis_comparison, diagnose_community
from simkomunitas.reports.diagnosis_sentences import find_sentence
from simkomunitas.reports.figures.estimate_lookup import EstimateLookup
from simkomunitas.reports.figures.figure_files import build_figure_files
from simkomunitas.reports.figures.figure_sheet import draw_panel_heading, new_figure_sheet, use_figure_style
from simkomunitas.reports.figures.figure_style import assign_arm_styles
from simkomunitas.reports.figures.plot_elements import draw_gridlines, draw_interval, draw_zero_line, format_tick_labels
from simkomunitas.reports.markdown_format import join_paragraphs
from simkomunitas.reports.study_page import replace_finding
from simkomunitas.reports.translated_words import display_name
from simkomunitas.results.scenario_comparison import run_comparison

HERE = Path(__file__).parent
CONFIGS = HERE.parents[1] / "configs"
MIX, NONE = "balanced", "none"
COMMON = ("need@programme", "need@year_3", "participation@year_3")  # shown for all villages alike
UNITS = {"need": 100, "participation": 100}  # shown from 0 to 100


class Binding(NamedTuple):
    """A constraint, the strategy that loosens it, and the outcome by which that is judged."""

    constraint: str
    strategy: str
    outcome: str
    period: str
    better: str  # more or less
    because: str

    @property
    def column(self) -> str:
        """The outcome with its period, as tables name it."""
        return f"{self.outcome}@{self.period}"

    @property
    def comparison(self) -> Path:
        """The comparison of all strategies in the village where it binds."""
        return CONFIGS / "binding" / f"{self.constraint}.yaml"

    @property
    def community(self) -> Path:
        """The village where it binds."""
        return CONFIGS / "communities" / f"binding_{self.constraint}.yaml"


class Lead(NamedTuple):
    """How far the strategy is ahead of another arm; above 0 is better, whichever way the outcome counts."""

    over: str
    estimate: float
    low: float
    high: float


def bindings() -> list[Binding]:
    """The five constraints."""
    said: Mapping[str, Any] = YAML(typ="safe").load(HERE / "bindings.yaml")
    return [Binding(name, **about) for name, about in said.items()]


def runs_of(binding: Binding, seeds: int, jobs: int | None = None) -> pd.DataFrame:
    """Every arm in the village where a constraint binds, under the same seeds."""
    return run_comparison(read_comparison(binding.comparison, [f"replicates={seeds}"]), jobs).runs


def diagnosed(binding: Binding, seeds: int, jobs: int | None = None) -> Diagnosis:
    """What the diagnosis says of the village."""
    return diagnose_community(build_diagnosis_comparison(binding.community, None, seeds, 1), jobs)


def leads(binding: Binding, runs: pd.DataFrame) -> list[Lead]:
    """How far the strategy that loosens the constraint is ahead of every other arm."""
    sign = 1 if binding.better == "more" else -1
    others = estimate_contrasts(runs, binding.strategy)
    rows = others[(others["outcome"] == binding.outcome) & (others["period"] == binding.period)]
    columns = (rows[name].tolist() for name in ("arm", "estimate", "low", "high"))
    found = []
    for arm, estimate, low, high in zip(*columns, strict=True):
        ends = sorted((-sign * low, -sign * high))
        found.append(Lead(arm, -sign * estimate, *ends))
    return found


def best_of(column: str, runs: pd.DataFrame) -> str:
    """The strategy that does best in an outcome, the balanced mix aside."""
    means = runs[~runs["arm"].isin((MIX, NONE))].groupby("arm")[column].mean()
    return str(means.idxmin() if column.startswith("need") else means.idxmax())


def finding(found: Mapping[str, tuple[pd.DataFrame, Diagnosis]]) -> str:
    """The tables of the page."""
    by_name = {binding.constraint: binding for binding in bindings()}
    seeds = next(iter(found.values()))[0]["seed"].nunique()
    own = [_own_row(by_name[name], runs, diagnosis) for name, (runs, diagnosis) in found.items()]
    heads = ["binds", "strategy", "judged by", "ahead of the balanced mix", "clearly ahead of", "the diagnosis says"]
    common = [
        (find_sentence(f"name:{name}", "en"), *(display_name("arm", best_of(column, runs), "en") for column in COMMON))
        for name, (runs, _) in found.items()
    ]
    shown = ["binds", *(f"best in {column.replace('@', ', ').replace('_', ' ')}" for column in COMMON)]
    return join_paragraphs(
        f"{seeds} seeds; ± half of the 95 % interval of the paired difference. Need and participation from 0 to 100.",
        markdown_table(heads, own),
        "By the same yardsticks in all five villages, the best strategy of each, the balanced mix aside:",
        markdown_table(shown, common),
    )


def _own_row(binding: Binding, runs: pd.DataFrame, diagnosis: Diagnosis) -> Sequence[str]:
    """One village: how far its strategy is ahead, and whether the diagnosis finds its constraint."""
    ahead = {lead.over: lead for lead in leads(binding, runs)}
    mix, scale = ahead[MIX], UNITS.get(binding.outcome, 1)
    beaten = [display_name("arm", arm, "en") for arm, lead in ahead.items() if lead.low > 0 and arm not in (MIX, NONE)]
    digits = 1 if scale > 1 else 2
    lead = f"{scale * mix.estimate:.{digits}f} ± {scale * (mix.high - mix.low) / 2:.{digits}f}"
    judged = f"{binding.outcome.replace('_', ' ')}, {display_name('row', binding.period, 'en')}"
    says = " and ".join(find_sentence(f"name:{name}", "en") for name in diagnosis.binding) or "nothing"
    named = display_name("arm", binding.strategy, "en")
    return find_sentence(f"name:{binding.constraint}", "en"), named, judged, lead, ", ".join(beaten), says


def figure(found: Mapping[str, tuple[pd.DataFrame, Diagnosis]]) -> Figure:
    """Each village a panel: every arm against the balanced mix in the outcome that matters there."""
    by_name = {binding.constraint: binding for binding in bindings()}
    seeds = next(iter(found.values()))[0]["seed"].nunique()
    with use_figure_style():
        note = f"difference from the balanced mix, to the right is better; the same {seeds} seeds; bars: 95 % interval"
        page = new_figure_sheet(13, 4.4, "What works best depends on what holds people back", note)
        panels = page.add_panels(1, len(found), (1.75, 0.5, 0.25, 0.6), gap=(0.3, 0))
        for axes, (name, (runs, _)) in zip(panels, found.items(), strict=True):
            binding = by_name[name]
            cells = EstimateLookup(estimate_contrasts(runs, MIX))
            arms = [arm for arm in cells.arms if arm != NONE]
            draw_panel_heading(axes, find_sentence(f"name:{name}", "en"), binding.outcome.replace("_", " "))
            draw_gridlines(axes, "x")
            draw_zero_line(axes)
            for row, arm in enumerate(reversed(arms)):
                cell = cells.find_estimate(arm, binding.outcome, binding.period)
                scale = UNITS.get(binding.outcome, 1) * (1 if binding.better == "more" else -1)
                x, low, high = (scale * value for value in cell)
                pale = cell.low <= 0 <= cell.high
                draw_interval(axes, (row, x, low, high), assign_arm_styles(cells.arms)[arm], pale=pale)
            axes.set(ylim=(-0.6, len(arms) - 0.4), yticks=[])
            format_tick_labels(axes.xaxis, "en", 3)
        names = [display_name("arm", arm, "en") for arm in reversed(arms)]
        panels[0].set_yticks(range(len(arms)), names, size=8.5)
    return page.figure


def main(seeds: int, jobs: int | None) -> None:
    """Live through everything, and write the tables into the page and the figure beside it."""
    found = {b.constraint: (runs_of(b, seeds, jobs), diagnosed(b, max(20, seeds // 2), jobs)) for b in bindings()}
    page = HERE / "README.md"
    page.write_text(replace_finding(page.read_text(encoding="utf-8"), finding(found)), encoding="utf-8")
    for name, content in build_figure_files({"binding_constraints": figure(found)}, {"seeds": seeds}).items():
        if name.endswith(".png"):
            (HERE / name).write_bytes(content)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", type=int, default=40)
    options.add_argument("--workers", type=int)
    told = options.parse_args()
    main(told.seeds, told.jobs)
