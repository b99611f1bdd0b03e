"""A comparison runs every arm under the same seeds, estimates by hand what a hand can, and ends cleanly."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from configuration_files import write
from simkomunitas.base.estimation import CONTRAST_COLUMNS, CURVE_COLUMNS, OUTCOME_COLUMNS, t_quantile
from simkomunitas.cli.results_output import OUTPUT_PERIODS
from simkomunitas.config.config_reader import read_comparison
from simkomunitas.model.community.village_descriptions import build_community
from simkomunitas.model.outcomes import HEADLINE_OUTCOMES, measure_outcomes, outcomes
from simkomunitas.model.state.run_record import REPORTED_PERIODS
from simkomunitas.results.scenario_comparison import comparison_seeds, run_arms_for_seed
from simkomunitas.simulation.simulation_run import run_scenario
from simkomunitas.simulation.weekly_curves import WEEKLY_SERIES
from worlds import compared, programme, scenario, village

TINY = """title: Two ways in a hamlet
question: Does anything help?
community: {kind: synthetic, people: {adults: 30, hamlets: 2}}
horizon: {programme_weeks: 52, weeks_after: 60}
arms:
  none: {programme: none}
  local_resources: {programme: {strategies: {local_resources: 1}}}
  policy_advocacy: {programme: {strategies: {policy_advocacy: 1}}}
