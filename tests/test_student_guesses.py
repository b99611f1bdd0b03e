"""What a student would type first works, or says in a sentence what to write instead: twenty guesses."""

import matplotlib as mpl
import pytest
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import simkomunitas as sk
from simkomunitas.base.catalogue import UnknownEntryError
from simkomunitas.base.input_errors import InputError

mpl.use("Agg")
SHORT = {"horizon": {"programme_weeks": 8, "weeks_after": 8}, "community": {"people": {"adults": 60}}}
EDUCATION = {"community_education": 1}


@pytest.fixture(scope="module")
def village():
    return sk.scenario(**SHORT)


@pytest.fixture(scope="module")
def taught(village):
    return village.change(**{"programme": sk.programme(strategies=EDUCATION), "programme.course.taper_weeks": 4})


@pytest.fixture(scope="module")
def record(taught):
    return sk.run(taught, seed=3)


@pytest.fixture(scope="module")
def result(village, taught):
    return sk.compare({"none": village, "education": taught}, replicates=3, workers=1)


def said(refusal, call):
    with pytest.raises(refusal) as told:
        call()
    return str(told.value)


# Works


def test_a_file_is_run_by_its_name(tmp_path):
    (tmp_path / "v.yaml").write_text("kind: synthetic\n")
    (tmp_path / "s.yaml").write_text("community: v.yaml\nhorizon: {programme_weeks: 2, weeks_after: 2}\n")
    assert len(sk.run(tmp_path / "s.yaml").weekly) == 4
    assert len(sk.run(str(tmp_path / "s.yaml"), 2).weekly) == 4


def test_a_run_is_the_run_of_its_scenario_and_seed(taught, record):
    assert sk.run(taught, 3).weekly.equals(record.weekly)
    assert not sk.run(taught, 4).weekly.equals(record.weekly)


def test_scenarios_by_name_are_compared(result):
    assert set(result.contrasts["arm"]) == {"education"}
    assert result.runs.groupby("arm").size().to_dict() == {"none": 3, "education": 3}


def test_one_scenario_is_compared_with_no_programme(taught):
    assert set(sk.compare(taught, replicates=2, workers=1).runs["arm"]) == {"none", "programme"}


def test_an_arm_of_a_file_is_a_scenario():
    balanced = sk.scenario("configs/strategies.yaml", arm="balanced")
    assert balanced == dict(sk.read_comparison("configs/strategies.yaml").arms)["balanced"]
    assert sk.scenario("configs/strategies.yaml", arm="none").programme is None


def test_a_parameter_is_changed_by_its_key(village):
    changed = village.change(**{"parameters.turnout.coefficient_norm": 3})
    assert changed.parameters.turnout.coefficient_norm == 3
    assert village.parameters.turnout.coefficient_norm != 3
    assert village.change() == village


def test_a_programme_is_made_of_its_strategies():
    made = sk.programme(strategies=EDUCATION, hours=16, targeting="central", exit="tapering")
    assert (made.facilitation.hours, made.targeting, made.exit_rule) == (16, "central", "tapering")
    assert dict(made.strategies[0]) == EDUCATION


def test_the_tables_of_a_record_are_attributes(record):
    assert list(record.weekly.columns)[: len(record.series_names)] == list(record.series_names)
    assert len(record.residents) == 60
    assert {"week", "meaning"} <= set(record.events.columns)
    assert "participation" in record.outcomes.index


def test_events_are_those_of_the_same_run(taught, record):
    assert record.events.equals(sk.run(taught, 3, keep_events=True).events)


def test_a_weekly_series_is_an_attribute_of_a_record(record):
    assert record.trust.equals(record.weekly["trust"])
    assert record.participation.between(0, 1).all()


def test_the_network_is_a_graph(record):
    graph = record.graph()
    assert graph.number_of_nodes() == 60
    assert graph.number_of_edges() == record.community.ties.neighbour.size / 2
    assert {kind for *_, kind in graph.edges(data="kind")} <= {"household", "kin", "neighbour", "association", "friend"}


