"""What stays: from the stored tables of the study to its figures and to the finding in its README.

python experiments/what_stays/analyse.py experiments/what_stays/results
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from simkomunitas.analysis.claim_checks import Claim, ClaimEstimate, check_claims, outcome_difference, share_retained
from simkomunitas.base.table_files import markdown_table
from simkomunitas.reports.figures import plot_participation, plot_principles
from simkomunitas.reports.figures.figure_sheet import new_figure_sheet, use_figure_style
from simkomunitas.reports.figures.figure_style import MUTED_COLOUR, assign_arm_styles
from simkomunitas.reports.figures.plot_elements import draw_gridlines, draw_interval, draw_zero_line, format_tick_labels
from simkomunitas.reports.markdown_format import join_paragraphs
from simkomunitas.reports.study_page import build_claim_table, format_hundredths, replace_finding
from simkomunitas.reports.translated_words import display_name

HERE = Path(__file__).parent
NONE, OWN_ARM = "none", "slow farewell"
PERIODS = {"programme": "during", "year_1": "year 1", "year_3": "year 3", "year_5": "year 5"}
DOTS_PER_INCH = 110


def arms_of(runs: pd.DataFrame) -> list[str]:
    """The arms with a programme, in the order of the study."""
    return [arm for arm in dict.fromkeys(runs["arm"]) if arm != NONE]


def gain(runs: pd.DataFrame, arm: str, period: str) -> ClaimEstimate:
    """Participation above the same villages without a programme."""
    return outcome_difference(runs, (("arm", arm),), (("arm", NONE),), f"participation@{period}")


def rest(runs: pd.DataFrame, arm: str) -> ClaimEstimate:
    """Share of the gain that is still there five years on."""
    return share_retained(runs, (("arm", arm),), (("arm", NONE),), "participation", "year_5")


def claims_of(runs: pd.DataFrame) -> Iterator[Claim]:
    """The claims of expected.yaml, held against these runs."""
    return check_claims(HERE / "expected.yaml", runs, ["arm"])


def gains_and_rests(runs: pd.DataFrame) -> Figure:
    """For each arm what participation gained during the programme (open), and what is left five years on (filled)."""
    arms = arms_of(runs)
    early, late, rests = (
        {arm: ClaimEstimate(*(100 * np.array(cell))) for arm, cell in cells.items()}
        for cells in (
            {arm: gain(runs, arm, "programme") for arm in arms},
            {arm: gain(runs, arm, "year_5") for arm in arms},
            {arm: rest(runs, arm) for arm in arms},
        )
    )
    order = sorted(late, key=lambda arm: late[arm].estimate)
    with use_figure_style():
        note = f"Participation above no programme, same {runs['seed'].nunique()} seeds; bars: 95 % interval"
        page = new_figure_sheet(
            10, 1.9 + 0.5 * len(order), "What was gained, and what is left of it five years after exit", note
        )
        (axes,) = page.add_panels(1, 1, (1.9, 0.35, 1.5, 0.6))
        draw_gridlines(axes, "x")
        draw_zero_line(axes)
        for row, arm in enumerate(order):
            look = assign_arm_styles(order)[arm]
            axes.plot([late[arm].estimate, early[arm].estimate], [row, row], color=look.colour, lw=0.8, alpha=0.5)
            draw_interval(axes, (row, *early[arm]), look, filled=False)
            draw_interval(axes, (row, *late[arm]), look)
            share = f"{rests[arm].estimate:.0f} % left ({rests[arm].low:.0f} to {rests[arm].high:.0f})"
            axes.annotate(share, (1, row), xycoords=("axes fraction", "data"), xytext=(12, 0),
                          textcoords="offset points", va="center", color=look.text_colour, size=8.5)  # fmt: skip
        axes.set_yticks(range(len(order)), [display_name("arm", arm, "en") for arm in order])
        axes.set(ylim=(-0.6, len(order) - 0.4), xlabel="percentage points   (○ during the programme   ● five years on)")
        axes.tick_params(axis="y", pad=8, labelsize=9)
        format_tick_labels(axes.xaxis, "en", 6)
        axes.text(1, 1.02, "share of the gain", transform=axes.transAxes, size=7.5, color=MUTED_COLOUR)
    return page.figure


def finding(runs: pd.DataFrame) -> str:
    """The tables of the finding, as Markdown."""
    head = ["strategy", *(f"{words}, points" for words in PERIODS.values()), "left of the gain, %"]
    rows = [
        [
            display_name("arm", arm, "en"),
            *(format_hundredths(gain(runs, arm, period)) for period in PERIODS),
            format_hundredths(rest(runs, arm), 0),
        ]
        for arm in arms_of(runs)
    ]
    note = (
        f"Participation above the same villages without a programme; {runs['seed'].nunique()} seeds; "
        "± half of the 95 % interval."
    )
    return join_paragraphs(note, markdown_table(head, rows), build_claim_table(claims_of(runs)))


def main(folder: Path) -> None:
    """Figures into ``figures/``, the finding into ``README.md``."""
    runs, outcomes, weekly = (pd.read_parquet(folder / f"{name}.parquet") for name in ("runs", "outcomes", "weekly"))
    figures = {
        "gains_and_rests": gains_and_rests(runs),
        "participation_course": plot_participation(weekly, 156),
        # The picture of the front page: the arms of configs/strategies.yaml under the same seeds.
        "five_principles": plot_principles(outcomes[outcomes["arm"] != OWN_ARM].reset_index(drop=True)),
    }
    for name, figure in figures.items():
        with use_figure_style():
            path = HERE / "figures" / f"{name}.png"
            figure.savefig(path, dpi=DOTS_PER_INCH, metadata={"Software": "simkomunitas"})
    readme = HERE / "README.md"
    readme.write_text(
        replace_finding(readme.read_text(encoding="utf-8"), finding(runs)), encoding="utf-8", newline="\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
