"""The words of the app, which stand in ``locale/*/*.toml``; what the model's things are called comes from below.

Keys are ``part:name``.  Names of outcomes, periods and arms are those of the figures, sentences about events and
reasons those of the stories; only what the app alone says stands in these files.
"""

from collections.abc import Mapping
from functools import cache

from simkomunitas.locale.translation import (
    LANGUAGES,
    Language,
    decimal_mark,
    format_number,
    format_percent,
    text_table,
)

__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "Language",
    "app_texts",
    "decimal_mark",
    "format_number",
    "format_percent",
    "language_names",
    "translate_all",
    "translate_app_text",
]

DEFAULT_LANGUAGE: Language = "id"  # of trainers and participants
APP_SUBJECTS = ("app", "views", "evidence", "workshop", "units", "settings")


@cache
def app_texts(language: Language) -> Mapping[str, str]:
    """All texts of the app by their keys."""
    return {key: text for subject in APP_SUBJECTS for key, text in text_table(subject, language).items()}


def language_names() -> list[list[str]]:
    """Code and name of every language, the app's own first."""
    codes = sorted(LANGUAGES, key=lambda language: language != DEFAULT_LANGUAGE)
    return [[code, text_table("language", code)["name"]] for code in codes]


def translate_all(key: str, between: str = " · ", **values: object) -> str:
    """The text in every language, the app's own first, for a terminal, of which nobody knows who reads it.

    >>> translate_all("start:code")
    'kode masuk · join code'
    """
    return between.join(translate_app_text(key, language, **values) for language, _ in language_names())


def translate_app_text(key: str, language: Language, **values: object) -> str:
    """The text under ``key`` with its values put in; an unknown key raises KeyError.

    >>> translate_app_text("view:ask", "id")
    'Tanya warga'
    """
    return app_texts(language)[key].format(**values)
