"""Figures and tables: true to their numbers, legible in both languages, the same whenever they are made again."""

import io
import itertools
import json
import subprocess
import sys
import time

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.text import Text
from PIL import Image

import invented_study as study
from simkomunitas.locale.translation import text_table
from simkomunitas.reports import terminal_output
from simkomunitas.reports.figures import (
    build_figure_files,
    plot_comparison_figures,
    plot_cost,
    plot_differences,
    plot_funnel,
    plot_participation,
    plot_principles,
    plot_run_series,
)
from simkomunitas.reports.figures.figure_sheet import use_figure_style
from simkomunitas.reports.figures.figure_style import ARM_STYLES, SPARE_STYLES, assign_arm_styles
from simkomunitas.reports.figures.plot_elements import separate_positions
from simkomunitas.reports.translated_words import (
    PERIODS,
    PRINCIPLES,
    format_number,
    format_percent,
    translate_text,
)

LANGUAGES = ("en", "id")
OUTCOMES, CONTRASTS, WEEKLY = study.outcomes(), study.contrasts(), study.weekly()


def every_figure(language="en"):
    one_run = study.weekly(seeds=1, arms=("balanced",))
    return plot_comparison_figures(OUTCOMES, CONTRASTS, WEEKLY, study.EXIT, language) | {
        "course_of_run": plot_run_series(one_run, study.EXIT, study.WEEKLY_UNITS, language)
    }


FIGURES = {language: every_figure(language) for language in LANGUAGES}
NAMES = tuple(FIGURES["en"])


def boxes_of_words(figure) -> dict[str, tuple[float, float, float, float]]:
    """Where every visible text stands, in pixels; ticks out of view are not drawn."""
    with use_figure_style():
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
    renderer = canvas.get_renderer()
    hidden = {id(label) for axes in figure.axes for label in labels_out_of_view(axes)}
    found = {}
    for number_, text in enumerate(figure.findobj(Text)):
        if text.get_visible() and text.get_text().strip() and id(text) not in hidden and is_drawn(text, figure):
            found[f"{number_} {text.get_text()}"] = Text.get_window_extent(text, renderer).extents
    return found


def labels_out_of_view(axes):
    for axis, (low, high) in ((axes.xaxis, sorted(axes.get_xlim())), (axes.yaxis, sorted(axes.get_ylim()))):
        slack = 1e-9 * (high - low)
        for tick in axis.get_major_ticks():
            if not (axes.axison and low - slack <= tick.get_loc() <= high + slack):
                yield from (tick.label1, tick.label2)


def is_drawn(text, figure) -> bool:
    return all(axes.axison or text not in (axes.xaxis.label, axes.yaxis.label) for axes in figure.axes)


def overlap(one, other) -> bool:
    return min(one[2], other[2]) - max(one[0], other[0]) > 1 and min(one[3], other[3]) - max(one[1], other[1]) > 1


def assert_legible(figure):
    boxes = boxes_of_words(figure)
    width, height = figure.canvas.get_width_height()
    outside = [text for text, (x0, y0, x1, y1) in boxes.items() if x0 < 0 or y0 < 0 or x1 > width or y1 > height]
    crossing = [(one, other) for one, other in itertools.combinations(boxes, 2) if overlap(boxes[one], boxes[other])]
    assert not outside
    assert not crossing


def words_on(figure) -> str:
    return "\n".join(text.get_text() for text in figure.findobj(Text))


def title_of(figure) -> str:
    return " ".join(next(text.get_text() for text in figure.texts if text.get_gid() == "title").split())


# Legible


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_with_seven_arms_no_words_cross_or_leave_the_page(name, language):
    assert_legible(FIGURES[language][name])


@pytest.mark.parametrize("draw", [plot_principles, plot_funnel, plot_cost])
@pytest.mark.parametrize("arms", [("none",), ("balanced",), ("none", "my_mix"), tuple(f"own_{i}" for i in range(10))])
def test_any_arms_make_a_legible_figure(draw, arms):
    assert_legible(draw(study.outcomes(seeds=5, arms=arms)))


@pytest.mark.parametrize("arms", [("none",), ("none", "my_mix"), tuple(f"own_{i}" for i in range(10))])
def test_any_arms_make_a_legible_course(arms):
    assert_legible(plot_participation(study.weekly(seeds=3, arms=arms), study.EXIT))


