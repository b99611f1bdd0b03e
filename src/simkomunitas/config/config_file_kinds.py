"""Which kind of configuration a file is, and whether it is right."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.config.config_fields import list_fields
from simkomunitas.config.config_nodes import ConfigNode
from simkomunitas.config.config_reader import build_comparison, sort_errors
from simkomunitas.config.file_includes import read_with_includes
from simkomunitas.config.scenario_builder import DOCUMENT_KEYS, build_scenario
from simkomunitas.model.community.data_import.village_import import ImportReport, read_community_with_report
from simkomunitas.model.community.village_descriptions import ImportedVillage, SyntheticVillage
from simkomunitas.model.scenario_definition import Programme, Scenario

SETTINGS_KEYS = frozenset({"title", "horizon", "shocks", "parameters", "switches"})
KIND_BY_MARKING_KEY = {"kind": "community", "strategies": "programme", "community": "scenario"}


class ConfigFileKind(NamedTuple):
    """A kind of file that is read on a higher floor."""

    name: str
    marking_keys: frozenset[str]  # keys that only such a file has
    check_file: Callable[[Path], None]  # raises InputError with every error
    section: type  # that it becomes
    extends_scenario: bool = False  # it has the keys of a scenario or comparison as well


class CheckedFile(NamedTuple):
    """What a configuration file is, and how the villages in it were read from their data files."""

    kind: str
    import_reports: tuple[ImportReport, ...] = ()


def check_config_files(paths: Sequence[Path], extra_kinds: Sequence[ConfigFileKind] = ()) -> dict[Path, str]:
    """What kind each file is; whatever is wrong in any of them raises one InputError with all errors.

    extra_kinds: kinds of higher floors that are known too.
    """
    return {path: checked.kind for path, checked in check_files_with_reports(paths, extra_kinds).items()}


def check_files_with_reports(
    paths: Sequence[Path], extra_kinds: Sequence[ConfigFileKind] = ()
) -> dict[Path, CheckedFile]:
    """What each file is and what its data files say; errors of any of them raise one InputError with all."""
    errors: list[ErrorDetail] = []
    found = {path: _check_one_file(path, extra_kinds, errors) for path in paths}
    if errors:
        raise InputError(sort_errors(errors))
    return found


def _check_one_file(path: Path, extra_kinds: Sequence[ConfigFileKind], errors: list[ErrorDetail]) -> CheckedFile:
    """What a file is; what is wrong with it is added to ``errors``."""
    node = read_with_includes(path, errors)
    if not isinstance(node.value, dict):
        return CheckedFile("")
    for other in extra_kinds:
        if other.marking_keys & node.value.keys():
            errors += _file_kind_errors(other, path)
            return CheckedFile(other.name)
    if extra_kinds and node.value and node.value.keys() <= SETTINGS_KEYS:
        errors += _find_settings_errors(node)
        return CheckedFile("settings to be laid over a scenario")
    kind = _detect_file_kind(node)
    if not kind:
        expected = "a community (kind: ...), a programme (strategies: ...) or a scenario (community: ...)"
        errors.append(node._replace(key="").build_error(expected))
    reports = _collect_import_reports(_build_scenarios(kind, node, path, errors), errors)
    return CheckedFile(kind, tuple(report for _, report in reports))


def _file_kind_errors(kind: ConfigFileKind, path: Path) -> Iterable[ErrorDetail]:
    try:
        kind.check_file(path)
    except InputError as error:
        return error.errors
    return ()


def _find_settings_errors(node: ConfigNode) -> Iterable[ErrorDetail]:
    """What is wrong with settings alone, seen over the usual village."""
    errors: list[ErrorDetail] = []
    usual = node._replace(value={"kind": node._replace(value="synthetic", key="community.kind")}, key="community")
    build_scenario(node._replace(value={**node.value, "community": usual}), errors)
    return errors


def _detect_file_kind(node: ConfigNode) -> str:
    """Community, programme, scenario or comparison: by the key that marks it, or by most of its keys."""
    marks = [kind for key, kind in KIND_BY_MARKING_KEY.items() if key in node.value]
    if marks:
        return "comparison" if marks[0] == "scenario" and "arms" in node.value else marks[0]
    forms = {
        "community": list_fields(SyntheticVillage).keys() | list_fields(ImportedVillage).keys(),
        "programme": list_fields(Programme).keys(),
        "scenario": DOCUMENT_KEYS,
    }
    known = {kind: len(names & node.value.keys()) for kind, names in forms.items()}
    return max(known, key=known.__getitem__) if any(known.values()) else ""


def _build_scenarios(kind: str, node: ConfigNode, path: Path, errors: list[ErrorDetail]) -> list[Scenario]:
    """The scenarios in a file; a community or a programme alone is put into an otherwise usual one."""
    if kind in ("scenario", "comparison"):
        found = build_comparison(node, path, errors)
        return [scenario for _, scenario in found.arms] if found else []
    if not kind:
        return []
    usual = ConfigNode({"kind": node._replace(value="synthetic")}, node.location, "", node.folder)
    built = build_scenario(node._replace(value={"community": usual, kind: node}), errors)
    return [built[0]] if built else []


def read_import_reports(scenarios: Iterable[Scenario]) -> list[tuple[Path, ImportReport]]:
    """How imported villages are read, each with its table of residents; InputError for what is wrong with the files."""
    errors: list[ErrorDetail] = []
    reports = _collect_import_reports(scenarios, errors)
    if errors:
        raise InputError(errors)
    return reports


def _collect_import_reports(
    scenarios: Iterable[Scenario], errors: list[ErrorDetail]
) -> list[tuple[Path, ImportReport]]:
    """How the data files of imported villages are read; what is wrong with them is added to ``errors``."""
    reports = []
    for village in dict.fromkeys(scenario.village for scenario in scenarios):
        if isinstance(village, ImportedVillage):
            try:
                reports.append((village.residents.file, read_community_with_report(*village, seed=1).report))
            except InputError as error:
                errors.extend(error.errors)
    return reports
