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
from simkomunitas.config.config_nodes import UNREADABLE, ConfigNode, DottedNumber, UnreadableValue, to_plain_value

MAX_YAML_BYTES = 1_000_000  # bytes
MAX_VALUES = 50_000  # with what aliases stand for
MAX_ALIASES = 20
MAX_NESTING = 30
MAX_NUMBER_LENGTH = 400  # characters

CONTROL_CHARACTERS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
INTEGER_PATTERN = re.compile(r"[-+]?[0-9][0-9_]*")
NUMBER_PATTERN = re.compile(r"[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?")
NON_FINITE_PATTERN = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
LEADING_ZERO_PATTERN = re.compile(r"[-+]?0[0-9_]+(\.[0-9_]*)?")
THOUSANDS_POINT_PATTERN = re.compile(r"[-+]?[1-9][0-9]{0,2}\.[0-9]{3}")
YAML_CONSTANTS = {"": None, "~": None, "null": None, "Null": None, "NULL": None} | {
    spelled: spelled.lower() == "true" for spelled in ("true", "True", "TRUE", "false", "False", "FALSE")
}
EXCESSIVE_NESTING = re.compile(rf"([\[{{] *){{{MAX_NESTING + 1}}}")
DOCUMENT_EXAMPLE = "for instance 'community: {kind: synthetic}'"


def read_yaml_file(path: Path, errors: list[ErrorDetail]) -> ConfigNode:
    """The mapping in a file, as far as it can be read; what is wrong with it is added to ``errors``."""
    start = ConfigNode(UNREADABLE, str(path), "", path.parent)
    text = _read_yaml_text(start, path, errors)
    if text is None:
        return start
    top = _YamlTreeBuilder(text, start, errors, numbered=True).build_document()
    if not isinstance(top.value, dict | UnreadableValue):
        found = "nothing" if top.value is None else printable_value(to_plain_value(top))
        errors.append(ErrorDetail(top.location, "file", found, "keys with values", DOCUMENT_EXAMPLE))
        return start
    return top


def parse_command_line_value(text: str, start: ConfigNode, errors: list[ErrorDetail]) -> ConfigNode:
    """A value given on the command line, written as in a document."""
    return _YamlTreeBuilder(text, start, errors, numbered=False).build_document()


def _read_yaml_text(start: ConfigNode, path: Path, errors: list[ErrorDetail]) -> str | None:
    """The text of a file in UTF-8 or marked UTF-16, with plain line ends; None if it is refused."""
    raw = _read_limited_bytes(path, errors)
    if raw is None:
        return None
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = printable_value(raw[error.start : error.start + 1])
        errors.append(ErrorDetail(f"{start.location}:{line}", "file", found, "text in UTF-8", "save the file as UTF-8"))
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_limited_bytes(path: Path, errors: list[ErrorDetail]) -> bytes | None:
    """The content of a file; None if there is none, or too much."""
    try:
        if found := describe_non_file(path):
            errors.append(ErrorDetail(str(path), "file", found, "a file that exists"))
        elif path.stat().st_size > MAX_YAML_BYTES:
            errors.append(
                ErrorDetail(str(path), "file", f"{path.stat().st_size} bytes", f"at most {MAX_YAML_BYTES} bytes")
            )
        else:
            return path.read_bytes()
    except (OSError, ValueError) as error:
        errors.append(
            ErrorDetail(printable_value(str(path)), "file", printable_value(str(error)), "a file that can be read")
        )
    return None


def parse_plain_scalar(text: str) -> str | int | float | bool | None:
    """What an unquoted word of YAML 1.2 means; numbers may have ``_`` between their digits.

    >>> (
    ...     parse_plain_scalar("1_000"),
    ...     parse_plain_scalar("1e-3"),
    ...     parse_plain_scalar("no"),
    ...     parse_plain_scalar("true"),
    ...     parse_plain_scalar("0,5"),
    ... )
    (1000, 0.001, 'no', True, '0,5')
    """
    if text in YAML_CONSTANTS:
        return YAML_CONSTANTS[text]
    if INTEGER_PATTERN.fullmatch(text):
        return int(text.replace("_", ""))
    if NUMBER_PATTERN.fullmatch(text):
        number = float(text.replace("_", ""))
        return DottedNumber(number) if THOUSANDS_POINT_PATTERN.fullmatch(text) else number
    return text


