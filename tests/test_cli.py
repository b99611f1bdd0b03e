"""The command line does what it is told, or says what is wrong, without a traceback and with exit code 2."""

import json
import os
import signal
import subprocess
import sys
import time
from typing import get_args

import jsonschema
import pytest

from configuration_files import PROGRAMME, write
from simkomunitas.cli import command_line
from simkomunitas.cli.command_line import COMMANDS, main
from simkomunitas.cli.list_command import LISTED_CATALOGUES, ListedKind
from simkomunitas.config.setting_tables import parameter_table, setting_table
from simkomunitas.model.rules.parameters import Switches

HEAVY = ("numba", "pandas", "mesa", "matplotlib", "pydantic", "networkx")
LISTS = get_args(ListedKind)


def command(capsys, *words):
    """Exit code, standard output and standard error of a command."""
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


def process(*words, **options):
    """A command in a process of its own."""
    program = "import sys; from simkomunitas.cli.command_line import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, timeout=60, check=False, **options
    )


def test_help_shows_every_command(capsys):
    code, out, err = command(capsys, "--help")
    assert (code, err) == (0, "")
    assert [name for name in COMMANDS if name not in out] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_examples(capsys, name):
    code, out, _ = command(capsys, name, "--help")
    assert code == 0
    assert f"  simkomunitas {name}" in out.partition("Examples:")[2]


def test_the_version_is_that_of_the_package(capsys):
    code, out, _ = command(capsys, "--version")
    assert (code, out) == (0, "0.2.0\n")


@pytest.mark.parametrize("words", ["['--help']", "['compare', '--help']", "['run', '--help']", "['--version']"])
def test_help_loads_nothing_heavy(words):
    program = (
        "import sys\nfrom simkomunitas.cli.command_line import main\n"
        f"try: main({words})\nexcept SystemExit: pass\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.endswith("[]\n")


def test_a_command_is_loaded_without_the_others():
    program = (
        "import sys\nfrom simkomunitas.cli.command_line import main\n"
        "try: main(['run', '--help'])\nexcept SystemExit: pass\n"
        "loaded = {f'simkomunitas.cli.{name}_command' for name in ('run', 'sweep', 'app')} & set(sys.modules)\n"
        "print(loaded)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.endswith("{'simkomunitas.cli.run_command'}\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["chek-config"], 'Did you mean "check-config"?'),
        (["run"], "CONFIG"),
        (["run", "a.yaml", "b.yaml"], "b.yaml"),
        (["run", "a.yaml", "--sed", "3"], "--sed"),
        (["run", "a.yaml", "--seed", "-1"], "--seed"),
        (["run", "a.yaml", "--seed", str(2**200)], "--seed"),
        (["run", "a.yaml", "--seed", "1.5"], "a whole number is expected"),
        (["compare", "a.yaml", "--replicates", "25.000"], "a whole number is expected"),
        (["compare", "a.yaml", "--workers", "x"], "a whole number is expected"),
        (["compare", "a.yaml", "--replicates", "1"], "--replicates"),
        (["compare", "a.yaml", "--replicates", "1000000000000"], "--replicates"),
        (["compare", "a.yaml", "--workers", "0"], "--workers"),
        (["list"], "WHAT"),
        (["list", "strateges"], 'Did you mean "strategies"?'),
        (["new", "village", "x.yaml"], "community"),
        (["check-config"], "at least one file"),
    ],
)
def test_bad_usage_is_refused_with_a_hint(capsys, words, said):
    code, out, err = command(capsys, *words)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize("words", [["check-config"], ["run"], ["compare"]])
def test_a_wrong_configuration_is_refused_with_all_its_faults(capsys, tmp_path, words):
    path = write(tmp_path, "wrong.yaml", "communty: x\nshocks: {chance: 2}\n")
    code, out, err = command(capsys, *words, path)
    assert (code, out) == (2, "")
    assert f"{path}:1: communty: no such key; did you mean 'community'?\n" in err
    assert f"{path}:2: shocks.chance: " in err
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["run", "compare"])
def test_a_wrong_setting_is_refused_as_it_was_given(capsys, tmp_path, name):
    path = write(tmp_path, "right.yaml", PROGRAMME)
    code, _, err = command(capsys, name, path, "--set", "horizon.weeks_afer=3", "--set", "shocks.chance=-1")
    assert code == 2
    assert "--set horizon.weeks_afer=3: horizon.weeks_afer: no such key; did you mean 'weeks_after'?" in err
    assert "--set shocks.chance=-1: shocks.chance: a number from 0 to 1" in err


def test_a_file_that_does_not_exist_is_refused(capsys):
    code, _, err = command(capsys, "check-config", "nowhere.yaml")
    assert (code, err) == (2, "nowhere.yaml: file: a file that exists (found no such file)\n")


def test_right_files_are_named_with_their_kind(capsys, tmp_path):
    path = write(tmp_path, "right.yaml", PROGRAMME)
    assert command(capsys, "check-config", path) == (0, f"{path}: scenario, no errors\n", "")


@pytest.mark.parametrize(
    "words", [("check-config",), ("compare", "--workers", "2", "--out", "found"), ("run", "--out", "found")]
)
def test_a_tie_to_nobody_is_refused_by_every_command_before_anything_is_made(capsys, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "people.csv", "id\na\nb\n")
    write(tmp_path, "ties.csv", "from,to\na,b\na,zz\n")
    residents = "{file: people.csv, columns: {id: id}}"
    network = "{file: ties.csv, columns: {source: from, target: to}}"
    village = f"{{kind: imported, residents: {residents}, network: {network}}}"
    path = write(tmp_path, "study.yaml", f"community: {village}\nprogramme: none\n")
    name, *options = words
    code, out, err = command(capsys, name, path, *options)
    assert (code, out) == (2, "")
    assert err == f"{tmp_path / 'ties.csv'}:3: to: the id of a resident (found 'zz')\n"
    assert not (tmp_path / "found").exists()


