"""What makes no sense is refused by plan and sweep before the first run: exit code 2, the reason, nothing written."""

import pytest

from configuration_files import write
from simkomunitas.cli.command_line import main
from simkomunitas.experiments.experiment_design import DesignPoints
from simkomunitas.experiments.experiment_reader import read_experiment
from simkomunitas.experiments.sweep_folder import build_sweep_request, compute_scenario_ids, create_sweep_folder
from simkomunitas.simulation.model_version_id import model_version
from simkomunitas.workers import dask_cluster
from sweeps import HEAD, SMALL, experiment

RANGE = "{from: 0, to: 1, steps: 1000}"
NONSENSE = {
    "an unknown key": ("vary: {horizon.weeks_afer: [60, 70]}", "no such key; did you mean 'weeks_after'?"),
    "an empty list": ("vary: {shocks.chance: []}", "a list with at least one value"),
    "an empty list of levels by name": ("vary: {programme: {}}", "a list with at least one value"),
    "a range that goes down": ("vary: {shocks.chance: {from: 1, to: 0, steps: 3}}", "more than from (1)"),
    "a range of steps below zero": ("vary: {shocks.chance: {from: 0, to: 1, steps: -3}}", "a whole number from 2"),
    "a billion combinations": (
        f"vary: {{shocks.chance: {RANGE}, shocks.severity: {RANGE}, programme.course.grant: {RANGE}}}",
        "1,000,000,000 combinations",
    ),
    "a million runs": (f"vary: {{shocks.chance: {RANGE}}}\nreplicates: 2000", "2,000,000 runs"),
    "no replicates": ("replicates: 0", "a whole number from 1 to 100000, or auto"),
    "replicates below zero": ("replicates: -5", "a whole number from 1 to 100000, or auto"),
    "replicates of half a seed": ("replicates: 2.5", "a whole number from 1 to 100000, or auto"),
    "replicates by words": ("replicates: many", "a whole number from 1 to 100000, or auto"),
    "a value out of range": ("vary: {shocks.chance: [0.1, 7]}", "a number from 0 to 1"),
    "an unknown strategy": ("vary: {programme.strategies: [lokal_resources]}", "did you mean 'local_resources'?"),
    "settings that contradict each other": (
        "vary: {programme.exit: [tapering], programme.course.taper_weeks: [6, 20]}", "horizon.programme_weeks (8)"),
    "an outcome that does not exist": ("outcomes: [participation@year_9]", "did you mean 'year_"),
}  # fmt: skip


def refusal(capsys, *words):
    """What is said when a command is refused."""
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    said = capsys.readouterr()
    assert ended.value.code == 2, said.err
    assert "Traceback" not in said.err
    return said.err


@pytest.mark.parametrize("name", ["plan", "sweep"])
@pytest.mark.parametrize(("text", "reason"), NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_refused_before_the_first_run(name, text, reason, capsys, tmp_path):
    file = experiment(tmp_path, HEAD + text + "\n")
    assert reason in refusal(capsys, name, file, "--out", tmp_path / "out")
    assert list(tmp_path.iterdir()) == [file]


def test_a_cluster_that_does_not_answer_is_refused(capsys, monkeypatch, tmp_path):
    pytest.importorskip("distributed")
    monkeypatch.setattr(dask_cluster, "CONNECTION_TIMEOUT", 0.5)
    file = experiment(tmp_path)
    said = refusal(capsys, "sweep", file, "--out", tmp_path / "out", "--cluster", "tcp://127.0.0.1:1")
    assert "the address of a Dask scheduler that answers" in said
    assert "start one with: dask scheduler" in said
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", "found nothing); wait until the scheduler has said where it is"),
        (" \n", "found nothing); wait until the scheduler has said where it is"),
        ("node1", "missing port number in address 'node1'"),
        ("tcp://", "missing port number"),
        ("nonsense://node1:8786", "unknown address scheme 'nonsense'"),
        ("empty.json", "the address of a Dask scheduler that answers, or its scheduler file"),
        ("other.json", "the address of a Dask scheduler that answers, or its scheduler file"),
    ],
)
def test_what_can_be_no_address_of_a_cluster_is_refused_at_once(address, reason, capsys, monkeypatch, tmp_path):
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(distributed, "Client", lambda **_: pytest.fail("a client was made, which takes long to end"))
    monkeypatch.chdir(write(tmp_path / "files", "empty.json", "").parent)
    write(tmp_path / "files", "other.json", "{}")
    file = experiment(tmp_path)
    assert reason in refusal(capsys, "sweep", file, "--out", tmp_path / "out", "--cluster", address)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["plan", "sweep"])
def test_the_folder_of_another_experiment_is_refused_with_the_difference(name, capsys, tmp_path):
    asked = read_experiment(experiment(tmp_path / "one"))
    points = DesignPoints(asked)
    create_sweep_folder(
        tmp_path / "out",
        build_sweep_request(asked, model_version()),
        list(compute_scenario_ids(points)),
        points,
        [],
        "",
    )
    before = {path: path.read_bytes() for path in (tmp_path / "out").glob("*.*")}
    file = experiment(tmp_path / "two", SMALL.replace("to: 3", "to: 2"))
    said = refusal(capsys, name, file, "--out", tmp_path / "out")
    assert "the results of another experiment" in said
    assert "experiment.vary.parameters.turnout.coefficient_norm.to: 3" in said
    assert "(found 2)" in said
    assert {path: path.read_bytes() for path in (tmp_path / "out").glob("*.*")} == before


@pytest.mark.parametrize(
    ("words", "reason"),
    [(["--workers", 0], "--workers"), (["--batch-size", 0], "--batch-size"), (["--timeout", 0], "--timeout"),
     (["--max-failure-share", 2], "--max-failure-share"), (["--load", "nowhere"], "a Python file, or a module"),
     (["--reuse", "nowhere"], "no such folder"), (["--set", "replicates=none"], "or auto")],
    ids=str,
)  # fmt: skip
def test_options_that_make_no_sense_are_refused(words, reason, capsys, tmp_path):
    file = experiment(tmp_path)
    assert reason in refusal(capsys, "sweep", file, "--out", tmp_path / "out", *words)
    assert list(tmp_path.iterdir()) == [file]