def test_one_seed_has_no_intervals_and_still_a_figure():
    outcomes, contrasts = study.outcomes(seeds=1), study.contrasts(seeds=1)
    for figure in (
        plot_principles(outcomes),
        plot_differences(contrasts, study.UNITS),
        plot_funnel(outcomes),
        plot_cost(outcomes),
    ):
        assert_legible(figure)


def test_an_outcome_that_never_could_be_measured_leaves_an_empty_panel_and_no_crash():
    runs = study.runs(seeds=3)
    runs.loc[:, [column for column in runs if column.startswith(("sustainability", "participation@"))]] = np.nan
    outcomes = study.estimate_outcomes(runs, study.UNITS)
    contrasts = study.estimate_contrasts(runs, "none")
    for figure in plot_comparison_figures(outcomes, contrasts, WEEKLY, study.EXIT).values():
        assert_legible(figure)


def test_outcomes_that_were_not_asked_for_are_not_drawn():
    runs = study.runs(seeds=3)[["arm", "seed", "participation@programme", "participation@year_3"]]
    outcomes = study.estimate_outcomes(runs, study.UNITS)
    assert "Equality" not in words_on(plot_principles(outcomes))
    for figure in plot_comparison_figures(
        outcomes, study.estimate_contrasts(runs, "none"), WEEKLY, study.EXIT
    ).values():
        assert_legible(figure)


def test_a_dollar_in_a_name_is_a_dollar_and_a_name_of_any_script_is_no_error():
    figures = {"f": plot_funnel(study.outcomes(seeds=2, arms=("none", "a$b_$x^$", "村")))}
    assert len(build_figure_files(figures, {})) == 2


# True to the numbers


@pytest.mark.parametrize("name", ["five_principles", "funnel", "cost", "differences"])
def test_a_figure_says_how_many_seeds_stand_behind_it(name):
    assert "100" in next(text.get_text() for text in FIGURES["en"][name].texts if text.get_gid() == "note")


def test_the_title_names_the_arm_that_is_highest_and_the_values_in_the_table():
    cell = OUTCOMES.set_index(["arm", "outcome", "period"])["estimate"]
    title = title_of(FIGURES["en"]["five_principles"])
    assert "balanced mix" in title
    assert f"{100 * cell['balanced', 'participation', 'year_5']:.0f} %" in title
    assert f"{100 * cell['none', 'participation', 'year_5']:.0f} %" in title


def test_the_title_claims_nothing_when_the_intervals_meet():
    few = study.outcomes(seeds=2, arms=("none", "policy_advocacy"))
    assert title_of(plot_principles(few)) == translate_text("title:principles_plain", "en")


def test_the_title_of_the_differences_counts_the_arms_whose_interval_lies_above_zero():
    table = CONTRASTS.copy()
    table.loc[table["arm"] == "balanced", "low"] = -1.0
    assert "in 5 of 6 arms" in title_of(plot_differences(table, study.UNITS))


def test_the_title_of_the_course_does_not_speak_of_a_loss_where_nothing_is_lost():
    rising = WEEKLY.assign(mean=WEEKLY["week"] / 1000)
    assert "does not fall" in title_of(plot_participation(rising, study.EXIT))


def test_a_programme_without_afterwards_has_a_course_with_a_plain_title():
    assert "week by week" in title_of(plot_participation(WEEKLY[WEEKLY["week"] < study.EXIT], study.EXIT))


def test_the_lines_of_the_principles_go_through_the_estimates():
    panel = FIGURES["en"]["five_principles"].axes[0]
    drawn = [line.get_ydata() for line in panel.lines if len(line.get_xdata()) == len(PERIODS)]
    table = OUTCOMES[(OUTCOMES["outcome"] == "participation") & OUTCOMES["period"].isin(PERIODS)]
    np.testing.assert_allclose(drawn, [100 * group["estimate"] for _, group in table.groupby("arm", sort=False)])


@given(st.lists(st.floats(-100, 100), max_size=12), st.floats(0.01, 20))
def test_labels_are_moved_apart_but_never_past_each_other(wanted, gap):
    placed = separate_positions(wanted, gap)
    order = np.argsort(wanted, kind="stable")
    assert np.all(np.diff(np.array(placed)[order]) >= gap - 1e-6)
    assert abs(np.sum(placed) - np.sum(wanted)) < 1e-6


def test_labels_that_have_room_stay_where_they_are():
    assert separate_positions([3.0, 1.0, 2.0], 0.5) == [3.0, 1.0, 2.0]


# Colours

