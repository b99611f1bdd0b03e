"""The engine runs as plain Python too, with NUMBA_DISABLE_JIT=1: to the last bit the same, and a debugger stops in it.

Run under that variable, this file also shows which lines of rules and engine are reached; compiled lines are not seen.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import numba
import pytest

from small_runs import names, stops_in_a_rule

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def the_other_way():
    """What a process says that runs compiled if this one does not, and the other way round."""
    other = "0" if numba.config.DISABLE_JIT else "1"
    environment = os.environ | {"NUMBA_DISABLE_JIT": other, "PYTHONPATH": str(HERE)}
    command = [sys.executable, "-W", "error", str(HERE / "small_runs.py")]
    return json.loads(subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout)


def test_plain_python_gives_the_same_numbers_as_the_compiled_engine(the_other_way):
    assert names() == the_other_way["names"]


def test_a_debugger_stops_in_a_rule_of_the_plain_engine_alone(the_other_way):
    stops = {bool(numba.config.DISABLE_JIT): stops_in_a_rule(), not numba.config.DISABLE_JIT: the_other_way["stops"]}
    assert stops[True] > 10
    assert stops[False] == 0
