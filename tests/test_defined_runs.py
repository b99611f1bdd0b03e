"""How many runs stand behind a number, and what is said where none does."""

import io
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from jinja2 import UndefinedError

from simkomunitas.analysis.claim_checks import Claim, ClaimEstimate
from simkomunitas.base.estimation import estimate_contrasts, estimate_outcomes
from simkomunitas.experiments.experiment_design import PlannedContrast
from simkomunitas.reports import render, terminal_output
from simkomunitas.reports.figures.estimate_lookup import EstimateLookup
from simkomunitas.reports.plan_descriptions import format_outcome_difference, format_outcome_value
from simkomunitas.reports.render import render_template
from simkomunitas.reports.report.contrast_report import build_contrast_section
from simkomunitas.reports.report.html_elements import render_section
from simkomunitas.reports.report.report_tables import render_contrast_tables, render_outcome_tables
from simkomunitas.reports.report.sweep_report import build_outcome_section
from simkomunitas.reports.study_page import build_prediction_table, format_hundredths

UNITS = {"participation": "share", "openness": "share"}
NAN = float("nan")


def runs_of(arms):
    """Runs of four seeds by arm: participation and openness in the third year."""
    tables = [
        pd.DataFrame({"arm": arm, "seed": range(4), "participation@year_3": first, "openness@year_3": second})
        for arm, (first, second) in arms.items()
    ]
    return pd.concat(tables, ignore_index=True)


@pytest.fixture
def runs():
    """Openness is never defined with ``quiet``, and in two runs of four with ``loud``."""
    return runs_of({
        "none": ([0.1, 0.2, 0.3, 0.4], [0.1, 0.2, 0.1, 0.2]),
        "loud": ([0.2, 0.3, 0.4, 0.65], [0.5, NAN, NAN, 0.9]),
        "quiet": ([0.1, 0.2, 0.3, 0.4], [NAN] * 4),
    })  # fmt: skip


def printed(runs, language="en", correction="none"):
    outcomes, contrasts, out = estimate_outcomes(runs, UNITS), estimate_contrasts(runs, "none"), io.StringIO()
    terminal_output.print_principles(outcomes, out, language)
    terminal_output.print_differences(contrasts, outcomes, out, language, correction)
    return out.getvalue()


def test_n_in_the_tables_is_that_of_the_runs_with_a_value(runs):
    openness = estimate_outcomes(runs, UNITS).query("outcome == 'openness'").set_index("arm")["n"]
    assert openness.to_dict() == {"none": 4, "loud": 2, "quiet": 0}
    paired = estimate_contrasts(runs, "none").query("outcome == 'openness'").set_index("arm")["n"]
    assert paired.to_dict() == {"loud": 2, "quiet": 0}


def test_the_terminal_tells_the_least_and_the_most_and_what_no_run_has(runs):
    text = printed(runs)
    assert text.count("mean over 2 to 4 seeds +- half of the 95 % interval") == 2
    assert text.count("-: no run has a value") == 2
    assert "nan" not in text.lower()
    said = printed(runs, "id")
    assert "rata-rata 2 sampai 4 benih acak" in said
    assert "tidak ada simulasi yang ada nilainya" in said


def test_where_every_run_has_a_value_nothing_is_said_of_it(runs):
    text = printed(runs.drop(columns="openness@year_3"))
    assert "mean over 4 seeds" in text
    assert "no run has a value" not in text


def test_the_terminal_tells_how_many_intervals_would_be_clear_by_chance(runs):
    assert "3 intervals; about 0.2 would exclude 0 by chance alone" in " ".join(printed(runs).split())
    assert "clear after the correction of Holm for 3 intervals" in printed(runs, correction="holm")


def test_a_correction_takes_stars_away():
    """Three differences with p of 0.020, 0.036 and 0.028: each alone is clear, and none after Holm."""
    base = np.array([-1.0, 0.0, 1.0, 0.4])
    shifts = {"one": 1.9, "two": 1.5, "three": 1.65}
    arms = {arm: (base * 0.01 + shift / 100, [NAN] * 4) for arm, shift in shifts.items()}
    runs = runs_of({"none": ([0.0] * 4, [NAN] * 4)} | arms)
    stars = {correction: printed(runs, correction=correction).count("*")
             for correction in ("none", "holm", "benjamini_hochberg")}  # fmt: skip
    assert stars == {"none": 4, "holm": 1, "benjamini_hochberg": 4}  # one in the note below the table


