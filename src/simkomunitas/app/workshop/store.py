"""Where the workshop of this machine is kept: in memory for all who play, and on disk, so that nothing is lost."""

import os
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from simkomunitas.app.strict_json import read_json
from simkomunitas.app.workshop.game import Decision, Game, RefusedError, as_words, from_words, team_of
from simkomunitas.study.estimates import json_text

FILE = "workshop.json"
LARGEST_FILE = 2**20  # bytes: twelve teams with twelve decisions each are a tenth of that


def state_folder() -> Path:
    """The user's own folder for what should outlive the program."""
    root = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    return root / "simkomunitas"


class Store:
    """One workshop; every change is written before it counts, and has a number that players look at."""

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder or state_folder()) / FILE
        self.lock = threading.Lock()
        self.version = 0
        self.plans: dict[tuple[str, int], Decision] = {}  # what a team has set but not sent, by team and quarter
        self.game = self._read()

    def _read(self) -> Game | None:
        """The workshop as it was left; none where there is none that can be read."""
        try:
            if self.path.stat().st_size > LARGEST_FILE:
                return None
            return from_words(read_json(self.path.read_text(encoding="utf-8"), LARGEST_FILE))
        except (OSError, ValueError, RefusedError):
            return None

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

    def begin(self, game: Game | None) -> None:
        """A new workshop in the place of the old one, or none."""
        with self.lock:
            self.plans.clear()
            self._keep(game) if game is not None else self._forget()

    def _keep(self, game: Game) -> Game:
        self._write(game)
        self.game = game
        self.version += 1
        return game

    def _forget(self) -> None:
        self.path.unlink(missing_ok=True)
        self.game = None
        self.version += 1

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