SIGHT = {
    "any": np.eye(3),
    "without red cones": np.array([[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]),
    "without green cones": np.array([[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]),
}  # Machado, Oliveira and Fernandes (2009), in linear RGB


def perceived(colour: str, sight: str) -> np.ndarray:
    """A colour as CIE L*a*b* after passing through an eye."""
    rgb = np.array(to_rgb(colour))
    linear = SIGHT[sight] @ np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ linear.clip(0, 1)
    f = np.cbrt(np.maximum(xyz / (0.9505, 1.0, 1.089), 1e-6))
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("sight", SIGHT)
def test_any_two_arms_differ_in_colour_to_every_eye(sight):
    seen = [perceived(look.colour, sight) for look in ARM_STYLES.values()]
    assert min(np.linalg.norm(one - other) for one, other in itertools.combinations(seen, 2)) > 15


def test_any_two_shipped_arms_differ_in_mark_too_unless_one_is_grey():
    marks = [look.marker for name, look in ARM_STYLES.items() if name != "none"]
    assert len(set(marks)) == len(marks)


def test_an_arm_keeps_its_colour_whoever_stands_beside_it():
    assert (
        assign_arm_styles(["policy_advocacy", "mine"])["policy_advocacy"]
        == assign_arm_styles(list(ARM_STYLES))["policy_advocacy"]
    )


def test_arms_of_the_user_have_looks_of_their_own():
    assert len(set(assign_arm_styles([*ARM_STYLES, "mine", "yours", "theirs"]).values())) == len(ARM_STYLES) + 3
    assert len(assign_arm_styles([f"arm {number_}" for number_ in range(3 * len(SPARE_STYLES))])) == 3 * len(
        SPARE_STYLES
    )


# Files


def test_figures_made_again_are_the_same_to_the_last_byte():
    settings = {"version": "0.1.0", "seeds": 3}
    again = plot_comparison_figures(OUTCOMES, CONTRASTS, WEEKLY, study.EXIT)
    first = {name: FIGURES["en"][name] for name in again}
    assert build_figure_files(first, settings) == build_figure_files(again, settings)


def test_every_file_carries_its_settings():
    files = build_figure_files({"cost": plot_cost(OUTCOMES)}, {"id": "abc", "place": "Desa Ålesund"})
    assert set(files) == {"figures/cost.png", "figures/cost.svg"}
    with Image.open(io.BytesIO(files["figures/cost.png"])) as image:
        assert json.loads(image.text["Description"]) == {"figure": "cost", "id": "abc", "place": "Desa Ålesund"}
        assert round(image.info["dpi"][0]) == 200
    assert "abc" in files["figures/cost.svg"].decode()
    assert "dc:date" not in files["figures/cost.svg"].decode()


def test_drawing_leaves_the_settings_of_matplotlib_alone():
    before = dict(mpl.rcParams)
    build_figure_files({"cost": plot_cost(OUTCOMES)}, {})
    assert dict(mpl.rcParams) == before


def test_no_screen_is_needed():
    code = "import sys, simkomunitas.reports.figures; sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Words


@pytest.mark.parametrize("kind", ["outcome", "about"])
def test_every_principle_has_a_name_and_says_what_its_number_is(kind):
    assert {f"{kind}:{principle}" for principle in PRINCIPLES} <= set(text_table("figures", "en"))


@pytest.mark.parametrize("arm", ARM_STYLES)
def test_every_shipped_arm_has_a_name(arm):
    assert translate_text(f"arm:{arm}", "id") != translate_text(f"arm:{arm}", "en")


@pytest.mark.parametrize("name", NAMES)
def test_an_indonesian_figure_has_no_english_names(name):
    english = [translate_text(f"arm:{arm}", "en") for arm in ARM_STYLES] + [
        translate_text(f"outcome:{name_}", "en") for name_ in PRINCIPLES
    ]
    shown = words_on(FIGURES["id"][name]).lower()
    assert not [word for word in english if word in shown]


@pytest.mark.parametrize(
    ("value", "language", "digits", "text"),
    [(1234.5, "en", 1, "1,234.5"), (1234.5, "id", 1, "1.234,5"), (-0.04, "en", 1, "0.0"), (-2, "id", 0, "−2")],
)
def test_numbers_are_written_as_the_language_writes_them(value, language, digits, text):
    assert format_number(value, language, digits) == text


def test_percent_has_a_comma_in_indonesian():
    assert format_percent(0.125, "id", 1) == "12,5 %"


# Terminal


def stream(encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="strict")


def printed(encoding="utf-8", language="en", outcomes=OUTCOMES, contrasts=CONTRASTS) -> str:
    out = stream(encoding)
    terminal_output.print_principles(outcomes, out, language)
    terminal_output.print_differences(contrasts, outcomes, out, language)
    out.flush()
    return out.buffer.getvalue().decode(encoding)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1", "cp1252"])
def test_tables_fit_into_a_hundred_columns_of_any_encoding(encoding, language):
    assert max(len(line) for line in printed(encoding, language).splitlines()) <= terminal_output.TERMINAL_WIDTH


@pytest.mark.parametrize("width", [40, 60, 80, 132])
def test_a_narrow_terminal_loses_no_principle(monkeypatch, width):
    monkeypatch.setattr(terminal_output, "TERMINAL_WIDTH", width)
    clear = CONTRASTS.assign(low=0.001, high=1.0)
    lines = printed(contrasts=clear).splitlines()
    assert max(map(len, lines)) <= width
    differences = len(CONTRASTS["arm"].unique()) * len(PERIODS) * len(PRINCIPLES)
    assert "\n".join(lines).count("*") == differences + 1  # and one in the note below


def test_tables_have_every_arm_period_and_principle():
    text = printed()
    for key in (*(f"arm:{arm}" for arm in ARM_STYLES), *(f"row:{period}" for period in PERIODS)):
        assert translate_text(key, "en") in text
    assert all(principle in text for principle in PRINCIPLES)


def test_a_cell_has_the_estimate_and_half_of_its_interval():
    row = OUTCOMES.set_index(["arm", "outcome", "period"]).loc[("balanced", "participation", "year_3")]
    assert f"{100 * row['estimate']:.1f} ±{50 * (row['high'] - row['low']):.1f}" in printed()


def test_plain_ascii_has_plus_minus_in_two_signs():
    text = printed("ascii")
    assert "+-" in text
    assert "±" not in text


def test_only_differences_whose_interval_excludes_zero_carry_a_star():
    table = CONTRASTS.assign(low=-1.0, high=1.0)
    table.loc[(table["arm"] == "balanced") & (table["period"] == "year_3"), "low"] = 0.001
    assert printed(contrasts=table).count("*") == len(PRINCIPLES) + 1  # and one in the note below


def test_what_could_not_be_measured_is_a_dash():
    table = OUTCOMES.assign(estimate=np.nan, low=np.nan, high=np.nan)
    assert "–" in printed(outcomes=table)
    assert "nan" not in printed(outcomes=table)


def test_a_name_the_stream_cannot_carry_and_control_characters_do_no_harm():
    odd = study.outcomes(seeds=2, arms=("none", "村_[bold]\x1b[31m"))
    text = printed("ascii", outcomes=odd)
    assert "\\u6751 [bold]?[31m" in " ".join(text.split())
    assert "\x1b" not in text


def test_one_arm_has_no_table_of_differences():
    assert "Differences" not in printed(contrasts=CONTRASTS.iloc[:0])


def test_progress_into_a_file_is_one_line_at_the_end_of_a_short_study():
    out = io.StringIO()
    with terminal_output.show_progress("Runs", 3, out) as advance:
        advance(3)
    assert out.getvalue() == "Runs: 3 done in 0:00\n"


def test_progress_into_a_file_speaks_now_and_then(monkeypatch):
    clock = iter([0.0, 10.0, 31.0, 40.0, 62.0, 70.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    out = io.StringIO()
    with terminal_output.show_progress("Jalan", 10, out, "id") as advance:
        for _ in range(4):
            advance(1)
    assert out.getvalue().splitlines() == [
        "Jalan: 2 dari 10, sisa 2:04", "Jalan: 4 dari 10, sisa 1:33", "Jalan: 10 selesai dalam 1:10",
    ]  # fmt: skip


def test_a_study_that_breaks_off_is_not_called_done():
    out = io.StringIO()
    with pytest.raises(KeyboardInterrupt), terminal_output.show_progress("Runs", 3, out):
        raise KeyboardInterrupt
    assert out.getvalue() == ""


class Screen(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


def test_progress_on_a_screen_is_a_bar_that_goes_away():
    out = Screen()
    with terminal_output.show_progress("Runs", 3, out) as advance:
        advance(1)
    assert "Runs" in out.getvalue()


def test_a_curve_without_intervals_is_drawn_as_a_line():
    weeks = pd.DataFrame({"arm": "none", "week": range(60), "series": "participation", "mean": 0.2, "n": 1})
    assert_legible(plot_participation(weeks.assign(low=np.nan, high=np.nan), 30))
