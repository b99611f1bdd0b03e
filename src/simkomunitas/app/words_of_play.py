"""Words of the workshop game."""

from simkomunitas.pages.words import Word

PLAY: dict[str, Word] = {}
