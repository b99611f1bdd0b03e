"""Take home: a parcel in one click, a link that restores the page, the guide for facilitators."""

from typing import Any

import solara
import solara.lab

from simkomunitas.app import viewing
from simkomunitas.app.house import standing
from simkomunitas.app.links import KEY, Place, packed, travels
from simkomunitas.app.packing import Order, parcel
from simkomunitas.app.pieces import Controls, Heading, Line, Waiting
from simkomunitas.app.pieces_of_colour import MARKS
from simkomunitas.app.reels import Reel
from simkomunitas.app.scopes import LOOPBACK
from simkomunitas.app.titles import arm_title
from simkomunitas.app.views.guiding import Guide
from simkomunitas.app.waiting import done
from simkomunitas.app.words import Language, say


@solara.component
def Take(reels: list[Reel], language: Language) -> None:
    """What one can carry away."""
    with solara.Div(classes=["sk-take"]):
        with solara.Div(classes=["sk-panel"]):
            Heading(say("take:title", language), 1)
            Line(say("take:about", language))
            Parcel(language)
        with solara.Div(classes=["sk-panel"]):
            Heading(say("take:again", language))
            for mark, arm in zip(MARKS, viewing.arms.value, strict=False):
                Line(f"{mark} · {arm_title(arm, language)}", "sk-strong")
                command = f"simkomunitas run {mark}/scenario.yaml --seed {viewing.seed.value}"
                solara.HTML(tag="pre", unsafe_innerHTML=command)
        with solara.Div(classes=["sk-panel", "sk-link"]):
            place = place_now()
            code = packed(place)
            fields = [{"kind": "text", "key": "link", "label": say("take:link", language), "longest": 9000,
                       "value": f"{own_address()}?{KEY}={code}", "fixed": True}]  # fmt: skip
            if code and travels(place):
                Controls("link", fields, lambda *_: None)
            else:
                Line(say("take:no_link" if travels(place) else "take:stays_here", language))
        Guide(language)


def own_address() -> str:
    """Where others find this page: as this browser does, or, seen from the machine itself, by the network."""
    host = (solara.lab.headers.value or {}).get("host", [""])[0]
    return address_for_others(host, standing().addresses)


def address_for_others(host: str, addresses: list[str]) -> str:
    """A browser that came by the network has found the way; one on this machine knows only its own name for it."""
    alone = host.rpartition(":")[0] in LOOPBACK
    if addresses and (alone or not host):
        return addresses[0]
    return f"http://{host}/" if host else "/"


def place_now() -> Place:
    """Where the viewer is, for a link."""
    return Place(
        viewing.arms.value, viewing.seed.value, viewing.week.value, viewing.view.value, viewing.colouring.value,
        viewing.language.value, viewing.shown.value, viewing.team.value, viewing.selected.value, viewing.drafted(),
    )  # fmt: skip


@solara.component
def Parcel(language: Language) -> None:
    """Make the parcel, wait, download it."""
    asked, set_asked = solara.use_state(0)
    arms, seed = viewing.arms.value, viewing.seed.value
    order = Order(tuple((arm_title(arm, language), arm.scenario) for arm in arms), seed, viewing.week.value, language)

    async def pack() -> bytes | None:
        return await done(parcel, order) if asked else None

    task = solara.lab.use_task(pack, dependencies=[asked], prefer_threaded=False, raise_error=False)
    finished, pending, trouble = task.finished, task.pending, task.exception
    solara.use_effect(lambda: viewing.tell_trouble(trouble) if trouble else None, [trouble])

    def said(_: str, __: Any) -> None:  # noqa: ANN401 - a press of a button
        set_asked(asked + 1)

    made = task.value if finished else None
    with solara.Div(classes=["sk-parcel"]):
        button = {"kind": "button", "key": "make", "label": say("take:make", language), "disabled": pending}
        Controls("parcel", [button], said, row=True)
        if asked and pending:
            Waiting(say("wait:pack", language))
        if made is not None:
            solara.FileDownload(
                made, filename="simkomunitas.zip", label=say("take:download", language), mime_type="application/zip"
            )
