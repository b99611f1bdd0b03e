"""What holds a community back is found by loosening one constraint at a time, and said so that anybody understands."""

import json
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from configuration_files import write
from simkomunitas.base.estimation import estimate_contrasts, estimate_outcomes
from simkomunitas.base.input_errors import InputError
from simkomunitas.cli.command_line import main
from simkomunitas.config.config_file_kinds import check_config_files
from simkomunitas.evidence.diagnosis import (
    build_diagnosis_comparison,
    build_effect_table,
    diagnose_community,
    list_constraints,
)
from simkomunitas.evidence.diagnosis.constraint_diagnosis import (
    BASELINE_ARM,
    CONSTRAINTS_FILE,
    Diagnosis,
    ReliefEffect,
    evaluation_period,
    find_binding_constraint,
    relief_effects,
)
from simkomunitas.locale.translation import text_table, translate
from simkomunitas.model.programme.strategies import strategies
from simkomunitas.reports.diagnosis_report import diagnosis_by_language, diagnosis_sentences
from simkomunitas.reports.figures.diagnosis_plot import CONSTRAINT_STYLES

SMALL = "kind: synthetic\npeople: {adults: 60, hamlets: 2, free_riders: 0, hump_shaped: 0}\n"
SHORT = ("horizon.programme_weeks=60", "horizon.weeks_after=0")


def runs_of(**need):
    """Runs of four seeds: need in the third year, by arm."""
    rows = [
        {"arm": arm, "seed": seed, "need@year_3": value}
        for arm, values in need.items()
        for seed, value in enumerate(values)
    ]
    return pd.DataFrame(rows)


def ranked(runs):
    """The ranking of invented runs, as a diagnosis makes it."""
    table = estimate_contrasts(runs, BASELINE_ARM)
    effects = [ReliefEffect(row.arm, -row.estimate, -row.high, -row.low) for row in table.itertuples()]
    return sorted(effects, key=lambda effect: -effect.relief)


def test_the_constraints_stand_in_a_file_that_anybody_could_have_written():
    assert check_config_files([CONSTRAINTS_FILE]) == {CONSTRAINTS_FILE: "comparison"}
    assert len(list_constraints()) == 5


def test_what_brings_most_relief_binds():
    runs = runs_of(as_it_is=[0.5, 0.6, 0.4, 0.5], time=[0.2, 0.31, 0.11, 0.2], elite=[0.45, 0.54, 0.35, 0.45])
    assert find_binding_constraint(ranked(runs), runs, "year_3") == ("time",)


def test_two_that_cannot_be_told_apart_bind_together():
    runs = runs_of(
        as_it_is=[0.5, 0.6, 0.4, 0.5], time=[0.2, 0.31, 0.11, 0.2], elite=[0.21, 0.29, 0.13, 0.2], knowing=[0.5] * 4
    )
    assert set(find_binding_constraint(ranked(runs), runs, "year_3")) == {"time", "elite"}


def test_where_nothing_brings_clear_relief_nothing_binds():
    runs = runs_of(as_it_is=[0.5, 0.6, 0.4, 0.5], time=[0.6, 0.4, 0.5, 0.4], elite=[0.5, 0.6, 0.4, 0.5])
    assert find_binding_constraint(ranked(runs), runs, "year_3") == ()


def test_need_is_judged_in_the_latest_period_that_is_reached():
    table = pd.DataFrame({"outcome": "need", "period": ["programme", "year_1", "year_3"], "estimate": [0.1, 0.2, None]})
    assert evaluation_period(table) == "year_1"


@pytest.fixture(scope="module")
def village(tmp_path_factory):
    return write(tmp_path_factory.mktemp("diagnosis"), "desa_kecil.yaml", SMALL)


@pytest.fixture(scope="module")
def found(village):
    return diagnose_community(build_diagnosis_comparison(village, None, 3, 1, SHORT), workers=1)


def test_loosening_what_does_not_hold_changes_exactly_nothing(found):
    """In a village without free riders, taking free riding away leaves every number as it was."""
    table = build_effect_table(found)
    changes = table[table["constraint"] == "free_riding"]
    assert (changes["estimate"].dropna() == 0).all()
    assert "free_riding" not in found.binding


def test_every_constraint_is_ranked_by_the_relief_it_brings(found):
    assert {effect.constraint for effect in found.ranked_effects} == set(list_constraints())
    reliefs = [effect.relief for effect in found.ranked_effects]
    assert reliefs == sorted(reliefs, reverse=True)
    assert found.period == "programme"


def test_a_diagnosis_can_be_read_aloud_in_both_languages(found):
    words = diagnosis_by_language(found, "desa kecil")
    assert set(words) == {"en", "id"}
    for text in words.values():
        assert "desa kecil" in text
        assert "{" not in text


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("binding", [(), ("time",), ("time", "elite")])
def test_every_verdict_has_words(found, language, binding):
    text = diagnosis_sentences(found._replace(binding=binding), "desa", language)
    for name in binding:
        assert translate("diagnosis", f"why:{name}", language) in text


