"""What a diagnosis and a comparison over plausible worlds say, in English and in plain Indonesian.

The sentences of a diagnosis are meant to be read aloud at a training.
"""

from simkomunitas.locale.translation import Language, text_table, translate
from simkomunitas.reports.translated_words import display_name


def find_sentence(key: str, language: Language, **values: object) -> str:
    """The text under ``key`` with its values put in; an unknown key raises KeyError.

    >>> find_sentence("diagnosis:one", "id", why=find_sentence("why:authority", "id"))
    'Yang paling menghambat desa ini: pemerintah tidak menanggapi usulan warga.'
    """
    return translate("diagnosis", key, language, **values)


def join_list(texts: list[str], language: Language) -> str:
    """Several texts as one list.

    >>> join_list(["a", "b", "c"], "en")
    'a; b; and c'
    """
    if len(texts) < 2:
        return "".join(texts)
    return f"{'; '.join(texts[:-1])}; {find_sentence('and', language)} {texts[-1]}"


def effect_name(outcome: str, language: Language) -> str:
    """How an outcome is called where its change is shown.

    >>> effect_name("need", "en"), effect_name("participation", "en")
    ('relief of need', 'participation')
    """
    key = f"outcome:{outcome}"
    return (
        find_sentence(key, language)
        if key in text_table("diagnosis", language)
        else display_name("outcome", outcome, language)
    )
