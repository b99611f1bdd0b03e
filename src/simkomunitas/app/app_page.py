"""The page: the head, the view that was chosen, and the films it needs."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import solara
import solara.lab

from simkomunitas.app import viewer_state
from simkomunitas.app.animation_data import ANIMATION_CACHE, AnimationData
from simkomunitas.app.app_words import DEFAULT_LANGUAGE, LANGUAGES, Language, language_names, translate_app_text
from simkomunitas.app.await_workers import load_animations
from simkomunitas.app.compile_progress import CompileProgress
from simkomunitas.app.map_colours import COLOURINGS
from simkomunitas.app.notice_banner import NoticeBanner
from simkomunitas.app.page_link import STATE_PARAMETER, BrokenLinkError, decode_state, encode_state
from simkomunitas.app.server.entry_pages import choose_language
from simkomunitas.app.view_components import ControlPanel, WaitingIndicator
from simkomunitas.app.views.about_view import AboutView
from simkomunitas.app.views.ask_view import AskView
from simkomunitas.app.views.change_view import ChangeView
from simkomunitas.app.views.compare_view import CompareView
from simkomunitas.app.views.open_view import OpenView
from simkomunitas.app.views.play_view import PlayView, use_restricted_to_game
from simkomunitas.app.views.take_home_view import TakeHomeView, current_page_state
from simkomunitas.app.views.watch_view import WatchView
from simkomunitas.app.widgets import PageHeaderWidget
from simkomunitas.base.compilation_cache import is_engine_compiled

VIEW_COMPONENTS = {
    "open": OpenView,
    "watch": WatchView,
    "compare": CompareView,
    "ask": AskView,
    "change": ChangeView,
    "play": PlayView,
    "take": TakeHomeView,
    "about": AboutView,
}
VIEW_PARAMETER = "view"  # ``?view=play`` leads to a view


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
    solara.use_effect(lambda: _report_error(fault), [fault])
    if fault is None:
        PageContent().key("everything")  # named, so that what comes in its place is not taken for it
        return
    language = viewer_state.language.value
    with solara.Div(classes=["sk-main"]).key("fault"):
        NoticeBanner(language)
        RetryButton(clear, language)


@solara.component
def RetryButton(clear: Callable[[], None], language: Language) -> None:
    """A way back."""
    again = {"kind": "button", "key": "again", "label": translate_app_text("trouble:again", language)}
    ControlPanel("again", [again], lambda *_: clear())


@solara.component
def PageContent() -> None:
    """The head, the notices, the view."""
    router = solara.use_router()
    solara.use_memo(lambda: _restore_from_url(router.search or ""), [])
    language, only_play = viewer_state.language.value, use_restricted_to_game()
    with solara.Div(classes=["sk-all"]):
        PageHeader(language, ("play",) if only_play else tuple(VIEW_COMPONENTS))
        with solara.Div(classes=["sk-main"], attributes={"id": "sk-main", "role": "main"}):
            NoticeBanner(language)
            ErrorBoundary(language, "play" if only_play else viewer_state.view.value)


@solara.component
def ErrorBoundary(language: Language, view: str) -> None:
    """What is shown; an error in it is told in a sentence, and everybody else goes on undisturbed."""
    fault, clear = solara.use_exception()
    solara.use_effect(lambda: _report_error(fault), [fault])
    solara.use_effect(lambda: clear() if fault is not None else None, [view])  # elsewhere all may be well
    if fault is None:
        SelectedView(language, view)
    else:
        RetryButton(clear, language)


def _report_error(fault: BaseException | None) -> None:
    if fault is not None:
        viewer_state.show_error_notice(fault)


def _restore_from_url(search: str) -> None:
    """The language of the browser, and what a link asks for; a link that cannot be followed is told."""
    headers = solara.lab.headers.value or {}
    viewer_state.language.set(choose_language(",".join(headers.get("accept-language", []))))
    try:
        asked = parse_qs(search.removeprefix("?"), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        viewer_state.show_notice("trouble:link")
        return
    view = asked.get(VIEW_PARAMETER, ["watch"])[0]
    viewer_state.view.set(view if view in VIEW_COMPONENTS else "watch")
    strange = [name for name in asked if name not in (VIEW_PARAMETER, STATE_PARAMETER)] + [view] * (
        view not in VIEW_COMPONENTS
    )
    if strange:
        viewer_state.show_notice("trouble:address", name=strange[0][:40])
    if STATE_PARAMETER in asked:
        _follow_link(asked[STATE_PARAMETER][0])


def _follow_link(code: str) -> None:
    """Restore what a link holds."""
    try:
        place = decode_state(code)
    except BrokenLinkError:
        viewer_state.show_notice("trouble:link")
        return
    viewer_state.arms.set(place.arms)
    viewer_state.seed.set(place.seed)
    viewer_state.week.set(place.week)
    viewer_state.view.set(place.view if place.view in VIEW_COMPONENTS else "watch")
    viewer_state.colouring.set(place.colouring if place.colouring in COLOURINGS else "degree")
    viewer_state.language.set(place.language if place.language in LANGUAGES else DEFAULT_LANGUAGE)
    viewer_state.shown_arm_index.set(place.shown)
    viewer_state.team.set(place.team)
    viewer_state.selected_resident.set(place.asked_resident)
    if place.draft is not None:
        viewer_state.draft.set(viewer_state.ScenarioDraft(viewer_state.current_arm().scenario, place.draft))


@solara.component
def PageHeader(language: Language, able: tuple[str, ...]) -> None:
    """Where one can go, and in which language."""
    words = {
        name: translate_app_text(f"page:{name}", language)
        for name in ("sections", "skip", "language", "theme", "present", "lost")
    }
    code = encode_state(current_page_state())
    PageHeaderWidget.element(
        address=f"?{STATE_PARAMETER}={code}" if code else "", title=translate_app_text("page:title", language),
        view=viewer_state.view.value if viewer_state.view.value in able else able[0], words=words,
        language=language, languages=language_names(),
        tabs=[[name, translate_app_text(f"view:{name}", language)] for name in able],
        on_view=lambda name: viewer_state.view.set(name) if name in able else None,
        on_language=lambda name: viewer_state.language.set(name) if name in LANGUAGES else None,
    )  # fmt: skip


@solara.component
def SelectedView(language: Language, view: str) -> None:
    """The view that was chosen, once its films are there."""
    arms, seed = viewer_state.arms.value, viewer_state.seed.value
    runs = [(arm.scenario, seed) for arm in arms]

    async def fetch_animations() -> list[AnimationData]:
        return await load_animations(runs)

    task = solara.lab.use_task(fetch_animations, dependencies=[arms, seed], prefer_threaded=False, raise_error=False)
    finished = task.finished  # looked at, so that this is shown again when it changes
    ready = [found for run in runs if (found := ANIMATION_CACHE.find_animation(*run)) is not None]
    solara.use_effect(lambda: _report_error(task.exception), [task.exception])
    if len(ready) < len(runs) or (finished and task.exception is not None):
        if is_engine_compiled():
            WaitingIndicator(translate_app_text("wait:film", language))
        else:
            CompileProgress(language)
        return
    VIEW_COMPONENTS[view](ready, language)
