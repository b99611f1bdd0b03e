"""The words of figures and tables, which stand in ``locale/*/figures.toml``.

Keys that start with a kind (``arm:``, ``outcome:``, ``unit:``) name things of the model; a thing
without a word of its own, such as a user's own arm, is shown by its name.
"""

from collections.abc import Iterable

from simkomunitas.locale.translation import Language, format_number, format_percent, text_table, translate
from simkomunitas.model.outcomes import HEADLINE_OUTCOMES

__all__ = ["Language", "format_number", "format_percent"]


PERIODS = ("programme", "year_1", "year_3", "year_5")
PRINCIPLES = HEADLINE_OUTCOMES
FUNNEL = ("aware", "invited", "attend", "contribute", "decide", "lead")


def translate_text(key: str, language: Language, **values: object) -> str:
    """The text under ``key`` with its values put in; an unknown key raises KeyError.

    >>> translate_text("arm:none", "id")
    'tanpa program'
    """
    return translate("figures", key, language, **values)


def display_name(kind: str, name: str, language: Language) -> str:
    """How a thing of the model is called; a thing without a word of its own keeps its name, made readable.

    >>> display_name("arm", "my_own_mix", "en")
    'my own mix'
    """
    return text_table("figures", language).get(f"{kind}:{name}", name.replace("_", " "))


def format_run_count(counts: Iterable[int], language: Language) -> str:
    """How many runs stand behind numbers: one count, or the least and the most; numbers without any run do not count.

    >>> format_run_count([100, 36, 0], "en"), format_run_count([20, 20], "id")
    ('36 to 100', '20')
    """
    known = sorted({int(count) for count in counts if count > 0}) or [0]
    if len(known) == 1:
        return format_number(known[0], language)
    return translate_text(
        "count:range", language, least=format_number(known[0], language), most=format_number(known[-1], language)
    )


def is_share_unit(unit: str) -> bool:
    """Whether numbers with this unit are shown as percent."""
    return unit.startswith("share")
