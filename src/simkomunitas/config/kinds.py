"""Which kind of configuration a file is, and whether it is right."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.config.building import built_scenario
from simkomunitas.config.forms import comparison, imported, programme, synthetic
from simkomunitas.config.layers import read_layers
from simkomunitas.config.nodes import Node
from simkomunitas.config.reading import built_comparison, in_order
from simkomunitas.model.community.data_import.village_import import ImportReport, read_community_with_report
from simkomunitas.model.community.village_descriptions import ImportedVillage
from simkomunitas.model.scenario import Scenario

SETTINGS = frozenset({"title", "horizon", "shocks", "parameters", "switches"})
MARKS = {"kind": "community", "strategies": "programme", "community": "scenario"}


class Kind(NamedTuple):
    """A kind of file that is read on a higher floor."""

    name: str
    marks: frozenset[str]  # keys that only such a file has
    check: Callable[[Path], None]  # raises InputError with every fault
    form: Any  # its keys, as a type
    over_scenario: bool = False  # it has the keys of a scenario or comparison as well


class Checked(NamedTuple):
    """What a configuration file is, and how the villages in it were read from their data files."""

    kind: str
    reports: tuple[ImportReport, ...] = ()


def check_files(paths: Sequence[Path], others: Sequence[Kind] = ()) -> dict[Path, str]:
    """What kind each file is; whatever is wrong in any of them raises one InputError with all faults.

    others: kinds of higher floors that are known too.
    """
    return {path: checked.kind for path, checked in checked_files(paths, others).items()}


def checked_files(paths: Sequence[Path], others: Sequence[Kind] = ()) -> dict[Path, Checked]:
    """What each file is and what its data files say; faults of any of them raise one InputError with all."""
    faults: list[ErrorDetail] = []
    found = {path: _checked(path, others, faults) for path in paths}
    if faults:
        raise InputError(in_order(faults))
    return found


def _checked(path: Path, others: Sequence[Kind], faults: list[ErrorDetail]) -> Checked:
    """What a file is; what is wrong with it is added to ``faults``."""
    node = read_layers(path, faults)
    if not isinstance(node.value, dict):
        return Checked("")
    for other in others:
        if other.marks & node.value.keys():
            faults += _refusals(other, path)
            return Checked(other.name)
    if others and node.value and node.value.keys() <= SETTINGS:
        faults += _faults_of_settings(node)
        return Checked("settings to be laid over a scenario")
    kind = _kind(node)
    if not kind:
        expected = "a community (kind: ...), a programme (strategies: ...) or a scenario (community: ...)"
        faults.append(node._replace(key="").fault(expected))
    reports = _import_reports(_scenarios(kind, node, path, faults), faults)
    return Checked(kind, tuple(report for _, report in reports))


def _refusals(kind: Kind, path: Path) -> Iterable[ErrorDetail]:
    try:
        kind.check(path)
    except InputError as error:
        return error.faults
    return ()


def _faults_of_settings(node: Node) -> Iterable[ErrorDetail]:
    """What is wrong with settings alone, seen over the usual village."""
    faults: list[ErrorDetail] = []
    usual = node._replace(value={"kind": node._replace(value="synthetic", key="community.kind")}, key="community")
    built_scenario(node._replace(value={**node.value, "community": usual}), faults)
    return faults


def _kind(node: Node) -> str:
    """Community, programme, scenario or comparison: by the key that marks it, or by most of its keys."""
    marks = [kind for key, kind in MARKS.items() if key in node.value]
    if marks:
        return "comparison" if marks[0] == "scenario" and "arms" in node.value else marks[0]
    forms = {
        "community": synthetic().model_fields.keys() | imported().model_fields.keys(),
        "programme": programme().model_fields.keys(),
        "scenario": comparison().model_fields.keys(),
    }
    known = {kind: len(names & node.value.keys()) for kind, names in forms.items()}
    return max(known, key=known.__getitem__) if any(known.values()) else ""


def _scenarios(kind: str, node: Node, path: Path, faults: list[ErrorDetail]) -> list[Scenario]:
    """The scenarios in a file; a community or a programme alone is put into an otherwise usual one."""
    if kind in ("scenario", "comparison"):
        found = built_comparison(node, path, faults)
        return [scenario for _, scenario in found.arms] if found else []
    if not kind:
        return []
    usual = Node({"kind": node._replace(value="synthetic")}, node.place, "", node.folder)
    built = built_scenario(node._replace(value={"community": usual, kind: node}), faults)
    return [built[0]] if built else []


def import_reports(scenarios: Iterable[Scenario]) -> list[tuple[Path, ImportReport]]:
    """How imported villages are read, each with its table of residents; InputError for what is wrong with the files."""
    faults: list[ErrorDetail] = []
    reports = _import_reports(scenarios, faults)
    if faults:
        raise InputError(faults)
    return reports


def _import_reports(scenarios: Iterable[Scenario], faults: list[ErrorDetail]) -> list[tuple[Path, ImportReport]]:
    """How the data files of imported villages are read; what is wrong with them is added to ``faults``."""
    reports = []
    for village in dict.fromkeys(scenario.village for scenario in scenarios):
        if isinstance(village, ImportedVillage):
            try:
                reports.append((village.residents.file, read_community_with_report(*village, seed=1).report))
            except InputError as error:
                faults.extend(error.faults)
    return reports
