"""``simkomunitas list``: strategies, outcomes, parameters and more, with their sources.

Examples:
  simkomunitas list strategies
  simkomunitas list parameters

"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from inspect import signature
from typing import Annotated, Literal

from cyclopts import Parameter

from simkomunitas.cli.shared_options import LoadOption, load_plugins, make_command

LISTED_CATALOGUES = {
    "strategies": ("simkomunitas.model.programme.strategies", "strategies"),
    "models": ("simkomunitas.model.programme.organizing_models", "organizing_models"),
    "networks": ("simkomunitas.model.community.networks", "networks"),
    "outcomes": ("simkomunitas.model.outcomes", "outcomes"),
    "targeting": ("simkomunitas.model.programme.targeting", "targeting_rules"),
    "exit-rules": ("simkomunitas.model.programme.exit_rules", "exit_rules"),
    "targets": ("simkomunitas.evidence.targets", "targets"),
}
ListedKind = Literal[
    "strategies",
    "models",
    "networks",
    "outcomes",
    "targeting",
    "exit-rules",
    "targets",
    "parameters",
    "rules",
    "switches",
]


def list_command(what: Annotated[ListedKind, Parameter(help="What to list.")], /, *, load: LoadOption = ()) -> None:
    """List strategies, outcomes, parameters and other entries, one line each, with their sources."""
    load_plugins(load)
    lines = {"parameters": _list_parameters, "rules": _list_rules, "switches": _list_switches}
    for line in lines[what]() if what in lines else _catalogue_entries(*LISTED_CATALOGUES[what]):
        print(line)


def _catalogue_entries(module: str, name: str) -> Iterator[str]:
    """The entries of a catalogue: name, what it is, who is to be thanked."""
    from simkomunitas.base.catalogue import docstring_summary  # noqa: PLC0415 - --help stays quick

    catalogue: Mapping[str, object] = getattr(import_module(module), name)
    width = max(map(len, catalogue), default=0)
    for entry, thing in catalogue.items():
        sources = "; ".join(str(source) for source in getattr(thing, "sources", ())) or "assumed"
        unit = f"{unit}: " if (unit := getattr(thing, "unit", "")) else ""
        yield f"{entry:<{width}}  {unit}{getattr(thing, 'meaning', None) or docstring_summary(thing)} [{sources}]"


def _list_parameters() -> Iterator[str]:
    """Every number that can be set, how each was obtained, and the share of each kind."""
    from simkomunitas.base.quantity import ParameterRow  # noqa: PLC0415
    from simkomunitas.config.setting_tables import describe_setting_counts, parameter_table, setting_table  # noqa: PLC0415
    from simkomunitas.evidence.provenance_kinds import count_provenance, parameter_provenance  # noqa: PLC0415 - --help stays quick

    parameters, settings = parameter_table(), setting_table()
    width = max(len(row.key) for row in parameters + settings)

    def format_parameter_line(row: ParameterRow) -> str:
        about = row.quantity
        how = parameter_provenance(row)
        source = how if how.kind == "assumed" else f"{how}; {about.source}"
        return f"{row.key:<{width}}  {row.default:g}; {about.describe_range()}: {about.meaning} [{source}]"

    yield from map(format_parameter_line, parameters + settings)
    yield (
        f"{len(parameters)} parameters of behaviour, of which {count_provenance(parameters)}; "
        f"{len(settings)} settings of community, programme, horizon and shocks, of which {count_provenance(settings)}; "
        f"{describe_setting_counts()}"
    )


def _list_rules() -> Iterator[str]:
    """Every rule that can be replaced, with its inputs."""
    from simkomunitas.base.catalogue import docstring_summary  # noqa: PLC0415 - --help stays quick
    from simkomunitas.base.compilation_cache import python_function  # noqa: PLC0415
    from simkomunitas.model.rules import rules  # noqa: PLC0415

    for name, rule in rules.items():
        inputs = ", ".join(signature(python_function(rule)).parameters)
        yield f"{name}({inputs})  {docstring_summary(rule)}"


def _list_switches() -> Iterator[str]:
    """Every mechanism that can be turned off."""
    from simkomunitas.model.rules.parameters import switch_table  # noqa: PLC0415 - --help stays quick

    table = switch_table()
    width = max(map(len, table))
    for name, switch in table.items():
        yield f"switches.{name:<{width}}  {switch.meaning}"


command = make_command(list_command, "list")
