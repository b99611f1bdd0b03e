"""Small configuration files, and what reading them says."""

from pathlib import Path

import pytest

from simkomunitas.base.input_errors import InputError
from simkomunitas.config.config_reader import read_comparison, read_scenario

SCENARIO = "community: {kind: synthetic}\n"
PROGRAMME = SCENARIO + "programme:\n  strategies: {local_resources: 1}\n"


def write(folder, name, content):
    path = Path(folder) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def scenario(folder, text, *sets):
    return read_scenario(write(folder, "scenario.yaml", text), sets)


def comparison(folder, text, *sets):
    return read_comparison(write(folder, "comparison.yaml", text), sets)


def faults(folder, text, *sets):
    """The faults of a file, with the folder left out of their places."""
    with pytest.raises(InputError) as refused:
        comparison(folder, text, *sets)
    return [str(fault).replace(f"{folder}/", "") for fault in refused.value.errors]


def only_fault(folder, text, *sets):
    found = faults(folder, text, *sets)
    assert len(found) == 1, found
    return found[0]
