"""Errors of files and settings in the viewer's language: where, which key, what stands there, what should."""

import re
from pathlib import PurePath

from simkomunitas.app.app_words import Language, translate_app_text
from simkomunitas.app.error_words import translate_sentence
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.locale.translation import text_table

MAX_MESSAGES = 8
LINK_FILE_PREFIX = "link-"  # a file that the app itself has written for a moment
LITERAL_VALUE = re.compile(r"""b?['"].*|[\[{*!&].*|[-+]?[.\d][\w.+-]*|\d+: '.*|(?i:true|false|inf|nan)""", re.DOTALL)


def format_errors(error: InputError, language: Language) -> list[str]:
    """The first errors, a sentence each; what has no translation is said in general."""
    return [format_error(detail, language) for detail in error.errors[:MAX_MESSAGES]]


def format_error(detail: ErrorDetail, language: Language) -> str:
    """One error as a sentence."""
    told = translate_error(detail, language)
    found = translate_app_text("fault:found", language, value=told.value) if told.value else ""
    hint = f"– {told.fix}" if told.fix else ""
    file, _, line = detail.location.rpartition(":")
    if line.isdecimal():
        own = PurePath(file).name
        key = "trouble:line" if not own or own.startswith(LINK_FILE_PREFIX) else "trouble:line_of"
        where = translate_app_text(key, language, line=line, file=own) + " "
    else:
        where = f"{PurePath(detail.location).name}: " if detail.location else ""
    return " ".join(f"{where}{told.key}: {told.expected} {found} {hint}".split())


def translate_error(detail: ErrorDetail, language: Language) -> ErrorDetail:
    """The error in a language; what has no translation is said in general, or left out."""
    texts = text_table("errors", language)
    if not texts:
        return detail  # the sentences of the code are in this language
    return ErrorDetail(
        detail.location,
        texts.get(f"key:{detail.key}", detail.key),
        _translate_found(detail.value, language),
        translate_sentence(detail.expected, "expected", language) or translate_app_text("fault:other", language),
        "; ".join(told for _, told in _fix_sentences(detail.fix, language) if told is not None),
    )


def find_untranslated_sentences(detail: ErrorDetail, language: Language) -> list[str]:
    """The sentences of an error that have no translation."""
    sentences = [detail.expected] * (translate_sentence(detail.expected, "expected", language) is None)
    sentences += [detail.value] * (bool(detail.value) and not _translate_found(detail.value, language))
    return sentences + [part for part, told in _fix_sentences(detail.fix, language) if told is None]


def _translate_found(value: str, language: Language) -> str:
    """What stands there; a word of the reader's own that has no translation is left out."""
    told = translate_sentence(value, "found", language)
    return told if told is not None else value * bool(LITERAL_VALUE.fullmatch(value))


def _fix_sentences(text: str, language: Language) -> list[tuple[str, str | None]]:
    """The sentences of a hint with their translations: the whole, or the parts that semicolons divide."""
    whole = translate_sentence(text, "fix", language)
    parts = [text] if whole is not None else [part for part in text.split("; ") if part]
    return [(part, translate_sentence(part, "fix", language)) for part in parts]
