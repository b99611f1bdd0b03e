"""Open: the presets as cards, and a village of one's own."""

from typing import Any

import solara
import solara.lab

from simkomunitas.app import viewer_state
from simkomunitas.app.animation_data import AnimationData
from simkomunitas.app.app_words import Language, translate_app_text
from simkomunitas.app.await_workers import run_in_worker
from simkomunitas.app.open_scenario_files import MAX_FILES, OpenedFiles, open_files
from simkomunitas.app.preset_picture import draw_preset_legend, draw_preset_picture
from simkomunitas.app.presets import load_presets
from simkomunitas.app.server.strict_json import parse_strict_json
from simkomunitas.app.server.uploaded_files import upload_store
from simkomunitas.app.server.viewer_limits import MAX_ARMS, MAX_UPLOAD_BYTES
from simkomunitas.app.view_components import ControlPanel, HeadingText, ParagraphText, WaitingIndicator
from simkomunitas.app.widgets import UploadWidget

MAX_LIST_BYTES = 16_384  # bytes of the names and sizes of files
READ_TIMEOUT = 30.0  # of work: the largest list of ties takes nine


@solara.component
def OpenView(animations: list[AnimationData], language: Language) -> None:
    """Cards to choose from, and a place for files."""
    with solara.Div(classes=["sk-open"]):
        with solara.Div(classes=["sk-open-head"]):
            HeadingText(translate_app_text("open:title", language), 1)
            solara.HTML(tag="div", unsafe_innerHTML=draw_preset_legend(language), classes=["sk-legend"])
        with solara.Div(classes=["sk-cards"]):
            for name in load_presets():
                PresetCard(name, language)
        with solara.Div(classes=["sk-panel", "sk-own"]):
            HeadingText(translate_app_text("open:own", language))
            FileUpload(language)


@solara.component
def PresetCard(name: str, language: Language) -> None:
    """A preset: a picture of when and how hours are spent, two sentences, and what to do with it."""
    scenario = load_presets()[name].scenario

    def handle_button(key: str, _: Any) -> None:  # noqa: ANN401 - a press of a button
        choose_preset(name, beside=key == "beside")

    with solara.Div(classes=["sk-panel", "sk-card"]):
        solara.HTML(tag="div", unsafe_innerHTML=draw_preset_picture(scenario, language), classes=["sk-picture"])
        HeadingText(translate_app_text(f"preset:{name}", language))
        ParagraphText(translate_app_text(f"about:{name}", language))
        buttons = [
            {"kind": "button", "key": "watch", "label": translate_app_text("open:watch", language)},
            {
                "kind": "button",
                "key": "beside",
                "label": translate_app_text("open:beside", language),
                "style": "sk-quiet-button",
            },
        ]
        ControlPanel(f"card-{name}", buttons, handle_button, row=True)


def choose_preset(name: str, *, beside: bool) -> None:
    """Watch a preset, or set it beside the one that is watched."""
    arm = viewer_state.preset_arm(name)
    if beside:
        viewer_state.arms.set((*viewer_state.arms.peek()[: MAX_ARMS - 1], arm))
        viewer_state.view.set("compare")
    else:
        viewer_state.keep_dropped_arm(viewer_state.arms.peek()[0])
        others = [other for other in viewer_state.arms.peek()[1:] if other.name != name]
        viewer_state.arms.set((arm, *others)[:MAX_ARMS])
        viewer_state.shown_arm_index.set(0)
        viewer_state.go_to_week(0)
        viewer_state.view.set("watch")


@solara.component
def FileUpload(language: Language) -> None:
    """Files of one's own, which a worker reads."""
    sent: solara.Reactive[dict[str, bytes] | None] = solara.use_reactive(None)
    most = MAX_UPLOAD_BYTES // 2**20

    async def read_files() -> None:
        if (files := sent.value) is not None:
            _show_opened(await _open_upload(files, language))

    task = solara.lab.use_task(read_files, dependencies=[sent.value], prefer_threaded=False, raise_error=False)
    trouble = task.exception
    solara.use_effect(lambda: viewer_state.show_error_notice(trouble) if trouble else None, [trouble])
    UploadWidget.element(
        label=translate_app_text("open:drop", language), note=translate_app_text("open:drop_note", language,
        most=most), most=MAX_UPLOAD_BYTES,
        on_content=lambda content: sent.set(parse_upload_message(content)),
        on_large=lambda _: viewer_state.show_notice("trouble:large_file", most=most),
    )  # fmt: skip
    if sent.value is not None and task.pending:
        WaitingIndicator(translate_app_text("wait:file", language))


def parse_upload_message(sent: bytes) -> dict[str, bytes]:
    """The files in a message: the length of the list of names and sizes, the list, the files; none if it is not so."""
    length = int.from_bytes(sent[:4], "big")
    try:
        listed = parse_strict_json(sent[4 : 4 + length], MAX_LIST_BYTES)[0]
    except (ValueError, KeyError, IndexError, TypeError):
        return {}
    return _split_files(listed, sent[4 + length :]) if isinstance(listed, list) else {}


def _split_files(listed: list[Any], content: bytes) -> dict[str, bytes]:
    """The files as they were sent, one after the other; what does not add up gives nothing."""
    if len(content) > MAX_UPLOAD_BYTES or len(listed) > MAX_FILES:
        return {}
    files, at = {}, 0
    for part in listed:
        if (
            not isinstance(part, list)
            or len(part) != 2
            or viewer_state.integer_in_range(part[1], 0, MAX_UPLOAD_BYTES) is None
        ):
            return {}
        files[str(part[0])] = bytes(content[at : at + int(part[1])])
        at += int(part[1])
    return files if at == len(content) else {}


async def _open_upload(files: dict[str, bytes], language: Language) -> OpenedFiles:
    """What the files describe; what was not opened is not kept."""
    folder, found = upload_store().create_folder(), OpenedFiles()
    try:
        found = await run_in_worker(open_files, files, folder, language, seconds=READ_TIMEOUT)
    finally:
        if not found.arms:
            upload_store().delete_folder(folder)
    return found


def _show_opened(found: OpenedFiles) -> None:
    """Show what was opened; what cannot be shown is told, and nothing changes."""
    if not found.arms:
        viewer_state.show_notice(found.key, *found.lines, **dict(found.values))
        return
    viewer_state.notice.set(None)
    viewer_state.keep_dropped_arm(viewer_state.current_arm())
    viewer_state.go_to_week(0)
    viewer_state.arms.set(found.arms)
    viewer_state.shown_arm_index.set(0)
    viewer_state.view.set("watch" if len(found.arms) == 1 else "compare")
