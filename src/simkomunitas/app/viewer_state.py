"""What one viewer has before her: her language, her programmes, the week she looks at; one of each a browser tab."""

import logging
import uuid
from typing import Any, NamedTuple

import solara

from simkomunitas.app.app_words import DEFAULT_LANGUAGE, Language
from simkomunitas.app.presets import load_presets
from simkomunitas.app.programme_arm import ProgrammeArm
from simkomunitas.app.server.viewer_limits import MAX_SEED
from simkomunitas.model.scenario_definition import Scenario
from simkomunitas.workers.worker_supervisor import JobError

VIEW_NAMES = ("open", "watch", "compare", "ask", "change", "play", "take", "about")
USUAL, OTHER = "balanced", "none"
LOG = logging.getLogger("simkomunitas.app")


class FurtherComparison(NamedTuple):
    """What came of a comparison in further villages."""

    arms: tuple[ProgrammeArm, ...]
    seed: int
    villages: tuple[Any, ...]


class ScenarioDraft(NamedTuple):
    """What the levers stand at, while nobody has lived through it yet."""

    base_scenario: Scenario  # the one that is changed; for any other the draft says nothing
    scenario: Scenario


class ViewerNotice(NamedTuple):
    """Something the viewer has to be told: a key of the words, and its values."""

    key: str
    values: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()


def preset_arm(name: str) -> ProgrammeArm:
    """A preset as an arm."""
    return ProgrammeArm(name, load_presets()[name].scenario)


language: solara.Reactive[Language] = solara.reactive(DEFAULT_LANGUAGE)
view = solara.reactive("watch")
arms: solara.Reactive[tuple[ProgrammeArm, ...]] = solara.reactive((preset_arm(USUAL), preset_arm(OTHER)))
is_comparing_further = solara.reactive(False)  # further villages, for what is compared
further_comparison: solara.Reactive[FurtherComparison | None] = solara.reactive(None)
dropped_arm: solara.Reactive[ProgrammeArm | None] = solara.reactive(
    None
)  # the last that was taken away from a comparison
shown_arm_index = solara.reactive(0)  # which arm is watched
seed = solara.reactive(1)
week = solara.reactive(0)
timeline_jumps = solara.reactive(0)  # how often the week was set here, and not on the time line
speed = solara.reactive(4)
colouring = solara.reactive("degree")
selected_resident = solara.reactive(-1)
team = solara.reactive("")  # in the workshop
draft: solara.Reactive[ScenarioDraft | None] = solara.reactive(None)
notice: solara.Reactive[ViewerNotice | None] = solara.reactive(None)


def show_notice(key: str, *lines: str, **values: object) -> None:
    """Show the viewer a notice."""
    notice.set(ViewerNotice(key, tuple((name, str(value)) for name, value in values.items()), lines))


def show_error_notice(error: BaseException) -> None:
    """Tell the viewer that something did not work, without showing her a traceback."""
    if isinstance(error, JobError) and error.reason != "failed":
        show_notice(f"trouble:{error.reason}")
        return
    number = uuid.uuid4().hex[:6]
    kind = str(error).partition(":")[0] if isinstance(error, JobError) else ""  # what went wrong in a worker
    LOG.error("trouble %s %s", number, kind, exc_info=error)
    show_notice("trouble:failed", id=number)


def go_to_week(place: int) -> None:
    """Go to a week, wherever the time line stands."""
    week.set(place)
    timeline_jumps.set(timeline_jumps.peek() + 1)


def keep_dropped_arm(arm: ProgrammeArm) -> None:
    """Keep a programme that makes way for another, so that it can be put back; a preset can be had anyway."""
    if arm.name not in load_presets() or load_presets()[arm.name].scenario != arm.scenario:
        dropped_arm.set(arm)


def current_arm() -> ProgrammeArm:
    """The arm that is watched."""
    watched: ProgrammeArm = arms.value[min(shown_arm_index.value, len(arms.value) - 1)]
    return watched


def current_draft() -> Scenario | None:
    """What the levers of the arm that is watched stand at, if they were moved."""
    kept = draft.value
    return kept.scenario if kept is not None and kept.base_scenario == current_arm().scenario else None


def integer_in_range(value: object, low: int, high: int) -> int | None:
    """A whole number within a range, whatever a browser has sent; None if it is not one."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        return None
    return int(value) if value == int(value) else None


def change_seed(value: object) -> None:
    """Another village; a number that cannot be is told, and nothing changes."""
    whole = integer_in_range(value, 0, MAX_SEED)
    if whole is not None:
        seed.set(whole)
    else:
        show_notice("trouble:seed", most=MAX_SEED)
