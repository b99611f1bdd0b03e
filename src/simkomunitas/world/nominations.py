"""The list of ties: who names whom, and whether those who are named live in the village."""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from simkomunitas.ground.catalogue import did_you_mean
from simkomunitas.ground.faults import Fault, shown
from simkomunitas.ground.patience import with_signs
from simkomunitas.world.files import TiesFile
from simkomunitas.world.graphml import WEIGHTS, Edge, read_graphml
from simkomunitas.world.reading import MOST_FAULTS, Table, folded, read_table, refuse

FORMATS = ("csv", "graphml")
ENDS = ("source", "target")
MOST_IDS_TO_COMPARE = 5000
NOTHING = re.compile(r"[+-]?0+([.,]0+)?", re.ASCII)
WEIGHT = re.compile(r"\+?\d+([.,]\d+)?([eE][+-]?\d+)?", re.ASCII)  # of a tie; what is negative weighs nothing known


class Nominations(NamedTuple):
    """The ties of the layers that are used, and how many rows were left out."""

    used: tuple[Edge, ...]
    others: int  # rows of other layers
    weightless: int  # rows of weight 0, which are no ties
    weighted: bool  # whether the file tells weights; only 0 is heeded
    respelled: tuple[tuple[str, str], ...] = ()  # columns that the file spells otherwise than the description, and how


def read_nominations(network: TiesFile, ids: Sequence[str] | None) -> Nominations:
    """The ties of a file; those that are used must join residents, where the ``ids`` of these are known.

    All faults of the file and of its description are in one InputError.
    """
    columns = dict(network.columns)
    refuse(_faults_of_description(network, columns))
    nodes: dict[str, int] = {}
    respelled: tuple[tuple[str, str], ...] = ()
    if network.format == "graphml":
        nodes, edges = read_graphml(network.file, columns.get("layer", ""))
    else:
        table = read_table(network.file, network.encoding, columns)
        edges, respelled = _rows(table, columns), table.respelled()
    named = [edge for edge in edges if not network.layers or edge.layer in network.layers]
    used = tuple([edge for edge in named if not NOTHING.fullmatch(edge.weight)])
    ends = [(line, "node", name) for name, line in nodes.items()]
    ends += [(edge.line, columns.get(end, end), getattr(edge, end)) for edge in used for end in ENDS]
    strangers = _faults_of_ends(network, ends, ids) if ids is not None else ()
    refuse([*_faults_of_layers(network, edges), *_faults_of_weights(network, named), *strangers])
    weighted = any(edge.weight for edge in named)
    return Nominations(used, len(edges) - len(named), len(named) - len(used), weighted, respelled)


def _faults_of_description(network: TiesFile, columns: dict[str, str]) -> Iterator[Fault]:
    """Formats and columns that do not exist, and layers without a column that tells them."""
    if network.format not in FORMATS:
        yield Fault(
            str(network.file), "format", shown(network.format), "csv or graphml", did_you_mean(network.format, FORMATS)
        )
    for name in sorted(set(columns) - {*ENDS, "layer"}):
        hint = did_you_mean(name, (*ENDS, "layer"))
        yield Fault(str(network.file), "columns", shown(name), "source, target or layer", hint)
    for name in ENDS:
        if network.format == "csv" and name not in columns:
            yield Fault(str(network.file), "columns", "", f"a column for {name!r}")
    if network.layers and "layer" not in columns:
        yield Fault(str(network.file), "layers", "", "a column for 'layer'", "say columns: {layer: name of the column}")


def _rows(table: Table, columns: dict[str, str]) -> tuple[Edge, ...]:
    """The ties of a table, with their weights where a column is called so and is nothing else."""
    nothing = [""] * len(table.rows)
    others = [name for name in table.header if name not in table.names.values() and folded(name) in WEIGHTS]
    weights = table.cells_below(others[0]) if others else nothing
    layers = table.column(columns["layer"]) if "layer" in columns else nothing
    ends = (table.column(columns["source"]), table.column(columns["target"]))
    return tuple([Edge(line, *tie) for (line, _), *tie in zip(table.rows, *ends, layers, weights, strict=True)])


def _faults_of_layers(network: TiesFile, edges: Iterable[Edge]) -> Iterator[Fault]:
    """Layers that were asked for and of which the file has no tie."""
    known = {edge.layer for edge in edges}
    for layer in network.layers:
        if layer not in known:
            yield Fault(str(network.file), "layers", shown(layer), "a layer of the file", did_you_mean(layer, known))


def _faults_of_weights(network: TiesFile, edges: Sequence[Edge]) -> Iterator[Fault]:
    """Weights that say neither that there is a tie nor that there is none; a column without numbers holds no weights.

    In GraphML an edge need not say its weight; in a table an empty cell beside numbers has two meanings.
    """
    may_lack = network.format == "graphml"
    if any(WEIGHT.fullmatch(edge.weight) for edge in edges):
        for edge in edges:
            if (
                not WEIGHT.fullmatch(edge.weight)
                and not NOTHING.fullmatch(edge.weight)
                and (edge.weight or not may_lack)
            ):
                place, hint = f"{network.file}:{edge.line}", "0 is no tie; all others count alike"
                yield Fault(place, "weight", shown(edge.weight), "a weight of nought or more", hint)


def _faults_of_ends(network: TiesFile, ends: list[tuple[int, str, str]], ids: Sequence[str]) -> Iterator[Fault]:
    """Ends of ties that are no resident's id; of several, how many they are."""
    known = set(ids)
    told = with_signs(ends, f"Looking up those tied in {network.file.name}", len(ends))
    strangers = [(line, name, end) for line, name, end in told if end not in known]
    for number, (line, name, end) in enumerate(strangers):
        hints = [_near(end, ids, known)] if number < MOST_FAULTS else []
        if number == 0 and len(strangers) > 1:
            hints.append(f"ends of ties in this file that are residents: {len(ends) - len(strangers)} of {len(ends)}")
        yield Fault(f"{network.file}:{line}", name, shown(end), "the id of a resident", "; ".join(filter(None, hints)))


def _near(text: str, ids: Sequence[str], known: set[str]) -> str:
    """A hint towards the id most like this one, where there is one; another number is another person."""
    for variant in (text.removesuffix(".0"), text.lstrip("0"), text.upper(), text.lower()):
        if variant in known:
            return f"did you mean {variant!r}?"
    comparable = len(ids) <= MOST_IDS_TO_COMPARE and any(letter.isalpha() for letter in text)
    close = difflib.get_close_matches(text, ids, n=1) if comparable else []
    same_numbers = close and re.findall(r"\d+", close[0]) == re.findall(r"\d+", text)
    return f"did you mean {close[0]!r}?" if same_numbers else ""
