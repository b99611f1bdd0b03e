"""``simkomunitas list``: what exists, one line each, with its source."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Annotated, Literal

from cyclopts import Parameter

from simkomunitas.cli.options import Load, load_own

CATALOGUES = {
    "strategies": ("simkomunitas.strategies", "strategies"),
    "models": ("simkomunitas.models", "models"),
    "networks": ("simkomunitas.world.networks", "networks"),
    "outcomes": ("simkomunitas.outcomes", "outcomes"),
    "targeting": ("simkomunitas.targeting", "targeting_rules"),
    "exit-rules": ("simkomunitas.exits", "exit_rules"),
    "targets": ("simkomunitas.evidence.targets", "targets"),
}
What = Literal[
    "strategies", "models", "networks", "outcomes", "targeting", "exit-rules", "targets", "parameters", "switches"
]


EXAMPLES = """\
Examples:
  simkomunitas list strategies
  simkomunitas list parameters"""


def show_list(what: Annotated[What, Parameter(help="What is to be listed.")], /, *, load: Load = ()) -> None:
    """List what exists, one line each, with its source."""
    load_own(load)
    lines = {"parameters": _parameters, "switches": _switches}
    for line in lines[what]() if what in lines else _entries(*CATALOGUES[what]):
        print(line)


def _entries(module: str, name: str) -> Iterator[str]:
    """The entries of a catalogue: name, what it is, who is to be thanked."""
    from simkomunitas.ground.catalogue import first_line  # noqa: PLC0415 - --help stays quick

    catalogue: Mapping[str, object] = getattr(import_module(module), name)
    width = max(map(len, catalogue), default=0)
    for entry, thing in catalogue.items():
        sources = "; ".join(str(source) for source in getattr(thing, "sources", ())) or "assumed"
        unit = f"{unit}: " if (unit := getattr(thing, "unit", "")) else ""
        yield f"{entry:<{width}}  {unit}{getattr(thing, 'meaning', None) or first_line(thing)} [{sources}]"


def _parameters() -> Iterator[str]:
    """Every number that can be set, how each was obtained, and the share of each kind."""
    from simkomunitas.evidence.obtained import obtained, shares  # noqa: PLC0415 - --help stays quick
    from simkomunitas.ground.quantity import ParameterRow  # noqa: PLC0415
    from simkomunitas.study.settings import described, parameter_table, setting_table  # noqa: PLC0415

    parameters, settings = parameter_table(), setting_table()
    width = max(len(row.key) for row in parameters + settings)

    def line(row: ParameterRow) -> str:
        about = row.about
        span = f"{row.default:g} {about.unit} ({about.low:g} to {about.high:g})"
        how = obtained(row)
        source = how if how.kind == "assumed" else f"{how}; {about.source}"
        return f"{row.key:<{width}}  {span}: {about.meaning} [{source}]"

    yield from map(line, parameters + settings)
    yield (
        f"{len(parameters)} parameters of behaviour, of which {shares(parameters)}; "
        f"{len(settings)} settings of community, programme, horizon and shocks, of which {shares(settings)}; "
        f"{described()}"
    )


def _switches() -> Iterator[str]:
    """Every mechanism that can be turned off."""
    from simkomunitas.rules.parameters import switch_table  # noqa: PLC0415 - --help stays quick

    table = switch_table()
    width = max(map(len, table))
    for name, switch in table.items():
        yield f"switches.{name:<{width}}  {switch.meaning}"