def invented(**changes):
    """A diagnosis of four invented seeds: by arm, how far each outcome of the third year is from the village's."""
    wobble = np.array([0.0, 0.01, -0.01, 0.0])
    base = {"need": 0.5, "participation": 0.2, "openness": 0.1, "equality": 0.6}
    arms = {BASELINE_ARM: {}} | changes
    tables = [
        pd.DataFrame({f"{name}@year_3": level + found.get(name, 0.0) + wobble * place for name, level in base.items()})
        .assign(arm=arm, seed=range(4))
        for place, (arm, found) in enumerate(arms.items(), 1)
    ]  # fmt: skip
    runs = pd.concat(tables, ignore_index=True)
    units = {"need": "0 to 1", "participation": "share", "openness": "share", "equality": "ratio"}
    result = SimpleNamespace(
        runs=runs, contrasts=estimate_contrasts(runs, BASELINE_ARM), outcomes=estimate_outcomes(runs, units)
    )
    ranking = tuple(ranked_by_need(result.contrasts))
    return Diagnosis(result, "year_3", 0.5, ranking, find_binding_constraint(ranking, runs, "year_3"))


def ranked_by_need(contrasts):
    return sorted(relief_effects(contrasts, "year_3"), key=lambda effect: -effect.relief)


def test_what_does_nothing_for_need_but_much_elsewhere_is_said_to_do_so():
    found = invented(time={"need": -0.3}, knowing={"openness": 0.7, "participation": 0.1, "equality": -0.2}, elite={})
    assert found.binding == ("time",)
    text = diagnosis_sentences(found, "desa", "en")
    assert "ranked by one thing alone: how far these needs fall" in text
    assert "does not clearly make the needs fall: not knowing; and decided by a few" in text
    changes = "participation +10 points; equality −0.20; and openness +70 points"
    assert f"Without “not knowing” something else would change, though: {changes}." in text
    assert text.count("something else") == 1
    said = diagnosis_sentences(found, "desa", "id")
    assert "Namun tanpa “tidak tahu kabar” ada hal lain yang berubah: partisipasi +10 poin;" in said


def test_needs_are_told_before_and_after_by_their_numbers():
    text = diagnosis_sentences(invented(time={"need": -0.3}, elite={"need": -0.1}, knowing={"need": 0.2}), "desa", "en")
    assert "would fall from 50 to 20, on a scale from 0 to 100" in text
    assert "decided" not in text.split("Next comes: ")[0]
    assert "without it the needs would fall to 40" in text
    assert "does not clearly make the needs fall: not knowing." in text


def test_where_nothing_binds_what_changes_elsewhere_is_still_said():
    text = diagnosis_sentences(invented(knowing={"openness": 0.7}, elite={}), "desa", "en")
    assert "Not one of the five obstacles stands out" in text
    assert "Without “not knowing” something else would change, though: openness +70 points." in text


@pytest.mark.parametrize("name", list_constraints())
def test_every_constraint_has_its_words_and_the_look_of_the_strategy_that_loosens_it(name):
    assert {f"{kind}:{name}" for kind in ("name", "why", "if", "begin")} <= set(text_table("diagnosis", "en"))
    assert CONSTRAINT_STYLES[name] in strategies
    assert translate("diagnosis", f"begin:{name}", "en").startswith(
        CONSTRAINT_STYLES[name].replace("_", " ").replace("network ", "network and ")
    )


def diagnosed(capsys, *words):
    """Exit code, standard output and standard error of ``simkomunitas diagnose``."""
    with pytest.raises(SystemExit) as ended:
        main(["diagnose", *map(str, words)])
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


def test_the_command_leaves_words_tables_and_figures_in_both_languages(capsys, village, tmp_path):
    sets = [word for setting in SHORT for word in ("--set", setting)]
    code, out, err = diagnosed(
        capsys, village, "--replicates", 2, "--workers", 1, "--json", "--out", tmp_path / "out", *sets
    )
    assert code == 0, err
    document = json.loads(out)
    assert [effect["constraint"] for effect in document["ranking"]]
    assert set(document["words"]) == {"en", "id"}
    names = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert {
        "diagnosis.json", "diagnosis_en.txt", "diagnosis_id.txt", "effects.csv", "figures/diagnosis.png",
        "figures/diagnosis.svg", "figures/diagnosis_id.png", "figures/diagnosis_id.svg", "manifest.json",
    } <= names  # fmt: skip


def test_the_command_speaks_indonesian(capsys, village, tmp_path):
    sets = [word for setting in SHORT for word in ("--set", setting)]
    out = diagnosed(
        capsys, village, "--replicates", 2, "--workers", 1, "--language", "id", "--out", tmp_path / "out", *sets
    )[1]
    assert "bukan ramalan" in out


def test_what_is_no_community_is_refused_before_anything_runs(capsys, tmp_path):
    path = write(tmp_path, "study.yaml", "community: {kind: synthetic}\nprogramme: none\n")
    code, out, err = diagnosed(capsys, path)
    assert (code, out) == (2, "")
    assert f"{path}: file: a community (found a scenario)" in err
    assert list(tmp_path.iterdir()) == [path]


def test_a_horizon_without_a_period_to_judge_is_refused(village):
    comparison = build_diagnosis_comparison(village, None, 2, 1, ["horizon.programme_weeks=0", "horizon.weeks_after=4"])
    with pytest.raises(InputError, match="something to judge"):
        diagnose_community(comparison, workers=1)
