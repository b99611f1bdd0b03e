"""The page: the head, the view that was chosen, and the films it needs."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import solara
import solara.lab

from simkomunitas.app import viewing
from simkomunitas.app.doors import preferred
from simkomunitas.app.links import KEY, BrokenLinkError, packed, unpacked
from simkomunitas.app.notices import Notices
from simkomunitas.app.pieces import Controls, Waiting
from simkomunitas.app.pieces_of_colour import COLOURS
from simkomunitas.app.preparing import Preparing
from simkomunitas.app.reels import SHELF, Reel
from simkomunitas.app.views.about import About
from simkomunitas.app.views.ask import Ask
from simkomunitas.app.views.change import Change
from simkomunitas.app.views.compare import Compare
from simkomunitas.app.views.open_village import Open
from simkomunitas.app.views.play import Play, use_only_play
from simkomunitas.app.views.take_home import Take, place_now
from simkomunitas.app.views.watch import Watch
from simkomunitas.app.waiting import reels_of
from simkomunitas.app.widgets import Masthead
from simkomunitas.app.words import Language, say
from simkomunitas.ground.compiled import is_warm

ABLE = {
    "open": Open,
    "watch": Watch,
    "compare": Compare,
    "ask": Ask,
    "change": Change,
    "play": Play,
    "take": Take,
    "about": About,
}
SHORT = "view"  # ``?view=play`` leads to a view


@solara.component
def Layout(children: list[Any]) -> Any:  # noqa: ANN401 - an element
    """Nothing around the page: it has its own head."""
    with solara.Div(classes=["sk-page"], children=children) as main:
        pass
    return main


@solara.component
def Page() -> None:
    """Everything a viewer sees; whatever goes wrong, she is told so in a sentence."""
    fault, clear = solara.use_exception()
    solara.use_effect(lambda: _tell(fault), [fault])
    if fault is None:
        Everything().key("everything")  # named, so that what comes in its place is not taken for it
        return
    language = viewing.language.value
    with solara.Div(classes=["sk-main"]).key("fault"):
        Notices(language)
        Again(clear, language)


@solara.component
def Again(clear: Callable[[], None], language: Language) -> None:
    """A way back."""
    again = {"kind": "button", "key": "again", "label": say("trouble:again", language)}
    Controls("again", [again], lambda *_: clear())


@solara.component
def Everything() -> None:
    """The head, the notices, the view."""
    router = solara.use_router()
    solara.use_memo(lambda: _begin(router.search or ""), [])
    language, only_play = viewing.language.value, use_only_play()
    with solara.Div(classes=["sk-all"]):
        Head(language, ("play",) if only_play else tuple(ABLE))
        with solara.Div(classes=["sk-main"], attributes={"id": "sk-main", "role": "main"}):
            Notices(language)
            Guarded(language, "play" if only_play else viewing.view.value)


@solara.component
def Guarded(language: Language, view: str) -> None:
    """What is shown; a fault in it is told in a sentence, and everybody else goes on undisturbed."""
    fault, clear = solara.use_exception()
    solara.use_effect(lambda: _tell(fault), [fault])
    solara.use_effect(lambda: clear() if fault is not None else None, [view])  # elsewhere all may be well
    if fault is None:
        Shown(language, view)
    else:
        Again(clear, language)


def _tell(fault: BaseException | None) -> None:
    if fault is not None:
        viewing.tell_trouble(fault)


def _begin(search: str) -> None:
    """The language of the browser, and what a link asks for; a link that cannot be followed is told."""
    headers = solara.lab.headers.value or {}
    viewing.language.set(preferred(",".join(headers.get("accept-language", []))))
    try:
        asked = parse_qs(search.removeprefix("?"), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        viewing.tell("trouble:link")
        return
    view = asked.get(SHORT, ["watch"])[0]
    viewing.view.set(view if view in ABLE else "watch")
    strange = [name for name in asked if name not in (SHORT, KEY)] + [view] * (view not in ABLE)
    if strange:
        viewing.tell("trouble:address", name=strange[0][:40])
    if KEY in asked:
        _follow(asked[KEY][0])


def _follow(code: str) -> None:
    """Restore what a link holds."""
    try:
        place = unpacked(code)
    except BrokenLinkError:
        viewing.tell("trouble:link")
        return
    viewing.arms.set(place.arms)
    viewing.seed.set(place.seed)
    viewing.week.set(place.week)
    viewing.view.set(place.view if place.view in ABLE else "watch")
    viewing.colouring.set(place.colouring if place.colouring in COLOURS else "degree")
    viewing.language.set("en" if place.language == "en" else "id")
    viewing.shown.set(place.shown)
    viewing.team.set(place.team)
    viewing.selected.set(place.asked)
    if place.draft is not None:
        viewing.draft.set(viewing.Draft(viewing.current().scenario, place.draft))


@solara.component
def Head(language: Language, able: tuple[str, ...]) -> None:
    """Where one can go, and in which language."""
    words = {
        name: say(f"page:{name}", language) for name in ("sections", "skip", "language", "theme", "present", "lost")
    }
    code = packed(place_now())
    Masthead.element(
        address=f"?{KEY}={code}" if code else "", title=say("page:title", language),
        view=viewing.view.value if viewing.view.value in able else able[0], language=language, words=words,
        tabs=[[name, say(f"view:{name}", language)] for name in able],
        on_view=lambda name: viewing.view.set(name) if name in able else None,
        on_language=lambda name: viewing.language.set(name) if name in ("id", "en") else None,
    )  # fmt: skip


@solara.component
def Shown(language: Language, view: str) -> None:
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
        if is_warm():
            Waiting(say("wait:film", language))
        else:
            Preparing(language)
        return
    ABLE[view](ready, language)
