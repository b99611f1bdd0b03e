"""Every study under experiments/: a small version of its design runs, and its claims hold."""

import importlib.util
import inspect
import re
from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML

from simkomunitas.analysis.claim_checks import DIFFERENCE, KEPT, LEVEL, update_expected_values
from simkomunitas.analysis.discovery_config import read_discovery_config
from simkomunitas.analysis.stored_analyses import explore_stored_results
from simkomunitas.config.config_reader import read_comparison
from simkomunitas.experiments.experiment_reader import read_experiment
from simkomunitas.experiments.experiment_sweep import run_sweep
from simkomunitas.experiments.sweep_results import load_runs
from simkomunitas.model.outcomes import outcomes
from simkomunitas.model.state.run_record import REPORTED_PERIODS
from simkomunitas.results.scenario_comparison import run_comparison

EXPERIMENTS = Path(__file__).parents[1] / "experiments"
COMPARED = sorted(path.parent for path in EXPERIMENTS.glob("*/study.yaml"))
SWEPT = sorted(path.parent for path in EXPERIMENTS.glob("*/experiment.yaml"))
FEW = {"what_stays": 12, "when_to_leave": 8, "how_many_leaders": 4}  # seeds of the small versions
HEADINGS = ("Question", "Hypotheses", "Design", "Again", "Finding", "Limits")
STRANGE = 5.0  # standard errors between a page and a run that both tell the truth
ROUNDED = 0.0501  # how far a number on a page may be from what it was, in either of both

each_study = pytest.mark.parametrize("study", COMPARED + SWEPT, ids=lambda path: path.name)
each_swept = pytest.mark.parametrize("study", SWEPT, ids=lambda path: path.name)


