"""Villages as they are described before anybody lives in them: synthetic from numbers, or imported from files."""

from typing import Annotated, NamedTuple

from simkomunitas.base.key_annotations import EntryName, Key, NoneWord
from simkomunitas.base.notebook_display import render_rows
from simkomunitas.model.community.community_data import Community, in_hamlet_order
from simkomunitas.model.community.data_import.data_file_formats import DRAWN, ResidentsFile, TiesFile
from simkomunitas.model.community.data_import.village_import import read_community
from simkomunitas.model.community.networks import networks
from simkomunitas.model.community.synthetic_population import draw_community
from simkomunitas.model.community.village_settings import InstitutionSettings, NetworkSettings, PopulationSettings

__all__ = ["ImportedVillage", "ResidentsFile", "SyntheticVillage", "TiesFile", "Village", "build_community"]


class SyntheticVillage(NamedTuple):
    """A village that is drawn: its people, how they come to know each other, and what surrounds them."""

    people: PopulationSettings = PopulationSettings()
    network: Annotated[str, EntryName(networks, "a network"), Key("how ties come about")] = "hamlets"
    ties: NetworkSettings = NetworkSettings()
    institutions: InstitutionSettings = InstitutionSettings()

    def __repr__(self) -> str:
        return f"{self.people.adults:.0f} adults in {self.people.hamlets:.0f} hamlets, network {self.network}"

    def _repr_html_(self) -> str:
        return render_rows({"adults": self.people.adults, "hamlets": self.people.hamlets, "network": self.network})


class ImportedVillage(NamedTuple):
    """A real village, from a table of residents and a list of ties; ``people`` fills in what the table does not say."""

    residents: ResidentsFile
    network: Annotated[
        TiesFile | None,
        NoneWord(DRAWN, "a list of ties, or drawn", "write network: {file: ties.csv}, or network: drawn"),
        Key("the list of ties; or drawn: households, kin and hamlets as in a synthetic village"),
    ]
    people: PopulationSettings = PopulationSettings()
    institutions: InstitutionSettings = InstitutionSettings()

    def __repr__(self) -> str:
        ties = "ties drawn" if self.network is None else f"ties from {self.network.file.name}"
        return f"residents from {self.residents.file.name}, {ties}"

    def _repr_html_(self) -> str:
        return render_rows({"residents": self.residents.file.name, "network": self.network and self.network.file.name})


Village = SyntheticVillage | ImportedVillage
VILLAGE_CLASSES = {"synthetic": SyntheticVillage, "imported": ImportedVillage}  # by the key ``kind``


def build_community(village: Village, seed: int) -> Community:
    """The community that a description and a seed give; faulty files raise InputError."""
    if isinstance(village, ImportedVillage):
        read = read_community(village.residents, village.network, village.people, village.institutions, seed)
        return in_hamlet_order(read)
    return draw_community(village.people, village.ties, village.network, village.institutions, seed)
