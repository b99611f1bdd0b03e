"""Take home: a parcel in one click, a link that restores the page, the guide for facilitators."""

from typing import Any

import solara
import solara.lab

from simkomunitas.app import viewer_state
from simkomunitas.app.animation_data import AnimationData
from simkomunitas.app.app_words import Language, translate_app_text
from simkomunitas.app.arm_titles import format_arm_title
from simkomunitas.app.await_workers import run_in_worker
from simkomunitas.app.map_colours import ARM_LETTERS
from simkomunitas.app.page_link import STATE_PARAMETER, PageState, encode_state, is_portable
from simkomunitas.app.server.request_scope import LOOPBACK_NAMES
from simkomunitas.app.server.server_info import current_server_info
from simkomunitas.app.take_home_parcel import build_parcel
from simkomunitas.app.view_components import ControlPanel, HeadingText, ParagraphText, WaitingIndicator
from simkomunitas.app.views.workshop_guide import GuideDownload
from simkomunitas.app.workshop_handout import ParcelRequest


@solara.component
def TakeHomeView(animations: list[AnimationData], language: Language) -> None:
    """What one can carry away."""
    with solara.Div(classes=["sk-take"]):
        with solara.Div(classes=["sk-panel"]):
            HeadingText(translate_app_text("take:title", language), 1)
            ParagraphText(translate_app_text("take:about", language))
            ParcelDownload(language)
        with solara.Div(classes=["sk-panel"]):
            HeadingText(translate_app_text("take:again", language))
            for mark, arm in zip(ARM_LETTERS, viewer_state.arms.value, strict=False):
                ParagraphText(f"{mark} · {format_arm_title(arm, language)}", "sk-strong")
                command = f"simkomunitas run {mark}/scenario.yaml --seed {viewer_state.seed.value}"
                solara.HTML(tag="pre", unsafe_innerHTML=command)
        with solara.Div(classes=["sk-panel", "sk-link"]):
            place = current_page_state()
            code = encode_state(place)
            fields = [{"kind": "text", "key": "link", "label": translate_app_text("take:link", language),
                "longest": 9000,
                       "value": f"{page_address()}?{STATE_PARAMETER}={code}", "fixed": True}]  # fmt: skip
            if code and is_portable(place):
                ControlPanel("link", fields, lambda *_: None)
            else:
                ParagraphText(translate_app_text("take:no_link" if is_portable(place) else "take:stays_here", language))
        GuideDownload(language)


def page_address() -> str:
    """Where others find this page: as this browser does, or, seen from the machine itself, by the network."""
    host = (solara.lab.headers.value or {}).get("host", [""])[0]
    return shareable_address(host, current_server_info().phone_addresses)


def shareable_address(host: str, addresses: list[str]) -> str:
    """A browser that came by the network has found the way; one on this machine knows only its own name for it."""
    alone = host.rpartition(":")[0] in LOOPBACK_NAMES
    if addresses and (alone or not host):
        return addresses[0]
    return f"http://{host}/" if host else "/"


def current_page_state() -> PageState:
    """Where the viewer is, for a link."""
    return PageState(
        viewer_state.arms.value, viewer_state.seed.value, viewer_state.week.value, viewer_state.view.value,
        viewer_state.colouring.value, viewer_state.language.value, viewer_state.shown_arm_index.value,
        viewer_state.team.value, viewer_state.selected_resident.value,
        viewer_state.current_draft(),
    )  # fmt: skip


@solara.component
def ParcelDownload(language: Language) -> None:
    """Make the parcel, wait, download it."""
    asked, set_asked = solara.use_state(0)
    arms, seed = viewer_state.arms.value, viewer_state.seed.value
    order = ParcelRequest(
        tuple((format_arm_title(arm, language), arm.scenario) for arm in arms), seed, viewer_state.week.value, language
    )

    async def pack_parcel() -> bytes | None:
        return await run_in_worker(build_parcel, order) if asked else None

    task = solara.lab.use_task(pack_parcel, dependencies=[asked], prefer_threaded=False, raise_error=False)
    finished, pending, trouble = task.finished, task.pending, task.exception
    solara.use_effect(lambda: viewer_state.show_error_notice(trouble) if trouble else None, [trouble])

    def handle_button(_: str, __: Any) -> None:  # noqa: ANN401 - a press of a button
        set_asked(asked + 1)

    made = task.value if finished else None
    with solara.Div(classes=["sk-parcel"]):
        button = {
            "kind": "button",
            "key": "make",
            "label": translate_app_text("take:make", language),
            "disabled": pending,
        }
        ControlPanel("parcel", [button], handle_button, row=True)
        if asked and pending:
            WaitingIndicator(translate_app_text("wait:pack", language))
        if made is not None:
            solara.FileDownload(
                made,
                filename="simkomunitas.zip",
                label=translate_app_text("take:download", language),
                mime_type="application/zip",
            )
