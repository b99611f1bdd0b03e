"""Sentences about errors in the reader's language: patterns of the English ones, with their translations.

The patterns stand in ``locale/*/errors.toml``; one covers a whole sentence, and what its places hold comes into the
translation.
"""

import re
from functools import cache
from string import Formatter

from simkomunitas.locale.translation import Language, text_table

PLACE_PATTERNS = {
    "": r"\S+",
    "number": r"\d+",
    "text": r".*",
}  # what a place may hold: {name}, {name:number}, {name:text}


@cache
def error_patterns(section: str, language: Language) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The patterns of a section (``expected``, ``fix``, ``found``) with their translations, in the order of the file."""
    texts = text_table("errors", language).items()
    rows = [(key.removeprefix(f"{section}:"), text) for key, text in texts if key.startswith(f"{section}:")]
    return tuple((_compile_sentence(sentence), text) for sentence, text in rows)


def _compile_sentence(sentence: str) -> re.Pattern[str]:
    parts = [
        re.escape(literal) + (f"(?P<{name}>{PLACE_PATTERNS[kind or '']})" if name else "")
        for literal, name, kind, _ in Formatter().parse(sentence)
    ]
    return re.compile("".join(parts), re.DOTALL)


def translate_sentence(text: str, section: str, language: Language) -> str | None:
    """The sentence in another language; None where it has no translation.

    >>> translate_sentence("write 25", "fix", "id")
    'tulis 25'
    """
    for pattern, translation in error_patterns(section, language):
        if match := pattern.fullmatch(text):
            return translation.format(**match.groupdict())
    return None
