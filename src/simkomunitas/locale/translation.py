"""Texts and numbers in the reader's language.

A language is a folder here that holds the same files as the others; adding one takes no line of Python.  Sentences
that stand in the code (names of settings, errors in files) are English: for them English has no file.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

LOCALE_FOLDER = Path(__file__).parent
LANGUAGE_FILE = "language.toml"
SOURCE_LANGUAGE = "en"  # of the sentences in the code
Language = str  # the name of a folder: "en", "id"
LANGUAGES: tuple[Language, ...] = tuple(sorted(path.parent.name for path in LOCALE_FOLDER.glob(f"*/{LANGUAGE_FILE}")))


@cache
def text_table(subject: str, language: Language) -> Mapping[str, str]:
    """All texts of a subject, under ``section:name`` or ``name``; empty for a file that a language does not have."""
    import tomllib  # noqa: PLC0415 - import simkomunitas stays quick

    path = LOCALE_FOLDER / language / f"{subject}.toml"
    return dict(_flat_texts(tomllib.loads(path.read_text(encoding="utf-8")))) if path.exists() else {}


def _flat_texts(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, str):
            yield name, value
        else:
            yield from ((f"{name}:{key}", text) for key, text in _flat_texts(value))


def translate(subject: str, key: str, language: Language, /, **values: object) -> str:
    """The text of a subject under ``key`` with its values put in; an unknown key raises KeyError.

    >>> translate("figures", "arm:none", "id")
    'tanpa program'
    """
    return text_table(subject, language)[key].format(**values)


def language_file_name(name: str, language: Language) -> str:
    """The name of a file in a language: English ones have no ending.

    >>> language_file_name("diagnosis", "id")
    'diagnosis_id'
    """
    return name if language == SOURCE_LANGUAGE else f"{name}_{language}"


def decimal_mark(language: Language) -> str:
    """What stands between whole numbers and decimals.

    >>> decimal_mark("id")
    ','
    """
    return text_table("language", language)["decimal_mark"]


def format_number(value: float, language: Language, digits: int = 0, sign: str = "") -> str:
    """A number as people write it: 1,234.5 in English and 1.234,5 in Indonesian, with a true minus sign.

    ``sign="+"`` writes the plus.

    >>> format_number(-1234.5, "id", 1), format_number(0.84, "en", 1, "+")
    ('−1.234,5', '+0.8')
    """
    text = f"{value:{sign},.{digits}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    thousands = text_table("language", language)["thousands_mark"]
    return text.translate(str.maketrans(",.-", f"{thousands}{decimal_mark(language)}−"))


def format_percent(share: float, language: Language, digits: int = 0) -> str:
    """A share as percent.

    >>> format_percent(0.125, "id", 1)
    '12,5 %'
    """
    return f"{format_number(100 * share, language, digits)} %"
