"""A link that restores everything: the programmes, the village, the week and the view, packed into the address."""

import base64
import binascii
import json
import zlib
from pathlib import Path
from typing import Any, NamedTuple

from simkomunitas.app.arms import Arm
from simkomunitas.app.deposits import deposits
from simkomunitas.app.limits import LAST_SEED, MOST_ADULTS, MOST_ARMS, MOST_WEEKS, TooBigError
from simkomunitas.app.opening import OutsideError, scenario_in
from simkomunitas.app.presets import presets
from simkomunitas.app.strict_json import read_json
from simkomunitas.app.viewing import VIEWS, whole_within
from simkomunitas.ground.faults import InputError
from simkomunitas.study.scenario import Scenario
from simkomunitas.study.writing import as_yaml, resolved
from simkomunitas.world.villages import ImportedVillage

LONGEST = 6_000  # characters of a link's code
MOST_TEXT = 60_000  # characters it unpacks to
MOST_VALUES = 3_000  # among them, of which each takes a third of a millisecond to read; four villages have a thousand
LONGEST_TEAM = 24
KEY = "s"
FAULTY = (ValueError, KeyError, TypeError, IndexError, AttributeError, InputError, OutsideError, TooBigError)


class Place(NamedTuple):
    """Where a viewer is."""

    arms: tuple[Arm, ...]
    seed: int
    week: int
    view: str
    colouring: str
    language: str
    shown: int
    team: str = ""
    asked: int = -1  # the resident whose story is told
    draft: Scenario | None = None  # what the levers of the arm that is watched stand at, if they were moved


class BrokenLinkError(Exception):
    """A link that does not describe anything that can be shown."""


def packed(place: Place) -> str:
    """The code of a place; empty if it is too long."""
    arms = [[arm.name] if _is_preset(arm) else [arm.name, *_said(arm.scenario)] for arm in place.arms]
    words = {"a": arms, "s": place.seed, "w": place.week, "v": place.view, "c": place.colouring, "l": place.language,
             "n": place.shown, "t": place.team, "q": place.asked}  # fmt: skip
    if place.draft is not None:
        words["d"] = _said(place.draft)
    text = json.dumps(words, separators=(",", ":"), ensure_ascii=False)
    code = base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")
    return code if len(code) <= LONGEST and _is_short(words) else ""


def _is_preset(arm: Arm) -> bool:
    return arm.name in presets() and presets()[arm.name].scenario == arm.scenario


def travels(place: Place) -> bool:
    """Whether the code of a place says everything on another machine too: the tables of a real village stay here."""
    return not any(isinstance(arm.scenario.village, ImportedVillage) for arm in place.arms)


def _said(scenario: Scenario) -> list[str]:
    """A scenario as YAML, only what differs from what is usual; for a real village also where its tables lie."""
    said, usual = resolved(scenario), resolved(Scenario())
    if not isinstance(scenario.village, ImportedVillage):
        kind = {"kind": "synthetic"} | _different(said["community"], usual["community"])
        return [as_yaml(_different(said, usual) | {"community": kind})]
    lot = Path(scenario.village.residents.file).parent.name
    for table in (said["community"]["residents"], said["community"]["network"]):
        if isinstance(table, dict):  # ties that are drawn have no file
            table["file"] = Path(table["file"]).name
    return [as_yaml(_different(said, usual)), lot]


def _different(said: dict[str, Any], usual: dict[str, Any]) -> dict[str, Any]:
    """What one mapping says otherwise than another."""
    found = {}
    for name, value in said.items():
        before = usual.get(name)
        if isinstance(value, dict) and isinstance(before, dict) and name != "strategies":
            if inner := _different(value, before):
                found[name] = inner
        elif value != before:
            found[name] = value
    return found


def unpacked(code: str) -> Place:
    """The place that a code describes; BrokenLinkError if it describes none."""
    try:
        return _place(read_json(_text(code), MOST_TEXT))
    except (zlib.error, *FAULTY) as error:
        raise BrokenLinkError from error


def _place(words: dict[str, Any]) -> Place:
    """The place that these words describe; one of FAULTY if they describe none."""
    if not _is_short(words):
        raise ValueError("too many values")
    arms = tuple([_arm(part) for part in words["a"][:MOST_ARMS]])
    seed, week = whole_within(words["s"], 0, LAST_SEED), whole_within(words["w"], 0, MOST_WEEKS)
    shown, asked = whole_within(words["n"], 0, len(arms) - 1), whole_within(words.get("q", -1), -1, MOST_ADULTS)
    colouring, team = words["c"], words.get("t", "")
    known = words["v"] in VIEWS and words["l"] in ("id", "en") and isinstance(colouring, str) and isinstance(team, str)
    if not known or seed is None or week is None or shown is None or asked is None:
        raise ValueError("not a place")
    return Place(arms, seed, week, words["v"], colouring[:LONGEST_TEAM], words["l"], shown, team[:LONGEST_TEAM],
                 asked, _draft(words.get("d")))  # fmt: skip


def _is_short(words: Any) -> bool:  # noqa: ANN401 - JSON
    """Whether what a link says is read in a moment."""
    text = repr(words)  # in which the end of a line is two characters
    return sum(text.count(mark) for mark in (",", ":", "\\n")) <= MOST_VALUES


def _draft(part: Any) -> Scenario | None:  # noqa: ANN401 - JSON
    """What the levers stood at; settings that clash are still only a draft, and are left out."""
    try:
        return _scenario(part) if part else None
    except FAULTY:
        return None


def _text(code: str) -> str:
    """What a code unpacks to, no more than a page."""
    if len(code) > LONGEST:
        raise ValueError("too long")
    try:
        raw = base64.urlsafe_b64decode(code + "=" * (-len(code) % 4))
    except binascii.Error as error:
        raise ValueError("not a code") from error
    unpacking = zlib.decompressobj()
    text = unpacking.decompress(raw, MOST_TEXT)
    if unpacking.unconsumed_tail or not unpacking.eof:
        raise ValueError("too long or cut off")
    return text.decode()


def _arm(part: list[Any]) -> Arm:
    name = str(part[0])[:80]
    if len(part) == 1:
        return Arm(name, presets()[name].scenario)
    return Arm(name, _scenario(part[1:]))


def _scenario(part: list[Any]) -> Scenario:
    """The scenario that a text says, with the tables of a lot that was opened here."""
    if len(part) == 1:
        return scenario_in(str(part[0]))
    if (lot := deposits().find(str(part[1]))) is None:
        raise ValueError("tables that are not here")
    return scenario_in(str(part[0]), lot)