def test_cells_count_runs_by_outcome_and_period(runs):
    cells = EstimateLookup(estimate_outcomes(runs, UNITS))
    assert sorted(cells.run_counts()) == [0, 2, 4, 4, 4, 4]
    assert cells.run_counts(["participation"]) == [4, 4, 4]
    assert cells.run_counts(["openness"], "year_1") == []
    assert cells.run_count_text("en", ["participation"]) == "4"
    assert cells.run_count_text("en") == "2 to 4"
    assert cells.run_count_text("en", ["nothing"]) == "0"


def test_a_report_of_a_comparison_counts_what_is_defined(runs):
    body = render_outcome_tables(estimate_outcomes(runs, UNITS))
    assert "Means over 2 to 4 seeds" in body
    body = render_contrast_tables(estimate_contrasts(runs, "none"))
    assert "under the same 2 to 4 seeds" in body
    assert "*: it excludes 0; of 3 about 0.2 would by chance alone" in body
    assert "nan" not in body


def swept(runs, **more):
    """A sweep over three arms, as its folder tells it."""
    names = ["none", "loud", "quiet"]
    contrasts = tuple(PlannedContrast("arm", arm, "none") for arm in names[1:])
    wanted = ("participation@year_3", "openness@year_3")
    about = {"arms": tuple(names), "factors": (), "columns": ("arm",), "contrasts": contrasts, "points": 3,
             "outcomes": wanted, "smallest_effect": {}, "method": "grid"}  # fmt: skip
    numbered = runs.assign(point=runs["arm"].map(names.index), run_id=runs["arm"] + runs["seed"].astype(str))
    return SimpleNamespace(**about | more), numbered


def test_a_contrast_no_run_can_tell_is_counted_apart(runs):
    body = build_contrast_section(*swept(runs)).body
    assert "Dash (1): no pair of runs has a value." in body
    assert "nan" not in body
    assert "of 3 about" in body
    assert "Bold (1 of 3)" in body
    assert "Plain (2): these runs cannot tell." in body


def test_one_pair_of_runs_has_an_estimate_and_no_interval(runs):
    runs.loc[(runs["arm"] == "loud") & (runs["seed"] == 3), "openness@year_3"] = NAN
    body = build_contrast_section(*swept(runs)).body
    assert "one pair of runs" in body
    assert "nan" not in body


def test_a_correction_leaves_fewer_contrasts_bold(runs):
    assert "Bold (1 of 3): it excludes 0" in build_contrast_section(*swept(runs)).body
    assert "Bold (0 of 3): clear after the correction of Holm" in build_contrast_section(*swept(runs), "holm").body


def test_the_table_of_combinations_tells_how_many_runs_have_values(runs):
    body = build_outcome_section(*swept(runs)).body
    assert ">2 to 4<" in body
    assert ">4<" in body
    assert "nan" not in body


def test_many_combinations_that_are_undefined_show_a_dash(runs):
    facts, numbered = swept(runs, points=500)
    assert "nan" not in build_outcome_section(facts, numbered).body


def test_what_is_not_known_is_a_dash_in_words():
    assert format_hundredths(ClaimEstimate(NAN, NAN, NAN)) == "–"
    assert (
        format_outcome_value(NAN, "participation@year_3")
        == format_outcome_difference(NAN, "participation@year_3")
        == "–"
    )
    about = {"hypothesis": 1, "says": "a", "predicted": {"above": 0.0}}
    assert "nan" not in build_prediction_table([Claim("a", about, {"x": ClaimEstimate(NAN, NAN, NAN)})])


def test_a_report_shows_markup_of_others_as_text():
    words = "<script>alert('one & two')</script>"
    page = render_template(
        "report/results.html", title=words, question=[words], hypothesis=[], unfinished=0, generator="", version="0",
        id=words, sections=[render_section("limits", words, seeds=3, parameters=words, assumed=0)],
    )  # fmt: skip
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(&#39;one &amp; two&#39;)&lt;/script&gt;") == 7
    assert page.count("<li>") == 5


def test_a_template_does_not_leave_out_what_it_was_not_given():
    with pytest.raises(UndefinedError, match="assumed"):
        render_template("report/limits.html", seeds=3, parameters=2)


def test_every_template_can_be_read():
    folder = Path(render.__file__).parent / "templates"
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix in (".html", ".md")]
    assert len(names) > 20
    for name in names:
        with suppress(UndefinedError):  # nothing is given
            render_template(name)
