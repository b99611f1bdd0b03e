"""Strict reading of GraphML: nodes and edges with their lines; no document types, no nodes out of nowhere."""

from pathlib import Path
from typing import NamedTuple, NoReturn
from xml.parsers import expat

from simkomunitas.ground.faults import Fault, shown
from simkomunitas.world.reading import composed, read_bytes, refuse, stop

MOST_BYTES = 20_000_000
DEEPEST = 64  # elements in one another


class Edge(NamedTuple):
    """One tie as a file names it, and the line on which it stands."""

    line: int
    source: str
    target: str
    layer: str


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
        self.layer_key: str | None = None
        self.open: list[str] = []
        self.reads_layer = False

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
        if element == "key" and attributes.get("for") in ("edge", "all") and attributes.get("attr.name") == self.layer:
            self.layer_key = attributes.get("id")
        elif element == "node":
            self.node(composed(attributes.get("id", "").strip()))
        elif element == "edge":
            source, target = (composed(attributes.get(end, "").strip()) for end in ("source", "target"))
            self.edges.append(Edge(self.parser.CurrentLineNumber, source, target, ""))
        elif element == "hyperedge":
            self.fault(element, "", "ties of two residents each")
        self.reads_layer = (
            element == "data" and self.open[-2:-1] == ["edge"] and attributes.get("key") == self.layer_key
        )

    def node(self, name: str) -> None:
        if name in self.nodes:
            self.fault("node", name, f"an id that line {self.nodes[name]} does not have yet")
        self.nodes.setdefault(name, self.parser.CurrentLineNumber)

    def text(self, content: str) -> None:
        if self.reads_layer:
            self.edges[-1] = self.edges[-1]._replace(layer=self.edges[-1].layer + content.strip())

    def end(self, _: str) -> None:
        self.open.pop()
        self.reads_layer = False


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
    if not reader.nodes:
        stop(str(path), "graph", "", "a GraphML graph with at least one node")
    for edge in reader.edges:
        for end in (edge.source, edge.target):
            if end not in reader.nodes:
                expected = "the id of a node of this file"
                reader.faults.append(Fault(f"{path}:{edge.line}", "edge", shown(end), expected))
    refuse(reader.faults)
    return Graph(reader.nodes, tuple(reader.edges))