@pytest.mark.parametrize("kind", ["community", "programme"])
def test_a_starting_file_is_written_and_found_right(capsys, tmp_path, kind):
    path = tmp_path / "new.yaml"
    assert command(capsys, "new", kind, path)[0] == 0
    assert command(capsys, "check-config", path) == (0, f"{path}: {kind}, no errors\n", "")
    code, _, err = command(capsys, "new", kind, path)
    assert code == 2
    assert "this one exists and is left alone" in err


def test_the_schema_is_one_json_document(capsys):
    code, out, _ = command(capsys, "schema")
    assert code == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(out))


@pytest.mark.parametrize("what", LISTS)
def test_a_list_has_one_line_for_each_entry(capsys, what):
    code, out, _ = command(capsys, "list", what)
    assert code == 0
    lines = out.splitlines()
    assert len(lines) == len(set(lines)) > 2
    assert all(len(line.split("  ", 1)) == 2 or line.startswith(tuple("0123456789")) for line in lines)


@pytest.mark.parametrize("what", LISTED_CATALOGUES)
def test_an_entry_is_told_by_its_own_words_and_not_by_those_of_its_kind(capsys, what):
    said = [line.split("  ", 1)[1].strip() for line in command(capsys, "list", what)[1].splitlines()]
    assert len(said) == len(set(said))


def test_the_list_of_parameters_ends_with_how_many_are_assumed(capsys):
    lines = command(capsys, "list", "parameters")[1].splitlines()
    keys = [row.key for row in parameter_table() + setting_table()]
    assert [line.split()[0] for line in lines[:-1]] == keys
    assert lines[-1].startswith(f"{len(parameter_table())} parameters of behaviour, of which ")


def test_every_listed_parameter_and_switch_can_be_set(capsys, tmp_path):
    path = write(tmp_path, "right.yaml", PROGRAMME)
    sets = [f"{row.key}={row.default:.15g}" for row in parameter_table() + setting_table()]
    sets += [f"switches.{name}=true" for name in Switches._fields]
    words = [word for text in [*sets, "replicates=1"] for word in ("--set", text)]
    code, _, err = command(capsys, "compare", path, *words)
    assert code == 2
    assert err.splitlines() == ["--set replicates=1: replicates: a whole number from 2 to 100000 (found 1)"]


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_terminal_without_our_letters_still_shows_something(encoding):
    run = process("list", "parameters", env=os.environ | {"PYTHONIOENCODING": encoding})
    assert (run.returncode, run.stderr) == (0, b"")
    assert b"parameters of behaviour" in run.stdout


def test_an_interrupted_command_ends_with_130_and_no_traceback(capsys, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(command_line, "app", interrupted)
    code, out, err = command(capsys, "check-config", "x.yaml")
    assert (code, out, err) == (130, "", "Stopped.\n")


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX systems")
def test_a_signal_from_the_keyboard_ends_a_command_with_130(tmp_path):
    fifo = tmp_path / "wait"
    os.mkfifo(fifo)
    program = (
        "from simkomunitas.cli import check_config_command, command_line\n"
        f"command_line.app.command(lambda: open({str(fifo)!r}).read(), name='wait')\n"
        "print('ready', flush=True)\ncommand_line.main(['wait'])"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        run.stdout.readline()
        time.sleep(0.5)
        run.send_signal(signal.SIGINT)
        _, err = run.communicate(timeout=60)
    assert (run.returncode, err) == (130, b"Stopped.\n")


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX systems")
def test_a_reader_who_has_seen_enough_ends_a_command_quietly():
    program = f"{sys.executable} -c 'from simkomunitas.cli.command_line import main; main()' schema | head -1"
    run = subprocess.run(["bash", "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert (run.stdout, run.stderr) == ("{\n", "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a disk that is always full")  # noqa: PTH110
@pytest.mark.parametrize(
    ("stream", "code", "said"),
    [
        (">/dev/full", 74, "standard output: No space left on device; files that are written are whole"),
        (">/dev/full 2>/dev/full", 74, ""),
        (">&-", 0, ""),
    ],
)
def test_output_that_cannot_be_written_ends_a_command_in_one_line(stream, code, said):
    program = f"{sys.executable} -c 'from simkomunitas.cli.command_line import main; main()' list strategies {stream}"
    run = subprocess.run(["bash", "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == code
    assert said in run.stderr
    assert len(run.stderr.splitlines()) == bool(said)


def test_a_file_that_the_disk_does_not_take_is_named(capsys, monkeypatch, tmp_path):
    """Commands that know nothing of it themselves, such as report."""
    from simkomunitas.results.atomic_files import StorageError  # noqa: PLC0415

    def full(*_, **__):
        raise StorageError(tmp_path / "page.html", 12, OSError(28, "No space left on device"))

    monkeypatch.setattr(command_line, "app", full)
    monkeypatch.setattr(command_line, "discard_remaining_output", lambda: None)
    with pytest.raises(SystemExit) as ended:
        main(["report", "somewhere"])
    assert ended.value.code == 74
    assert f"{tmp_path / 'page.html'}: No space left on device (12 bytes were to be written)" in capsys.readouterr().err
    monkeypatch.setattr(command_line, "app", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        main(["report", "somewhere"])
