"""The guide for facilitators of a workshop, in both languages."""

from pathlib import Path

from simkomunitas.app.app_words import Language

GUIDE_FOLDER = Path(__file__).parent


def read_guide(language: Language) -> str:
    """The guide in one language, as Markdown."""
    return (GUIDE_FOLDER / f"guide.{language}.md").read_text(encoding="utf-8")
