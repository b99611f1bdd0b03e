"""The guide for facilitators of a workshop, in both languages."""

from pathlib import Path

from simkomunitas.app.words import Language

HERE = Path(__file__).parent


def guide_text(language: Language) -> str:
    """The guide in one language, as Markdown."""
    return (HERE / f"guide.{language}.md").read_text(encoding="utf-8")
