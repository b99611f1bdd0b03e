"""Strict reading of GraphML: nodes and edges with their lines; no document types, no nodes out of nowhere."""

from pathlib import Path
from typing import NamedTuple, NoReturn
from xml.parsers import expat

from simkomunitas.ground.faults import Fault, shown
from simkomunitas.world.reading import cleaned, composed, folded, read_bytes, refuse, stop

MOST_BYTES = 20_000_000
DEEPEST = 64  # elements in one another
WEIGHTS = frozenset({"weight", "weights", "value", "bobot", "nilai", "strength"})  # what the strength of ties is called


class Edge(NamedTuple):
    """One tie as a file names it, and the line on which it stands."""

    line: int
    source: str
    target: str
    layer: str
    weight: str = ""  # as it is written; nothing where no column or attribute tells it


class _GraphReader:
    """What the reader of GraphML has seen so far: nodes, edges, and the attribute that is being read."""

    def __init__(self, path: Path, layer: str) -> None:
        self.path, self.layer = path, layer
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.StartElementHandler, self.parser.EndElementHandler = self.start, self.end
        self.parser.CharacterDataHandler = self.text
        self.nodes: dict[str, int] = {}
        self.edges: list[Edge] = []
        self.faults: list[Fault] = []
        self.keys: dict[str, str] = {}  # of attributes of edges that are read: their part of an Edge
        self.open: list[str] = []
        self.graphs: list[str] = []
        self.reads = ""  # the part of the last edge whose text comes now

    @property
    def place(self) -> str:
        return f"{self.path}:{self.parser.CurrentLineNumber}"

    def fault(self, key: str, value: str, expected: str) -> None:
        self.faults.append(Fault(self.place, key, shown(value), expected))

    def doctype(self, *_: object) -> NoReturn:
        stop(self.place, "DOCTYPE", "", "GraphML without a document type", "remove it")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        element = name.rpartition(":")[2]
        self.open.append(element)
        if len(self.open) > DEEPEST:
            stop(self.place, element, "", f"at most {DEEPEST} elements in one another")
        if element == "key" and attributes.get("for") in ("edge", "all"):
            self.key(attributes.get("id", ""), attributes.get("attr.name", ""))
        elif element == "graph":
            self.graphs.append(attributes.get("id", "without a name"))
        elif element == "node":
            self.node(_name(attributes, "id"))
        elif element == "edge":
            source, target = _name(attributes, "source"), _name(attributes, "target")
            self.edges.append(Edge(self.parser.CurrentLineNumber, source, target, ""))
        elif element == "hyperedge":
            self.fault(element, "", "ties of two residents each")
        of_edge = element == "data" and self.open[-2:-1] == ["edge"]
        self.reads = self.keys.get(attributes.get("key", ""), "") if of_edge else ""

    def key(self, identity: str, name: str) -> None:
        if name == self.layer:
            self.keys[identity] = "layer"
        elif folded(name) in WEIGHTS:
            self.keys[identity] = "weight"

    def node(self, name: str) -> None:
        if name in self.nodes:
            self.fault("node", name, f"an id that line {self.nodes[name]} does not have yet")
        self.nodes.setdefault(name, self.parser.CurrentLineNumber)

    def text(self, content: str) -> None:
        if self.reads:
            edge = self.edges[-1]
            self.edges[-1] = edge._replace(**{self.reads: getattr(edge, self.reads) + content.strip()})

    def end(self, _: str) -> None:
        self.open.pop()
        self.reads = ""


def _name(attributes: dict[str, str], which: str) -> str:
    """The name of a resident in an attribute."""
    return cleaned(composed(attributes.get(which, "")))


class Graph(NamedTuple):
    """What a GraphML file names: nodes with their lines, and edges."""

    nodes: dict[str, int]
    edges: tuple[Edge, ...]


def read_graphml(path: Path, layer: str) -> Graph:
    """The nodes and edges of a GraphML file; ``layer`` is the attribute of an edge that says what kind of tie it is."""
    content = read_bytes(path, MOST_BYTES)
    reader = _GraphReader(path, layer)
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as error:
        stop(f"{path}:{error.lineno}", "file", "", f"well-formed GraphML ({expat.ErrorString(error.code)})")
    except (LookupError, ValueError) as error:
        stop(f"{path}:1", "encoding", "", f"GraphML in UTF-8 ({error})")
    if len(reader.graphs) > 1:
        found = f"{len(reader.graphs)}: {shown(', '.join(reader.graphs))}"
        stop(
            str(path),
            "graph",
            found,
            "one graph",
            "keep one of them, or tell the kinds of ties by an attribute (layer)",
        )
    if not reader.nodes:
        stop(str(path), "graph", "", "a GraphML graph with at least one node")
    for edge in reader.edges:
        for end in (edge.source, edge.target):
            if end not in reader.nodes:
                expected = "the id of a node of this file"
                reader.faults.append(Fault(f"{path}:{edge.line}", "edge", shown(end), expected))
    refuse(reader.faults)
    return Graph(reader.nodes, tuple(reader.edges))
