"""Situations: the circumstances in which the sources measured, as configurations that anybody could write.

Each YAML file of this folder is one situation, with an arm for each group the source compared; what it does not say
is as everywhere else.  A parameter or a switch may be set only where the setting of the source fixes it, never how
people behave, and its reason is given under ``because``.  Targets share situations.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from simkomunitas.base.catalogue import UnknownEntryError, suggest_name
from simkomunitas.config.config_nodes import to_plain_value
from simkomunitas.config.config_reader import read_comparison
from simkomunitas.config.yaml_reader import read_yaml_file
from simkomunitas.model.scenario_definition import Scenario

SITUATIONS_FOLDER = Path(__file__).parent
Situations = Mapping[str, Mapping[str, Scenario]]  # by name, by arm


def list_situations() -> list[str]:
    """The situations there are."""
    return sorted(path.stem for path in SITUATIONS_FOLDER.glob("*.yaml"))


def find_situation_file(name: str) -> Path:
    """The file of a situation; UnknownEntryError if there is none."""
    if name not in list_situations():
        raise UnknownEntryError(f"no situation is called {name!r}; {suggest_name(name, list_situations())}")
    return SITUATIONS_FOLDER / f"{name}.yaml"


def setting_reasons(name: str) -> dict[str, str]:
    """Why a situation sets what it sets of the parameters and switches, by setting, as its file says."""
    said = read_yaml_file(find_situation_file(name), []).get_child("rationale")
    return {} if said is None else {key: str(reason) for key, reason in to_plain_value(said).items()}


def read_situations(names: Iterable[str], overrides: Sequence[str] = ()) -> dict[str, dict[str, Scenario]]:
    """Situations by name, each with its arms; ``overrides``, such as ``switches.talk=false``, apply to all of them."""
    return {name: dict(read_comparison(find_situation_file(name), overrides).arms) for name in dict.fromkeys(names)}
