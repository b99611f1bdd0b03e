"""A small village in two files, and how the tests read it."""

from pathlib import Path

import pytest

from simkomunitas.base.input_errors import InputError
from simkomunitas.model.community.data_import.data_file_formats import ResidentsFile, TiesFile
from simkomunitas.model.community.data_import.village_import import read_community_with_report
from simkomunitas.model.community.village_settings import InstitutionSettings, PopulationSettings

RESIDENTS = """id,sex,age,wealth,house,rt
7,F,34,120,A,RT 2
10,M,61,80.5,A,RT 2
9,F,25,,B,RT 10
Siti,f,,300,C,RT 10
"""
TIES = """source,target,layer
7,9,friend
9,7,advice
10,Siti,advice
10,10,advice
7,10,friend
"""
COLUMNS = (
    ("id", "id"),
    ("sex", "sex"),
    ("age", "age"),
    ("wealth", "wealth"),
    ("household", "house"),
    ("hamlet", "rt"),
)
ENDS = (("source", "source"), ("target", "target"), ("layer", "layer"))


def village_of_sixty():
    """The files of a village as somebody drops them on the page."""
    residents = "id,sex\n" + "".join(f"p{number},{'female' if number % 2 else 'male'}\n" for number in range(60))
    ties = "source,target\n" + "".join(f"p{number},p{(number * 7 + 1) % 60}\n" for number in range(60))
    text = (
        "community:\n  kind: imported\n  residents: {file: people.csv, columns: {sex: sex}}\n"
        "  network: {file: ties.csv}\nprogramme: none\n"
    )
    return {"v.yaml": text.encode(), "people.csv": residents.encode(), "ties.csv": ties.encode()}


def write(folder, name, content):
    path = Path(folder) / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def imported(folder, residents=RESIDENTS, ties=TIES, *, columns=COLUMNS, layers=(), seed=1, **more):
    """A village from the text of its two files."""
    table = ResidentsFile(write(folder, "residents.csv", residents), columns, **more)
    network = TiesFile(
        write(folder, "ties.csv", ties), columns=ENDS if "layer" in str(ties) else ENDS[:2], layers=layers
    )
    return read_community_with_report(table, network, PopulationSettings(), InstitutionSettings(), seed)


def faults(folder, residents=RESIDENTS, ties=TIES, **more):
    """What is said of faulty files, with the folder left out."""
    with pytest.raises(InputError) as refusal:
        imported(folder, residents, ties, **more)
    return [str(fault).replace(f"{folder}/", "") for fault in refusal.value.errors]
