"""Parts: Parquet files that are written once, never changed, and carry the checksum of their content in their name."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from simkomunitas.base.file_checksums import hash_file
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.results.atomic_files import write_file_atomically

PART_NAME_PATTERN = re.compile(r"part-(\d{6,})-(\d+)-([0-9a-f]{16})\.parquet")
PART_FOLDERS = ("runs", "weekly", "failures")  # of a folder of results, that hold parts
METADATA_KEY = b"simkomunitas"  # the key of the metadata under which a part says where it belongs


class ParquetPart(NamedTuple):
    """A part by what its name says."""

    path: Path
    part_number: int
    row_count: int
    checksum: str  # first sixteen digits of the SHA-256 of the file


def write_part(folder: Path, number: int, table: pa.Table, metadata: Mapping[str, Any]) -> ParquetPart:
    """Keep a table as a part of its own; ``metadata`` says where it belongs.  StorageError if the disk will not."""
    table = table.replace_schema_metadata({METADATA_KEY: json.dumps(metadata).encode()})
    content = _encode_parquet(table)
    checksum = hashlib.sha256(content).hexdigest()[:16]
    path = folder / f"part-{number:06}-{table.num_rows}-{checksum}.parquet"
    write_file_atomically(path, content)
    return ParquetPart(path, number, table.num_rows, checksum)


def _encode_parquet(table: pa.Table) -> memoryview:
    """A table as the bytes of a Parquet file."""
    numbers = [field.name for field in table.schema if pa.types.is_floating(field.type)]
    others = [name for name in table.column_names if name not in numbers and name != "run_id"]
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", use_dictionary=others, use_byte_stream_split=numbers)
    return memoryview(sink.getvalue())


def list_parts(folder: Path) -> list[ParquetPart]:
    """The parts in a folder, in the order in which they were written, without those that others have replaced."""
    found = [(path, PART_NAME_PATTERN.fullmatch(path.name)) for path in folder.glob("part-*.parquet")]
    parts = [ParquetPart(path, int(name[1]), int(name[2]), name[3]) for path, name in found if name]
    gone = {name for part in parts for name in list_replaced_parts(part)}
    return sorted((part for part in parts if part.path.name not in gone), key=lambda part: part.path.name)


def list_part_names(folder: Path) -> list[str]:
    """The names of all parts in a folder of results, by their path inside it."""
    return sorted(f"{name}/{part.path.name}" for name in PART_FOLDERS for part in list_parts(folder / name))


def list_replaced_parts(part: ParquetPart) -> list[str]:
    """The names of the parts whose rows a part has taken over; none if it cannot be read."""
    about = read_part_metadata(part)
    return list(about.get("replaces", [])) if about else []


def read_part_metadata(part: ParquetPart) -> dict[str, Any] | None:
    """What a part says about itself; None if it cannot be read."""
    try:
        found: dict[str, Any] = json.loads((pq.read_schema(part.path).metadata or {})[METADATA_KEY])
    except (pa.ArrowInvalid, OSError, KeyError, ValueError):
        return None
    return found


def is_part_intact(part: ParquetPart) -> bool:
    """Whether the file still has the content it was written with."""
    return hash_file(part.path).startswith(part.checksum)


def file_damage_error(path: Path) -> ErrorDetail:
    """The error of a file that is not as it was written."""
    hint = (
        f"simkomunitas verify-results {path.parents[1] if path.parent.name in PART_FOLDERS else path.parent} --repair"
    )
    return ErrorDetail(str(path), "file", "other content than its checksum says", "a file as it was written", hint)


def list_verified_parts(folder: Path) -> Iterator[ParquetPart]:
    """The parts in a folder, each compared with its checksum; a damaged one raises InputError."""
    for part in list_parts(folder):
        if not is_part_intact(part):
            raise InputError([file_damage_error(part.path)])
        yield part


def read_part(part: ParquetPart, columns: Sequence[str] | None = None) -> pa.Table:
    """The table in a part, or some of its columns."""
    return pq.read_table(part.path, columns=list(columns) if columns is not None else None, partitioning=None)
