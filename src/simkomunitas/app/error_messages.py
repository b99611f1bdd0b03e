"""Faults of files and settings in the viewer's language: where, which key, what stands there, what should."""

import re
from pathlib import PurePath

from simkomunitas.app.app_words import Language, translate_app_text
from simkomunitas.app.error_words import EXPECTED, FOUND, HINTS, KEYS, translate_sentence
from simkomunitas.base.input_errors import ErrorDetail, InputError

MAX_MESSAGES = 8
LINK_FILE_PREFIX = "link-"  # a file that the app itself has written for a moment
LITERAL_VALUE = re.compile(r"""b?['"].*|[\[{*!&].*|[-+]?[.\d][\w.+-]*|\d+: '.*|(?i:true|false|inf|nan)""", re.DOTALL)


def format_errors(error: InputError, language: Language) -> list[str]:
    """The first faults, a sentence each; in Indonesian what has no translation is said in general."""
    return [format_error(fault, language) for fault in error.faults[:MAX_MESSAGES]]


def format_error(fault: ErrorDetail, language: Language) -> str:
    """One fault as a sentence."""
    told = fault if language == "en" else translate_error(fault)
    found = translate_app_text("fault:found", language, value=told.value) if told.value else ""
    hint = f"– {told.fix}" if told.fix else ""
    file, _, line = fault.location.rpartition(":")
    if line.isdecimal():
        own = PurePath(file).name
        key = "trouble:line" if not own or own.startswith(LINK_FILE_PREFIX) else "trouble:line_of"
        where = translate_app_text(key, language, line=line, file=own) + " "
    else:
        where = f"{PurePath(fault.location).name}: " if fault.location else ""
    return " ".join(f"{where}{told.key}: {told.expected} {found} {hint}".split())


def translate_error(fault: ErrorDetail) -> ErrorDetail:
    """The fault in Indonesian; what has no translation is said in general, or left out."""
    expected = translate_sentence(fault.expected, EXPECTED) or translate_app_text("fault:other", "id")
    return ErrorDetail(
        fault.location,
        KEYS.get(fault.key, fault.key),
        _translate_found(fault.value),
        expected,
        _translate_fix(fault.fix),
    )


def find_untranslated_sentences(fault: ErrorDetail) -> list[str]:
    """The sentences of a fault that can be said in English only."""
    sentences = [fault.expected] * (translate_sentence(fault.expected, EXPECTED) is None)
    sentences += [fault.value] * (bool(fault.value) and not _translate_found(fault.value))
    return sentences + [part for part, told in _fix_sentences(fault.fix) if told is None]


def _translate_found(value: str) -> str:
    """What stands there; a word of the reader's own that has no translation is left out."""
    told = translate_sentence(value, FOUND)
    return told if told is not None else value * bool(LITERAL_VALUE.fullmatch(value))


def _translate_fix(text: str) -> str:
    """How to mend it."""
    return "; ".join(told for _, told in _fix_sentences(text) if told is not None)


def _fix_sentences(text: str) -> list[tuple[str, str | None]]:
    """The sentences of a hint with their translations: the whole, or the parts that semicolons divide."""
    whole = translate_sentence(text, HINTS)
    parts = [text] if whole is not None else [part for part in text.split("; ") if part]
    return [(part, translate_sentence(part, HINTS)) for part in parts]
