"""Headings of the ODD page and heads of its tables in both languages, and the glossary of the field."""

from typing import NamedTuple

from simkomunitas.locale.translation import Language, text_table


def heading_text(key: str, language: Language) -> str:
    """A heading in one of the languages.

    >>> heading_text("purpose", "id")
    '1. Tujuan dan pola'
    """
    return text_table("odd", language)[key]


class GlossaryTerm(NamedTuple):
    """A word of the field: in English as code and YAML have it, in Indonesian, and what it means here."""

    english: str
    indonesian: str
    meaning: str


def glossary_terms() -> list[GlossaryTerm]:
    """The words of the field, in alphabetical order."""
    indonesian = text_table("glossary", "id")
    return sorted(
        GlossaryTerm(word, indonesian[word], meaning) for word, meaning in text_table("glossary", "en").items()
    )
