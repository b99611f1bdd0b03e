"""YAML documents, read strictly: hostile and ambiguous ones are refused, and every value keeps its line.

Only the plain part of YAML 1.2 is read: mappings, lists, text, numbers, true, false and nothing; no tags.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, DocumentStartEvent, MappingStartEvent, ScalarEvent, SequenceStartEvent

from simkomunitas.base.input_errors import ErrorDetail, printable_value
from simkomunitas.base.path_checks import describe_non_file
from simkomunitas.config.nodes import UNREADABLE, Dotted, Node, Unreadable, plain

LARGEST_FILE = 1_000_000  # bytes
MOST_VALUES = 50_000  # with what aliases stand for
MOST_ALIASES = 20
DEEPEST = 30
LONGEST_NUMBER = 400  # characters

INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
WHOLE = re.compile(r"[-+]?[0-9][0-9_]*")
NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?")
NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
LEADING_ZERO = re.compile(r"[-+]?0[0-9_]+(\.[0-9_]*)?")
DOTTED = re.compile(r"[-+]?[1-9][0-9]{0,2}\.[0-9]{3}")
WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None} | {
    spelled: spelled.lower() == "true" for spelled in ("true", "True", "TRUE", "false", "False", "FALSE")
}
TOO_DEEP = re.compile(rf"([\[{{] *){{{DEEPEST + 1}}}")
EXAMPLE = "for instance 'community: {kind: synthetic}'"


def read_document(path: Path, faults: list[ErrorDetail]) -> Node:
    """The mapping in a file, as far as it can be read; what is wrong with it is added to ``faults``."""
    start = Node(UNREADABLE, str(path), "", path.parent)
    text = _text(start, path, faults)
    if text is None:
        return start
    top = _Reader(text, start, faults, numbered=True).document()
    if not isinstance(top.value, dict | Unreadable):
        found = "nothing" if top.value is None else printable_value(plain(top))
        faults.append(ErrorDetail(top.place, "file", found, "keys with values", EXAMPLE))
        return start
    return top


def read_words(text: str, start: Node, faults: list[ErrorDetail]) -> Node:
    """A value given on the command line, written as in a document."""
    return _Reader(text, start, faults, numbered=False).document()


def _text(start: Node, path: Path, faults: list[ErrorDetail]) -> str | None:
    """The text of a file in UTF-8 or marked UTF-16, with plain line ends; None if it is refused."""
    raw = _bytes(path, faults)
    if raw is None:
        return None
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = printable_value(raw[error.start : error.start + 1])
        faults.append(ErrorDetail(f"{start.place}:{line}", "file", found, "text in UTF-8", "save the file as UTF-8"))
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _bytes(path: Path, faults: list[ErrorDetail]) -> bytes | None:
    """The content of a file; None if there is none, or too much."""
    try:
        if found := describe_non_file(path):
            faults.append(ErrorDetail(str(path), "file", found, "a file that exists"))
        elif path.stat().st_size > LARGEST_FILE:
            faults.append(
                ErrorDetail(str(path), "file", f"{path.stat().st_size} bytes", f"at most {LARGEST_FILE} bytes")
            )
        else:
            return path.read_bytes()
    except (OSError, ValueError) as error:
        faults.append(
            ErrorDetail(printable_value(str(path)), "file", printable_value(str(error)), "a file that can be read")
        )
    return None


def scalar(text: str) -> str | int | float | bool | None:
    """What an unquoted word of YAML 1.2 means; numbers may have ``_`` between their digits.

    >>> scalar("1_000"), scalar("1e-3"), scalar("no"), scalar("true"), scalar("0,5")
    (1000, 0.001, 'no', True, '0,5')
    """
    if text in WORDS:
        return WORDS[text]
    if WHOLE.fullmatch(text):
        return int(text.replace("_", ""))
    if NUMBER.fullmatch(text):
        number = float(text.replace("_", ""))
        return Dotted(number) if DOTTED.fullmatch(text) else number
    return text


def number_fault(text: str) -> tuple[str, str] | None:
    """What is expected instead of an unquoted number that cannot be taken as it stands, and a hint."""
    if not (NUMBER.fullmatch(text) or NOT_FINITE.fullmatch(text)):
        return None
    if LEADING_ZERO.fullmatch(text):
        return "a number without leading zeros", "put codes in quotes"
    if NOT_FINITE.fullmatch(text) or len(text) > LONGEST_NUMBER or abs(float(text.replace("_", ""))) == float("inf"):
        return "a finite number", ""
    return None


class _RefusalError(Exception):
    """Reading cannot go on; the fault has been noted."""


class _Reader:
    """Goes once through the events of the parser and builds the tree of values."""

    def __init__(self, text: str, start: Node, faults: list[ErrorDetail], *, numbered: bool) -> None:
        self.lines = text.split("\n")
        self.start = start
        self.faults = faults
        self.numbered = numbered
        self.line = 1
        self.anchors: dict[str, tuple[Node, int]] = {}  # with the number of values in each
        self.aliases = 0
        self.values = 0
        self.events = self._events(text)

    def document(self) -> Node:
        """The value of the only document; UNREADABLE if reading had to stop."""
        try:
            self._refuse_hostile()
            next(self.events)
            if not isinstance(next(self.events), DocumentStartEvent):
                return self.start._replace(value=None)
            top = self._value(next(self.events), self.start.key, 0)
            next(self.events)
            if isinstance(next(self.events), DocumentStartEvent):
                self._refuse("a second document after '---'", "one document in one file")
        except _RefusalError:
            return self.start
        return top

    def _events(self, text: str) -> Iterator[Any]:
        """The events of the parser; its complaints become refusals."""
        try:
            for event in YAML(typ="safe", pure=True).parse(text):
                self.line = event.start_mark.line + 1
                yield event
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self.line = min(mark.line + 1 if mark else self.line, len(self.lines))
            self._refuse_syntax(str(error.problem or error.context))
        except (YAMLError, ValueError, AssertionError) as error:
            self._refuse_syntax(str(error).partition("\n")[0])

    def _refuse_syntax(self, problem: str) -> NoReturn:
        line = self.lines[self.line - 1]
        tab = "\t" in line[: len(line) - len(line.lstrip())] or "\\t" in problem
        self._refuse(printable_value(line.strip()), f"YAML ({problem})", "indent with spaces, not tabs" if tab else "")

    def _refuse_hostile(self) -> None:
        """Refuse at once what would keep the parser busy for long, or what it may not see."""
        for number, line in enumerate(self.lines, 1):
            self.line = number
            if found := INVISIBLE.search(line):
                self._refuse(ascii(found[0]), "text without control characters")
            if TOO_DEEP.search(line):
                self._refuse("more", f"at most {DEEPEST} levels of nesting")

    def _refuse(self, found: str, expected: str, hint: str = "") -> NoReturn:
        self._note(self.start.key, found, expected, hint)
        raise _RefusalError

    def _note(self, key: str, found: str, expected: str, hint: str = "") -> None:
        self.faults.append(ErrorDetail(self._place(), key or "file", found, expected, hint))

    def _place(self) -> str:
        return f"{self.start.place}:{self.line}" if self.numbered else self.start.place

    def _count(self, values: int) -> None:
        self.values += values
        if self.values > MOST_VALUES:
            self._refuse("more", f"at most {MOST_VALUES} values")

    def _value(self, event: Any, key: str, depth: int) -> Node:  # noqa: ANN401 - ruamel has no types
        """The value that begins with an event, under a dotted key."""
        self._count(1)
        if isinstance(event, AliasEvent):
            return self._alias(event.anchor)
        if depth > DEEPEST:
            self._refuse("more", f"at most {DEEPEST} levels of nesting")
        node, before = Node(UNREADABLE, self._place(), key, self.start.folder), self.values
        if event.ctag is not None:
            self._note(key, str(event.ctag), "a plain value: tags (!) are not allowed")
        value = self._content(event, key, depth)
        if event.ctag is None:
            node = node._replace(value=value)
        if event.anchor:
            self.anchors[event.anchor] = node, self.values - before
        return node

    def _content(self, event: Any, key: str, depth: int) -> Any:  # noqa: ANN401 - any value
        if isinstance(event, MappingStartEvent):
            return self._mapping(key, depth)
        if isinstance(event, SequenceStartEvent):
            return self._list(key, depth)
        return self._scalar(event, key)

    def _alias(self, anchor: str) -> Node:
        """What an alias stands for."""
        self.aliases += 1
        if self.aliases > MOST_ALIASES:
            self._refuse("more", f"at most {MOST_ALIASES} aliases (*)")
        if anchor not in self.anchors:
            self._refuse(f"*{anchor}", f"an alias of something marked &{anchor} above")
        node, size = self.anchors[anchor]
        self._count(size)
        return node

    def _scalar(self, event: Any, key: str) -> Any:  # noqa: ANN401 - any scalar
        text: str = event.value
        if found := INVISIBLE.search(text):
            self._note(key, ascii(found[0]), "text without control characters")
            return UNREADABLE
        if event.style is not None:
            return text
        if refused := number_fault(text):
            self._note(key, printable_value(text), *refused)
            return UNREADABLE
        return scalar(text)

    def _list(self, key: str, depth: int) -> list[Node]:
        items: list[Node] = []
        while (event := next(self.events)).__class__.__name__ != "SequenceEndEvent":
            items.append(self._value(event, f"{key}[{len(items)}]", depth + 1))
        return items

    def _mapping(self, key: str, depth: int) -> dict[str, Node]:
        """The parts of a mapping; what ``<<`` brings in stands behind what is written."""
        parts: dict[str, Node] = {}
        lent: list[Node] = []
        while (event := next(self.events)).__class__.__name__ != "MappingEndEvent":
            name, place, follows = self._name(event, key), self._place(), next(self.events)
            node = self._value(follows, f"{key}.{name}" if key else name, depth + 1)
            if name == "<<":
                lent.append(node)
            elif name in parts:
                self.faults.append(
                    ErrorDetail(place, node.key, "again", f"one value; it has one at {parts[name].place}")
                )
            else:
                parts[name] = node if isinstance(follows, AliasEvent) else node._replace(place=place)
        for node in lent:
            self._lend(parts, node)
        return parts

    def _lend(self, parts: dict[str, Node], lent: Node) -> None:
        """Add what ``<<`` brings in, where it is not said already."""
        for node in lent.value if isinstance(lent.value, list) else [lent]:
            if not isinstance(node.value, dict):
                self._refuse(printable_value(plain(node)), "a mapping after '<<'")
            for name, part in node.value.items():
                parts.setdefault(name, part)

    def _name(self, event: Any, key: str) -> str:  # noqa: ANN401 - ruamel has no types
        """The name of a part of a mapping: any single word or number, as it is written."""
        if not isinstance(event, ScalarEvent) or event.ctag is not None or event.value == "":
            self._refuse("a list, a mapping, a tag or nothing", f"a name as key{f' in {key}' if key else ''}")
        if found := INVISIBLE.search(event.value):
            self._refuse(ascii(found[0]), "a name without control characters")
        name: str = event.value
        return name
