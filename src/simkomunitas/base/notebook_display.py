"""How an object shows itself in a notebook: as a small table of what a reader wants to know."""

from collections.abc import Mapping
from html import escape


def render_rows(rows: Mapping[str, object]) -> str:
    """Names and values as a table in HTML.

    >>> render_rows({"adults": 400})
    '<table><tr><th>adults</th><td>400</td></tr></table>'
    """
    cells = "".join(f"<tr><th>{escape(name)}</th><td>{escape(f'{value}')}</td></tr>" for name, value in rows.items())
    return f"<table>{cells}</table>"
