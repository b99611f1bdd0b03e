"""The pictures on the cards say of each preset when facilitators are there, how much, and for what."""

import pytest

from simkomunitas.app.card_pictures import card_legend, card_picture, weekly_hours
from simkomunitas.app.presets import presets
from simkomunitas.pages.words import name_of

HOURS = [("balanced", 0, 32.0), ("balanced", 155, 32.0), ("in_and_out", 0, 64.0), ("letting_go", 0, 32.0),
         ("letting_go", 104, 16.0), ("letting_go", 156, 0.0)]  # fmt: skip


@pytest.mark.parametrize(("preset", "week", "hours"), HOURS)
def test_hours_are_those_that_are_paid_and_fall_in_a_straight_line_where_the_exit_tapers(preset, week, hours):
    scenario = presets()[preset].scenario
    assert weekly_hours(scenario.programme, week, int(scenario.horizon.programme_weeks)) == pytest.approx(hours)


@pytest.mark.parametrize("preset", presets())
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_strategy_of_a_preset_is_in_its_picture_and_in_the_legend(preset, language):
    scenario = presets()[preset].scenario
    picture, legend = card_picture(scenario, language), card_legend(language)
    rows = scenario.programme.strategies if scenario.programme else ()
    for name in {name for row in rows for name, _ in row}:
        assert name_of("arm", name, language) in picture
        assert name_of("arm", name, language) in legend
    assert ("<title>" in picture) == (scenario.programme is not None)


def test_a_programme_of_a_year_takes_an_eighth_of_the_picture():
    short, usual = (
        card_picture(presets()[name].scenario, "id").count("<title>") for name in ("in_and_out", "locality")
    )
    assert (short, usual) == (4 * 2, 12 * 3)  # quarters times strategies
