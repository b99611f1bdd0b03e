"""About: this is not a forecast; what the model leaves out; the keys."""

import html

import solara

from simkomunitas.app.animation_data import AnimationData
from simkomunitas.app.app_words import Language, translate_app_text
from simkomunitas.app.shipped_verdicts import VERDICT_NAMES, load_verdicts, targets_with_verdict
from simkomunitas.app.view_components import HeadingText, ParagraphText


@solara.component
def AboutView(animations: list[AnimationData], language: Language) -> None:
    """What to keep in mind."""
    with solara.Div(classes=["sk-about-page"]):
        with solara.Div(classes=["sk-panel", "sk-not"]):
            HeadingText(translate_app_text("about:title", language), 1)
            for name in ("not", "luck", "for"):
                ParagraphText(translate_app_text(f"about:{name}", language))
        with solara.Div(classes=["sk-panel"]):
            HeadingText(translate_app_text("about:out", language))
            BulletList(translate_app_text("about:out_list", language))
        with solara.Div(classes=["sk-panel", "sk-missed"]):
            UnmetTargets(language)
        with solara.Div(classes=["sk-panel"]):
            HeadingText(translate_app_text("about:keys", language))
            BulletList(translate_app_text("about:keys_list", language))


@solara.component
def UnmetTargets(language: Language) -> None:
    """What was found elsewhere and does not show here, as ``validate`` judged the model that was shipped."""
    met, missed, undecided = (targets_with_verdict(verdict) for verdict in VERDICT_NAMES)
    counts = {"all": len(load_verdicts()), "met": len(met), "missed": len(missed), "open": len(undecided)}
    HeadingText(translate_app_text("evidence:title", language))
    ParagraphText(translate_app_text("evidence:about", language, **counts))
    if missed:
        BulletList("|".join(translate_app_text(f"target:{target}", language) for target in missed))
    else:
        ParagraphText(translate_app_text("evidence:none", language))
    if undecided:
        ParagraphText(translate_app_text("evidence:open", language), "sk-strong")
        BulletList("|".join(translate_app_text(f"target:{target}", language) for target in undecided))


@solara.component
def BulletList(text: str) -> None:
    """Points of a list, parted by bars."""
    lines = "".join(f"<li>{html.escape(part)}</li>" for part in text.split("|"))
    solara.HTML(tag="ul", unsafe_innerHTML=lines, classes=["sk-listed"])
