"""The pictures on the cards say of each preset when facilitators are there, how much, and for what."""

import pytest

from simkomunitas.app.preset_picture import draw_preset_legend, draw_preset_picture, total_weekly_hours
from simkomunitas.app.presets import load_presets
from simkomunitas.reports.translated_words import display_name

HOURS = [("balanced", 0, 32.0), ("balanced", 155, 32.0), ("in_and_out", 0, 64.0), ("letting_go", 0, 32.0),
         ("letting_go", 104, 16.0), ("letting_go", 156, 0.0)]  # fmt: skip


@pytest.mark.parametrize(("preset", "week", "hours"), HOURS)
def test_hours_are_those_that_are_paid_and_fall_in_a_straight_line_where_the_exit_tapers(preset, week, hours):
    scenario = load_presets()[preset].scenario
    assert total_weekly_hours(scenario.programme, week, int(scenario.horizon.programme_weeks)) == pytest.approx(hours)


@pytest.mark.parametrize("preset", load_presets())
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_strategy_of_a_preset_is_in_its_picture_and_in_the_legend(preset, language):
    scenario = load_presets()[preset].scenario
    picture, legend = draw_preset_picture(scenario, language), draw_preset_legend(language)
    rows = scenario.programme.strategies if scenario.programme else ()
    for name in {name for row in rows for name, _ in row}:
        assert display_name("arm", name, language) in picture
        assert display_name("arm", name, language) in legend
    assert ("<title>" in picture) == (scenario.programme is not None)


def test_a_programme_of_a_year_takes_an_eighth_of_the_picture():
    short, usual = (
        draw_preset_picture(load_presets()[name].scenario, "id").count("<title>") for name in ("in_and_out", "locality")
    )
    assert (short, usual) == (4 * 2, 12 * 3)  # quarters times strategies
