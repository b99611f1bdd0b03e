"""What the content of a file is, and JSON files that say it of themselves, so that a change in them is seen."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simkomunitas.base.estimation import to_json_text

CHECKSUM_KEY = "sha256"  # the key that names the content of all others


def hash_file(path: Path) -> str:
    """The SHA-256 of a file, as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def to_checksummed_json(mapping: Mapping[str, Any]) -> bytes:
    """A mapping as JSON that says of itself what its content is."""
    return to_json_text({**mapping, CHECKSUM_KEY: _mapping_checksum(mapping)}).encode()


def read_checksummed_json(path: Path) -> dict[str, Any] | None:
    """The mapping in a sealed file; None if the file is not as it was written, FileNotFoundError if there is none."""
    try:
        about = json.loads(path.read_bytes())
    except ValueError:
        return None
    if not isinstance(about, dict) or about.pop(CHECKSUM_KEY, None) != _mapping_checksum(about):
        return None
    return about


def _mapping_checksum(mapping: Mapping[str, Any]) -> str:
    return hashlib.sha256(to_json_text(mapping).encode()).hexdigest()
