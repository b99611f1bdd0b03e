"""What the program keeps between uses: engines of sources that are gone are forgotten, everything else is not."""

import importlib.util
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import numba
import numpy as np
import pytest

from simkomunitas.base import compilation_cache, compiled_code_cache, user_folders

MONTHS_AGO = time.time() - 90 * 24 * 3600
CODE = "from simkomunitas.base.compilation_cache import CACHE_FOLDER; print(CACHE_FOLDER)"


def aged(folder):
    folder.mkdir(parents=True)
    os.utime(folder, (MONTHS_AGO, MONTHS_AGO))
    return folder


def test_only_engines_of_old_sources_are_forgotten(tmp_path):
    kept = tmp_path / "simkomunitas"
    front_end, engine = aged(kept / "web-0123456789ab"), aged(kept / "engine" / "0123456789abcdef")
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path)}
    said = subprocess.run([sys.executable, "-c", CODE], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.startswith(str(kept / "engine"))
    assert front_end.is_dir(), "an app that has been put together would need the internet again"
    assert not engine.exists()


def test_a_note_of_old_sources_is_forgotten_too(tmp_path):
    note = tmp_path / "0123456789abcdef.name"
    note.write_text("0123456789abcdef")
    os.utime(note, (MONTHS_AGO, MONTHS_AGO))
    compilation_cache._delete_old_caches(tmp_path)
    assert not note.exists()


# Damage: a function from a file of its own is kept like those of the engine


TWICE = """
from simkomunitas.base.compilation_cache import compiled

@compiled
def twice(x: float) -> float:
    return 2.0 * x
"""


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A folder in which a compiled function has been kept, and a way to use the function in a fresh process of it."""
    folder = tmp_path / "kept"
    folder.mkdir()
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(folder))
    compiled_code_cache.warn_once.cache_clear()
    (tmp_path / "toy.py").write_text(TWICE)
    assert loaded(tmp_path)(21.0) == 42.0
    assert {path.suffix for path in folder.iterdir()} == {".nbi", ".nbc"}
    return folder


def loaded(folder):
    """The function as a new process finds it."""
    about = importlib.util.spec_from_file_location("toy", folder / "toy.py")
    module = importlib.util.module_from_spec(about)
    about.loader.exec_module(module)
    return module.twice


def of_kind(folder, suffix):
    (path,) = (path for path in folder.iterdir() if path.suffix == suffix)
    return path


def flip(path, place):
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


DAMAGE = {
    "cut": lambda path: path.write_bytes(path.read_bytes()[:100]),
    "cut by a byte": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "empty": lambda path: path.write_bytes(b""),
    "garbled": lambda path: path.write_bytes(b"\x80\x05garbage" * 50),
    "one bit of the code": lambda path: flip(path, -200),
    "not to be read": lambda path: (path.unlink(), path.mkdir()),
}


def is_from_cache(function):
    return sum(function.stats.cache_hits.values()) == 1


def test_what_is_kept_is_used_again(kept, capfd):
    assert loaded(kept.parent)(21.0) == 42.0
    again = loaded(kept.parent)
    assert again(4.0) == 8.0
    assert is_from_cache(again)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
@pytest.mark.parametrize("suffix", [".nbi", ".nbc"])
def test_a_damaged_file_is_said_set_aside_and_compiled_anew(kept, capfd, suffix, damage):
    damage(of_kind(kept, suffix))
    assert loaded(kept.parent)(21.0) == 42.0
    said = capfd.readouterr().err
    assert f"The compiled engine in {kept} is damaged" in said
    assert said.count("\n") == 1
    assert any(path.name.endswith(".damaged") for path in kept.iterdir())
    again = loaded(kept.parent)
    assert again(21.0) == 42.0
    assert is_from_cache(again), "damaged again at the next start"
    assert capfd.readouterr().err == ""


def test_code_that_is_gone_is_compiled_anew(kept, capfd):
    of_kind(kept, ".nbc").unlink()
    assert loaded(kept.parent)(21.0) == 42.0
    assert of_kind(kept, ".nbc").is_file()
    assert capfd.readouterr().err == ""


def test_where_nothing_can_be_kept_the_run_goes_on(kept, capfd):
    for path in kept.iterdir():
        path.unlink()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, before[1]))  # as on a full disk
    try:
        assert loaded(kept.parent)(21.0) == 42.0
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert f"cannot be kept in {kept}" in capfd.readouterr().err
    assert list(kept.iterdir()) == []


def test_a_folder_that_vanishes_half_way_is_made_again(kept):
    for path in kept.iterdir():
        path.unlink()
    kept.rmdir()
    assert loaded(kept.parent)(21.0) == 42.0
    assert of_kind(kept, ".nbc").is_file()


def test_a_folder_in_which_nothing_may_be_written_any_more_does_not_end_the_run(kept, capfd):
    for path in kept.iterdir():
        path.unlink()
    kept.rmdir()
    kept.write_text("a file where the folder was")
    assert loaded(kept.parent)(21.0) == 42.0
    assert capfd.readouterr().err.startswith(f"The compiled engine in {kept} is damaged (NotADirectoryError")


def test_a_function_from_outside_is_compiled_anew_when_its_file_changes(kept):
    (kept.parent / "toy.py").write_text(TWICE.replace("2.0 * x", "3.0 * x"))
    assert loaded(kept.parent)(21.0) == 63.0


def test_a_change_of_lines_alone_finds_the_same_code_of_the_package(monkeypatch):
    def moved():
        """A function of the package that stands in another line."""

    moved.__module__ = "simkomunitas.model.rules.voice_rules"
    one, other = (compiled_code_cache._Locator(moved, file) for file in ("/one/voice.py", "/other/voice.py"))
    assert one.get_source_stamp() == other.get_source_stamp()
    assert one.get_disambiguator() == other.get_disambiguator()


def test_two_kinds_of_arguments_never_share_a_file(kept):
    """Two processes that each add a kind read the same index, and the code of one must not go by the other's name."""
    file = compiled_code_cache._CheckedFile(str(kept), "both", "")
    other = compiled_code_cache._CheckedFile(str(kept), "both", "")
    other._load_index = dict  # as it was before the first had written
    file.save(("float64",), "one")
    other.save(("int64",), "other")
    fresh = compiled_code_cache._CheckedFile(str(kept), "both", "")
    assert fresh.load(("float64",)) in (None, "one")
    assert fresh.load(("int64",)) == "other"


# Where it lies


def home(monkeypatch, **variables):
    for name in ("HOME", "XDG_CACHE_HOME", "TMPDIR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


def test_a_relative_or_empty_cache_variable_is_ignored(monkeypatch):
    for said in ("", "caches", "./caches"):
        home(monkeypatch, HOME="/home/siti", XDG_CACHE_HOME=said)
        assert user_folders.user_folder("XDG_CACHE_HOME", ".cache") == Path("/home/siti/.cache")
    home(monkeypatch, HOME="/home/siti", XDG_CACHE_HOME="/caches")
    assert user_folders.user_folder("XDG_CACHE_HOME", ".cache") == Path("/caches")


def nobody(*_):
    raise KeyError("getpwuid(): uid not found")


def test_without_a_home_the_cache_is_one_folder_of_this_user_under_the_temporary_files(monkeypatch, tmp_path):
    home(monkeypatch)
    monkeypatch.setattr("pwd.getpwuid", nobody)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert user_folders.user_folder("XDG_CACHE_HOME", ".cache") is None
    found = list(user_folders.list_cache_folders())
    assert found == [tmp_path / f"simkomunitas-{os.getuid()}"] == list(user_folders.list_cache_folders())
    assert found[0].stat().st_mode & 0o777 == 0o700


def test_a_folder_that_others_can_write_is_not_trusted(monkeypatch, tmp_path):
    home(monkeypatch)
    monkeypatch.setattr("pwd.getpwuid", nobody)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / f"simkomunitas-{os.getuid()}").mkdir(mode=0o777)
    (tmp_path / f"simkomunitas-{os.getuid()}").chmod(0o777)
    (found,) = user_folders.list_cache_folders()
    assert found != tmp_path / f"simkomunitas-{os.getuid()}"
    assert found.stat().st_mode & 0o077 == 0


WITHOUT_HOME = """
import os, pwd
def nobody(*_): raise KeyError
pwd.getpwuid = nobody
from simkomunitas.base.compilation_cache import CACHE_FOLDER, is_engine_compiled
from simkomunitas.app.server.frontend_assets import _cache_folder
from simkomunitas.app.workshop.workshop_store import user_state_folder
from simkomunitas.results.results_manifest import mask_home_folder
print(CACHE_FOLDER, _cache_folder(), user_state_folder(), mask_home_folder("/srv/data"))
"""


def test_without_a_home_the_engine_starts(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name not in ("HOME", "XDG_CACHE_HOME")}
    environment |= {"TMPDIR": str(tmp_path)}
    said = subprocess.run(
        [sys.executable, "-c", WITHOUT_HOME], env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    engine, front_end, state, data = said.stdout.split()
    own = f"{tmp_path}/simkomunitas-{os.getuid()}"
    assert engine.startswith(f"{own}/engine/")
    assert (front_end, state, data) == (own, f"{own}/simkomunitas", "/srv/data")


def test_where_no_place_can_be_written_the_engine_is_not_kept(monkeypatch, tmp_path):
    monkeypatch.setattr(compilation_cache, "list_cache_folders", lambda: iter([tmp_path / "no"]))
    (tmp_path / "no").write_text("a file where the folder should be")
    assert compilation_cache._cache_folder() is None


# Warm or not


@pytest.fixture
def warm(monkeypatch, tmp_path):
    monkeypatch.setattr(compilation_cache, "CACHE_FOLDER", tmp_path)
    for suffix in (".nbi", ".1.nbc"):
        (tmp_path / f"toy{compilation_cache.CACHE_FILE_NAMES[0]}{suffix}").touch()
    assert not compilation_cache.is_engine_compiled()
    compilation_cache.mark_engine_compiled()
    assert compilation_cache.is_engine_compiled()
    return tmp_path


def test_an_engine_of_which_files_are_gone_is_not_warm(warm):
    (warm / f"toy{compilation_cache.CACHE_FILE_NAMES[0]}.1.nbc").unlink()
    assert not compilation_cache.is_engine_compiled()


def test_an_engine_that_was_set_aside_is_not_warm(warm):
    path = warm / f"toy{compilation_cache.CACHE_FILE_NAMES[0]}.nbi"
    path.rename(f"{path}{compiled_code_cache.DAMAGED_SUFFIX}")
    assert not compilation_cache.is_engine_compiled()


def test_an_engine_compiled_on_another_processor_is_not_warm(warm, monkeypatch):
    monkeypatch.setattr(compilation_cache.llvm, "get_host_cpu_name", lambda: "another")
    assert not compilation_cache.is_engine_compiled()


def test_an_engine_that_can_only_be_read_is_used(warm, monkeypatch):
    name = fingerprint_folder(monkeypatch, warm)
    monkeypatch.setattr(compilation_cache, "_is_writable", lambda folder: False)
    assert compilation_cache._cache_folder() == name


def fingerprint_folder(monkeypatch, warm):
    """The folder of the warm engine, where the program looks for it."""
    place = warm.parent / "place"
    folder = place / "engine" / compilation_cache.source_fingerprint()
    folder.parent.mkdir(parents=True)
    warm.rename(folder)
    monkeypatch.setattr(compilation_cache, "list_cache_folders", lambda: iter([place]))
    return folder


@pytest.mark.skipif(compilation_cache.IS_PURE_PYTHON, reason="nothing is compiled")
def test_a_function_is_compiled_once_for_all_whole_numbers_of_compiled_code():
    """A constant, a row and a week are whole numbers alike; keys of draws, which have no sign, are not."""

    @compilation_cache.compiled
    def double(number):
        return number * 2

    @compilation_cache.compiled
    def use(rows, keys):
        return double(3) + double(4) + double(rows[0]) + double(len(rows)) + double(1.5) + double(keys[0])

    rows, keys = np.array([5], np.int32), np.array([6], np.uint64)
    assert use(rows, keys) == 2 * (3 + 4 + 5 + 1 + 1.5 + 6)
    assert sorted(str(signature[0]) for signature in double.signatures) == ["float64", "int64", "uint64"]
