"""How a round of the workshop goes, at a glance; and the facilitator's guide to take along."""

import html

import solara

from simkomunitas.app.app_words import Language, translate_app_text
from simkomunitas.app.guide import read_guide
from simkomunitas.app.view_components import HeadingText, ParagraphText

ROUND_STEPS = ("decide", "predict", "reveal")


@solara.component
def RoundSteps(language: Language) -> None:
    """The three steps of a round, as cards to read from the last row."""
    with solara.Div(classes=["sk-steps"]):
        for number, step in enumerate(ROUND_STEPS, start=1):
            with solara.Div(classes=["sk-panel", "sk-step"]):
                title = html.escape(translate_app_text(f"round:{step}", language))
                solara.HTML(tag="h2", unsafe_innerHTML=f"<b>{number}</b> {title}", classes=["sk-h2"])
                ParagraphText(translate_app_text(f"round:about_{step}", language))


@solara.component
def GuideDownload(language: Language) -> None:
    """The script of a workshop of two hours, as a file."""
    with solara.Div(classes=["sk-panel", "sk-guide"]):
        HeadingText(translate_app_text("take:guide", language))
        ParagraphText(translate_app_text("take:guide_about", language))
        solara.FileDownload(
            lambda: read_guide(language).encode(), filename=translate_app_text("take:guide_name", language),
            label=translate_app_text("take:guide_get", language), mime_type="text/plain",
        )  # fmt: skip
