"""About: this is not a forecast; what the model leaves out; the keys."""

import html

import solara

from simkomunitas.app.pieces import Heading, Line
from simkomunitas.app.reels import Reel
from simkomunitas.app.verdicts import VERDICTS, judged, verdicts
from simkomunitas.app.words import Language, say


@solara.component
def About(reels: list[Reel], language: Language) -> None:
    """What to keep in mind."""
    with solara.Div(classes=["sk-about-page"]):
        with solara.Div(classes=["sk-panel", "sk-not"]):
            Heading(say("about:title", language), 1)
            for name in ("not", "luck", "for"):
                Line(say(f"about:{name}", language))
        with solara.Div(classes=["sk-panel"]):
            Heading(say("about:out", language))
            Listed(say("about:out_list", language))
        with solara.Div(classes=["sk-panel", "sk-missed"]):
            Missed(language)
        with solara.Div(classes=["sk-panel"]):
            Heading(say("about:keys", language))
            Listed(say("about:keys_list", language))


@solara.component
def Missed(language: Language) -> None:
    """What was found elsewhere and does not show here, as ``validate`` judged the model that was shipped."""
    met, missed, undecided = (judged(verdict) for verdict in VERDICTS)
    counts = {"all": len(verdicts()), "met": len(met), "missed": len(missed), "open": len(undecided)}
    Heading(say("evidence:title", language))
    Line(say("evidence:about", language, **counts))
    if missed:
        Listed("|".join(say(f"target:{target}", language) for target in missed))
    else:
        Line(say("evidence:none", language))
    if undecided:
        Line(say("evidence:open", language), "sk-strong")
        Listed("|".join(say(f"target:{target}", language) for target in undecided))


@solara.component
def Listed(text: str) -> None:
    """Points of a list, parted by bars."""
    lines = "".join(f"<li>{html.escape(part)}</li>" for part in text.split("|"))
    solara.HTML(tag="ul", unsafe_innerHTML=lines, classes=["sk-listed"])
