"""What stays: from the stored tables of the study to its figures and to the finding in its README.

python experiments/what_stays/analyse.py experiments/what_stays/results
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from simkomunitas.analysis.claims import Claim, Found, claims, difference, kept
from simkomunitas.pages.figures import five_principles, participation_course
from simkomunitas.pages.figures.marks import interval, readable, ruled, zero_line
from simkomunitas.pages.figures.style import SOFT, drawing, looks, sheet
from simkomunitas.pages.markdown import joined, table
from simkomunitas.pages.studying import claim_table, filled_in, points
from simkomunitas.pages.words import name_of

HERE = Path(__file__).parent
NONE, OWN_ARM = "none", "slow farewell"
PERIODS = {"programme": "during", "year_1": "year 1", "year_3": "year 3", "year_5": "year 5"}
DOTS_PER_INCH = 110


def arms_of(runs: pd.DataFrame) -> list[str]:
    """The arms with a programme, in the order of the study."""
    return [arm for arm in dict.fromkeys(runs["arm"]) if arm != NONE]


def gain(runs: pd.DataFrame, arm: str, period: str) -> Found:
    """Participation above the same villages without a programme."""
    return difference(runs, (("arm", arm),), (("arm", NONE),), f"participation@{period}")


def rest(runs: pd.DataFrame, arm: str) -> Found:
    """Share of the gain that is still there five years on."""
    return kept(runs, (("arm", arm),), (("arm", NONE),), "participation", "year_5")


def claims_of(runs: pd.DataFrame) -> Iterator[Claim]:
    """The claims of expected.yaml, held against these runs."""
    return claims(HERE / "expected.yaml", runs, ["arm"])


def gains_and_rests(runs: pd.DataFrame) -> Figure:
    """For each arm what participation gained during the programme (open), and what is left five years on (filled)."""
    arms = arms_of(runs)
    early, late, rests = (
        {arm: Found(*(100 * np.array(cell))) for arm, cell in cells.items()}
        for cells in (
            {arm: gain(runs, arm, "programme") for arm in arms},
            {arm: gain(runs, arm, "year_5") for arm in arms},
            {arm: rest(runs, arm) for arm in arms},
        )
    )
    order = sorted(late, key=lambda arm: late[arm].estimate)
    with drawing():
        note = f"Participation above no programme, same {runs['seed'].nunique()} seeds; bars: 95 % interval"
        page = sheet(10, 1.9 + 0.5 * len(order), "What was gained, and what is left of it five years after exit", note)
        (axes,) = page.panels(1, 1, (1.9, 0.35, 1.5, 0.6))
        ruled(axes, "x")
        zero_line(axes)
        for row, arm in enumerate(order):
            look = looks(order)[arm]
            axes.plot([late[arm].estimate, early[arm].estimate], [row, row], color=look.colour, lw=0.8, alpha=0.5)
            interval(axes, (row, *early[arm]), look, filled=False)
            interval(axes, (row, *late[arm]), look)
            share = f"{rests[arm].estimate:.0f} % left ({rests[arm].low:.0f} to {rests[arm].high:.0f})"
            axes.annotate(share, (1, row), xycoords=("axes fraction", "data"), xytext=(12, 0),
                          textcoords="offset points", va="center", color=look.text, size=8.5)  # fmt: skip
        axes.set_yticks(range(len(order)), [name_of("arm", arm, "en") for arm in order])
        axes.set(ylim=(-0.6, len(order) - 0.4), xlabel="percentage points   (○ during the programme   ● five years on)")
        axes.tick_params(axis="y", pad=8, labelsize=9)
        readable(axes.xaxis, "en", 6)
        axes.text(1, 1.02, "share of the gain", transform=axes.transAxes, size=7.5, color=SOFT)
    return page.figure


def finding(runs: pd.DataFrame) -> str:
    """The tables of the finding, as Markdown."""
    head = ["strategy", *(f"{words}, points" for words in PERIODS.values()), "left of the gain, %"]
    rows = [
        [
            name_of("arm", arm, "en"),
            *(points(gain(runs, arm, period)) for period in PERIODS),
            points(rest(runs, arm), 0),
        ]
        for arm in arms_of(runs)
    ]
    note = (
        f"Participation above the same villages without a programme; {runs['seed'].nunique()} seeds; "
        "± half of the 95 % interval."
    )
    return joined(note, table(head, rows), claim_table(claims_of(runs)))


def main(folder: Path) -> None:
    """Figures into ``figures/``, the finding into ``README.md``."""
    runs, outcomes, weekly = (pd.read_parquet(folder / f"{name}.parquet") for name in ("runs", "outcomes", "weekly"))
    figures = {
        "gains_and_rests": gains_and_rests(runs),
        "participation_course": participation_course(weekly, 156),
        # The picture of the front page: the arms of configs/strategies.yaml under the same seeds.
        "five_principles": five_principles(outcomes[outcomes["arm"] != OWN_ARM].reset_index(drop=True)),
    }
    for name, figure in figures.items():
        with drawing():
            path = HERE / "figures" / f"{name}.png"
            figure.savefig(path, dpi=DOTS_PER_INCH, metadata={"Software": "simkomunitas"})
    readme = HERE / "README.md"
    readme.write_text(filled_in(readme.read_text(encoding="utf-8"), finding(runs)), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
