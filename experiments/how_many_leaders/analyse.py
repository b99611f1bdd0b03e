"""How many local leaders: from the stored results of the study to its figures and to the finding in its README.

python experiments/how_many_leaders/analyse.py experiments/how_many_leaders/results [--renew]
"""

import sys
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from simkomunitas.analysis.claims import Cell, Claim, Found, claims, difference, level, renewed
from simkomunitas.experiment.results import load_results
from simkomunitas.pages.figures.response import response
from simkomunitas.pages.figures.style import drawing
from simkomunitas.pages.markdown import joined, table
from simkomunitas.pages.studying import filled_in, held, points, verdict_table
from simkomunitas.pages.words import name_of

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
    return list(claims(HERE / "expected.yaml", runs, FACTORS))


def answers(runs: pd.DataFrame, arm: str) -> Figure:
    """How outcomes of one arm answer to the number of leaders looked for, for each number of hours."""
    title = f"{name_of('arm', arm, 'en').capitalize()}: what looking for more local leaders brings"
    return response(runs[runs["arm"] == arm], SHOWN, WANTED, HOURS, title)


def gain(runs: pd.DataFrame, arm: str, wanted: int, hours: int) -> Found:
    """Participation three years after exit above the same village without a programme."""
    return difference(runs, cell(arm, wanted, hours), cell("none", wanted, hours), "participation@year_3")


def finding(runs: pd.DataFrame) -> str:
    """The tables of the finding, as Markdown."""
    numbers = sorted(runs[WANTED].unique())
    head = ["programme, hours a week of each facilitator", *(f"{number} wanted" for number in numbers)]
    rows, leaders = [], []
    for arm in [arm for arm in dict.fromkeys(runs["arm"]) if arm != "none"]:
        for hours in sorted(runs[HOURS].unique()):
            name = f"{name_of('arm', arm, 'en')}, {hours} h"
            rows.append([name, *(points(gain(runs, arm, number, hours)) for number in numbers)])
            found = [level(runs, cell(arm, number, hours), "leaders@year_1") for number in numbers]
            leaders.append([f"{name}, leaders", *(points(Found(*(value / 100 for value in one))) for one in found)])
    note = (
        f"Participation three years after exit above the same village without a programme, in points; "
        f"{runs['seed'].nunique()} seeds; ± half of the 95 % interval."
    )
    below = "Leaders per 100 adults in the year after exit:"
    told = claims_of(runs)
    return joined(note, table(head, rows), below, table(head, leaders), verdict_table(told), held(told))


def main(folder: Path, renew: bool = False) -> None:
    """Figures into ``figures/``, the finding into ``README.md``; renew: what is expected as it was found."""
    runs = load_results(folder)
    if renew:
        path = HERE / "expected.yaml"
        path.write_text(renewed(path.read_text(encoding="utf-8"), claims_of(runs)), encoding="utf-8", newline="\n")
    for arm in ("balanced", "network_alliance"):
        with drawing():
            figure = answers(runs, arm)
            figure.savefig(HERE / "figures" / f"{arm}.png", dpi=DOTS_PER_INCH, metadata={"Software": "simkomunitas"})
    readme = HERE / "README.md"
    readme.write_text(filled_in(readme.read_text(encoding="utf-8"), finding(runs)), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--renew" in sys.argv[2:])
