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

from simkomunitas.app.words import both
from simkomunitas.ground.folders import cache_folders
from simkomunitas.study.estimates import json_text

LISTING = "files.json"
USUAL_REGISTRY = "https://registry.npmjs.org"
LARGEST_ARCHIVE = 64 * 2**20  # bytes
PATIENCE = 60  # seconds without an answer


class Archive(NamedTuple):
    """A package of the registry, and which of its files are wanted."""

    name: str
    version: str
    integrity: str  # SHA-512 of the archive, base64
    wanted: str  # regular expression over paths inside the package

    @property
    def address(self) -> str:
        """Where the archive lies below the registry."""
        return f"{self.name}/-/{self.name.rpartition('/')[2]}-{self.version}.tgz"

    @property
    def folder(self) -> str:
        """Where Solara looks for its files."""
        return f"{self.name}@{self.version}"


ARCHIVES = (
    Archive(
        "@widgetti/solara-vuetify3-app",
        "5.2.0",
        "9UMyjf9KASR9PucZ7848upx1gqOqlUnG5Hh5or5CTaN/Um+AxAHQGwv8x4fFJzco/OaccsWdtsqb3bmYAnBo+Q==",
        r"dist/(main8\.css|fonts\.css|[\w.-]*solara-vuetify-app8\.min\.js|\w+\.(woff2?|ttf))",
    ),
    Archive(
        "requirejs",
        "2.3.6",
        "ipEzlWQe6RK3jkzikgCupiTbTvm4S0/CAU5GlgptkN5SO6F3u0UD0K18wy6ErDqiCyP4J4YYe1HuAShvsxePLg==",
        r"require\.js",
    ),
)


MEGABYTES = 18  # of all archives


class AssetsError(Exception):
    """The front end is not there and cannot be fetched; the message says what to do."""


Fetch = Callable[[str], bytes]


def asset_folder(fetch: Fetch | None = None) -> Path:
    """The folder with the whole front end; put together now if it is not there yet, or not as it was made.

    Raises AssetsError, with nothing left half-done, where that is impossible.
    """
    target = _folder()
    if not _is_whole(target):
        _assemble(target, fetch or _download)
    return target


def is_assembled() -> bool:
    """Whether the front end is there, so that nothing has to be fetched."""
    return _is_whole(_folder())


def asset_files(folder: Path) -> frozenset[str]:
    """The files of a whole front end, by their path below its folder."""
    return frozenset(json.loads((folder / LISTING).read_bytes()))


def _folder() -> Path:
    """Where the front end of this edition lies, or will lie."""
    return _cache() / f"web-{_edition()}"


def _edition() -> str:
    """A name for this set of archives."""
    return hashlib.sha256(repr(ARCHIVES).encode()).hexdigest()[:12]


def _cache() -> Path:
    return next(cache_folders())


def _is_whole(folder: Path) -> bool:
    """Whether every file that was put there is there and unchanged."""
    try:
        listing = json.loads((folder / LISTING).read_bytes())
        return all(_digest((folder / name).read_bytes()) == digest for name, digest in listing.items())
    except (OSError, ValueError, AttributeError):
        return False


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _assemble(target: Path, fetch: Fetch) -> None:
    """Fetch, check and unpack everything beside the target, then move it into place."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        workshop = Path(tempfile.mkdtemp(prefix=".web-", dir=target.parent))
    except OSError as error:
        raise AssetsError(both("start:folder", "\n", folder=target.parent, why=error)) from None
    try:
        files: dict[str, bytes] = {}
        for archive in ARCHIVES:
            files |= unpacked(archive, checked(archive, fetch(f"{registry()}/{archive.address}")))
        _write(workshop / "new", files)
        shutil.rmtree(target, ignore_errors=True)
        with contextlib.suppress(FileExistsError):  # another process was quicker
            (workshop / "new").rename(target)
    except OSError as error:
        raise AssetsError(_advice(error)) from None
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def registry() -> str:
    """The npm registry; ``NPM_CONFIG_REGISTRY`` names another one, for instance a mirror in the office."""
    return (os.environ.get("NPM_CONFIG_REGISTRY") or USUAL_REGISTRY).rstrip("/")


def checked(archive: Archive, content: bytes) -> bytes:
    """An archive whose digest is the one we know; any other raises AssetsError."""
    if base64.b64encode(hashlib.sha512(content).digest()).decode() != archive.integrity:
        raise AssetsError(both("start:spoilt", "\n", registry=registry(), name=archive.folder))
    return content


def unpacked(archive: Archive, content: bytes) -> dict[str, bytes]:
    """The wanted files of an archive, by their path below the asset folder."""
    files = {}
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as tape:
        for member in tape:
            path = member.name.partition("/")[2]
            if member.isfile() and re.fullmatch(archive.wanted, path) and (file := tape.extractfile(member)):
                files[f"{archive.folder}/{path}"] = file.read()
    return files


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / LISTING).write_text(json_text({name: _digest(content) for name, content in files.items()}))


def _download(address: str) -> bytes:
    """What lies at an address; OSError if it cannot be had."""
    if not address.startswith("https://"):
        raise OSError(f"{address} is not an https address")
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        content: bytes = answer.read(LARGEST_ARCHIVE + 1)
    if len(content) > LARGEST_ARCHIVE:
        raise OSError(f"{address} is larger than {LARGEST_ARCHIVE} bytes")
    return content


def _advice(error: OSError) -> str:
    return both("start:advice", "\n\n", size=MEGABYTES, registry=registry(), folder=_folder(), why=error)
