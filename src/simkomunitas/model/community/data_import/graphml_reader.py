"""Strict reading of GraphML: nodes and edges with their lines; no document types, no nodes out of nowhere."""

from pathlib import Path
from typing import NamedTuple, NoReturn
from xml.parsers import expat

from simkomunitas.base.input_errors import ErrorDetail, printable_value
from simkomunitas.model.community.data_import.table_reader import (
    clean_cell,
    compose_accents,
    fold_name,
    raise_errors,
    raise_single_error,
    read_file_bytes,
)

MAX_GRAPH_BYTES = 20_000_000
MAX_DEPTH = 64  # elements in one another
WEIGHT_NAMES = frozenset(
    {"weight", "weights", "value", "bobot", "nilai", "strength"}
)  # what the strength of ties is called


class NamedTie(NamedTuple):
    """One tie as a file names it, and the line on which it stands."""

    line: int
    source: str
    target: str
    layer: str
    weight: str = ""  # as it is written; nothing where no column or attribute tells it


class _GraphMLHandler:
    """What the reader of GraphML has seen so far: nodes, edges, and the attribute that is being read."""

    def __init__(self, path: Path, layer: str) -> None:
        self.path, self.layer = path, layer
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.refuse_doctype
        self.parser.StartElementHandler, self.parser.EndElementHandler = self.start_element, self.end_element
        self.parser.CharacterDataHandler = self.add_text
        self.nodes: dict[str, int] = {}
        self.edges: list[NamedTie] = []
        self.errors: list[ErrorDetail] = []
        self.keys: dict[str, str] = {}  # of attributes of edges that are read: their part of an Edge
        self.open: list[str] = []
        self.graphs: list[str] = []
        self.reads = ""  # the part of the last edge whose text comes now

    @property
    def current_location(self) -> str:
        return f"{self.path}:{self.parser.CurrentLineNumber}"

    def build_error(self, key: str, value: str, expected: str) -> None:
        self.errors.append(ErrorDetail(self.current_location, key, printable_value(value), expected))

    def refuse_doctype(self, *_: object) -> NoReturn:
        raise_single_error(self.current_location, "DOCTYPE", "", "GraphML without a document type", "remove it")

    def start_element(self, name: str, attributes: dict[str, str]) -> None:
        element = name.rpartition(":")[2]
        self.open.append(element)
        if len(self.open) > MAX_DEPTH:
            raise_single_error(self.current_location, element, "", f"at most {MAX_DEPTH} elements in one another")
        if element == "key" and attributes.get("for") in ("edge", "all"):
            self.declare_key(attributes.get("id", ""), attributes.get("attr.name", ""))
        elif element == "graph":
            self.graphs.append(attributes.get("id", "without a name"))
        elif element == "node":
            self.add_node(_attribute_name(attributes, "id"))
        elif element == "edge":
            source, target = _attribute_name(attributes, "source"), _attribute_name(attributes, "target")
            self.edges.append(NamedTie(self.parser.CurrentLineNumber, source, target, ""))
        elif element == "hyperedge":
            self.build_error(element, "", "ties of two residents each")
        of_edge = element == "data" and self.open[-2:-1] == ["edge"]
        self.reads = self.keys.get(attributes.get("key", ""), "") if of_edge else ""

    def declare_key(self, identity: str, name: str) -> None:
        if name == self.layer:
            self.keys[identity] = "layer"
        elif fold_name(name) in WEIGHT_NAMES:
            self.keys[identity] = "weight"

    def add_node(self, name: str) -> None:
        if name in self.nodes:
            self.build_error("node", name, f"an id that line {self.nodes[name]} does not have yet")
        self.nodes.setdefault(name, self.parser.CurrentLineNumber)

    def add_text(self, content: str) -> None:
        if self.reads:
            edge = self.edges[-1]
            self.edges[-1] = edge._replace(**{self.reads: getattr(edge, self.reads) + content.strip()})

    def end_element(self, _: str) -> None:
        self.open.pop()
        self.reads = ""


def _attribute_name(attributes: dict[str, str], which: str) -> str:
    """The name of a resident in an attribute."""
    return clean_cell(compose_accents(attributes.get(which, "")))


class GraphMLContent(NamedTuple):
    """What a GraphML file names: nodes with their lines, and edges."""

    nodes: dict[str, int]
    edges: tuple[NamedTie, ...]


def read_graphml(path: Path, layer: str) -> GraphMLContent:
    """The nodes and edges of a GraphML file; ``layer`` is the attribute of an edge that says what kind of tie it is."""
    content = read_file_bytes(path, MAX_GRAPH_BYTES)
    reader = _GraphMLHandler(path, layer)
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as error:
        raise_single_error(
            f"{path}:{error.lineno}", "file", "", f"well-formed GraphML ({expat.ErrorString(error.code)})"
        )
    except (LookupError, ValueError) as error:
        raise_single_error(f"{path}:1", "encoding", "", f"GraphML in UTF-8 ({error})")
    if len(reader.graphs) > 1:
        found = f"{len(reader.graphs)}: {printable_value(', '.join(reader.graphs))}"
        raise_single_error(
            str(path),
            "graph",
            found,
            "one graph",
            "keep one of them, or tell the kinds of ties by an attribute (layer)",
        )
    if not reader.nodes:
        raise_single_error(str(path), "graph", "", "a GraphML graph with at least one node")
    for edge in reader.edges:
        for end in (edge.source, edge.target):
            if end not in reader.nodes:
                expected = "the id of a node of this file"
                reader.errors.append(ErrorDetail(f"{path}:{edge.line}", "edge", printable_value(end), expected))
    raise_errors(reader.errors)
    return GraphMLContent(reader.nodes, tuple(reader.edges))
