"""A link that restores everything: the programmes, the village, the week and the view, packed into the address."""

import base64
import binascii
import json
import zlib
from typing import Any, NamedTuple

from simkomunitas.app.limits import LAST_SEED, MOST_ARMS, MOST_WEEKS, TooBigError
from simkomunitas.app.opening import OutsideError, scenario_in
from simkomunitas.app.presets import presets
from simkomunitas.app.viewing import VIEWS, Arm, whole_within
from simkomunitas.ground.faults import InputError
from simkomunitas.study.scenario import Scenario
from simkomunitas.study.writing import as_yaml, resolved
from simkomunitas.world.villages import ImportedVillage

LONGEST = 6_000  # characters of a link's code
MOST_TEXT = 60_000  # characters it unpacks to
LONGEST_TEAM = 24
KEY = "s"


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


class BrokenLinkError(Exception):
    """A link that does not describe anything that can be shown."""


def packed(place: Place) -> str:
    """The code of a place; empty if it cannot be packed, as with an imported village."""
    if any(isinstance(arm.scenario.village, ImportedVillage) for arm in place.arms):
        return ""
    arms = [[arm.name] if _is_preset(arm) else [arm.name, _short(arm.scenario)] for arm in place.arms]
    words = {"a": arms, "s": place.seed, "w": place.week, "v": place.view, "c": place.colouring, "l": place.language,
             "n": place.shown, "t": place.team}  # fmt: skip
    text = json.dumps(words, separators=(",", ":"), ensure_ascii=False)
    code = base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")
    return code if len(code) <= LONGEST else ""


def _is_preset(arm: Arm) -> bool:
    return arm.name in presets() and presets()[arm.name].scenario == arm.scenario


def _short(scenario: Scenario) -> str:
    """A scenario as YAML, only what differs from what is usual."""
    said, usual = resolved(scenario), resolved(Scenario())
    return as_yaml(_different(said, usual) | {"community": {"kind": "synthetic"} | _part(said, usual, "community")})


def _part(said: dict[str, Any], usual: dict[str, Any], name: str) -> dict[str, Any]:
    return _different(said[name], usual[name])


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
        words = json.loads(_text(code))
        arms = tuple(_arm(part) for part in words["a"][:MOST_ARMS])
        seed, week = whole_within(words["s"], 0, LAST_SEED), whole_within(words["w"], 0, MOST_WEEKS)
        shown = whole_within(words["n"], 0, len(arms) - 1)
        right = bool(arms) and None not in (seed, week, shown) and words["v"] in VIEWS and words["l"] in ("id", "en")
    except (ValueError, KeyError, TypeError, IndexError, zlib.error, InputError, OutsideError, TooBigError) as error:
        raise BrokenLinkError from error
    if not right:
        raise BrokenLinkError
    return Place(arms, seed or 0, week or 0, words["v"], str(words["c"]), words["l"], shown or 0,
                 str(words.get("t", ""))[:LONGEST_TEAM])  # fmt: skip


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
    return Arm(name, scenario_in(str(part[1])))
