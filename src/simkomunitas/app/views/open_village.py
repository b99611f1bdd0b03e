"""Open: the presets as cards, and a village of one's own."""

from typing import Any

import solara
import solara.lab

from simkomunitas.app import viewing
from simkomunitas.app.card_pictures import card_legend, card_picture
from simkomunitas.app.deposits import deposits
from simkomunitas.app.limits import LARGEST_UPLOAD, MOST_ARMS
from simkomunitas.app.opening import MOST_FILES, Opened, open_files
from simkomunitas.app.pieces import Controls, Heading, Line, Waiting
from simkomunitas.app.presets import presets
from simkomunitas.app.reels import Reel
from simkomunitas.app.strict_json import read_json
from simkomunitas.app.waiting import done
from simkomunitas.app.widgets import Upload
from simkomunitas.app.words import Language, say

LONGEST_LIST = 16_384  # bytes of the names and sizes of files
READING_SECONDS = 30.0  # of work: the largest list of ties takes nine


@solara.component
def Open(reels: list[Reel], language: Language) -> None:
    """Cards to choose from, and a place for files."""
    with solara.Div(classes=["sk-open"]):
        with solara.Div(classes=["sk-open-head"]):
            Heading(say("open:title", language), 1)
            solara.HTML(tag="div", unsafe_innerHTML=card_legend(language), classes=["sk-legend"])
        with solara.Div(classes=["sk-cards"]):
            for name in presets():
                Card(name, language)
        with solara.Div(classes=["sk-panel", "sk-own"]):
            Heading(say("open:own", language))
            Own(language)


@solara.component
def Card(name: str, language: Language) -> None:
    """A preset: a picture of when and how hours are spent, two sentences, and what to do with it."""
    scenario = presets()[name].scenario

    def said(key: str, _: Any) -> None:  # noqa: ANN401 - a press of a button
        choose(name, beside=key == "beside")

    with solara.Div(classes=["sk-panel", "sk-card"]):
        solara.HTML(tag="div", unsafe_innerHTML=card_picture(scenario, language), classes=["sk-picture"])
        Heading(say(f"preset:{name}", language))
        Line(say(f"about:{name}", language))
        buttons = [
            {"kind": "button", "key": "watch", "label": say("open:watch", language)},
            {"kind": "button", "key": "beside", "label": say("open:beside", language), "style": "sk-quiet-button"},
        ]
        Controls(f"card-{name}", buttons, said, row=True)


def choose(name: str, *, beside: bool) -> None:
    """Watch a preset, or set it beside the one that is watched."""
    arm = viewing.preset_arm(name)
    if beside:
        viewing.arms.set((*viewing.arms.peek()[: MOST_ARMS - 1], arm))
        viewing.view.set("compare")
    else:
        viewing.set_aside(viewing.arms.peek()[0])
        others = [other for other in viewing.arms.peek()[1:] if other.name != name]
        viewing.arms.set((arm, *others)[:MOST_ARMS])
        viewing.shown.set(0)
        viewing.go_to(0)
        viewing.view.set("watch")


@solara.component
def Own(language: Language) -> None:
    """Files of one's own, which a worker reads."""
    sent: solara.Reactive[dict[str, bytes] | None] = solara.use_reactive(None)
    most = LARGEST_UPLOAD // 2**20

    async def read() -> None:
        if (files := sent.value) is not None:
            _show(await _opened(files, language))

    task = solara.lab.use_task(read, dependencies=[sent.value], prefer_threaded=False, raise_error=False)
    trouble = task.exception
    solara.use_effect(lambda: viewing.tell_trouble(trouble) if trouble else None, [trouble])
    Upload.element(
        label=say("open:drop", language), note=say("open:drop_note", language, most=most), most=LARGEST_UPLOAD,
        on_content=lambda content: sent.set(sent_files(content)),
        on_large=lambda _: viewing.tell("trouble:large_file", most=most),
    )  # fmt: skip
    if sent.value is not None and task.pending:
        Waiting(say("wait:file", language))


def sent_files(sent: bytes) -> dict[str, bytes]:
    """The files in a message: the length of the list of names and sizes, the list, the files; none if it is not so."""
    length = int.from_bytes(sent[:4], "big")
    try:
        listed = read_json(sent[4 : 4 + length], LONGEST_LIST)[0]
    except (ValueError, KeyError, IndexError, TypeError):
        return {}
    return _files(listed, sent[4 + length :]) if isinstance(listed, list) else {}


def _files(listed: list[Any], content: bytes) -> dict[str, bytes]:
    """The files as they were sent, one after the other; what does not add up gives nothing."""
    if len(content) > LARGEST_UPLOAD or len(listed) > MOST_FILES:
        return {}
    files, at = {}, 0
    for part in listed:
        if not isinstance(part, list) or len(part) != 2 or viewing.whole_within(part[1], 0, LARGEST_UPLOAD) is None:
            return {}
        files[str(part[0])] = bytes(content[at : at + int(part[1])])
        at += int(part[1])
    return files if at == len(content) else {}


async def _opened(files: dict[str, bytes], language: Language) -> Opened:
    """What the files describe; what was not opened is not kept."""
    folder, found = deposits().begin(), Opened()
    try:
        found = await done(open_files, files, folder, language, seconds=READING_SECONDS)
    finally:
        if not found.arms:
            deposits().drop(folder)
    return found


def _show(found: Opened) -> None:
    """Show what was opened; what cannot be shown is told, and nothing changes."""
    if not found.arms:
        viewing.tell(found.key, *found.lines, **dict(found.values))
        return
    viewing.notice.set(None)
    viewing.set_aside(viewing.current())
    viewing.go_to(0)
    viewing.arms.set(found.arms)
    viewing.shown.set(0)
    viewing.view.set("watch" if len(found.arms) == 1 else "compare")
