"""Faults of files and settings in the viewer's language: where, which key, what stands there, what should."""

import re
from pathlib import PurePath

from simkomunitas.app.words import Language, say
from simkomunitas.app.words_of_faults import EXPECTED, FOUND, HINTS, KEYS, translated
from simkomunitas.ground.faults import Fault, InputError

MOST_LINES = 8
WRITTEN = "link-"  # a file that the app itself has written for a moment
AS_IT_STANDS = re.compile(r"""b?['"].*|[\[{*!&].*|[-+]?[.\d][\w.+-]*|\d+: '.*|(?i:true|false|inf|nan)""", re.DOTALL)


def fault_lines(error: InputError, language: Language) -> list[str]:
    """The first faults, a sentence each; in Indonesian what has no translation is said in general."""
    return [fault_line(fault, language) for fault in error.faults[:MOST_LINES]]


def fault_line(fault: Fault, language: Language) -> str:
    """One fault as a sentence."""
    told = fault if language == "en" else in_indonesian(fault)
    found = say("fault:found", language, value=told.value) if told.value else ""
    hint = f"– {told.hint}" if told.hint else ""
    file, _, line = fault.place.rpartition(":")
    if line.isdecimal():
        own = PurePath(file).name
        key = "trouble:line" if not own or own.startswith(WRITTEN) else "trouble:line_of"
        where = say(key, language, line=line, file=own) + " "
    else:
        where = f"{PurePath(fault.place).name}: " if fault.place else ""
    return " ".join(f"{where}{told.key}: {told.expected} {found} {hint}".split())


def in_indonesian(fault: Fault) -> Fault:
    """The fault in Indonesian; what has no translation is said in general, or left out."""
    expected = translated(fault.expected, EXPECTED) or say("fault:other", "id")
    return Fault(fault.place, KEYS.get(fault.key, fault.key), _found(fault.value), expected, _hint(fault.hint))


def untranslated(fault: Fault) -> list[str]:
    """The sentences of a fault that can be said in English only."""
    sentences = [fault.expected] * (translated(fault.expected, EXPECTED) is None)
    sentences += [fault.value] * (bool(fault.value) and not _found(fault.value))
    return sentences + [part for part, told in _hints(fault.hint) if told is None]


def _found(value: str) -> str:
    """What stands there; a word of the reader's own that has no translation is left out."""
    told = translated(value, FOUND)
    return told if told is not None else value * bool(AS_IT_STANDS.fullmatch(value))


def _hint(text: str) -> str:
    """How to mend it."""
    return "; ".join(told for _, told in _hints(text) if told is not None)


def _hints(text: str) -> list[tuple[str, str | None]]:
    """The sentences of a hint with their translations: the whole, or the parts that semicolons divide."""
    whole = translated(text, HINTS)
    parts = [text] if whole is not None else [part for part in text.split("; ") if part]
    return [(part, translated(part, HINTS)) for part in parts]
