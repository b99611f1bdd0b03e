"""The list of ties: who names whom, and whether those who are named live in the village."""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail, printable_value
from simkomunitas.base.progress_messages import report_progress
from simkomunitas.model.community.data_import.data_file_formats import TiesFile
from simkomunitas.model.community.data_import.graphml_reader import WEIGHT_NAMES, NamedTie, read_graphml
from simkomunitas.model.community.data_import.table_reader import (
    MAX_ERRORS_PER_FILE,
    TextTable,
    fold_name,
    raise_errors,
    read_table,
)

TIE_FILE_FORMATS = ("csv", "graphml")
TIE_ENDS = ("source", "target")
MAX_IDS_COMPARED = 5000
ZERO_NUMBER = re.compile(r"[+-]?0+([.,]0+)?", re.ASCII)
WEIGHT_NUMBER = re.compile(
    r"\+?\d+([.,]\d+)?([eE][+-]?\d+)?", re.ASCII
)  # of a tie; what is negative weighs nothing known


class Nominations(NamedTuple):
    """The ties of the layers that are used, and how many rows were left out."""

    ties: tuple[NamedTie, ...]
    ties_of_other_layers: int  # rows of other layers
    ties_without_weight: int  # rows of weight 0, which are no ties
    ties_with_weight: bool  # whether the file tells weights; only 0 is heeded
    respelled_columns: tuple[
        tuple[str, str], ...
    ] = ()  # columns that the file spells otherwise than the description, and how


def read_nominations(network: TiesFile, ids: Sequence[str] | None) -> Nominations:
    """The ties of a file; those that are used must join residents, where the ``ids`` of these are known.

    All errors of the file and of its description are in one InputError.
    """
    columns = dict(network.columns)
    raise_errors(_find_format_errors(network, columns))
    nodes: dict[str, int] = {}
    respelled: tuple[tuple[str, str], ...] = ()
    if network.format == "graphml":
        nodes, edges = read_graphml(network.file, columns.get("layer", ""))
    else:
        table = read_table(network.file, network.encoding, columns)
        edges, respelled = _read_tie_rows(table, columns), table.respelled_columns()
    named = [edge for edge in edges if not network.layers or edge.layer in network.layers]
    used = tuple([edge for edge in named if not ZERO_NUMBER.fullmatch(edge.weight)])
    ends = [(line, "node", name) for name, line in nodes.items()]
    ends += [(edge.line, columns.get(end, end), getattr(edge, end)) for edge in used for end in TIE_ENDS]
    strangers = _find_end_errors(network, ends, ids) if ids is not None else ()
    raise_errors([*_find_layer_errors(network, edges), *_find_weight_column_errors(network, named), *strangers])
    weighted = any(edge.weight for edge in named)
    return Nominations(used, len(edges) - len(named), len(named) - len(used), weighted, respelled)


def _find_format_errors(network: TiesFile, columns: dict[str, str]) -> Iterator[ErrorDetail]:
    """Formats and columns that do not exist, and layers without a column that tells them."""
    if network.format not in TIE_FILE_FORMATS:
        yield ErrorDetail(
            str(network.file),
            "format",
            printable_value(network.format),
            "csv or graphml",
            suggest_name(network.format, TIE_FILE_FORMATS),
        )
    for name in sorted(set(columns) - {*TIE_ENDS, "layer"}):
        hint = suggest_name(name, (*TIE_ENDS, "layer"))
        yield ErrorDetail(str(network.file), "columns", printable_value(name), "source, target or layer", hint)
    for name in TIE_ENDS:
        if network.format == "csv" and name not in columns:
            yield ErrorDetail(str(network.file), "columns", "", f"a column for {name!r}")
    if network.layers and "layer" not in columns:
        yield ErrorDetail(
            str(network.file), "layers", "", "a column for 'layer'", "say columns: {layer: name of the column}"
        )


def _read_tie_rows(table: TextTable, columns: dict[str, str]) -> tuple[NamedTie, ...]:
    """The ties of a table, with their weights where a column is called so and is nothing else."""
    nothing = [""] * len(table.rows)
    others = [
        name for name in table.header if name not in table.column_names.values() and fold_name(name) in WEIGHT_NAMES
    ]
    weights = table.cells_below_heading(others[0]) if others else nothing
    layers = table.column_cells(columns["layer"]) if "layer" in columns else nothing
    ends = (table.column_cells(columns["source"]), table.column_cells(columns["target"]))
    return tuple([NamedTie(line, *tie) for (line, _), *tie in zip(table.rows, *ends, layers, weights, strict=True)])


def _find_layer_errors(network: TiesFile, edges: Iterable[NamedTie]) -> Iterator[ErrorDetail]:
    """Layers that were asked for and of which the file has no tie."""
    known = {edge.layer for edge in edges}
    for layer in network.layers:
        if layer not in known:
            yield ErrorDetail(
                str(network.file), "layers", printable_value(layer), "a layer of the file", suggest_name(layer, known)
            )


def _find_weight_column_errors(network: TiesFile, edges: Sequence[NamedTie]) -> Iterator[ErrorDetail]:
    """Weights that say neither that there is a tie nor that there is none; a column without numbers holds no weights.

    In GraphML an edge need not say its weight; in a table an empty cell beside numbers has two meanings.
    """
    may_lack = network.format == "graphml"
    if any(WEIGHT_NUMBER.fullmatch(edge.weight) for edge in edges):
        for edge in edges:
            if (
                not WEIGHT_NUMBER.fullmatch(edge.weight)
                and not ZERO_NUMBER.fullmatch(edge.weight)
                and (edge.weight or not may_lack)
            ):
                place, hint = f"{network.file}:{edge.line}", "0 is no tie; all others count alike"
                yield ErrorDetail(place, "weight", printable_value(edge.weight), "a weight of nought or more", hint)


def _find_end_errors(network: TiesFile, ends: list[tuple[int, str, str]], ids: Sequence[str]) -> Iterator[ErrorDetail]:
    """Ends of ties that are no resident's id; of several, how many they are."""
    known = set(ids)
    told = report_progress(ends, f"Looking up those tied in {network.file.name}", len(ends))
    strangers = [(line, name, end) for line, name, end in told if end not in known]
    for number, (line, name, end) in enumerate(strangers):
        hints = [_suggest_id(end, ids, known)] if number < MAX_ERRORS_PER_FILE else []
        if number == 0 and len(strangers) > 1:
            hints.append(f"ends of ties in this file that are residents: {len(ends) - len(strangers)} of {len(ends)}")
        yield ErrorDetail(
            f"{network.file}:{line}", name, printable_value(end), "the id of a resident", "; ".join(filter(None, hints))
        )


def _suggest_id(text: str, ids: Sequence[str], known: set[str]) -> str:
    """A hint towards the id most like this one, where there is one; another number is another person."""
    for variant in (text.removesuffix(".0"), text.lstrip("0"), text.upper(), text.lower()):
        if variant in known:
            return f"did you mean {variant!r}?"
    comparable = len(ids) <= MAX_IDS_COMPARED and any(letter.isalpha() for letter in text)
    close = difflib.get_close_matches(text, ids, n=1) if comparable else []
    same_numbers = close and re.findall(r"\d+", close[0]) == re.findall(r"\d+", text)
    return f"did you mean {close[0]!r}?" if same_numbers else ""
