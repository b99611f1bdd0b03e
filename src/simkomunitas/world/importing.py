"""Real villages: residents and ties read from files, and refused when they do not say clearly what they mean."""

from simkomunitas.world.community import Community
from simkomunitas.world.files import ResidentsFile, TiesFile
from simkomunitas.world.village import Institutions, People


def imported_community(
    residents: ResidentsFile, network: TiesFile, people: People, institutions: Institutions, seed: int
) -> Community:
    """The community that the files describe; what they do not say is drawn."""
    raise NotImplementedError
