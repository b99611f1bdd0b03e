"""The front end: only what has the right digest is used, and what is wrong is said."""

import base64
import hashlib
import io
import tarfile

import pytest

from simkomunitas.app.server import app_server, frontend_assets
from simkomunitas.app.server.frontend_assets import (
    AssetsError,
    FrontendPackage,
    are_assets_installed,
    prepare_asset_folder,
    unpack_archive,
    verify_archive,
)


def archive_of(files):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tape:
        for name, content in files.items():
            about = tarfile.TarInfo(name)
            about.size = len(content)
            tape.addfile(about, io.BytesIO(content))
    return buffer.getvalue()


TAPE = archive_of({"package/good.js": b"good", "package/../../evil.js": b"evil", "package/other.js": b"other"})


def known(content):
    return FrontendPackage("thing", "1.0.0", base64.b64encode(hashlib.sha512(content).digest()).decode(), r"good\.js")


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(frontend_assets, "FRONTEND_PACKAGES", (known(TAPE),))
    return tmp_path


def test_only_the_wanted_files_are_unpacked_and_none_elsewhere(cache):
    assert unpack_archive(known(TAPE), TAPE) == {"thing@1.0.0/good.js": b"good"}
    folder = prepare_asset_folder(lambda _: TAPE)
    assert (folder / "thing@1.0.0" / "good.js").read_bytes() == b"good"
    assert are_assets_installed()


def test_what_has_another_digest_is_refused_and_leaves_nothing(cache):
    with pytest.raises(AssetsError, match="SHA-512"):
        verify_archive(known(TAPE), TAPE + b"x")
    with pytest.raises(AssetsError):
        prepare_asset_folder(lambda _: TAPE + b"x")
    assert not list((cache / "simkomunitas").iterdir())


def test_without_a_network_the_message_says_what_to_do(cache):
    def fetch(_):
        raise OSError("no route to host")

    with pytest.raises(AssetsError, match=r"internet.*NPM_CONFIG_REGISTRY.*copy"):
        prepare_asset_folder(fetch)


def test_a_file_that_was_changed_is_fetched_anew(cache):
    folder = prepare_asset_folder(lambda _: TAPE)
    (folder / "thing@1.0.0" / "good.js").write_bytes(b"bad")
    assert not are_assets_installed()
    assert (prepare_asset_folder(lambda _: TAPE) / "thing@1.0.0" / "good.js").read_bytes() == b"good"


def test_nothing_is_fetched_twice(cache):
    prepare_asset_folder(lambda _: TAPE)

    def fetch(_):
        raise AssertionError("fetched again")

    assert prepare_asset_folder(fetch)


def test_only_https_is_asked():
    with pytest.raises(OSError, match="https"):
        frontend_assets._download_url("http://registry.example/thing.tgz")


@pytest.mark.parametrize("known", [None, ["anywidget/extension"]])
def test_widgets_whose_scripts_are_not_there_are_told_before_the_app_starts(monkeypatch, known):
    def names():
        return {"load_extensions": known}["load_extensions" if known else "nothing"]

    monkeypatch.setattr("solara.server.server.get_nbextension_names", names)
    with pytest.raises(AssetsError, match=r"jupyter-vue, jupyter-vuetify.*pip install"):
        app_server.check_widget_files()


def test_the_app_finds_its_widgets_whatever_jupyter_was_told(monkeypatch, tmp_path):
    monkeypatch.setenv("JUPYTER_NO_CONFIG", "1")
    monkeypatch.setenv("JUPYTER_NO_CONFIG", app_server.solara_settings(tmp_path)["JUPYTER_NO_CONFIG"])
    app_server.check_widget_files()
