"""Where a large file takes long, one sees how far it is; where it does not, nothing is said."""

import pytest

from simkomunitas.base import progress_messages
from simkomunitas.base.progress_messages import report_progress
from simkomunitas.config.config_reader import read_scenario
from simkomunitas.model.community.data_import.village_import import read_community

RESIDENTS = "id,sex\n" + "".join(f"p{number},F\n" for number in range(40))
TIES = "source,target\n" + "".join(f"p{number},p{(number + 1) % 40}\n" for number in range(40))
CONFIG = """
community:
  kind: imported
  residents: {file: residents.csv, columns: {id: id, sex: sex}, values: {sex: {F: female}}}
  network: {file: ties.csv, columns: {source: source, target: target}}
"""


@pytest.fixture
def village(tmp_path):
    for name, text in (("residents.csv", RESIDENTS), ("ties.csv", TIES), ("village.yaml", CONFIG)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "village.yaml"


def imported(path):
    return read_community(*read_scenario(path).village, 1)


def test_a_village_that_is_read_at_once_is_read_in_silence(village, capfd):
    assert len(imported(village).ids) == 40
    assert capfd.readouterr().err == ""


def test_every_step_that_takes_long_says_how_far_it_is(village, capfd, monkeypatch):
    monkeypatch.setattr(progress_messages, "QUIET_SECONDS", 0.0)
    monkeypatch.setattr(progress_messages, "ITEMS_PER_CHECK", 10)
    assert len(imported(village).ids) == 40
    said = capfd.readouterr().err.splitlines()
    for doing in ("Reading residents.csv: 30 of 41", "Checking residents.csv: 30 of 40",
                  "Putting residents in order: 10 of 40", "Reading ties.csv: 20 of 41", "Checking ties.csv: 0 of 40",
                  "Looking up those tied in ties.csv: 70 of 80", "Tying residents: 30 of 40"):  # fmt: skip
        assert doing in said


def test_two_seconds_pass_before_anything_is_said_and_between_two_lines(capfd, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(progress_messages, "ITEMS_PER_CHECK", 1)
    monkeypatch.setattr(progress_messages.time, "monotonic", lambda: now[0])
    for _ in report_progress(range(9), "Doing", 9):
        now[0] += 0.75  # each takes so long
    assert capfd.readouterr().err == "Doing: 3 of 9\nDoing: 6 of 9\n"
