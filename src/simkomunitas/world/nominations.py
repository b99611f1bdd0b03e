"""The list of ties: who names whom, and whether those who are named live in the village."""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from simkomunitas.ground.catalogue import did_you_mean
from simkomunitas.ground.faults import Fault, shown
from simkomunitas.ground.patience import with_signs
from simkomunitas.world.files import TiesFile
from simkomunitas.world.graphml import Edge, read_graphml
from simkomunitas.world.reading import MOST_FAULTS, read_table, refuse

FORMATS = ("csv", "graphml")
ENDS = ("source", "target")
MOST_IDS_TO_COMPARE = 5000


class Nominations(NamedTuple):
    """The ties of the layers that are used, and how many rows of other layers there are."""

    used: tuple[Edge, ...]
    others: int


def read_nominations(network: TiesFile, ids: Sequence[str] | None) -> Nominations:
    """The ties of a file; those that are used must join residents, where the ``ids`` of these are known.

    All faults of the file and of its description are in one InputError.
    """
    columns = dict(network.columns)
    refuse(_faults_of_description(network, columns))
    nodes: dict[str, int] = {}
    if network.format == "graphml":
        nodes, edges = read_graphml(network.file, columns.get("layer", ""))
    else:
        edges = _rows(network, columns)
    used = tuple([edge for edge in edges if not network.layers or edge.layer in network.layers])
    ends = [(line, "node", name) for name, line in nodes.items()]
    ends += [(edge.line, columns.get(end, end), getattr(edge, end)) for edge in used for end in ENDS]
    strangers = _faults_of_ends(network, ends, ids) if ids is not None else ()
    refuse([*_faults_of_layers(network, edges), *strangers])
    return Nominations(used, len(edges) - len(used))


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


def _rows(network: TiesFile, columns: dict[str, str]) -> tuple[Edge, ...]:
    """The ties of a CSV file."""
    table = read_table(network.file, network.encoding, columns)
    layers = table.column(columns["layer"]) if "layer" in columns else [""] * len(table.rows)
    ends = zip(table.rows, table.column(columns["source"]), table.column(columns["target"]), layers, strict=True)
    return tuple([Edge(line, source, target, layer) for (line, _), source, target, layer in ends])


def _faults_of_layers(network: TiesFile, edges: Iterable[Edge]) -> Iterator[Fault]:
    """Layers that were asked for and of which the file has no tie."""
    known = {edge.layer for edge in edges}
    for layer in network.layers:
        if layer not in known:
            yield Fault(str(network.file), "layers", shown(layer), "a layer of the file", did_you_mean(layer, known))


def _faults_of_ends(network: TiesFile, ends: list[tuple[int, str, str]], ids: Sequence[str]) -> Iterator[Fault]:
    """Ends of ties that are no resident's id."""
    known = set(ids)
    told = with_signs(ends, f"Looking up those tied in {network.file.name}", len(ends))
    strangers = [(line, name, end) for line, name, end in told if end not in known]
    for number, (line, name, end) in enumerate(strangers):
        hint = _near(end, ids, known) if number < MOST_FAULTS else ""
        yield Fault(f"{network.file}:{line}", name, shown(end), "the id of a resident", hint)


def _near(text: str, ids: Sequence[str], known: set[str]) -> str:
    """A hint towards the id most like this one, where there is one."""
    for variant in (text.removesuffix(".0"), text.lstrip("0"), text.upper(), text.lower()):
        if variant in known:
            return f"did you mean {variant!r}?"
    close = difflib.get_close_matches(text, ids, n=1) if len(ids) <= MOST_IDS_TO_COMPARE else []
    return f"did you mean {close[0]!r}?" if close else ""