"""
ARMS = ("none", "local_resources", "policy_advocacy")
FILES = {"config.yaml", "scenario.yaml", "codebook.md", "README.txt", "manifest.json"}
TABLES = {f"{name}.{kind}" for name in ("outcomes", "contrasts", "runs", "weekly") for kind in ("csv", "parquet")}


@pytest.fixture(scope="module")
def arms():
    where, weeks = village(30, 2), (52, 60)
    return {"none": scenario(where, weeks=weeks), "local": scenario(where, programme("local_resources"), weeks)}


@pytest.fixture(scope="module")
def result(arms):
    return compared(arms, replicates=4, first_seed=7)


# Tables


def test_the_tables_have_a_row_for_everything_that_was_asked(result):
    assert len(result.runs) == 2 * 4
    assert result.runs["seed"].tolist() == [7, 8, 9, 10] * 2
    assert len(result.outcomes) == 2 * len(outcomes) * len(REPORTED_PERIODS)
    assert len(result.contrasts) == len(outcomes) * len(REPORTED_PERIODS)
    assert len(result.weekly) == 2 * len(WEEKLY_SERIES) * 112
    assert tuple(result.outcomes.columns) == OUTCOME_COLUMNS
    assert tuple(result.contrasts.columns) == CONTRAST_COLUMNS
    assert tuple(result.weekly.columns) == CURVE_COLUMNS
    assert result.exit_week == 52


def test_a_run_in_the_table_is_the_run_of_its_seed(arms, result):
    for arm, what in arms.items():
        table = result.runs[result.runs["arm"] == arm].set_index("seed")
        for seed in (7, 10):
            expected = measure_outcomes(run_scenario(what, seed))
            np.testing.assert_array_equal(table.loc[seed, list(expected)].to_numpy(float), list(expected.values()))


def test_differences_are_those_of_pairs_reckoned_by_hand(result):
    column = "participation@programme"
    runs = result.runs.pivot_table(index="seed", columns="arm", values=column)
    gaps = runs["local"] - runs["none"]
    row = result.contrasts.query("outcome == 'participation' and period == 'programme'").iloc[0]
    error = gaps.std(ddof=1) / 2
    assert (row["arm"], row["against"], row["n"]) == ("local", "none", 4)
    assert row["estimate"] == pytest.approx(gaps.mean(), abs=1e-15)
    assert row["se"] == pytest.approx(error, rel=1e-12)
    assert row["high"] - row["estimate"] == pytest.approx(t_quantile(3) * error, rel=1e-9)
    assert row["low"] == pytest.approx(2 * row["estimate"] - row["high"])


def test_curves_are_means_over_seeds(arms, result):
    aware = result.weekly.query("arm == 'local' and series == 'aware'")
    by_hand = np.mean([run_scenario(arms["local"], seed).series_values("aware") for seed in range(7, 11)], axis=0)
    assert np.allclose(aware["mean"], by_hand, rtol=0, atol=1e-12)
    assert aware["week"].tolist() == list(range(112))
    assert (aware["n"] == 4).all()


def test_arms_in_one_village_meet_the_same_people(arms):
    built = []

    def watched(where, seed):
        built.append(seed)
        return build_community(where, seed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("simkomunitas.results.scenario_comparison.build_community", watched)
        run_arms_for_seed(tuple(arms.items()), 3)
    assert built == [3]


def test_the_arms_are_in_the_order_in_which_they_were_written(tmp_path):
    comparison = read_comparison(write(tmp_path, "tiny.yaml", TINY), ["replicates=2", "first_seed=5"])
    assert [name for name, _ in comparison.arms] == list(ARMS)
    assert comparison_seeds(comparison) == [5, 6]
    assert comparison.against == "none"


# The command


def command(folder, *words, **options):
    program = "from simkomunitas.cli.command_line import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", program, *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def said(folder, *words):
    """Exit code, standard output and standard error of a command."""
    with command(folder, *words) as process:
        out, err = process.communicate(timeout=300)
    return process.returncode, out, err


@pytest.fixture(scope="module")
def delivered(tmp_path_factory):
    """What the comparison of a tiny file says and leaves behind."""
    folder = tmp_path_factory.mktemp("compare")
    write(folder, "tiny.yaml", TINY)
    return folder, *said(folder, "compare", "tiny.yaml", "--json", "--replicates", "3")


def only(text):
    """The one document in a text; anything before or after it would be refused."""
    return json.loads(text, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))


def test_the_answer_is_exactly_one_document_with_its_stable_keys(delivered):
    _, code, out, _ = delivered
    answer = only(out)
    assert code == 0
    assert list(answer) == ["version", "config", "seeds", "outcomes", "contrasts"]
    assert answer["seeds"] == [1, 2, 3]
    assert {tuple(row) for row in answer["outcomes"]} == {OUTCOME_COLUMNS}
    assert {tuple(row) for row in answer["contrasts"]} == {CONTRAST_COLUMNS}
    assert answer["config"]["horizon"] == {"programme_weeks": 52, "weeks_after": 60}


def test_the_answer_has_every_arm_every_period_and_the_five_principles(delivered):
    answer = only(delivered[2])
    rows = {(row["arm"], row["outcome"], row["period"]) for row in answer["outcomes"]}
    assert {arm for arm, _, _ in rows} == set(ARMS)
    assert {period for _, _, period in rows} == set(OUTPUT_PERIODS) == {"programme", "year_1", "year_3", "year_5"}
    assert {
        (arm, principle, period) for arm in ARMS for principle in HEADLINE_OUTCOMES for period in OUTPUT_PERIODS
    } <= rows
    assert len(rows) == len(answer["outcomes"])
    against = {(row["arm"], row["against"]) for row in answer["contrasts"]}
    assert against == {("local_resources", "none"), ("policy_advocacy", "none")}


def test_what_was_not_reached_is_null_and_what_was_measured_is_a_number(delivered):
    answer = only(delivered[2])
    for row in answer["outcomes"]:
        if row["period"] in ("year_3", "year_5"):
            assert (row["estimate"], row["n"]) == (None, 0)
        if (row["outcome"], row["period"]) == ("participation", "programme"):
            assert row["low"] <= row["estimate"] <= row["high"]
            assert row["n"] == 3


def test_words_go_to_standard_error(delivered):
    folder, _, _, err = delivered
    assert "Results: " in err
    assert str(folder) in err
    assert "Traceback" not in err


def test_the_results_folder_is_complete(delivered):
    folder, _, out, _ = delivered
    (study,) = (folder / "results").iterdir()
    names = {path.relative_to(study).as_posix() for path in study.rglob("*") if path.is_file()}
    assert names >= FILES | TABLES
    assert {"png", "svg"} <= {name.rpartition(".")[2] for name in names if name.startswith("figures/")}
    listed = json.loads((study / "manifest.json").read_text())["files"]
    assert set(listed) == names - {"manifest.json"}
    assert (study / "config.yaml").read_text() == TINY
    table = pd.read_csv(study / "outcomes.csv")
    answer = pd.DataFrame(only(out)["outcomes"])
    written = table[table["period"].isin(OUTPUT_PERIODS)].reset_index(drop=True)
    assert np.allclose(written["estimate"], answer["estimate"].astype(float), equal_nan=True, rtol=0, atol=1e-12)
    assert not list(folder.glob(".simkomunitas-*"))


def test_one_core_and_two_give_the_same_answer(delivered):
    folder, _, out, _ = delivered
    code, alone, _ = said(folder, "compare", "tiny.yaml", "--json", "--replicates", "3", "--workers", "1")
    assert (code, alone) == (0, out)


def test_a_single_run_answers_with_one_document_too(tmp_path):
    write(tmp_path, "tiny.yaml", TINY)
    code, out, err = said(tmp_path, "run", "tiny.yaml", "--arm", "local_resources", "--seed", "3", "--json")
    answer = only(out)
    assert code == 0, err
    assert list(answer) == ["version", "config", "seeds", "outcomes", "contrasts"]
    assert (answer["seeds"], answer["contrasts"]) == ([3], [])
    assert {row["outcome"] for row in answer["outcomes"]} >= set(HEADLINE_OUTCOMES)
    assert {row["n"] for row in answer["outcomes"]} <= {0, 1}
    assert {row["se"] for row in answer["outcomes"]} == {None}
    assert "Results: " in err


# Stopping

SIGINT_BIT = 1 << (signal.SIGINT - 1)
on_linux = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="processes are looked up in /proc")


def status(pid):
    """What the system says of a process; nothing of one that is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(errors="replace").splitlines()
    except OSError:
        return {}
    return dict(line.split(":\t", 1) for line in lines if ":\t" in line)


