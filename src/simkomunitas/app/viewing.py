"""What one viewer has before her: her language, her programmes, the week she looks at; one of each a browser tab."""

import logging
import uuid
from typing import Any, NamedTuple

import solara

from simkomunitas.app.arms import Arm
from simkomunitas.app.crew import JobError
from simkomunitas.app.limits import LAST_SEED
from simkomunitas.app.presets import presets
from simkomunitas.app.words import Language
from simkomunitas.study.scenario import Scenario

VIEWS = ("open", "watch", "compare", "ask", "change", "play", "take", "about")
USUAL, OTHER = "balanced", "none"
LOG = logging.getLogger("simkomunitas.app")


class Tried(NamedTuple):
    """What came of a comparison in further villages."""

    arms: tuple[Arm, ...]
    seed: int
    villages: tuple[Any, ...]


class Draft(NamedTuple):
    """What the levers stand at, while nobody has lived through it yet."""

    of: Scenario  # the one that is changed; for any other the draft says nothing
    scenario: Scenario


class Notice(NamedTuple):
    """Something the viewer has to be told: a key of the words, and its values."""

    key: str
    values: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()


def preset_arm(name: str) -> Arm:
    """A preset as an arm."""
    return Arm(name, presets()[name].scenario)


language: solara.Reactive[Language] = solara.reactive("id")
view = solara.reactive("watch")
arms: solara.Reactive[tuple[Arm, ...]] = solara.reactive((preset_arm(USUAL), preset_arm(OTHER)))
trying = solara.reactive(False)  # further villages, for what is compared
tried: solara.Reactive[Tried | None] = solara.reactive(None)
dropped: solara.Reactive[Arm | None] = solara.reactive(None)  # the last that was taken away from a comparison
shown = solara.reactive(0)  # which arm is watched
seed = solara.reactive(1)
week = solara.reactive(0)
jumps = solara.reactive(0)  # how often the week was set here, and not on the time line
speed = solara.reactive(4)
colouring = solara.reactive("degree")
selected = solara.reactive(-1)
team = solara.reactive("")  # in the workshop
draft: solara.Reactive[Draft | None] = solara.reactive(None)
notice: solara.Reactive[Notice | None] = solara.reactive(None)


def tell(key: str, *lines: str, **values: object) -> None:
    """Show the viewer a notice."""
    notice.set(Notice(key, tuple((name, str(value)) for name, value in values.items()), lines))


def tell_trouble(error: BaseException) -> None:
    """Tell the viewer that something did not work, without showing her a traceback."""
    if isinstance(error, JobError) and error.reason != "failed":
        tell(f"trouble:{error.reason}")
        return
    number = uuid.uuid4().hex[:6]
    kind = str(error).partition(":")[0] if isinstance(error, JobError) else ""  # what went wrong in a worker
    LOG.error("trouble %s %s", number, kind, exc_info=error)
    tell("trouble:failed", id=number)


def go_to(place: int) -> None:
    """Go to a week, wherever the time line stands."""
    week.set(place)
    jumps.set(jumps.peek() + 1)


def set_aside(arm: Arm) -> None:
    """Keep a programme that makes way for another, so that it can be put back; a preset can be had anyway."""
    if arm.name not in presets() or presets()[arm.name].scenario != arm.scenario:
        dropped.set(arm)


def current() -> Arm:
    """The arm that is watched."""
    watched: Arm = arms.value[min(shown.value, len(arms.value) - 1)]
    return watched


def drafted() -> Scenario | None:
    """What the levers of the arm that is watched stand at, if they were moved."""
    kept = draft.value
    return kept.scenario if kept is not None and kept.of == current().scenario else None


def whole_within(value: object, low: int, high: int) -> int | None:
    """A whole number within a range, whatever a browser has sent; None if it is not one."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        return None
    return int(value) if value == int(value) else None


def change_seed(value: object) -> None:
    """Another village; a number that cannot be is told, and nothing changes."""
    whole = whole_within(value, 0, LAST_SEED)
    if whole is not None:
        seed.set(whole)
    else:
        tell("trouble:seed", most=LAST_SEED)
