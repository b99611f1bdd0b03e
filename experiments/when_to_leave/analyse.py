"""When to leave: from the stored results of the study to its figures and to the finding in its README.

python experiments/when_to_leave/analyse.py experiments/when_to_leave/results [--renew]
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simkomunitas.analysis.claim_checks import (
    Claim,
    ClaimEstimate,
    check_claims,
    mean_outcome,
    outcome_difference,
    share_retained,
    update_expected_values,
)
from simkomunitas.base.estimation import estimate_means
from simkomunitas.base.table_files import markdown_table
from simkomunitas.experiments.sweep_results import load_runs, load_weekly_series
from simkomunitas.reports.figures.figure_sheet import draw_panel_heading, new_figure_sheet, use_figure_style
from simkomunitas.reports.figures.figure_style import MUTED_COLOUR, ArmStyle
from simkomunitas.reports.figures.plot_elements import (
    draw_gridlines,
    draw_interval,
    draw_line_with_band,
    draw_zero_line,
    format_tick_labels,
)
from simkomunitas.reports.markdown_format import join_paragraphs
from simkomunitas.reports.study_page import (
    build_prediction_table,
    foldable_claim_table,
    format_hundredths,
    replace_finding,
)

HERE = Path(__file__).parent
LENGTHS = {"18 months": "#d55e00", "3 years": "#0072b2", "5 years": "#009e73"}
GATES = {"when ready": "5 years", "a third ready": "5 years"}  # the village without a programme they are compared with
PERIODS = {"programme": "during", "year_1": "year 1", "year_3": "year 3", "year_5": "year 5"}
DOTS_PER_INCH = 110


def ways(runs: pd.DataFrame) -> dict[str, str]:
    """Every way to leave, with the arm without a programme that was watched in the same weeks."""
    arms = [arm for arm in dict.fromkeys(runs["arm"]) if not arm.startswith("none")]
    return {arm: f"none {GATES.get(arm, arm.partition(' ')[2])}" for arm in arms}


def gain(runs: pd.DataFrame, arm: str, outcome: str, period: str) -> ClaimEstimate:
    """An outcome above that of the same village without a programme."""
    return outcome_difference(runs, (("arm", arm),), (("arm", ways(runs)[arm]),), f"{outcome}@{period}")


def rest(runs: pd.DataFrame, arm: str) -> ClaimEstimate:
    """Share of the participation gained that is still there five years on."""
    return share_retained(runs, (("arm", arm),), (("arm", ways(runs)[arm]),), "participation", "year_5")


def claims_of(runs: pd.DataFrame) -> list[Claim]:
    """The claims of expected.yaml, held against these runs."""
    return list(check_claims(HERE / "expected.yaml", runs, ["arm"]))


def look_of(arm: str) -> ArmStyle:
    """A colour for each length, a mark for each way to leave."""
    if arm in GATES:
        return ArmStyle("#20262e", "D")
    way, _, length = arm.partition(" ")
    return ArmStyle(LENGTHS[length], "s" if way == "fading" else "o")


def gains(runs: pd.DataFrame) -> Figure:
    """What each way to leave has gained in participation, during the programme and after it."""
    order = list(ways(runs))[::-1]
    title = "The same hours, spent quickly or slowly, ended at once or little by little"
    seeds = runs["seed"].nunique()
    note = f"participation above the same village without a programme, same {seeds} seeds; bars: 95 % interval"
    with use_figure_style():
        page = new_figure_sheet(11, 1.8 + 0.42 * len(order), title, note)
        panels = page.add_panels(1, len(PERIODS), (1.5, 0.4, 0.35, 0.6), gap=(0.4, 0))
        for axes, (period, words) in zip(panels, PERIODS.items(), strict=True):
            draw_panel_heading(axes, words)
            draw_gridlines(axes, "x")
            draw_zero_line(axes)
            for row, arm in enumerate(order):
                found = [100 * value for value in gain(runs, arm, "participation", period)]
                draw_interval(axes, (row, *found), look_of(arm), filled="fading" not in arm)
            axes.set(ylim=(-0.6, len(order) - 0.4), yticks=[], xlabel="percentage points")
            axes.set_xlim(left=min(0.0, axes.get_xlim()[0]))
            format_tick_labels(axes.xaxis, "en", 5)
        panels[0].set_yticks(range(len(order)), order)
        panels[0].tick_params(axis="y", pad=8, labelsize=9)
    return page.figure


def course(weekly: pd.DataFrame) -> Figure:
    """Participation week by week, a panel for each length."""
    title = "Participation falls when the facilitators leave, whenever that is"
    seeds = weekly["seed"].nunique()
    note = f"adults who came to an activity within four weeks; mean of {seeds} runs; bands: 95 % interval"
    with use_figure_style():
        page = new_figure_sheet(11, 4.1, title, note)
        panels = page.add_panels(1, len(LENGTHS), (0.6, 0.4, 0.3, 0.6), gap=(0.6, 0))
        top = 0.0
        for axes, (length, colour) in zip(panels, LENGTHS.items(), strict=True):
            draw_panel_heading(axes, f"{length}: sudden, and fading (grey)")
            for arm, look in (
                (f"fading {length}", ArmStyle(MUTED_COLOUR, "s")),
                (f"sudden {length}", ArmStyle(colour, "o")),
            ):
                top = max(top, _curve(axes, weekly[weekly["arm"] == arm], look))
            axes.set_xlabel("years since the start")
            draw_gridlines(axes)
        for axes in panels:
            axes.set_ylim(0, 1.08 * top)
            format_tick_labels(axes.yaxis, "en", 5, " %")
    return page.figure


def _curve(axes: Axes, weekly: pd.DataFrame, look: ArmStyle) -> float:
    """One curve with its band; the height it reaches."""
    seeds = 100 * weekly.pivot(index="seed", columns="week", values="participation").to_numpy(dtype=np.float64)
    found = estimate_means(seeds)
    draw_line_with_band(axes, np.arange(seeds.shape[1]) / 52, (found.estimate, found.low, found.high), look)
    return float(found.high.max())


def finding(runs: pd.DataFrame) -> str:
    """The tables of the finding, as Markdown."""
    head = ["exit", "hours", *(f"{words}, points" for words in PERIODS.values()), "left of the gain, %",
            "leaders in year 3, per 100", "works in year 5, %"]  # fmt: skip
    rows = []
    for arm in ways(runs):
        cell = (("arm", arm),)
        hours = mean_outcome(runs, cell, "facilitator_hours@programme").estimate
        others = (
            rest(runs, arm),
            mean_outcome(runs, cell, "leaders@year_3"),
            mean_outcome(runs, cell, "sustainability@year_5"),
        )
        left, leaders, works = (
            format_hundredths(others[0], 0),
            format_hundredths(ClaimEstimate(*(v / 100 for v in others[1]))),
            format_hundredths(others[2]),
        )
        rows.append([arm, f"{hours:,.0f}", *(format_hundredths(gain(runs, arm, "participation",
            period)) for period in PERIODS),
                     left, leaders, works])  # fmt: skip
    note = (
        "Participation above the same village without a programme, watched in the same weeks; "
        f"{runs['seed'].nunique()} seeds; ± half of the 95 % interval. "
        "Works: groups and assets there were at exit that still work."
    )
    told = claims_of(runs)
    return join_paragraphs(note, markdown_table(head, rows), build_prediction_table(told), foldable_claim_table(told))


def main(folder: Path, renew: bool = False) -> None:
    """Figures into ``figures/``, the finding into ``README.md``; renew: what is expected as it was found."""
    runs, weekly = load_runs(folder), load_weekly_series(folder, ["participation"])
    if renew:
        path = HERE / "expected.yaml"
        path.write_text(
            update_expected_values(path.read_text(encoding="utf-8"), claims_of(runs)), encoding="utf-8", newline="\n"
        )
    for name, figure in {"gains": gains(runs), "course": course(weekly)}.items():
        with use_figure_style():
            figure.savefig(HERE / "figures" / f"{name}.png", dpi=DOTS_PER_INCH, metadata={"Software": "simkomunitas"})
    readme = HERE / "README.md"
    readme.write_text(
        replace_finding(readme.read_text(encoding="utf-8"), finding(runs)), encoding="utf-8", newline="\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--renew" in sys.argv[2:])
