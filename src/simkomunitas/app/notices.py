"""Notices to the viewer: what did not work, in her language; announced, and closed when she has read them."""

import html

import solara

from simkomunitas.app import viewing
from simkomunitas.app.pieces import Controls
from simkomunitas.app.words import Language, say


@solara.component
def Notices(language: Language) -> None:
    """The latest notice, if there is one."""
    notice = viewing.notice.value
    if notice is None:
        solara.Div(classes=["sk-nothing"])
        return
    text = say(notice.key, language, **dict(notice.values))
    lines = "".join(f"<li>{html.escape(line)}</li>" for line in notice.lines)
    with solara.Div(classes=["sk-notice"], attributes={"role": "alert"}):
        solara.HTML(tag="div", unsafe_innerHTML=html.escape(text) + (f"<ul>{lines}</ul>" if lines else ""))
        close = {"kind": "button", "key": "close", "label": say("trouble:close", language), "style": "sk-quiet-button"}
        Controls("notice", [close], lambda *_: viewing.notice.set(None))
