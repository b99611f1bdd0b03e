"""Pictures for a notebook: each takes ``ax=`` and returns the axes it drew on, which a notebook shows by itself.

>>> import simkomunitas as sk
>>> record = sk.run(sk.scenario(community={"people": {"adults": 30}}, horizon={"programme_weeks": 0, "weeks_after": 9}))
>>> sk.plot.weekly_series(record, "trust").get_xlabel()
'years since the start'
"""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import printable_value
from simkomunitas.explain.map_layout import build_map_layout
from simkomunitas.locale.translation import SOURCE_LANGUAGE, Language
from simkomunitas.model.outcomes import HEADLINE_OUTCOMES
from simkomunitas.model.state.run_record import RunRecord
from simkomunitas.notebook_interface.name_hints import build_missing_name_error
from simkomunitas.reports.figures.difference_plot import draw_arm_names, draw_difference_panel
from simkomunitas.reports.figures.estimate_lookup import EstimateLookup, outcome_units
from simkomunitas.reports.figures.figure_sheet import use_figure_style
from simkomunitas.reports.figures.figure_style import GRID_COLOUR, ArmStyle, assign_arm_styles
from simkomunitas.reports.figures.plot_elements import draw_gridlines, draw_interval
from simkomunitas.reports.figures.principles_plot import draw_outcome_panel
from simkomunitas.reports.figures.weekly_plots import draw_arm_curves
from simkomunitas.reports.translated_words import display_name
from simkomunitas.results.scenario_comparison import ComparisonResult, build_single_run_tables
from simkomunitas.simulation.weekly_curves import WEEKLY_UNITS

__all__ = ["differences", "outcome_course", "principles", "village", "weekly_series"]

Source = RunRecord | ComparisonResult
FIGURE_SIZE = (8.0, 4.2)  # inches


def __getattr__(name: str) -> NoReturn:
    raise build_missing_name_error(__name__, name, __all__, {})


def weekly_series(
    source: Source, series: str = "participation", ax: Axes | None = None, language: Language = SOURCE_LANGUAGE
) -> Axes:
    """One weekly series of a record, or of every arm of a comparison with its 95 % interval.

    An unknown series raises ValueError with a hint, another source TypeError.

    >>> import simkomunitas as sk
    >>> record = sk.run(sk.scenario(horizon={"programme_weeks": 4, "weeks_after": 4}))
    >>> sk.plot.weekly_series(record, "trust").get_xlabel()
    'years since the start'
    """
    tables = _tables(source)
    _check_name(series, "weekly series", tables.weekly["series"])

    def draw(axes: Axes) -> None:
        draw_arm_curves(axes, tables.weekly, tables.exit_week, language, series, WEEKLY_UNITS[series])
        axes.set_ylabel(display_name("outcome", series, language))

    return _draw_on(ax, draw)


def outcome_course(
    source: ComparisonResult, outcome: str = "participation", ax: Axes | None = None,
    language: Language = SOURCE_LANGUAGE,
) -> Axes:  # fmt: skip
    """One outcome of every arm during the programme and 1, 3 and 5 years after exit, with 95 % intervals.

    >>> import simkomunitas as sk
    >>> village = sk.scenario(community={"people": {"adults": 30}}, horizon={"programme_weeks": 52, "weeks_after": 52})
    >>> trained = village.change(programme=sk.programme(strategies={"community_education": 1}))
    >>> result = sk.compare({"none": village, "training": trained}, workers=1, replicates=2)
    >>> sk.plot.outcome_course(result, "trust").get_legend().get_texts()[1].get_text()
    'training'
    """
    tables = _tables(source)
    _check_name(outcome, "outcome", tables.outcomes["outcome"])
    cells, unit = EstimateLookup(tables.outcomes), outcome_units(tables.outcomes)[outcome]

    def draw(axes: Axes) -> None:
        draw_outcome_panel(axes, cells, outcome, unit, language)
        _add_arm_legend(axes, assign_arm_styles(cells.arms), language)

    return _draw_on(ax, draw)


def principles(
    source: Source, period: str = "year_5", ax: Axes | None = None, language: Language = SOURCE_LANGUAGE
) -> Axes:
    """The five principles in a period: of every arm the mean over seeds, with its 95 % interval.

    >>> import simkomunitas as sk
    >>> record = sk.run(sk.scenario(horizon={"programme_weeks": 4, "weeks_after": 0}))
    >>> len(sk.plot.principles(record, "programme").get_yticks())
    5
    """
    outcomes = _tables(source).outcomes
    _check_name(period, "period", outcomes["period"])
    cells = EstimateLookup(outcomes)
    styles = assign_arm_styles(cells.arms)
    names = [name for name in HEADLINE_OUTCOMES if name in cells.outcomes]

    def draw(axes: Axes) -> None:
        for row, name in enumerate(reversed(names)):
            for place, arm in enumerate(cells.arms):
                found = cells.find_estimate(arm, name, period)
                shift = 0.7 * ((place + 1) / (len(cells.arms) + 1) - 0.5)
                draw_interval(axes, (row - shift, found.estimate, found.low, found.high), styles[arm])
        axes.set(yticks=range(len(names)), xlabel=display_name("period", period, language))
        axes.set_yticklabels([display_name("outcome", name, language) for name in reversed(names)])
        draw_gridlines(axes, "x")
        _add_arm_legend(axes, styles, language)

    return _draw_on(ax, draw)


