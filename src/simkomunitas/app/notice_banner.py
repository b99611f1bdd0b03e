"""Notices to the viewer: what did not work, in her language; announced, and closed when she has read them."""

import html

import solara

from simkomunitas.app import viewer_state
from simkomunitas.app.app_words import Language, translate_app_text
from simkomunitas.app.view_components import ControlPanel


@solara.component
def NoticeBanner(language: Language) -> None:
    """The latest notice, if there is one."""
    notice = viewer_state.notice.value
    if notice is None:
        solara.Div(classes=["sk-nothing"])
        return
    text = translate_app_text(notice.key, language, **dict(notice.values))
    lines = "".join(f"<li>{html.escape(line)}</li>" for line in notice.lines)
    with solara.Div(classes=["sk-notice"], attributes={"role": "alert"}):
        solara.HTML(tag="div", unsafe_innerHTML=html.escape(text) + (f"<ul>{lines}</ul>" if lines else ""))
        close = {
            "kind": "button",
            "key": "close",
            "label": translate_app_text("trouble:close", language),
            "style": "sk-quiet-button",
        }
        ControlPanel("notice", [close], lambda *_: viewer_state.notice.set(None))