def analysis(study):
    """The module analyse.py of a study."""
    spec = importlib.util.spec_from_file_location(f"analyse_{study.name}", study / "analyse.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def file_of(study):
    return study / ("study.yaml" if study in COMPARED else "experiment.yaml")


def made(study, folder, replicates=None):
    """A study run with so many seeds, its results in a folder; the runs."""
    sets = [f"replicates={replicates}"] if replicates else []
    if study in COMPARED:
        found = run_comparison(read_comparison(file_of(study), sets), workers=1 if replicates else None)
        for name in ("runs", "outcomes", "weekly"):
            getattr(found, name).to_parquet(folder / f"{name}.parquet")
        return found.runs
    run_sweep(read_experiment(file_of(study), sets), folder / "sweep", workers=1 if replicates else None)
    return load_runs(folder / "sweep")


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The runs of a study with few seeds and the folder they are in, made once."""
    known = {}

    def find(study):
        if study not in known:
            folder = tmp_path_factory.mktemp(study.name)
            known[study] = made(study, folder, FEW[study.name]), folder
        return known[study]

    return find


def results_in(study, folder):
    return folder if study in COMPARED else folder / "sweep"


def test_there_are_three_studies():
    assert {study.name for study in COMPARED + SWEPT} == set(FEW)


@each_study
def test_a_study_tells_its_question_hypotheses_design_repetition_finding_and_limits(study):
    text = (study / "README.md").read_text(encoding="utf-8")
    assert all(heading in text for heading in HEADINGS)
    assert file_of(study).relative_to(EXPERIMENTS.parent).as_posix() in text
    for picture in re.findall(r"\]\((figures/[^)]+)\)", text):
        assert (study / picture).is_file(), picture


@each_study
def test_figures_are_small(study):
    for picture in (study / "figures").iterdir():
        assert picture.stat().st_size < 300_000, picture.name


@each_study
def test_a_study_has_enough_replicates_and_refers_to_configs_by_name(study):
    read = read_comparison if study in COMPARED else read_experiment
    assert read(file_of(study)).replicates >= 100
    assert "configs/" in file_of(study).read_text(encoding="utf-8")


@each_swept
def test_an_experiment_says_what_is_expected_before_it_is_run(study):
    experiment = read_experiment(file_of(study))
    assert experiment.question
    assert "before the first run" in experiment.hypothesis
    numbered = re.findall(r"(?m)^\s*(\d)\.", experiment.hypothesis)
    told = {str(claim["hypothesis"]) for claim in claims_in(study).values() if "hypothesis" in claim}
    assert told == set(numbered), "every hypothesis is put into numbers"


def claims_in(study):
    return YAML(typ="safe").load(study / "expected.yaml")


@each_study
def test_claims_speak_of_outcomes_periods_and_arms_that_exist(study):
    read = read_comparison if study in COMPARED else read_experiment
    read_arms = read(file_of(study)).arms
    arms = {arm if isinstance(arm, str) else arm[0] for arm in read_arms}
    for claim in claims_in(study).values():
        assert claim["measure"] in (LEVEL, DIFFERENCE, KEPT)
        assert claim["outcome"] in outcomes
        assert claim["period"] in REPORTED_PERIODS
        assert claim["tolerance"] > 0
        for cell in (claim.get("of", {}), claim.get("against", {}), claim.get("than", {})):
            assert set(np.atleast_1d(cell.get("arm", [])).tolist()) <= arms
    assert any(claim["robust"] for claim in claims_in(study).values())


def test_all_programmes_that_are_compared_cost_the_same_hours(small):
    for study in EXPERIMENTS / "what_stays", EXPERIMENTS / "when_to_leave":
        runs = small(study)[0]
        paid = runs[~runs["arm"].str.startswith("none") & ~runs["arm"].str.endswith("ready")]
        hours = paid.groupby("arm")["facilitator_hours@programme"].mean()
        assert len(hours) > 5
        assert hours.max() / hours.min() < 1.02
        assert runs.loc[runs["arm"].str.startswith("none"), "facilitator_hours@programme"].max() == 0


def need_finding(study):
    """Skip a study that has a question and a design, and no finding yet: there is nothing to hold the model to."""
    page = (study / "README.md").read_text(encoding="utf-8")
    if not table(page):
        pytest.skip("this study has not been run in full yet; its page says what it asks and expects")


@each_study
def test_the_robust_claims_hold_with_few_seeds(study, small):
    need_finding(study)
    claims = [claim for claim in analysis(study).claims_of(small(study)[0]) if claim.settings["robust"]]
    assert claims
    assert [claim for claim in claims if not claim.is_within_tolerance] == []


@pytest.mark.long
@each_study
def test_all_claims_hold_with_all_seeds(study, tmp_path):
    assert [claim for claim in analysis(study).claims_of(made(study, tmp_path)) if not claim.is_within_tolerance] == []


@pytest.mark.long
def test_the_example_of_where_a_programme_fails_finds_where(tmp_path):
    asked = read_discovery_config(EXPERIMENTS / "examples" / "where.yaml")
    swept = run_sweep(read_experiment(asked.experiment), tmp_path / "results")
    (found,), _ = explore_stored_results(swept.folder, asked)
    assert 0.1 < found.result.failures.mean() < 0.5
    assert found.result.boxes
    assert found.result.held_out_quality.density > 1.3 * found.result.failures.mean()


@each_study
def test_the_finding_on_the_page_is_what_the_model_gives_today(study, small):
    """If this fails, the model has changed: repeat the study with the command on its page."""
    need_finding(study)
    told = table((study / "README.md").read_text(encoding="utf-8"))
    now = table(analysis(study).finding(small(study)[0]))
    assert told
    assert told.keys() == now.keys()
    for row, cells in told.items():
        for (written, reach), (found, wide) in zip(cells, now[row], strict=True):
            error = np.hypot(reach, wide) / 2
            assert abs(written - found) <= STRANGE * error + 2 * ROUNDED, f"{row}: {written} on the page, {found} now"


def table(text):
    """The rows of a page that have cells like ``1.0 ± 0.1``: these estimates with half of their intervals."""
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    cells = {row[0]: [re.fullmatch(r"(-?[\d.]+) ± ([\d.]+)", cell) for cell in row[1:]] for row in rows}
    found = {name: [(float(cell[1]), float(cell[2])) for cell in row if cell] for name, row in cells.items()}
    return {name: row for name, row in found.items() if row}


def moved(study, folder, monkeypatch):
    """The analysis of a study, writing into another folder."""
    page = analysis(study)
    (folder / "figures").mkdir()
    for name in ("README.md", "expected.yaml"):
        (folder / name).write_text((study / name).read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(page, "HERE", folder)
    return page


@each_study
def test_figures_and_finding_come_from_a_results_folder(study, small, tmp_path, monkeypatch):
    page, (runs, folder) = moved(study, tmp_path, monkeypatch), small(study)
    page.main(results_in(study, folder))
    assert {path.name for path in (tmp_path / "figures").iterdir()} == {
        path.name for path in (study / "figures").iterdir()
    }
    written = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert f"{FEW[study.name]} seeds; ± half" in written
    assert page.replace_finding(written, page.finding(runs)) == written


@each_swept
def test_expectations_can_be_renewed_and_then_hold(study, small, tmp_path, monkeypatch):
    page, (runs, folder) = moved(study, tmp_path, monkeypatch), small(study)
    assert "renew" in inspect.signature(page.main).parameters
    page.main(results_in(study, folder), renew=True)
    assert all(claim.is_within_tolerance for claim in page.claims_of(runs))
    new = (tmp_path / "expected.yaml").read_text(encoding="utf-8")
    assert new.startswith((study / "expected.yaml").read_text(encoding="utf-8").splitlines()[0])
    assert update_expected_values(new, page.claims_of(runs)) == new
    assert claims_in(study).keys() == YAML(typ="safe").load(new).keys()
