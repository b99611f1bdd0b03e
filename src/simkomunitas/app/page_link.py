"""A link that restores everything: the programmes, the village, the week and the view, packed into the address."""

import base64
import binascii
import json
import zlib
from pathlib import Path
from typing import Any, NamedTuple

from simkomunitas.app.app_words import LANGUAGES
from simkomunitas.app.open_scenario_files import MissingFilesError, parse_linked_scenario
from simkomunitas.app.presets import load_presets
from simkomunitas.app.programme_arm import ProgrammeArm
from simkomunitas.app.server.strict_json import parse_strict_json
from simkomunitas.app.server.uploaded_files import upload_store
from simkomunitas.app.server.viewer_limits import MAX_ADULTS, MAX_ARMS, MAX_SEED, MAX_WEEKS, ScenarioTooLargeError
from simkomunitas.app.viewer_state import VIEW_NAMES, integer_in_range
from simkomunitas.base.input_errors import InputError
from simkomunitas.config.config_export import export_resolved, to_yaml
from simkomunitas.model.community.village_descriptions import ImportedVillage
from simkomunitas.model.scenario_definition import Scenario

MAX_CODE_LENGTH = 6_000  # characters of a link's code
MAX_TEXT_LENGTH = 60_000  # characters it unpacks to
MAX_VALUES = 3_000  # among them, of which each takes a third of a millisecond to read; four villages have a thousand
MAX_TEAM_NAME_LENGTH = 24
STATE_PARAMETER = "s"
DECODING_ERRORS = (
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    InputError,
    MissingFilesError,
    ScenarioTooLargeError,
)


class PageState(NamedTuple):
    """Where a viewer is."""

    arms: tuple[ProgrammeArm, ...]
    seed: int
    week: int
    view: str
    colouring: str
    language: str
    shown: int
    team: str = ""
    asked_resident: int = -1  # the resident whose story is told
    draft: Scenario | None = None  # what the levers of the arm that is watched stand at, if they were moved


class BrokenLinkError(Exception):
    """A link that does not describe anything that can be shown."""


def encode_state(place: PageState) -> str:
    """The code of a place; empty if it is too long."""
    arms = [
        [arm.name] if _is_unchanged_preset(arm) else [arm.name, *_scenario_to_yaml(arm.scenario)] for arm in place.arms
    ]
    words = {"a": arms, "s": place.seed, "w": place.week, "v": place.view, "c": place.colouring, "l": place.language,
             "n": place.shown, "t": place.team, "q": place.asked_resident}  # fmt: skip
    if place.draft is not None:
        words["d"] = _scenario_to_yaml(place.draft)
    text = json.dumps(words, separators=(",", ":"), ensure_ascii=False)
    code = base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")
    return code if len(code) <= MAX_CODE_LENGTH and _is_within_size(words) else ""


def _is_unchanged_preset(arm: ProgrammeArm) -> bool:
    return arm.name in load_presets() and load_presets()[arm.name].scenario == arm.scenario


def is_portable(place: PageState) -> bool:
    """Whether the code of a place says everything on another machine too: the tables of a real village stay here."""
    return not any(isinstance(arm.scenario.village, ImportedVillage) for arm in place.arms)


def _scenario_to_yaml(scenario: Scenario) -> list[str]:
    """A scenario as YAML, only what differs from what is usual; for a real village also where its tables lie."""
    said, usual = export_resolved(scenario), export_resolved(Scenario())
    if not isinstance(scenario.village, ImportedVillage):
        kind = {"kind": "synthetic"} | _mapping_difference(said["community"], usual["community"])
        return [to_yaml(_mapping_difference(said, usual) | {"community": kind})]
    lot = Path(scenario.village.residents.file).parent.name
    for table in (said["community"]["residents"], said["community"]["network"]):
        if isinstance(table, dict):  # ties that are drawn have no file
            table["file"] = Path(table["file"]).name
    return [to_yaml(_mapping_difference(said, usual)), lot]


def _mapping_difference(said: dict[str, Any], usual: dict[str, Any]) -> dict[str, Any]:
    """What one mapping says otherwise than another."""
    found = {}
    for name, value in said.items():
        before = usual.get(name)
        if isinstance(value, dict) and isinstance(before, dict) and name != "strategies":
            if inner := _mapping_difference(value, before):
                found[name] = inner
        elif value != before:
            found[name] = value
    return found


def decode_state(code: str) -> PageState:
    """The place that a code describes; BrokenLinkError if it describes none."""
    try:
        return _parse_state(parse_strict_json(_decompress_code(code), MAX_TEXT_LENGTH))
    except (zlib.error, *DECODING_ERRORS) as error:
        raise BrokenLinkError from error


def _parse_state(words: dict[str, Any]) -> PageState:
    """The place that these words describe; one of FAULTY if they describe none."""
    if not _is_within_size(words):
        raise ValueError("too many values")
    arms = tuple([_parse_arm(part) for part in words["a"][:MAX_ARMS]])
    seed, week = integer_in_range(words["s"], 0, MAX_SEED), integer_in_range(words["w"], 0, MAX_WEEKS)
    shown, asked = integer_in_range(words["n"], 0, len(arms) - 1), integer_in_range(words.get("q", -1), -1, MAX_ADULTS)
    colouring, team = words["c"], words.get("t", "")
    known = (
        words["v"] in VIEW_NAMES and words["l"] in LANGUAGES and isinstance(colouring, str) and isinstance(team, str)
    )
    if not known or seed is None or week is None or shown is None or asked is None:
        raise ValueError("not a place")
    return PageState(arms, seed, week, words["v"], colouring[:MAX_TEAM_NAME_LENGTH], words["l"], shown,
        team[:MAX_TEAM_NAME_LENGTH],
                 asked, _parse_draft(words.get("d")))  # fmt: skip


def _is_within_size(words: Any) -> bool:  # noqa: ANN401 - JSON
    """Whether what a link says is read in a moment."""
    text = repr(words)  # in which the end of a line is two characters
    return sum(text.count(mark) for mark in (",", ":", "\\n")) <= MAX_VALUES


def _parse_draft(part: Any) -> Scenario | None:  # noqa: ANN401 - JSON
    """What the levers stood at; settings that clash are still only a draft, and are left out."""
    try:
        return _parse_scenario(part) if part else None
    except DECODING_ERRORS:
        return None


def _decompress_code(code: str) -> str:
    """What a code unpacks to, no more than a page."""
    if len(code) > MAX_CODE_LENGTH:
        raise ValueError("too long")
    try:
        raw = base64.urlsafe_b64decode(code + "=" * (-len(code) % 4))
    except binascii.Error as error:
        raise ValueError("not a code") from error
    unpacking = zlib.decompressobj()
    text = unpacking.decompress(raw, MAX_TEXT_LENGTH)
    if unpacking.unconsumed_tail or not unpacking.eof:
        raise ValueError("too long or cut off")
    return text.decode()


def _parse_arm(part: list[Any]) -> ProgrammeArm:
    name = str(part[0])[:80]
    if len(part) == 1:
        return ProgrammeArm(name, load_presets()[name].scenario)
    return ProgrammeArm(name, _parse_scenario(part[1:]))


def _parse_scenario(part: list[Any]) -> Scenario:
    """The scenario that a text says, with the tables of a lot that was opened here."""
    if len(part) == 1:
        return parse_linked_scenario(str(part[0]))
    if (lot := upload_store().find_folder(str(part[1]))) is None:
        raise ValueError("tables that are not here")
    return parse_linked_scenario(str(part[0]), lot)
