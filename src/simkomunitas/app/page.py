"""The page: the head, the view that was chosen, and the films it needs."""

from typing import Any

import solara
import solara.lab

from simkomunitas.app import viewing
from simkomunitas.app.doors import preferred
from simkomunitas.app.notices import Notices
from simkomunitas.app.pieces import Controls, Waiting
from simkomunitas.app.reels import SHELF, Reel
from simkomunitas.app.views.watch import Watch
from simkomunitas.app.waiting import reels_of
from simkomunitas.app.widgets import Masthead
from simkomunitas.app.words import Language, say
from simkomunitas.ground.compiled import is_warm

ABLE = {"watch": Watch}


@solara.component
def Layout(children: list[Any]) -> Any:  # noqa: ANN401 - an element
    """Nothing around the page: it has its own head."""
    with solara.Div(classes=["sk-page"], children=children) as main:
        pass
    return main


@solara.component
def Page() -> None:
    """Everything a viewer sees."""
    solara.use_memo(_begin, [])
    language = viewing.language.value
    with solara.Div(classes=["sk-all"]):
        Head(language)
        with solara.Div(classes=["sk-main"], attributes={"id": "sk-main", "role": "main"}):
            Notices(language)
            Guarded(language)


@solara.component
def Guarded(language: Language) -> None:
    """What is shown; a fault in it is told in a sentence, and everybody else goes on undisturbed."""
    fault, clear = solara.use_exception()
    solara.use_effect(lambda: _tell(fault), [fault])
    if fault is None:
        Shown(language)
    else:
        Controls("again", [{"kind": "button", "key": "again", "label": say("trouble:again", language)}], lambda *_: clear())


def _tell(fault: BaseException | None) -> None:
    if fault is not None:
        viewing.tell_trouble(fault)


def _begin() -> None:
    """The language of the browser."""
    headers = solara.lab.headers.value or {}
    viewing.language.set(preferred(",".join(headers.get("accept-language", []))))


@solara.component
def Head(language: Language) -> None:
    """Where one can go, and in which language."""
    words = {name: say(f"page:{name}", language) for name in ("sections", "skip", "language", "theme", "present")}
    Masthead.element(
        title=say("page:title", language), view=viewing.view.value, language=language, words=words,
        tabs=[[name, say(f"view:{name}", language)] for name in ABLE],
        on_view=lambda name: viewing.view.set(name) if name in ABLE else None,
        on_language=lambda name: viewing.language.set(name) if name in ("id", "en") else None,
    )  # fmt: skip


@solara.component
def Shown(language: Language) -> None:
    """The view that was chosen, once its films are there."""
    arms, seed = viewing.arms.value, viewing.seed.value
    runs = [(arm.scenario, seed) for arm in arms]

    async def fetch() -> list[Reel]:
        return await reels_of(runs)

    task = solara.lab.use_task(fetch, dependencies=[arms, seed], prefer_threaded=False, raise_error=False)
    finished = task.finished  # looked at, so that this is shown again when it changes
    ready = [found for run in runs if (found := SHELF.find(*run)) is not None]
    solara.use_effect(lambda: _tell(task.exception), [task.exception])
    if len(ready) < len(runs) or (finished and task.exception is not None):
        Waiting(say("wait:film" if is_warm() else "wait:first", language))
        return
    ABLE[viewing.view.value](ready, language)