def find_number_error(text: str) -> tuple[str, str] | None:
    """What is expected instead of an unquoted number that cannot be taken as it stands, and a hint."""
    if not (NUMBER_PATTERN.fullmatch(text) or NON_FINITE_PATTERN.fullmatch(text)):
        return None
    if LEADING_ZERO_PATTERN.fullmatch(text):
        return "a number without leading zeros", "put codes in quotes"
    if (
        NON_FINITE_PATTERN.fullmatch(text)
        or len(text) > MAX_NUMBER_LENGTH
        or abs(float(text.replace("_", ""))) == float("inf")
    ):
        return "a finite number", ""
    return None


class _UnreadableDocumentError(Exception):
    """Reading cannot go on; the error has been noted."""


class _YamlTreeBuilder:
    """Goes once through the events of the parser and builds the tree of values."""

    def __init__(self, text: str, start: ConfigNode, errors: list[ErrorDetail], *, numbered: bool) -> None:
        self.lines = text.split("\n")
        self.start = start
        self.errors = errors
        self.numbered = numbered
        self.line = 1
        self.anchors: dict[str, tuple[ConfigNode, int]] = {}  # with the number of values in each
        self.aliases = 0
        self.values = 0
        self.events = self._parse_events(text)

    def build_document(self) -> ConfigNode:
        """The value of the only document; UNREADABLE if reading had to stop."""
        try:
            self._reject_unsafe_text()
            next(self.events)
            if not isinstance(next(self.events), DocumentStartEvent):
                return self.start._replace(value=None)
            top = self._build_node(next(self.events), self.start.key, 0)
            next(self.events)
            if isinstance(next(self.events), DocumentStartEvent):
                self._reject_document("a second document after '---'", "one document in one file")
        except _UnreadableDocumentError:
            return self.start
        return top

    def _parse_events(self, text: str) -> Iterator[Any]:
        """The events of the parser; its complaints become refusals."""
        try:
            for event in YAML(typ="safe", pure=True).parse(text):
                self.line = event.start_mark.line + 1
                yield event
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self.line = min(mark.line + 1 if mark else self.line, len(self.lines))
            self._reject_syntax(str(error.problem or error.context))
        except (YAMLError, ValueError, AssertionError) as error:
            self._reject_syntax(str(error).partition("\n")[0])

    def _reject_syntax(self, problem: str) -> NoReturn:
        line = self.lines[self.line - 1]
        tab = "\t" in line[: len(line) - len(line.lstrip())] or "\\t" in problem
        self._reject_document(
            printable_value(line.strip()), f"YAML ({problem})", "indent with spaces, not tabs" if tab else ""
        )

    def _reject_unsafe_text(self) -> None:
        """Refuse at once what would keep the parser busy for long, or what it may not see."""
        for number, line in enumerate(self.lines, 1):
            self.line = number
            if found := CONTROL_CHARACTERS.search(line):
                self._reject_document(ascii(found[0]), "text without control characters")
            if EXCESSIVE_NESTING.search(line):
                self._reject_document("more", f"at most {MAX_NESTING} levels of nesting")

    def _reject_document(self, found: str, expected: str, fix: str = "") -> NoReturn:
        self._add_error(self.start.key, found, expected, fix)
        raise _UnreadableDocumentError

    def _add_error(self, key: str, found: str, expected: str, fix: str = "") -> None:
        self.errors.append(ErrorDetail(self._current_location(), key or "file", found, expected, fix))

    def _current_location(self) -> str:
        return f"{self.start.location}:{self.line}" if self.numbered else self.start.location

    def _count_values(self, values: int) -> None:
        self.values += values
        if self.values > MAX_VALUES:
            self._reject_document("more", f"at most {MAX_VALUES} values")

    def _build_node(self, event: Any, key: str, depth: int) -> ConfigNode:  # noqa: ANN401 - ruamel has no types
        """The value that begins with an event, under a dotted key."""
        self._count_values(1)
        if isinstance(event, AliasEvent):
            return self._resolve_alias(event.anchor)
        if depth > MAX_NESTING:
            self._reject_document("more", f"at most {MAX_NESTING} levels of nesting")
        node, before = ConfigNode(UNREADABLE, self._current_location(), key, self.start.folder), self.values
        if event.ctag is not None:
            self._add_error(key, str(event.ctag), "a plain value: tags (!) are not allowed")
        value = self._build_content(event, key, depth)
        if event.ctag is None:
            node = node._replace(value=value)
        if event.anchor:
            self.anchors[event.anchor] = node, self.values - before
        return node

    def _build_content(self, event: Any, key: str, depth: int) -> Any:  # noqa: ANN401 - any value
        if isinstance(event, MappingStartEvent):
            return self._build_mapping(key, depth)
        if isinstance(event, SequenceStartEvent):
            return self._build_list(key, depth)
        return self._build_scalar(event, key)

    def _resolve_alias(self, anchor: str) -> ConfigNode:
        """What an alias stands for."""
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            self._reject_document("more", f"at most {MAX_ALIASES} aliases (*)")
        if anchor not in self.anchors:
            self._reject_document(f"*{anchor}", f"an alias of something marked &{anchor} above")
        node, size = self.anchors[anchor]
        self._count_values(size)
        return node

    def _build_scalar(self, event: Any, key: str) -> Any:  # noqa: ANN401 - any scalar
        text: str = event.value
        if found := CONTROL_CHARACTERS.search(text):
            self._add_error(key, ascii(found[0]), "text without control characters")
            return UNREADABLE
        if event.style is not None:
            return text
        if refused := find_number_error(text):
            self._add_error(key, printable_value(text), *refused)
            return UNREADABLE
        return parse_plain_scalar(text)

    def _build_list(self, key: str, depth: int) -> list[ConfigNode]:
        items: list[ConfigNode] = []
        while (event := next(self.events)).__class__.__name__ != "SequenceEndEvent":
            items.append(self._build_node(event, f"{key}[{len(items)}]", depth + 1))
        return items

    def _build_mapping(self, key: str, depth: int) -> dict[str, ConfigNode]:
        """The parts of a mapping; what ``<<`` brings in stands behind what is written."""
        parts: dict[str, ConfigNode] = {}
        lent: list[ConfigNode] = []
        while (event := next(self.events)).__class__.__name__ != "MappingEndEvent":
            name, place, follows = self._parse_key(event, key), self._current_location(), next(self.events)
            node = self._build_node(follows, f"{key}.{name}" if key else name, depth + 1)
            if name == "<<":
                lent.append(node)
            elif name in parts:
                self.errors.append(
                    ErrorDetail(place, node.key, "again", f"one value; it has one at {parts[name].location}")
                )
            else:
                parts[name] = node if isinstance(follows, AliasEvent) else node._replace(location=place)
        for node in lent:
            self._apply_merge_key(parts, node)
        return parts

    def _apply_merge_key(self, parts: dict[str, ConfigNode], inherited: ConfigNode) -> None:
        """Add what ``<<`` brings in, where it is not said already."""
        for node in inherited.value if isinstance(inherited.value, list) else [inherited]:
            if not isinstance(node.value, dict):
                self._reject_document(printable_value(to_plain_value(node)), "a mapping after '<<'")
            for name, part in node.value.items():
                parts.setdefault(name, part)

    def _parse_key(self, event: Any, key: str) -> str:  # noqa: ANN401 - ruamel has no types
        """The name of a part of a mapping: any single word or number, as it is written."""
        if not isinstance(event, ScalarEvent) or event.ctag is not None or event.value == "":
            self._reject_document("a list, a mapping, a tag or nothing", f"a name as key{f' in {key}' if key else ''}")
        if found := CONTROL_CHARACTERS.search(event.value):
            self._reject_document(ascii(found[0]), "a name without control characters")
        name: str = event.value
        return name
