"""Many viewers, rough ones among them: everybody is answered, nobody is disturbed, and who leaves leaves nothing.

They speak the app's protocol without a browser, each lot in a process of its own.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from visiting import need_front_end

HERE = Path(__file__).parents[1]


def told(script, *words):
    """What a script of the tests found out."""
    need_front_end()
    done = subprocess.run([sys.executable, HERE / script, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.mark.parametrize("messages", ["300", pytest.param("10000", marks=pytest.mark.long)])
def test_whatever_one_viewer_sends_stays_within_bounds_and_nobody_else_notices(messages):
    found = told("tampering.py", "--messages", messages)
    assert found["sent"] == int(messages)
    assert (found["out_of_bounds"], found["secrets"], found["neighbour"]) == ([], 0, [])
    assert found["looked"] > 0


@pytest.mark.parametrize(("viewers", "minutes"), [("6", "0.5"), pytest.param("40", "1", marks=pytest.mark.long)])
def test_a_room_full_of_viewers_is_answered(viewers, minutes):
    found = told("viewers.py", "--viewers", viewers, "--minutes", minutes)
    assert (found["lost"], found["troubles"]) == (0, 0)
    assert found["clicks"] >= int(viewers)


@pytest.mark.long
def test_who_has_gone_leaves_next_to_nothing():
    assert told("viewers.py", "--departed", "300")["kilobytes_left_each"] < 20
