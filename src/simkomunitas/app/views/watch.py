"""Watch: one village, week by week."""

from typing import Any

import solara

from simkomunitas.app import viewing
from simkomunitas.app.pieces import Controls, Curves, Happenings, Heading, Legend, Line, Map, TimeLine
from simkomunitas.app.pieces_of_colour import COLOURS
from simkomunitas.app.reels import Reel
from simkomunitas.app.titles import arm_title
from simkomunitas.app.words import Language, say


@solara.component
def Watch(reels: list[Reel], language: Language) -> None:
    """The map, the time line, the curves, the news."""
    reel = reels[min(viewing.shown.value, len(reels) - 1)]
    with solara.Div(classes=["sk-watch"]):
        with solara.Div(classes=["sk-panel", "sk-stage"]):
            ColourChoice(language)
            Map(reel, viewing.colouring.value, language, say("map:title", language), on_chosen=_ask)
            Happenings([reel], language, latest=2)
            Legend(viewing.colouring.value, language)
        with solara.Div(classes=["sk-panel", "sk-principles"]):
            Heading(say("curve:principles", language))
            Curves([reel], "principles", language, 2)
        with solara.Div(classes=["sk-panel", "sk-funnel"]):
            Heading(say("curve:funnel", language))
            Curves([reel], "funnel", language, 3)
            Line(say("curve:note", language), "sk-note")
        with solara.Div(classes=["sk-panel", "sk-told"]):
            Heading(say("news:title", language))
            Happenings([reel], language)
        with solara.Div(classes=["sk-panel", "sk-transport-panel"]):
            TimeLine([reel], language)


def _ask(row: int) -> None:
    """A click on a dot."""
    viewing.selected.set(row)
    viewing.view.set("ask")


@solara.component
def ColourChoice(language: Language) -> None:
    """What the colours show, and which of the programmes is watched."""
    Controls("colour", [*arm_field(language), colour_field(language)], _chosen, row=True)


def colour_field(language: Language) -> dict[str, Any]:
    """A choice of what the colours show."""
    options = [[name, say(f"colour:{name}", language)] for name in COLOURS]
    about = {"kind": "choice", "key": "colour", "label": say("colour:title", language), "options": options}
    return about | {"value": viewing.colouring.value}


def arm_field(language: Language) -> list[dict[str, Any]]:
    """A choice among the programmes, where there are several."""
    arms = viewing.arms.value
    if len(arms) < 2:
        return []
    options = [[str(place), arm_title(arm, language)] for place, arm in enumerate(arms)]
    about = {"kind": "choice", "key": "arm", "label": say("arm:watched", language), "options": options}
    return [about | {"value": str(min(viewing.shown.value, len(arms) - 1))}]


def _chosen(key: str, value: Any) -> None:  # noqa: ANN401 - whatever a browser sends
    if key == "colour" and value in COLOURS:
        viewing.colouring.set(str(value))
    elif key == "arm" and value in {str(place) for place in range(len(viewing.arms.value))}:
        viewing.shown.set(int(str(value)))