def is_running(pid):
    return not status(pid).get("State", "Z").startswith("Z")


def workers(pid):
    """The processes that a process has started."""
    everybody = [path.name for path in Path("/proc").iterdir() if path.name.isdigit()]
    return [int(name) for name in everybody if status(name).get("PPid") == str(pid)]


def is_worker(pid):
    try:
        return b"run_worker_loop" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def signal_is(pid, *masks):
    """Whether a worker catches (Cgt), ignores (Ign) or blocks (Blk) the signal of the keyboard."""
    said = status(pid)
    return is_worker(pid) and any(int(said.get(f"Sig{mask}", "0"), 16) & SIGINT_BIT for mask in masks)


def leaves_stopping_to_parent(pid):
    return signal_is(pid, "Ign", "Blk")


def is_starting(pid):
    return signal_is(pid, "Cgt") or leaves_stopping_to_parent(pid)


def started(process, ready, seconds=120):
    """All processes that a command has started, once two of them are ready."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        found = workers(process.pid)
        if sum(map(ready, found)) >= 2:
            return found
        time.sleep(0.02)
    process.kill()
    return pytest.fail(f"no processes were started: {process.communicate()}")


def stopped(folder, ready):
    """Exit code, output, words and orphans of a comparison on which somebody pressed Ctrl-C."""
    write(folder, "tiny.yaml", TINY)
    words = ("compare", "tiny.yaml", "--replicates", "5000", "--workers", "2", "--json")
    with command(folder, *words, start_new_session=True) as process:
        found = started(process, ready)
        os.killpg(process.pid, signal.SIGINT)  # the keyboard reaches every process of the terminal
        out, err = process.communicate(timeout=60)
    end = time.monotonic() + 10
    while any(map(is_running, found)) and time.monotonic() < end:
        time.sleep(0.05)
    return process.returncode, out, err, [pid for pid in found if is_running(pid)]


@on_linux
def test_who_stops_a_comparison_gets_130_no_results_and_no_orphans(tmp_path):
    code, out, err, orphans = stopped(tmp_path, leaves_stopping_to_parent)
    assert (code, out, orphans) == (130, "", [])
    assert err.rstrip().endswith("Stopped.")
    assert "Traceback" not in err
    assert [path.name for path in tmp_path.iterdir()] == ["tiny.yaml"]


@on_linux
def test_who_stops_a_comparison_that_is_just_starting_hears_no_complaints(tmp_path):
    code, out, err, orphans = stopped(tmp_path, is_starting)
    assert (code, out, orphans) == (130, "", [])
    assert "Traceback" not in err
