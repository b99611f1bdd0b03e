"""Small experiments, what they leave behind, and sweeps in processes of their own."""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd

from configuration_files import write
from simkomunitas.experiments.sweep_results import load_runs

TESTS = Path(__file__).parent
HEAD = """\
title: A very small village
question: Does anything get lost?
hypothesis: Nothing does.
community: {kind: synthetic, people: {adults: 20, hamlets: 2}}
programme: {strategies: {community_education: 1}, course: {taper_weeks: 4}}
horizon: {programme_weeks: 8, weeks_after: 52}
"""
VARIED = """\
vary:
  programme.exit: [fixed_week, tapering]
  parameters.turnout.coefficient_norm: {from: 0, to: 3, steps: 2}
outcomes: [participation@programme, participation@year_1]
"""
SMALL = HEAD + VARIED + "replicates: 5\n"
COMMAND = "import sys; sys.argv[0] = 'simkomunitas'; from simkomunitas.cli.command_line import main; main()"


def experiment(folder, text=SMALL, name="small.yaml"):
    """A file with an experiment."""
    return write(folder, name, text)


def digest(folder):
    """The SHA-256 of all runs in a folder, in a fixed order, to the last bit."""
    return digest_of(load_runs(folder))


def digest_of(table):
    """The SHA-256 of a table."""
    sha = hashlib.sha256()
    for name in table:
        column = table[name]
        numbers = pd.api.types.is_numeric_dtype(column.dtype)
        sha.update(name.encode() + b"\0")
        sha.update(column.to_numpy().tobytes() if numbers else "\0".join(map(str, column)).encode())
    return sha.hexdigest()


def environment(**more):
    """The environment of a process that finds our sources and the modules of the tests."""
    path = os.pathsep.join([str(TESTS), *sys.path])
    return os.environ | {"PYTHONPATH": path} | more


def start(*words, **more):
    """A command in a process of its own, in a session of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=environment(**more),
    )


def command(*words, **more):
    """Exit code, standard output and standard error of a command."""
    with start(*words, **more) as process:
        out, err = process.communicate(timeout=300)
    return process.returncode, out, err


def wait_for(what, seconds=120.0):
    """Wait until something is true; AssertionError if it does not become so."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def parts_of(folder):
    """The names of the parts with runs in a folder."""
    return sorted(path.name for path in Path(folder).glob("runs/part-*.parquet"))


def children_of(pid):
    """The processes that a process has started, and those that they have started."""
    found = []
    for child in (int(path.name) for path in Path("/proc").glob("[0-9]*")):
        try:
            fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found += [child, *children_of(child)]
    return found


def is_alive(pid):
    """Whether a process is still there, zombies left out."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
