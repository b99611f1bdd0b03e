"""Parts: Parquet files that are written once, never changed, and carry the checksum of their content in their name."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.base.seal import content_of
from simkomunitas.results.disk import write_file

NAME = re.compile(r"part-(\d{6,})-(\d+)-([0-9a-f]{16})\.parquet")
FOLDERS = ("runs", "weekly", "failures")  # of a folder of results, that hold parts
ABOUT = b"simkomunitas"  # the key of the metadata under which a part says where it belongs


class Part(NamedTuple):
    """A part by what its name says."""

    path: Path
    number: int
    rows: int
    checksum: str  # first sixteen digits of the SHA-256 of the file


def write_part(folder: Path, number: int, table: pa.Table, about: Mapping[str, Any]) -> Part:
    """Keep a table as a part of its own; ``about`` says where it belongs.  StorageError if the disk will not."""
    table = table.replace_schema_metadata({ABOUT: json.dumps(about).encode()})
    content = _packed(table)
    checksum = hashlib.sha256(content).hexdigest()[:16]
    path = folder / f"part-{number:06}-{table.num_rows}-{checksum}.parquet"
    write_file(path, content)
    return Part(path, number, table.num_rows, checksum)


def _packed(table: pa.Table) -> memoryview:
    """A table as the bytes of a Parquet file."""
    numbers = [field.name for field in table.schema if pa.types.is_floating(field.type)]
    others = [name for name in table.column_names if name not in numbers and name != "run_id"]
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", use_dictionary=others, use_byte_stream_split=numbers)
    return memoryview(sink.getvalue())


def parts_in(folder: Path) -> list[Part]:
    """The parts in a folder, in the order in which they were written, without those that others have replaced."""
    found = [(path, NAME.fullmatch(path.name)) for path in folder.glob("part-*.parquet")]
    parts = [Part(path, int(name[1]), int(name[2]), name[3]) for path, name in found if name]
    gone = {name for part in parts for name in replaced_by(part)}
    return sorted((part for part in parts if part.path.name not in gone), key=lambda part: part.path.name)


def part_names(folder: Path) -> list[str]:
    """The names of all parts in a folder of results, by their path inside it."""
    return sorted(f"{name}/{part.path.name}" for name in FOLDERS for part in parts_in(folder / name))


def replaced_by(part: Part) -> list[str]:
    """The names of the parts whose rows a part has taken over; none if it cannot be read."""
    about = about_part(part)
    return list(about.get("replaces", [])) if about else []


def about_part(part: Part) -> dict[str, Any] | None:
    """What a part says about itself; None if it cannot be read."""
    try:
        found: dict[str, Any] = json.loads((pq.read_schema(part.path).metadata or {})[ABOUT])
    except (pa.ArrowInvalid, OSError, KeyError, ValueError):
        return None
    return found


def is_whole(part: Part) -> bool:
    """Whether the file still has the content it was written with."""
    return content_of(part.path).startswith(part.checksum)


def damaged(path: Path) -> ErrorDetail:
    """The fault of a file that is not as it was written."""
    hint = f"simkomunitas verify {path.parents[1] if path.parent.name in FOLDERS else path.parent} --repair"
    return ErrorDetail(str(path), "file", "other content than its checksum says", "a file as it was written", hint)


def checked_parts(folder: Path) -> Iterator[Part]:
    """The parts in a folder, each compared with its checksum; a damaged one raises InputError."""
    for part in parts_in(folder):
        if not is_whole(part):
            raise InputError([damaged(part.path)])
        yield part


def read_part(part: Part, columns: Sequence[str] | None = None) -> pa.Table:
    """The table in a part, or some of its columns."""
    return pq.read_table(part.path, columns=list(columns) if columns is not None else None, partitioning=None)
