"""Situations: the circumstances in which the sources measured, as configurations that anybody could write.

Each YAML file of this folder is one situation, with an arm for each group the source compared; what it does not say
is as everywhere else.  A parameter or a switch may be set only where the setting of the source fixes it, never how
people behave, and its reason is given under ``because``.  Targets share situations.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from simkomunitas.ground.catalogue import UnknownEntryError, did_you_mean
from simkomunitas.study.documents import read_document
from simkomunitas.study.nodes import plain
from simkomunitas.study.reading import read_comparison
from simkomunitas.study.scenario import Scenario

FOLDER = Path(__file__).parent
Situations = Mapping[str, Mapping[str, Scenario]]  # by name, by arm


def situation_names() -> list[str]:
    """The situations there are."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def situation_file(name: str) -> Path:
    """The file of a situation; UnknownEntryError if there is none."""
    if name not in situation_names():
        raise UnknownEntryError(f"no situation is called {name!r}; {did_you_mean(name, situation_names())}")
    return FOLDER / f"{name}.yaml"


def reasons(name: str) -> dict[str, str]:
    """Why a situation sets what it sets of the parameters and switches, by setting, as its file says."""
    said = read_document(situation_file(name), []).get("because")
    return {} if said is None else {key: str(reason) for key, reason in plain(said).items()}


def read_situations(names: Iterable[str], sets: Sequence[str] = ()) -> dict[str, dict[str, Scenario]]:
    """Situations by name, each with its arms; ``sets`` such as ``switches.talk=false`` are laid over all of them."""
    return {name: dict(read_comparison(situation_file(name), sets).arms) for name in dict.fromkeys(names)}
