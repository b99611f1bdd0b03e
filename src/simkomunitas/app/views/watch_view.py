"""Watch: one village, week by week."""

from typing import Any

import solara

from simkomunitas.app import viewer_state
from simkomunitas.app.animation_data import AnimationData
from simkomunitas.app.app_words import Language, translate_app_text
from simkomunitas.app.arm_titles import format_arm_title
from simkomunitas.app.map_colours import COLOURINGS
from simkomunitas.app.view_components import (
    ControlPanel,
    EventNews,
    HeadingText,
    MapLegend,
    OutcomeCurves,
    ParagraphText,
    ResidentMap,
    TimelineControl,
)


@solara.component
def WatchView(animations: list[AnimationData], language: Language) -> None:
    """The map, the time line, the curves, the news."""
    animation = animations[min(viewer_state.shown_arm_index.value, len(animations) - 1)]
    with solara.Div(classes=["sk-watch"]):
        with solara.Div(classes=["sk-panel", "sk-stage"]):
            ColourSelection(language)
            ResidentMap(
                animation,
                viewer_state.colouring.value,
                language,
                translate_app_text("map:title", language),
                on_chosen=_ask_resident,
            )
            EventNews([animation], language, latest=2)
            MapLegend(viewer_state.colouring.value, language)
        with solara.Div(classes=["sk-panel", "sk-principles"]):
            HeadingText(translate_app_text("curve:principles", language))
            OutcomeCurves([animation], "principles", language, 2)
        with solara.Div(classes=["sk-panel", "sk-funnel"]):
            HeadingText(translate_app_text("curve:funnel", language))
            OutcomeCurves([animation], "funnel", language, 3)
            ParagraphText(translate_app_text("curve:note", language), "sk-note")
        with solara.Div(classes=["sk-panel", "sk-told"]):
            HeadingText(translate_app_text("news:title", language))
            EventNews([animation], language)
        with solara.Div(classes=["sk-panel", "sk-transport-panel"]):
            TimelineControl([animation], language)


def _ask_resident(row: int) -> None:
    """A click on a dot."""
    viewer_state.selected_resident.set(row)
    viewer_state.view.set("ask")


@solara.component
def ColourSelection(language: Language) -> None:
    """What the colours show, and which of the programmes is watched."""
    ControlPanel("colour", [*arm_selection_field(language), colouring_field(language)], _handle_choice, row=True)


def colouring_field(language: Language) -> dict[str, Any]:
    """A choice of what the colours show."""
    options = [[name, translate_app_text(f"colour:{name}", language)] for name in COLOURINGS]
    about = {
        "kind": "choice",
        "key": "colour",
        "label": translate_app_text("colour:title", language),
        "options": options,
    }
    return about | {"value": viewer_state.colouring.value}


def arm_selection_field(language: Language) -> list[dict[str, Any]]:
    """A choice among the programmes, where there are several."""
    arms = viewer_state.arms.value
    if len(arms) < 2:
        return []
    options = [[str(place), format_arm_title(arm, language)] for place, arm in enumerate(arms)]
    about = {"kind": "choice", "key": "arm", "label": translate_app_text("arm:watched", language), "options": options}
    return [about | {"value": str(min(viewer_state.shown_arm_index.value, len(arms) - 1))}]


def _handle_choice(key: str, value: Any) -> None:  # noqa: ANN401 - whatever a browser sends
    if key == "colour" and value in COLOURINGS:
        viewer_state.colouring.set(str(value))
    elif key == "arm" and value in {str(place) for place in range(len(viewer_state.arms.value))}:
        viewer_state.shown_arm_index.set(int(str(value)))
