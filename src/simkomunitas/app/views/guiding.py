"""How a round of the workshop goes, at a glance; and the facilitator's guide to take along."""

import html

import solara

from simkomunitas.app.guide import guide_text
from simkomunitas.app.pieces import Heading, Line
from simkomunitas.app.words import Language, say

ROUND = ("decide", "predict", "reveal")


@solara.component
def Round(language: Language) -> None:
    """The three steps of a round, as cards to read from the last row."""
    with solara.Div(classes=["sk-steps"]):
        for number, step in enumerate(ROUND, start=1):
            with solara.Div(classes=["sk-panel", "sk-step"]):
                title = html.escape(say(f"round:{step}", language))
                solara.HTML(tag="h2", unsafe_innerHTML=f"<b>{number}</b> {title}", classes=["sk-h2"])
                Line(say(f"round:about_{step}", language))


@solara.component
def Guide(language: Language) -> None:
    """The script of a workshop of two hours, as a file."""
    with solara.Div(classes=["sk-panel", "sk-guide"]):
        Heading(say("take:guide", language))
        Line(say("take:guide_about", language))
        solara.FileDownload(
            lambda: guide_text(language).encode(), filename=say("take:guide_name", language),
            label=say("take:guide_get", language), mime_type="text/plain",
        )  # fmt: skip
