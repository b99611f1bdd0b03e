"""Every public name answers nonsense with a sentence, and never with an error from the inside."""

import traceback
from math import nan
from pathlib import Path

import pytest

import simkomunitas as sk
from simkomunitas.base.catalogue import UnknownEntryError
from simkomunitas.base.input_errors import InputError

NONSENSE = {
    "nothing": None, "a number": 3, "not a number": nan, "a missing file": "missing.yaml", "no text": "", "a list": [],
    "a mapping": {}, "a folder": Path("/"), "something": object(),
}  # fmt: skip
PLAIN = {"Comparison", "Parameters", "Programme", "Scenario", "Situation", "Strategy", "Switches"}  # hold what they get
DOORS = sorted(set(sk.__all__) - PLAIN - {"__version__"})
REFUSALS = (InputError, UnknownEntryError, TypeError, ValueError)
LIBRARIES = ("numba", "pandas", "numpy", "pyarrow", "pydantic", "json", "pathlib", "ruamel")


@pytest.mark.parametrize("given", NONSENSE.values(), ids=NONSENSE)
@pytest.mark.parametrize("name", DOORS)
def test_nonsense_is_answered_with_a_sentence(name, given, tmp_path, monkeypatch):
    if (name, given) == ("scenario", None):
        pytest.skip("sk.scenario() is the usual village")
    monkeypatch.chdir(tmp_path)
    door = getattr(sk, name)
    inputs = (given, 1) if name == "SimulationRun" else (given,)
    with pytest.raises(REFUSALS) as told:
        door(*inputs)
    last = traceback.extract_tb(told.value.__traceback__)[-1].filename
    assert "simkomunitas" in last, last
    assert not any(f"/{library}/" in last or last.endswith(f"/{library}.py") for library in LIBRARIES)
    assert len(str(told.value).split()) > 3
    assert list(tmp_path.iterdir()) == []  # and nothing half-written
