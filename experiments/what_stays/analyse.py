"""What stays: from the stored tables of the study to its figures and to the finding in its README.

python experiments/what_stays/analyse.py experiments/what_stays/results
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from ruamel.yaml import YAML

from simkomunitas.pages.figures import five_principles, participation_course
from simkomunitas.pages.figures.marks import interval, readable, ruled, zero_line
from simkomunitas.pages.figures.style import SOFT, drawing, looks, sheet
from simkomunitas.pages.words import name_of
from simkomunitas.study.estimates import contrast_table, estimates

HERE = Path(__file__).parent
NONE, OWN_ARM = "none", "slow farewell"
START, END = "<!-- finding: written by analyse.py -->", "<!-- end of finding -->"
PERIODS = {"programme": "during", "year_1": "year 1", "year_3": "year 3", "year_5": "year 5"}
DOTS_PER_INCH = 110


class Found(NamedTuple):
    """An estimate with its 95 % interval."""

    estimate: float
    low: float
    high: float


class Claim(NamedTuple):
    """A claim of expected.yaml, what was found for each arm it speaks of, and whether all are where expected."""

    name: str
    about: Mapping[str, Any]
    found: dict[str, Found]

    @property
    def holds(self) -> bool:
        """Whether the estimate of every arm is within the tolerance."""
        return all(
            abs(cell.estimate - self.about["expected"]) <= self.about["tolerance"] for cell in self.found.values()
        )


def arms_of(runs: pd.DataFrame) -> list[str]:
    """The arms with a programme, in the order of the study."""
    return [arm for arm in dict.fromkeys(runs["arm"]) if arm != NONE]


def difference(runs: pd.DataFrame, arm: str, outcome: str, period: str, against: str = NONE) -> Found:
    """Paired difference between two arms under the same seeds."""
    pair = runs.loc[runs["arm"].isin([arm, against]), ["arm", "seed", f"{outcome}@{period}"]]
    return Found(*contrast_table(pair, against).loc[0, ["estimate", "low", "high"]])


def kept(runs: pd.DataFrame, arm: str, outcome: str, period: str) -> Found:
    """Share of what was gained during the programme that is still there: mean over seeds."""
    table = runs.pivot_table(index="seed", columns="arm", values=[f"{outcome}@programme", f"{outcome}@{period}"])
    before, after = (
        table[f"{outcome}@{when}"][arm] - table[f"{outcome}@{when}"][NONE] for when in ("programme", period)
    )
    return mean_of(after / before)


def level(runs: pd.DataFrame, arm: str, outcome: str, period: str) -> Found:
    """The outcome itself: mean over seeds."""
    return mean_of(runs.loc[runs["arm"] == arm, f"{outcome}@{period}"])


def mean_of(values: pd.Series) -> Found:
    """Mean over seeds with its interval."""
    found = estimates(values.to_numpy(dtype=float)[:, None])
    return Found(float(found.estimate[0]), float(found.low[0]), float(found.high[0]))


def claims(runs: pd.DataFrame) -> Iterator[Claim]:
    """The claims of expected.yaml, held against these runs."""
    for name, about in YAML(typ="safe").load(HERE / "expected.yaml").items():
        arms = arms_of(runs) if about["arms"] == "all" else about["arms"]
        what = about["outcome"], about["period"]
        if about["measure"] == "kept":
            found = {arm: kept(runs, arm, *what) for arm in arms}
        elif about["measure"] == "level":
            found = {arm: level(runs, arm, *what) for arm in arms}
        else:
            found = {arm: difference(runs, arm, *what, about.get("against", NONE)) for arm in arms}
        yield Claim(name, about, found)


def gains_and_rests(runs: pd.DataFrame) -> Figure:
    """For each arm what participation gained during the programme (open), and what is left five years on (filled)."""
    early, late, rest = (
        {arm: Found(*(100 * np.array(cell))) for arm, cell in cells.items()}
        for cells in (
            {arm: difference(runs, arm, "participation", "programme") for arm in arms_of(runs)},
            {arm: difference(runs, arm, "participation", "year_5") for arm in arms_of(runs)},
            {arm: kept(runs, arm, "participation", "year_5") for arm in arms_of(runs)},
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
            share = f"{rest[arm].estimate:.0f} % left ({rest[arm].low:.0f} to {rest[arm].high:.0f})"
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
    rows = [_row(*head), _row(*["---"] * len(head))]
    for arm in arms_of(runs):
        cells = [_shown(difference(runs, arm, "participation", period), 1) for period in PERIODS]
        rows.append(_row(name_of("arm", arm, "en"), *cells, _shown(kept(runs, arm, "participation", "year_5"), 0)))
    note = f"Participation above the same villages without a programme; {runs['seed'].nunique()} seeds; ± half of the"
    lines = [f"{note} 95 % interval.", "", *rows, "", _row("claim", "expected", "found", "holds", "robust"),
             _row(*["---"] * 5)]  # fmt: skip
    lines += [_claim_row(claim) for claim in claims(runs)]
    return "\n".join(lines)


def _claim_row(claim: Claim) -> str:
    values = [100 * cell.estimate for cell in claim.found.values()]
    span = f"{min(values):.1f}" if len(values) == 1 else f"{min(values):.1f} to {max(values):.1f}"
    expected = f"{100 * claim.about['expected']:g} ± {100 * claim.about['tolerance']:g}"
    yes = {True: "yes", False: "no"}
    return _row(claim.about["says"], expected, span, yes[claim.holds], yes[claim.about["robust"]])


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _shown(cell: Found, digits: int) -> str:
    return f"{100 * cell.estimate:.{digits}f} ± {50 * (cell.high - cell.low):.{digits}f}"


def filled_in(readme: str, text: str) -> str:
    """The README with the finding between its two marks replaced."""
    before, _, rest = readme.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n\n{text}\n\n{END}{after}"


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