@pytest.mark.parametrize("given", [True, False], ids=["on axes that are given", "on axes of its own"])
def test_everything_has_a_picture(record, result, given):
    own = Figure().add_subplot() if given else None
    for axes in (
        record.plot(ax=own), result.plot(ax=own), sk.plot.weekly_series(result, "trust", ax=own),
        sk.plot.principles(result, "programme", ax=own), sk.plot.differences(result, "openness", ax=own),
        sk.plot.village(record, "wealth", ax=own),
    ):  # fmt: skip
        assert isinstance(axes, Axes)
        assert own is None or axes is own
    pyplot.close("all")


def test_a_resident_is_asked(record):
    assert "Week" in record.explain(record.community.ids[0])
    assert "Minggu" in record.explain(record.community.ids[0], "id")


def test_a_comparison_has_a_summary(result):
    assert list(result.summary("programme").index) == ["none", "education"]


@pytest.mark.parametrize("name", ["village", "taught", "record", "result"])
def test_what_is_shown_is_short_and_a_notebook_shows_a_table(name, request):
    shown = request.getfixturevalue(name)
    assert len(repr(shown)) < 400
    assert "\n" not in repr(shown)
    assert "<table" in shown._repr_html_()


def test_a_changed_setting_is_shown(village):
    assert "parameters.turnout.coefficient_norm: 3" in repr(
        village.change(**{"parameters.turnout.coefficient_norm": 3})
    )


def test_a_catalogue_shows_its_names():
    assert "community_education" in repr(sk.strategies.strategies)
    assert "<table" in sk.outcomes.outcomes._repr_html_()


# Says what to write instead


@pytest.mark.parametrize(
    ("name", "hint"),
    [("compair", "did you mean 'compare'?"), ("load", 'write sk.scenario("file.yaml")'),
     ("Model", "write sk.CommunityModel"), ("scenaro", "did you mean 'scenario'?"),
     ("simulate", "write sk.run(scenario, seed=1)"), ("plots", "did you mean 'plot'?")],
)  # fmt: skip
def test_a_name_that_is_nearly_right(name, hint):
    assert hint in said(AttributeError, lambda: getattr(sk, name))


def test_a_setting_of_an_earlier_version_is_refused_with_its_new_name(village):
    told = said(InputError, lambda: village.change(**{"parameters.turnout.weight_norm": 3}))
    assert "this is now called 'coefficient_norm'" in told


def test_settings_are_checked_all_at_once_as_on_the_command_line(village):
    told = said(
        InputError, lambda: village.change(**{"parameters.turnout.coefficient_nrm": 3, "horizon.weeks_after": -1})
    )
    assert "did you mean 'coefficient_norm'?" in told
    assert "a whole number from 0 to 1040 (weeks) (found -1)" in told


@pytest.mark.parametrize(
    ("call", "refusal", "hint"),
    [
        (lambda s, _, __: s.set(adults=3), AttributeError, "write scenario.change("),
        (lambda s, _, __: s.turnout, AttributeError, "write scenario.parameters.turnout"),
        (lambda _, r, __: r.participaton, AttributeError, "did you mean 'participation'?"),
        (lambda _, r, __: r.explain("nobody"), KeyError, "no resident is called 'nobody'"),
        (lambda _, r, __: sk.plot.weekly_series(r, "trst"), ValueError, "did you mean 'trust'?"),
        (lambda _, r, __: sk.plot.differences(r), TypeError, "a comparison, as sk.compare gives it"),
        (lambda _, __, c: sk.plot.differences(c, "opennes"), ValueError, "did you mean 'openness'?"),
        (
            lambda *_: sk.programme(strategies={"comunity_education": 1}),
            InputError,
            "did you mean 'community_education'?",
        ),
        (lambda *_: sk.programme(strategies=EDUCATION, hour=3), TypeError, "did you mean 'hours'?"),
        (lambda *_: sk.programme(), TypeError, "a programme has strategies"),
        (lambda *_: sk.strategies.strategies["education"], UnknownEntryError, "no strategy is called 'education'"),
        (lambda *_: sk.scenario("configs/strategies.yaml", arm="balancd"), InputError, "did you mean 'balanced'?"),
    ],
)
def test_a_wrong_guess_is_told_what_to_write(village, record, result, call, refusal, hint):
    assert hint in said(refusal, lambda: call(village, record, result))
