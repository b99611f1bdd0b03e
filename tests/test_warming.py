"""The first use on a machine: how far the compilation is, and that it can be called off."""

import multiprocessing
import os
import signal
import subprocess
import sys

import pytest

from simkomunitas.simulation.engine_warm_up import CompilationProgress, compilation_progress, track_compilation
from simkomunitas.simulation.simulation_run import warm_up_engine

COLD = """
from simkomunitas.simulation.engine_warm_up import track_compilation
for found in track_compilation():
    print(*found, flush=True)
"""


def test_a_warm_engine_is_whole_and_nothing_is_compiled_again():
    warm_up_engine()
    found = compilation_progress()
    assert found.compiled_functions == found.total_functions > 100
    assert list(track_compilation()) == []
    assert multiprocessing.active_children() == []


def test_the_share_is_of_all_functions():
    assert [CompilationProgress(done, 200).share_completed for done in (0, 50, 200)] == [0, 0.25, 1]


def cold(folder):
    """A process that compiles into an empty cache and says how far it is."""
    environment = os.environ | {"XDG_CACHE_HOME": str(folder)}
    return subprocess.Popen([sys.executable, "-c", COLD], env=environment, stdout=subprocess.PIPE, text=True,
                            start_new_session=True)  # fmt: skip


def test_a_cold_engine_shows_that_it_gets_on(tmp_path):
    process = cold(tmp_path)
    known = []
    for line in process.stdout:
        known.append([int(word) for word in line.split()])
        if known[-1][0] > 5:
            break
    os.killpg(process.pid, signal.SIGKILL)  # and whoever compiles for it
    process.wait()
    process.stdout.close()
    assert known[0][0] < known[-1][0] < known[-1][1]


@pytest.mark.long
def test_a_cold_engine_is_whole_in_the_end(tmp_path):
    said = cold(tmp_path).communicate()[0]
    found = [[int(word) for word in line.split()] for line in said.splitlines()]
    assert found == sorted(found)
    assert found[-1][0] == found[-1][1]
