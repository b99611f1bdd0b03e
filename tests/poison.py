"""Strategies of one's own that go wrong, as they do in practice: loaded by name, here and in every worker."""

import ctypes
import os
import signal
import time
from pathlib import Path

from simkomunitas.model.programme.strategies import Strategy, strategies

HOURS = {"awakening": {"visit": 1.0}, "planning": {"meeting": 1.0}, "implementation": {"mentoring": 1.0}}
BAD = ("raising", "exhausting", "leaving", "hanging", "killing", "exiting", "crashing")


class Poison(Strategy):
    """Visits, and something that goes wrong when the programme is planned."""

    hours = HOURS

    def plan(self, stage, situation):
        """The hours, if nothing goes wrong."""
        self.go_wrong()
        return super().plan(stage, situation)

    def go_wrong(self):
        """What happens."""


@strategies.add("raising")
class Raising(Poison):
    """Raises an error."""

    def go_wrong(self):
        raise ZeroDivisionError("nobody to divide the hours among")


@strategies.add("exhausting")
class Exhausting(Poison):
    """Wants more memory than there is."""

    def go_wrong(self):
        raise MemoryError("a diary of ten thousand years")


@strategies.add("leaving")
class Leaving(Poison):
    """Ends the program in the way of Python, which is an error like others."""

    def go_wrong(self):
        raise SystemExit("enough")


@strategies.add("hanging")
class Hanging(Poison):
    """Never comes to an end."""

    def go_wrong(self):
        while True:
            time.sleep(1)


@strategies.add("killing")
class Killing(Poison):
    """Is killed by the system, as when memory runs out."""

    def go_wrong(self):
        os.kill(os.getpid(), signal.SIGKILL)


@strategies.add("exiting")
class Exiting(Poison):
    """Ends the process without a word."""

    def go_wrong(self):
        os._exit(7)


@strategies.add("crashing")
class Crashing(Poison):
    """Reads where there is nothing, as broken compiled code does."""

    def go_wrong(self):
        ctypes.string_at(0)


@strategies.add("unlucky")
class Unlucky(Poison):
    """Goes wrong in about every fifth village: the same ones every time."""

    adaptive = True

    def plan(self, stage, situation):
        if situation is not None and situation.week == 4 and round(20 * situation.aware) % 5 == 0:
            raise RuntimeError(f"{situation.aware} are aware")
        return self.hours.get(stage, {"survey": 1.0})


@strategies.add("mending")
class Mending(Poison):
    """Goes wrong until somebody has mended it."""

    def go_wrong(self):
        if not Path(os.environ["SIMKOMUNITAS_MENDED"]).exists():
            raise RuntimeError("not yet mended")


@strategies.add("dying_once")
class DyingOnce(Poison):
    """Kills its worker the first time, as a machine does that has a bad moment."""

    def go_wrong(self):
        mark = Path(os.environ["SIMKOMUNITAS_MARK"])
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
