"""The front end that Solara needs, put together once from the npm registry; afterwards nothing leaves the machine.

Solara itself would fetch these files from a content network at every first use of a browser, and show an empty page
where there is none.  We take them from the registry's own archives, of fixed versions and with known digests.
"""

import base64
import contextlib
import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import tempfile
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from simkomunitas.app.app_words import translate_all
from simkomunitas.base.estimation import to_json_text
from simkomunitas.base.user_folders import list_cache_folders

CHECKSUM_FILE = "files.json"
DEFAULT_REGISTRY = "https://registry.npmjs.org"
MAX_ARCHIVE_BYTES = 64 * 2**20  # bytes
DOWNLOAD_TIMEOUT = 60  # seconds without an answer


class FrontendPackage(NamedTuple):
    """A package of the registry, and which of its files are wanted."""

    name: str
    version: str
    integrity: str  # SHA-512 of the archive, base64
    wanted_files: str  # regular expression over paths inside the package

    @property
    def archive_url(self) -> str:
        """Where the archive lies below the registry."""
        return f"{self.name}/-/{self.name.rpartition('/')[2]}-{self.version}.tgz"

    @property
    def target_folder(self) -> str:
        """Where Solara looks for its files."""
        return f"{self.name}@{self.version}"


FRONTEND_PACKAGES = (
    FrontendPackage(
        "@widgetti/solara-vuetify3-app",
        "5.2.0",
        "9UMyjf9KASR9PucZ7848upx1gqOqlUnG5Hh5or5CTaN/Um+AxAHQGwv8x4fFJzco/OaccsWdtsqb3bmYAnBo+Q==",
        r"dist/(main8\.css|fonts\.css|[\w.-]*solara-vuetify-app8\.min\.js|\w+\.(woff2?|ttf))",
    ),
    FrontendPackage(
        "requirejs",
        "2.3.6",
        "ipEzlWQe6RK3jkzikgCupiTbTvm4S0/CAU5GlgptkN5SO6F3u0UD0K18wy6ErDqiCyP4J4YYe1HuAShvsxePLg==",
        r"require\.js",
    ),
)


DOWNLOAD_MEGABYTES = 18  # of all archives


class AssetsError(Exception):
    """The front end is not there and cannot be fetched; the message says what to do."""


FetchUrl = Callable[[str], bytes]


def prepare_asset_folder(fetch: FetchUrl | None = None) -> Path:
    """The folder with the whole front end; put together now if it is not there yet, or not as it was made.

    Raises AssetsError, with nothing left half-done, where that is impossible.
    """
    target = _version_folder()
    if not _is_intact(target):
        _install_assets(target, fetch or _download_url)
    return target


def are_assets_installed() -> bool:
    """Whether the front end is there, so that nothing has to be fetched."""
    return _is_intact(_version_folder())


def list_asset_files(folder: Path) -> frozenset[str]:
    """The files of a whole front end, by their path below its folder."""
    return frozenset(json.loads((folder / CHECKSUM_FILE).read_bytes()))


def _version_folder() -> Path:
    """Where the front end of this edition lies, or will lie."""
    return _cache_folder() / f"web-{_packages_digest()}"


def _packages_digest() -> str:
    """A name for this set of archives."""
    return hashlib.sha256(repr(FRONTEND_PACKAGES).encode()).hexdigest()[:12]


def _cache_folder() -> Path:
    return next(list_cache_folders())


def _is_intact(folder: Path) -> bool:
    """Whether every file that was put there is there and unchanged."""
    try:
        listing = json.loads((folder / CHECKSUM_FILE).read_bytes())
        return all(_content_digest((folder / name).read_bytes()) == digest for name, digest in listing.items())
    except (OSError, ValueError, AttributeError):
        return False


def _content_digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _install_assets(target: Path, fetch: FetchUrl) -> None:
    """Fetch, check and unpack everything beside the target, then move it into place."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        workshop = Path(tempfile.mkdtemp(prefix=".web-", dir=target.parent))
    except OSError as error:
        raise AssetsError(translate_all("start:folder", "\n", folder=target.parent, why=error)) from None
    try:
        files: dict[str, bytes] = {}
        for archive in FRONTEND_PACKAGES:
            files |= unpack_archive(archive, verify_archive(archive, fetch(f"{npm_registry()}/{archive.archive_url}")))
        _write_files(workshop / "new", files)
        shutil.rmtree(target, ignore_errors=True)
        with contextlib.suppress(FileExistsError):  # another process was quicker
            (workshop / "new").rename(target)
    except OSError as error:
        raise AssetsError(_download_error_fix(error)) from None
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def npm_registry() -> str:
    """The npm registry; ``NPM_CONFIG_REGISTRY`` names another one, for instance a mirror in the office."""
    return (os.environ.get("NPM_CONFIG_REGISTRY") or DEFAULT_REGISTRY).rstrip("/")


def verify_archive(archive: FrontendPackage, content: bytes) -> bytes:
    """An archive whose digest is the one we know; any other raises AssetsError."""
    if base64.b64encode(hashlib.sha512(content).digest()).decode() != archive.integrity:
        raise AssetsError(translate_all("start:spoilt", "\n", registry=npm_registry(), name=archive.target_folder))
    return content


def unpack_archive(archive: FrontendPackage, content: bytes) -> dict[str, bytes]:
    """The wanted files of an archive, by their path below the asset folder."""
    files = {}
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as tape:
        for member in tape:
            path = member.name.partition("/")[2]
            if member.isfile() and re.fullmatch(archive.wanted_files, path) and (file := tape.extractfile(member)):
                files[f"{archive.target_folder}/{path}"] = file.read()
    return files


def _write_files(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / CHECKSUM_FILE).write_text(
        to_json_text({name: _content_digest(content) for name, content in files.items()})
    )


def _download_url(address: str) -> bytes:
    """What lies at an address; OSError if it cannot be had."""
    if not address.startswith("https://"):
        raise OSError(f"{address} is not an https address")
    with urllib.request.urlopen(address, timeout=DOWNLOAD_TIMEOUT) as answer:
        content: bytes = answer.read(MAX_ARCHIVE_BYTES + 1)
    if len(content) > MAX_ARCHIVE_BYTES:
        raise OSError(f"{address} is larger than {MAX_ARCHIVE_BYTES} bytes")
    return content


def _download_error_fix(error: OSError) -> str:
    return translate_all(
        "start:advice", "\n\n", size=DOWNLOAD_MEGABYTES, registry=npm_registry(), folder=_version_folder(), why=error
    )
