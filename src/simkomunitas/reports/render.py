"""Pages from templates: HTML in which every value is escaped, and Markdown."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from simkomunitas.base.catalogue import docstring_summary
from simkomunitas.base.table_files import markdown_table
from simkomunitas.reports.markdown_format import (
    cite_sources,
    cites_source,
    docstring_to_markdown,
    foldable_code_block,
    format_table_number,
    link_sources,
)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("simkomunitas.reports"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {"table": markdown_table, "folded": foldable_code_block}
    environment.filters |= {
        one.__name__: one
        for one in (cite_sources, docstring_summary, link_sources, format_table_number, docstring_to_markdown)
    }
    environment.tests |= {cites_source.__name__: cites_source}
    return environment


def render_template(name: str, **values: object) -> str:
    """A template of the folder ``templates`` with these values; one that is not given raises UndefinedError.

    What comes from a template ``*.html`` is not escaped again in another one.
    """
    text = _environment().get_template(name).render(**values)
    return Markup(text) if name.endswith(".html") else text
