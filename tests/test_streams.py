"""Where output cannot go, a folder has vanished or the machine knows only ASCII: a sentence, never a traceback."""

import os
import stat
import subprocess
import sys

import pytest

import simkomunitas.cli.command_line as program
from configuration_files import faults, only_fault, write
from simkomunitas.base.input_errors import InputError
from simkomunitas.config.config_reader import read_scenario
from simkomunitas.model.community.data_import.data_file_formats import ResidentsFile, TiesFile
from simkomunitas.model.community.data_import.village_import import read_community_with_report
from simkomunitas.model.community.village_settings import InstitutionSettings, PopulationSettings

PROGRAM = [sys.executable, "-c", "from simkomunitas.cli.command_line import main; main()"]
COMMANDS = (["list", "strategies"], ["--help"], ["check-config", "v.yaml"], ["new", "programme", "p.yaml"])
each_command = pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
posix = pytest.mark.skipif(os.name != "posix", reason="streams are closed otherwise on this system")


@pytest.fixture
def run_in(tmp_path):
    """A command in a shell in a folder with a village, with its streams as the shell redirects them."""
    write(tmp_path, "v.yaml", "kind: synthetic\n")

    def run(words, redirection="", **more):
        line = " ".join([f"'{sys.executable}' -c '{PROGRAM[2]}'", *words, redirection])
        return subprocess.run(
            ["sh", "-c", line], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False, **more
        )

    return run


@posix
@each_command
def test_a_closed_output_is_no_fault(run_in, words):
    ended = run_in(words, ">&-")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


@posix
@each_command
def test_a_closed_stream_of_errors_sends_them_nowhere(run_in, words):
    ended = run_in(["check-config", "no.yaml"], "2>&-")
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", "")
    assert run_in(words, "2>&- <&-").returncode == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full device here")  # noqa: PTH110
@each_command
def test_a_full_disk_is_told_in_one_line(run_in, words):
    ended = run_in(words, ">/dev/full")
    assert ended.returncode == 74
    assert ended.stderr.startswith("standard output: No space left on device; files that are written are whole.")
    assert run_in(["check-config", "no.yaml"], "2>/dev/full").returncode == 2


@posix
def test_a_working_folder_that_is_gone_is_told(tmp_path):
    village = write(tmp_path, "v.yaml", "kind: synthetic\n")
    line = f"mkdir gone && cd gone && rmdir ../gone && '{sys.executable}' -c '{PROGRAM[2]}' check-config '{village}'"
    ended = subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 2
    assert "change to another one" in ended.stderr.splitlines()[-1]
    assert "Traceback" not in ended.stderr


def test_a_working_folder_that_is_gone_is_told_even_where_nothing_more_can_be_imported(monkeypatch, capsys):
    """A library that looks up the working folder when it is imported fails again in the handling of the fault."""
    monkeypatch.setattr(program, "working_folder_exists", lambda: False)
    monkeypatch.setitem(sys.modules, "simkomunitas.results.atomic_files", None)
    assert program._report_system_error(FileNotFoundError()) == 2
    assert "change to another one" in capsys.readouterr().err


@posix
def test_names_beyond_ascii_are_found_and_written_where_python_takes_them_for_ascii(tmp_path):
    folder = tmp_path / "désa ñ"
    write(folder, "dé.yaml", "kind: imported\nresidents: {file: warga-é.csv}\nnetwork: {file: t.csv}\n")
    write(folder, "warga-é.csv", "id\né\nb\n")
    write(folder, "t.csv", "source,target\né,b\n")
    write(folder, "s.yaml", "community: dé.yaml\n")
    ascii_only = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ended = subprocess.run(
        [*PROGRAM, "check-config", "s.yaml", "dé.yaml"],
        cwd=folder,
        env=ascii_only,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert ended.stdout.decode().startswith("s.yaml: scenario, no errors")
    assert "dé.yaml: community, no errors" in ended.stdout.decode()


# Files


def test_a_folder_is_called_a_folder(tmp_path):
    (tmp_path / "village.yaml").mkdir()
    fault = only_fault(tmp_path, "community: village.yaml")
    assert fault.endswith("a file that exists (found 'village.yaml'); this is a folder")
    with pytest.raises(InputError, match=r"a file that exists \(found a folder"):
        read_scenario(tmp_path)
    with pytest.raises(InputError, match=r"an existing file \(found a folder"):
        read_community_with_report(
            ResidentsFile(tmp_path), TiesFile(tmp_path), PopulationSettings(), InstitutionSettings(), 1
        )


@posix
def test_a_pipe_is_called_a_pipe_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "village.yaml")
    assert stat.S_ISFIFO((tmp_path / "village.yaml").stat().st_mode)
    assert only_fault(tmp_path, "community: village.yaml").endswith("this is a pipe")


@pytest.mark.parametrize("key", ["community", "extends"])
def test_nothing_is_quoted_from_a_file_that_is_no_yaml_file(tmp_path, key):
    write(tmp_path, "passwd", "root:x:0:0:s3cret:/root:/bin/sh\n- [\n")
    (fault,) = [fault for fault in faults(tmp_path, f"{key}: passwd") if "passwd" in fault]
    assert "a file whose name ends in .yaml or .yml (found 'passwd')" in fault
    assert "s3cret" not in fault


def test_how_long_a_text_may_be_is_told(tmp_path):
    fault = only_fault(tmp_path, f"title: {'x' * 10_001}\ncommunity: {{kind: synthetic}}\n")
    assert "title: a text of at most 10000 characters" in fault


def test_a_letter_that_only_looks_latin_is_named(tmp_path):
    fault = only_fault(tmp_path, "community: {kind: synthetic, people: {\u0430dults: 40}}\n")
    assert fault.endswith("did you mean 'adults'? ('\u0430' is the letter CYRILLIC SMALL LETTER A)")
