"""What drills share: a host that lives through sweeps, and ways to kill, cut and spoil."""

import json
import os
import signal
import subprocess
import sys

import sweeps
from simkomunitas.base.input_errors import InputError
from sweeps import HEAD, VARIED, children_of, digest, is_alive, wait_for

RUNS = 600
LARGER = HEAD + VARIED + f"replicates: {RUNS // 4}\n"
CHUNK = 5  # so that many runs are always under way
AWAY = 10.0  # seconds after which nobody may be left behind


class Host:
    """A process that lives through sweeps, see ``sweep_host.py``."""

    def __init__(self):
        words = [sys.executable, str(sweeps.TESTS / "sweep_host.py")]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
        self.process = subprocess.Popen(words, env=sweeps.environment(), **pipes)
        self.main = None  # the process of the life that is under way
        assert self.line() == ["ready"]

    def line(self):
        """What it says next."""
        words = self.process.stdout.readline().split()
        if words[0] == "dead":
            self.main = None
        return words

    def live(self, file, out, **options):
        """Begin a life; the process that makes the sweep."""
        self.end()
        told = {"file": str(file), "out": str(out), "workers": 1, "dispatch_settings": {"batch_size": CHUNK}} | options
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()
        words = self.line()
        assert words[0] == "born", words
        self.main = int(words[1])
        return self.main

    def end(self):
        """Kill whatever life a drill has left behind, so that its failure is not that of the next one as well."""
        if self.main is not None:
            os.killpg(self.main, signal.SIGKILL)
            self.until_dead()

    def whole(self, file, out, **options):
        """A life that nobody disturbs: how many rows are there, and how many were made now."""
        self.live(file, out, **options)
        said = self.until_dead()
        assert said[0][0] == "finished", said
        return int(said[0][1]), int(said[0][2])

    def until_rows(self, wanted):
        """Wait until there are so many more rows; the last thing said, if it ends before."""
        while wanted > 0:
            words = self.line()
            if words[0] != "rows":
                return words
            wanted -= int(words[1])
        return ["rows"]

    def until_dead(self):
        """Everything it says until the end of a life, rows left out."""
        said = []
        while (words := self.line())[0] != "dead":
            if words[0] != "rows":
                said.append(words)
        return [*said, words]

    def close(self):
        self.end()
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


def kill(who, main, chance):
    """Kill a random worker, the main process or the whole group; whether there was anybody to kill."""
    workers = children_of(main)
    if who == "worker" and not workers:
        return False
    try:
        if who == "group":
            os.killpg(main, signal.SIGKILL)
        else:
            os.kill(chance.choice(workers) if who == "worker" else main, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def nobody_is_left(processes):
    wait_for(lambda: not any(is_alive(process) for process in processes), AWAY)


def files_of(folder):
    """Every file in a folder of results."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def read_or_refused(out):
    """Why a folder is refused, and what is in it if it is not."""
    try:
        return "", digest(out)
    except InputError as refused:
        return str(refused), None


def cut(path, chance):
    """Cut a file at a random byte."""
    content = path.read_bytes()
    path.write_bytes(content[: chance.randrange(len(content))])


def flip(path, chance):
    """Turn one bit of a file."""
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
