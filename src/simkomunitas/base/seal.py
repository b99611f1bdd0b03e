"""What the content of a file is, and JSON files that say it of themselves, so that a change in them is seen."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simkomunitas.base.estimates import json_text

SEAL = "sha256"  # the key that names the content of all others


def content_of(path: Path) -> str:
    """The SHA-256 of a file, as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sealed(about: Mapping[str, Any]) -> bytes:
    """A mapping as JSON that says of itself what its content is."""
    return json_text({**about, SEAL: _seal(about)}).encode()


def unsealed(path: Path) -> dict[str, Any] | None:
    """The mapping in a sealed file; None if the file is not as it was written, FileNotFoundError if there is none."""
    try:
        about = json.loads(path.read_bytes())
    except ValueError:
        return None
    if not isinstance(about, dict) or about.pop(SEAL, None) != _seal(about):
        return None
    return about


def _seal(about: Mapping[str, Any]) -> str:
    return hashlib.sha256(json_text(about).encode()).hexdigest()
