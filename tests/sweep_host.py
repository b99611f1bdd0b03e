"""A process that has everything loaded and lives through sweeps in children of its own, which may be killed at will.

It reads lines of JSON from standard input, see ``live``, and says the process that makes the sweep, how many rows are
there, and how it ended.
"""

import importlib
import json
import os
import signal
import sys
from contextlib import contextmanager

from simkomunitas.experiments.batch_dispatcher import DispatchSettings
from simkomunitas.experiments.experiment_reader import read_experiment
from simkomunitas.experiments.experiment_sweep import run_sweep
from simkomunitas.simulation.simulation_run import warm_up_engine


def say(*words):
    """One line in one piece, so that whoever is killed leaves no half of it behind."""
    os.write(sys.stdout.fileno(), (" ".join(map(str, words)) + "\n").encode())


@contextmanager
def counted(what, _):
    """Say how many more rows there are; points that are checked before the first run are no rows."""
    yield lambda count: say("rows", count) if what == "Simulating" else None


def live(file, out, sets=(), load=(), environ=(), dispatch_settings=(), **options):
    """One life: the sweep from wherever it stands."""
    try:
        os.environ.update(environ)
        for name in load:
            importlib.import_module(name)
        swept = run_sweep(
            read_experiment(file, sets),
            out,
            dispatch_settings=DispatchSettings(**dict(dispatch_settings)),
            report_stage=counted,
            **options,
        )
        say("finished", swept.finished_rows, swept.new_rows)
    except BaseException as error:
        say("ended", type(error).__name__, str(error).replace("\n", " "))
        raise


def main():
    """Lives, one after the other."""
    warm_up_engine()
    say("ready")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.setpgid(0, 0)
            live(**json.loads(line))
            os._exit(0)
        say("born", child)
        _, status = os.waitpid(child, 0)
        say("dead", os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
