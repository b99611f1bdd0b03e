"""Where the workshop of this machine is kept: in memory for all who play, and on disk, so that nothing is lost."""

import contextlib
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from simkomunitas.app.server.strict_json import parse_strict_json
from simkomunitas.app.workshop.workshop_game import (
    GameRuleError,
    QuarterDecision,
    WorkshopGame,
    find_team,
    game_from_dict,
    game_to_dict,
)
from simkomunitas.base.estimation import to_json_text
from simkomunitas.base.user_folders import list_cache_folders, user_folder

WORKSHOP_FILE = "workshop.json"
MAX_FILE_BYTES = 2**20  # bytes: twelve teams with twelve decisions each are a tenth of that
ENDED_FOLDER = "ended_workshops"  # a folder each, named by the moment it ended
MAX_ENDED_WORKSHOPS = 20


def user_state_folder() -> Path:
    """The user's own folder for what should outlive the program."""
    root = user_folder("XDG_STATE_HOME", ".local", "state") or next(list_cache_folders())
    return root / "simkomunitas"


class EndedWorkshop(NamedTuple):
    """A workshop that was put away."""

    name: str
    ended_at: float  # seconds since 1970
    game: WorkshopGame


class WorkshopStore:
    """One workshop; every change is written before it counts, and has a number that players look at."""

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder or user_state_folder()) / WORKSHOP_FILE
        self.shelf = self.path.parent / ENDED_FOLDER
        self.lock = threading.Lock()
        self.version = 0
        self.plans: dict[tuple[str, int], QuarterDecision] = {}  # what a team has set but not sent, by team and quarter
        self.seats: dict[str, set[str]] = {}  # the phones that play for a team
        self.game = self._read_workshop()

    def _read_workshop(self) -> WorkshopGame | None:
        """The workshop as it was left; none where there is none that can be read."""
        try:
            if self.path.stat().st_size > MAX_FILE_BYTES:
                return None
            return game_from_dict(parse_strict_json(self.path.read_text(encoding="utf-8"), MAX_FILE_BYTES))
        except (OSError, ValueError, GameRuleError):
            return None

    def is_damaged(self) -> bool:
        """Whether there is a workshop on disk that could not be read; the next one that begins puts it away."""
        return self.game is None and self.path.exists()

    def change_game(self, act: Callable[[WorkshopGame], WorkshopGame]) -> WorkshopGame:
        """Do something in the game; RefusedError if there is none, or if it cannot be done."""
        with self.lock:
            if self.game is None:
                raise GameRuleError("play:none")
            return self._save_game(act(self.game))

    def save_tentative_decision(self, name: str, made: QuarterDecision) -> None:
        """Remember what a team leans to in this quarter, so that a phone that comes back shows it again."""
        with self.lock:
            if self.game is not None and find_team(self.game, name) is not None:
                self.plans[name, self.game.round] = made

    def tentative_decision(self, name: str, quarter: int) -> QuarterDecision | None:
        """What a team leaned to in a quarter, if it has not been forgotten."""
        return self.plans.get((name, quarter))

    def begin_workshop(self, game: WorkshopGame) -> None:
        """A new workshop; RefusedError while another is on."""
        with self.lock:
            self._refuse_second_workshop()
            self.plans.clear()
            self.seats.clear()
            if self.is_damaged():
                self._archive_workshop()
            self._save_game(game)

    def end_workshop(self) -> None:
        """Put the workshop away; it can be opened again."""
        with self.lock:
            if self.game is not None:
                self._archive_workshop()
                self.game = None
                self.version += 1

    def list_ended_workshops(self) -> list[EndedWorkshop]:
        """The workshops that were put away and can be read, the latest first."""
        with contextlib.suppress(OSError):
            folders = sorted(self.shelf.iterdir(), reverse=True)
            kept = [(folder, WorkshopStore(folder).game) for folder in folders]
            return [
                EndedWorkshop(folder.name, folder.stat().st_mtime, game) for folder, game in kept if game is not None
            ]
        return []

    def reopen_workshop(self, name: str) -> None:
        """Go on with a workshop that was put away; RefusedError if it is not there, or another one is on."""
        with self.lock:
            self._refuse_second_workshop()
            found = next((one.game for one in self.list_ended_workshops() if one.name == name), None)
            if found is None:
                raise GameRuleError("play:none")
            self._save_game(found)
            shutil.rmtree(self.shelf / name, ignore_errors=True)

    def seat_phone(self, team: str, phone: str) -> None:
        """A phone plays for a team."""
        with self.lock:
            self.seats.setdefault(team, set()).add(phone)

    def has_played_for(self, team: str, phone: str) -> bool:
        """Whether a phone has played for a team before."""
        return phone in self.seats.get(team, ())

    def is_seated(self, team: str, phone: str) -> bool:
        """Whether a phone plays for a team; the first that comes with its name, after a restart, does."""
        if not self.seats.get(team):
            self.seat_phone(team, phone)
        return self.has_played_for(team, phone)

    def _archive_workshop(self) -> None:
        folder = self.shelf / f"{time.time_ns():020d}"
        folder.mkdir(parents=True)
        self.path.replace(folder / WORKSHOP_FILE)
        for old in sorted(self.shelf.iterdir())[:-MAX_ENDED_WORKSHOPS]:
            shutil.rmtree(old, ignore_errors=True)

    def _refuse_second_workshop(self) -> None:
        if self.game is not None:
            raise GameRuleError("play:running")

    def _save_game(self, game: WorkshopGame) -> WorkshopGame:
        self._write_game(game)
        self.game = game
        self.version += 1
        return game

    def _write_game(self, game: WorkshopGame) -> None:
        write_private_file(self.path, to_json_text(game_to_dict(game)))


def write_private_file(path: Path, text: str) -> None:
    """A file that only its owner reads: beside the old one first, then in its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


_WORKSHOP_STORES: list[WorkshopStore] = []  # the store of this process, once somebody has looked


def current_workshop_store() -> WorkshopStore:
    """The workshop of this machine."""
    if not _WORKSHOP_STORES:
        _WORKSHOP_STORES.append(WorkshopStore())
    return _WORKSHOP_STORES[0]
