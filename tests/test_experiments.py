"""Every study under experiments/: a small version of its design runs, and its claims hold."""

import importlib.util
import re
from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML

from simkomunitas.outcomes import outcomes as known_outcomes
from simkomunitas.study.compare import compare
from simkomunitas.study.reading import read_comparison
from simkomunitas.world.record import REPORTED

EXPERIMENTS = Path(__file__).parents[1] / "experiments"
STUDIES = sorted(path.parent for path in EXPERIMENTS.glob("*/study.yaml"))
FEW = 12
HEADINGS = ("Question", "Hypotheses", "Design", "Again", "Finding", "Limits")
STRANGE = 5.0  # standard errors between a page and a run that both tell the truth

each_study = pytest.mark.parametrize("study", STUDIES, ids=lambda path: path.name)


def analysis(study):
    """The module analyse.py of a study."""
    spec = importlib.util.spec_from_file_location(f"analyse_{study.name}", study / "analyse.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def small_runs():
    """The runs of a study with few seeds, made once."""
    made = {}

    def runs(study):
        if study not in made:
            made[study] = compare(read_comparison(study / "study.yaml", [f"replicates={FEW}"]), jobs=1)
        return made[study]

    return runs


def test_there_is_a_study():
    assert STUDIES


@each_study
def test_a_study_tells_its_question_hypotheses_design_repetition_finding_and_limits(study):
    text = (study / "README.md").read_text(encoding="utf-8")
    assert all(heading in text for heading in HEADINGS)
    assert f"experiments/{study.name}/study.yaml" in text
    for picture in re.findall(r"\]\((figures/[^)]+)\)", text):
        assert (study / picture).is_file(), picture


@each_study
def test_figures_are_small(study):
    for picture in (study / "figures").iterdir():
        assert picture.stat().st_size < 300_000, picture.name


@each_study
def test_a_study_has_enough_replicates_and_refers_to_configs_by_name(study):
    assert read_comparison(study / "study.yaml").replicates >= 100
    assert "configs/" in (study / "study.yaml").read_text(encoding="utf-8")


@each_study
def test_claims_speak_of_outcomes_periods_and_arms_that_exist(study):
    arms = {name for name, _ in read_comparison(study / "study.yaml").arms}
    for claim in YAML(typ="safe").load(study / "expected.yaml").values():
        assert claim["outcome"] in known_outcomes
        assert claim["period"] in REPORTED
        assert claim["arms"] == "all" or set(claim["arms"]) <= arms
        assert claim.get("against", "none") in arms
        assert claim["tolerance"] > 0


@each_study
def test_all_programmes_of_a_study_cost_the_same_hours(study, small_runs):
    runs = small_runs(study).runs
    hours = runs[runs["arm"] != "none"].groupby("arm")["facilitator_hours@programme"].mean()
    assert hours.max() / hours.min() < 1.02
    assert runs.loc[runs["arm"] == "none", "facilitator_hours@programme"].max() == 0


@each_study
def test_the_robust_claims_hold_with_few_seeds(study, small_runs):
    claims = [claim for claim in analysis(study).claims(small_runs(study).runs) if claim.about["robust"]]
    assert claims
    assert [claim for claim in claims if not claim.holds] == []


@pytest.mark.long
@each_study
def test_all_claims_hold_with_all_seeds(study):
    runs = compare(read_comparison(study / "study.yaml")).runs
    assert [claim for claim in analysis(study).claims(runs) if not claim.holds] == []


@each_study
def test_the_finding_on_the_page_is_what_the_model_gives_today(study, small_runs):
    """If this fails, the model has changed: repeat the study with the command on its page."""
    page, runs = analysis(study), small_runs(study).runs
    told = table((study / "README.md").read_text(encoding="utf-8"))
    now = table(page.finding(runs))
    assert told.keys() == now.keys()
    for arm, cells in told.items():
        for (written, reach), (found, wide) in zip(cells, now[arm], strict=True):
            error = np.hypot(reach, wide) / 2
            assert abs(written - found) <= STRANGE * error + 0.05, f"{arm}: {written} on the page, {found} now"


def table(text):
    """The rows ``| arm | 1.0 ± 0.1 | ...`` of a page: estimates with half of their intervals, by arm."""
    number = r"(-?[\d.]+) ± ([\d.]+)"
    rows = re.findall(rf"^\| ([^|]+) \| ((?:{number} \| )+{number}) \|$", text, re.MULTILINE)
    return {row[0]: [(float(a), float(b)) for a, b in re.findall(number, row[1])] for row in rows}


@each_study
def test_figures_and_finding_come_from_a_results_folder(study, small_runs, tmp_path, monkeypatch):
    page, result = analysis(study), small_runs(study)
    for name in ("runs", "outcomes", "weekly"):
        getattr(result, name).to_parquet(tmp_path / f"{name}.parquet")
    (tmp_path / "figures").mkdir()
    for name in ("README.md", "expected.yaml"):
        (tmp_path / name).write_text((study / name).read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(page, "HERE", tmp_path)
    page.main(tmp_path)
    assert {path.name for path in (tmp_path / "figures").iterdir()} == {
        path.name for path in (study / "figures").iterdir()
    }
    written = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert f"{FEW} seeds; ± half" in written
    assert page.filled_in(written, page.finding(result.runs)) == written