def differences(
    source: ComparisonResult, outcome: str = "participation", ax: Axes | None = None,
    language: Language = SOURCE_LANGUAGE,
) -> Axes:  # fmt: skip
    """What each arm changes, paired by seed: three years after exit (filled) and during the programme (open).

    Intervals that hold 0 are pale.  An unknown outcome raises ValueError with a hint, another source TypeError.

    >>> import simkomunitas as sk
    >>> village = sk.scenario(community={"people": {"adults": 30}}, horizon={"programme_weeks": 52, "weeks_after": 52})
    >>> trained = village.change(programme=sk.programme(strategies={"community_education": 1}))
    >>> result = sk.compare({"none": village, "training": trained}, workers=1, replicates=2)
    >>> sk.plot.differences(result, "participation").get_xlabel()
    'percentage points'
    """
    if not isinstance(source, ComparisonResult):
        raise TypeError(f"a comparison, as sk.compare gives it, is expected, not {printable_value(source)}")
    _check_name(outcome, "outcome", source.outcomes["outcome"])
    cells, unit = EstimateLookup(source.contrasts), outcome_units(source.outcomes)[outcome]

    def draw(axes: Axes) -> None:
        draw_difference_panel(axes, cells, (outcome, unit), cells.arms, language)
        draw_arm_names(axes, assign_arm_styles(cells.arms), cells.arms, language)

    return _draw_on(ax, draw)


def village(record: RunRecord, colour: str = "hamlet", ax: Axes | None = None) -> Axes:
    """The village as a map: residents coloured by a fact (a column of ``record.residents``), and their ties.

    An unknown fact raises ValueError with a hint, what is no record TypeError.

    >>> import simkomunitas as sk
    >>> record = sk.run(sk.scenario(horizon={"programme_weeks": 1, "weeks_after": 0}))
    >>> sk.plot.village(record, colour="wealth").get_title()
    'wealth'
    """
    from simkomunitas.results.record_tables import residents_table  # noqa: PLC0415 - pandas only when asked for

    table = residents_table(record)
    _check_name(colour, "fact of residents", table.columns)
    column = table[colour]
    values = column if pd.api.types.is_numeric_dtype(column) else pd.Series(pd.factorize(column)[0])
    layout, ties = build_map_layout(record.community).resident_points, record.community.ties
    start = np.repeat(np.arange(len(layout)), np.diff(ties.start))

    def draw(axes: Axes) -> None:
        lines = np.stack([layout[start], layout[ties.neighbour]], axis=1)
        axes.add_collection(LineCollection(list(lines), colors=GRID_COLOUR, linewidths=0.5, zorder=1))
        axes.scatter(layout[:, 0], layout[:, 1], c=values.to_numpy(dtype=float), s=14, cmap="viridis", zorder=2)
        axes.set(title=colour.replace("_", " "), xticks=[], yticks=[], aspect="equal")
        axes.spines[:].set_visible(False)

    return _draw_on(ax, draw)


def _add_arm_legend(axes: Axes, arms: Mapping[str, ArmStyle], language: Language) -> None:
    """The names of the arms beside the panel, where there are several."""
    for arm, style in arms.items():
        axes.plot([], [], style.marker, color=style.colour, label=display_name("arm", arm, language))
    if len(arms) > 1:
        axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1.02, 0.5))


def _draw_on(ax: Axes | None, draw: Callable[[Axes], object]) -> Axes:
    """Draw on axes that are given, or on new ones that show themselves in a notebook."""
    with use_figure_style():
        if ax is None:
            import matplotlib.pyplot as plt  # noqa: PLC0415 - only a new figure needs it

            ax = plt.figure(figsize=FIGURE_SIZE, layout="constrained").add_subplot()
        draw(ax)
    return ax


def _tables(source: Any) -> ComparisonResult:  # noqa: ANN401 - what a user gives
    """The tables of a comparison, or of one run."""
    if isinstance(source, ComparisonResult):
        return source
    if isinstance(source, RunRecord):
        return build_single_run_tables("run", getattr(source, "seed", 0), source)
    expected = "a record, as sk.run gives it, or a comparison, as sk.compare gives it"
    raise TypeError(f"{expected}, is expected, not {printable_value(source)}")


def _check_name(name: str, kind: str, known: Any) -> None:  # noqa: ANN401 - any names
    """ValueError for a name that is not known."""
    names = sorted(set(map(str, known)))
    if name not in names:
        raise ValueError(f"no {kind} is called {name!r}; {suggest_name(str(name), names)}")
