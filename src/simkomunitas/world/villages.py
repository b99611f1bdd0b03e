"""Villages as they are described before anybody lives in them: synthetic from numbers, or imported from files."""

from typing import NamedTuple

from simkomunitas.world.community import Community
from simkomunitas.world.files import ResidentsFile, TiesFile
from simkomunitas.world.importing import imported_community
from simkomunitas.world.population import synthetic_community
from simkomunitas.world.village import Institutions, Networks, People

__all__ = ["ImportedVillage", "ResidentsFile", "SyntheticVillage", "TiesFile", "Village", "build"]


class SyntheticVillage(NamedTuple):
    """A village that is drawn: its people, how they come to know each other, and what surrounds them."""

    people: People = People()
    network: str = "hamlets"  # a name in the catalogue of networks
    ties: Networks = Networks()
    institutions: Institutions = Institutions()


class ImportedVillage(NamedTuple):
    """A real village, from a table of residents and a list of ties; ``people`` fills in what the table does not say."""

    residents: ResidentsFile
    network: TiesFile | None  # None: drawn, as in a synthetic village
    people: People = People()
    institutions: Institutions = Institutions()


Village = SyntheticVillage | ImportedVillage


def build(village: Village, seed: int) -> Community:
    """The community that a description and a seed give; faulty files raise InputError."""
    if isinstance(village, ImportedVillage):
        return imported_community(village.residents, village.network, village.people, village.institutions, seed)
    return synthetic_community(village.people, village.ties, village.network, village.institutions, seed)
