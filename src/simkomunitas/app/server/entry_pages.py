"""The few pages that stand outside Solara, in the reader's language: the join code, no room, too fast, too long."""

from simkomunitas.app.app_words import DEFAULT_LANGUAGE, LANGUAGES, Language, translate_app_text
from simkomunitas.app.server.access_control import EntryPages
from simkomunitas.locale.translation import text_table
from simkomunitas.reports.render import render_template


def choose_language(accepted: str) -> Language:
    """The language that a browser's Accept-Language header asks for first; Indonesian if it names none that is there.

    >>> choose_language("en-GB,en;q=0.9,id;q=0.2"), choose_language("id-ID,en"), choose_language("")
    ('en', 'id', 'id')
    """
    wanted = [_parse_language_weight(part, place) for place, part in enumerate(accepted.lower().split(",")[:20])]
    codes = {code: language for language in LANGUAGES for code in _language_codes(language)}
    known = sorted((-weight, place, codes[code]) for weight, place, code in wanted if code in codes)
    return known[0][2] if known else DEFAULT_LANGUAGE


def _language_codes(language: Language) -> tuple[str, str]:
    """The codes by which browsers ask for a language."""
    return language, text_table("language", language).get("older_code", language)


def _parse_language_weight(part: str, place: int) -> tuple[float, int, str]:
    name, _, weight = part.strip().partition(";q=")
    try:
        return float(weight or 1), place, name.strip().partition("-")[0]
    except ValueError:
        return 0.0, place, name.strip().partition("-")[0]


class TranslatedEntryPages(EntryPages):
    """The pages at the door, in words."""

    def join_code_page(self, languages: str, *, wrong: bool) -> str:
        """Ask for the join code."""
        language = choose_language(languages)
        labels = {name: translate_app_text(f"door:{name}", language) for name in ("code", "enter")}
        return _html_page(
            language, "title", "text", wrong=translate_app_text("door:wrong", language) if wrong else "", **labels
        )

    def server_full_page(self, languages: str) -> str:
        """Say that there is no room."""
        return _html_page(choose_language(languages), "full", "full_text")

    def too_many_attempts_page(self, languages: str) -> str:
        """Say that codes were tried too often."""
        return _html_page(choose_language(languages), "slowly", "slowly_text")

    def address_too_long_page(self, languages: str) -> str:
        """Say that the address is too long."""
        return _html_page(choose_language(languages), "too_long", "too_long_text")

    def not_found_page(self, languages: str) -> str:
        """Say that there is no such page."""
        return _html_page(choose_language(languages), "missing", "missing_text")


def _html_page(language: Language, title: str, text: str, *, code: str = "", enter: str = "", wrong: str = "") -> str:
    title, text = translate_app_text(f"door:{title}", language), translate_app_text(f"door:{text}", language)
    labels = {"code": code, "enter": enter, "wrong": wrong}
    return render_template("app/door.html", language=language, title=title, text=text, **labels)
