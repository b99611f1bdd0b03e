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

from simkomunitas.app.strict_json import read_json
from simkomunitas.app.workshop.game import Decision, Game, RefusedError, as_words, from_words, team_of
from simkomunitas.ground.folders import cache_folders, user_folder
from simkomunitas.study.estimates import json_text

FILE = "workshop.json"
LARGEST_FILE = 2**20  # bytes: twelve teams with twelve decisions each are a tenth of that
SHELF = "ended_workshops"  # a folder each, named by the moment it ended
MOST_ENDED = 20


def state_folder() -> Path:
    """The user's own folder for what should outlive the program."""
    root = user_folder("XDG_STATE_HOME", ".local", "state") or next(cache_folders())
    return root / "simkomunitas"


class Ended(NamedTuple):
    """A workshop that was put away."""

    name: str
    moment: float  # seconds since 1970
    game: Game


class Store:
    """One workshop; every change is written before it counts, and has a number that players look at."""

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder or state_folder()) / FILE
        self.shelf = self.path.parent / SHELF
        self.lock = threading.Lock()
        self.version = 0
        self.plans: dict[tuple[str, int], Decision] = {}  # what a team has set but not sent, by team and quarter
        self.seats: dict[str, set[str]] = {}  # the phones that play for a team
        self.game = self._read()

    def _read(self) -> Game | None:
        """The workshop as it was left; none where there is none that can be read."""
        try:
            if self.path.stat().st_size > LARGEST_FILE:
                return None
            return from_words(read_json(self.path.read_text(encoding="utf-8"), LARGEST_FILE))
        except (OSError, ValueError, RefusedError):
            return None

    def is_damaged(self) -> bool:
        """Whether there is a workshop on disk that could not be read; the next one that begins puts it away."""
        return self.game is None and self.path.exists()

    def change(self, act: Callable[[Game], Game]) -> Game:
        """Do something in the game; RefusedError if there is none, or if it cannot be done."""
        with self.lock:
            if self.game is None:
                raise RefusedError("play:none")
            return self._keep(act(self.game))

    def plan(self, name: str, made: Decision) -> None:
        """Remember what a team leans to in this quarter, so that a phone that comes back shows it again."""
        with self.lock:
            if self.game is not None and team_of(self.game, name) is not None:
                self.plans[name, self.game.round] = made

    def planned(self, name: str, quarter: int) -> Decision | None:
        """What a team leaned to in a quarter, if it has not been forgotten."""
        return self.plans.get((name, quarter))

    def begin(self, game: Game) -> None:
        """A new workshop; RefusedError while another is on."""
        with self.lock:
            self._refuse_second()
            self.plans.clear()
            self.seats.clear()
            if self.is_damaged():
                self._put_away()
            self._keep(game)

    def end(self) -> None:
        """Put the workshop away; it can be opened again."""
        with self.lock:
            if self.game is not None:
                self._put_away()
                self.game = None
                self.version += 1

    def ended(self) -> list[Ended]:
        """The workshops that were put away and can be read, the latest first."""
        with contextlib.suppress(OSError):
            folders = sorted(self.shelf.iterdir(), reverse=True)
            kept = [(folder, Store(folder).game) for folder in folders]
            return [Ended(folder.name, folder.stat().st_mtime, game) for folder, game in kept if game is not None]
        return []

    def reopen(self, name: str) -> None:
        """Go on with a workshop that was put away; RefusedError if it is not there, or another one is on."""
        with self.lock:
            self._refuse_second()
            found = next((one.game for one in self.ended() if one.name == name), None)
            if found is None:
                raise RefusedError("play:none")
            self._keep(found)
            shutil.rmtree(self.shelf / name, ignore_errors=True)

    def seat(self, team: str, phone: str) -> None:
        """A phone plays for a team."""
        with self.lock:
            self.seats.setdefault(team, set()).add(phone)

    def knows(self, team: str, phone: str) -> bool:
        """Whether a phone has played for a team before."""
        return phone in self.seats.get(team, ())

    def is_seated(self, team: str, phone: str) -> bool:
        """Whether a phone plays for a team; the first that comes with its name, after a restart, does."""
        if not self.seats.get(team):
            self.seat(team, phone)
        return self.knows(team, phone)

    def _put_away(self) -> None:
        folder = self.shelf / f"{time.time_ns():020d}"
        folder.mkdir(parents=True)
        self.path.replace(folder / FILE)
        for old in sorted(self.shelf.iterdir())[:-MOST_ENDED]:
            shutil.rmtree(old, ignore_errors=True)

    def _refuse_second(self) -> None:
        if self.game is not None:
            raise RefusedError("play:running")

    def _keep(self, game: Game) -> Game:
        self._write(game)
        self.game = game
        self.version += 1
        return game

    def _write(self, game: Game) -> None:
        write_private(self.path, json_text(as_words(game)))


def write_private(path: Path, text: str) -> None:
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


_STORES: list[Store] = []  # the store of this process, once somebody has looked


def store() -> Store:
    """The workshop of this machine."""
    if not _STORES:
        _STORES.append(Store())
    return _STORES[0]
