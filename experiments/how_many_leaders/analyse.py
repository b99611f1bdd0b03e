"""How many local leaders: from the stored results of the study to its figures and to the finding in its README.

python experiments/how_many_leaders/analyse.py experiments/how_many_leaders/results [--renew]
"""

import sys
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from simkomunitas.analysis.claim_checks import (
    Cell,
    Claim,
    ClaimEstimate,
    check_claims,
    mean_outcome,
    outcome_difference,
    update_expected_values,
)
from simkomunitas.base.table_files import markdown_table
from simkomunitas.experiments.sweep_results import load_runs
from simkomunitas.reports.figures.figure_sheet import use_figure_style
from simkomunitas.reports.figures.response_plot import plot_response
from simkomunitas.reports.markdown_format import join_paragraphs
from simkomunitas.reports.study_page import (
    build_prediction_table,
    foldable_claim_table,
    format_hundredths,
    replace_finding,
)
from simkomunitas.reports.translated_words import display_name

HERE = Path(__file__).parent
WANTED, HOURS = "programme.course.leaders_wanted", "programme.facilitation.hours"
FACTORS = ["arm", WANTED, HOURS]
SHOWN = ("participation@programme", "participation@year_3", "participation@year_5", "leaders@year_1", "leaders@year_5",
         "independence@year_3")  # fmt: skip
DOTS_PER_INCH = 110


def cell(arm: str, wanted: int, hours: int) -> Cell:
    """One combination of what was varied."""
    return (("arm", arm), (WANTED, wanted), (HOURS, hours))


def claims_of(runs: pd.DataFrame) -> list[Claim]:
    """The claims of expected.yaml, held against these runs."""
    return list(check_claims(HERE / "expected.yaml", runs, FACTORS))


def answers(runs: pd.DataFrame, arm: str) -> Figure:
    """How outcomes of one arm answer to the number of leaders looked for, for each number of hours."""
    title = f"{display_name('arm', arm, 'en').capitalize()}: what looking for more local leaders brings"
    return plot_response(runs[runs["arm"] == arm], SHOWN, WANTED, HOURS, title)


def gain(runs: pd.DataFrame, arm: str, wanted: int, hours: int) -> ClaimEstimate:
    """Participation three years after exit above the same village without a programme."""
    return outcome_difference(runs, cell(arm, wanted, hours), cell("none", wanted, hours), "participation@year_3")


def finding(runs: pd.DataFrame) -> str:
    """The tables of the finding, as Markdown."""
    numbers = sorted(runs[WANTED].unique())
    head = ["programme, hours a week of each facilitator", *(f"{number} wanted" for number in numbers)]
    rows, leaders = [], []
    for arm in [arm for arm in dict.fromkeys(runs["arm"]) if arm != "none"]:
        for hours in sorted(runs[HOURS].unique()):
            name = f"{display_name('arm', arm, 'en')}, {hours} h"
            rows.append([name, *(format_hundredths(gain(runs, arm, number, hours)) for number in numbers)])
            found = [mean_outcome(runs, cell(arm, number, hours), "leaders@year_1") for number in numbers]
            leaders.append(
                [
                    f"{name}, leaders",
                    *(format_hundredths(ClaimEstimate(*(value / 100 for value in one))) for one in found),
                ]
            )
    note = (
        f"Participation three years after exit above the same village without a programme, in points; "
        f"{runs['seed'].nunique()} seeds; ± half of the 95 % interval."
    )
    below = "Leaders per 100 adults in the year after exit:"
    told = claims_of(runs)
    return join_paragraphs(
        note,
        markdown_table(head, rows),
        below,
        markdown_table(head, leaders),
        build_prediction_table(told),
        foldable_claim_table(told),
    )


def main(folder: Path, renew: bool = False) -> None:
    """Figures into ``figures/``, the finding into ``README.md``; renew: what is expected as it was found."""
    runs = load_runs(folder)
    if renew:
        path = HERE / "expected.yaml"
        path.write_text(
            update_expected_values(path.read_text(encoding="utf-8"), claims_of(runs)), encoding="utf-8", newline="\n"
        )
    for arm in ("balanced", "network_alliance"):
        with use_figure_style():
            figure = answers(runs, arm)
            figure.savefig(HERE / "figures" / f"{arm}.png", dpi=DOTS_PER_INCH, metadata={"Software": "simkomunitas"})
    readme = HERE / "README.md"
    readme.write_text(
        replace_finding(readme.read_text(encoding="utf-8"), finding(runs)), encoding="utf-8", newline="\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--renew" in sys.argv[2:])
