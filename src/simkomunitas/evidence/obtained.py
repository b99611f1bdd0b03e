"""How each parameter was obtained: cited from a source, calibrated against targets, or assumed.

Calibrated are those that the posterior which comes with the program tells something about; their intervals are read
from its file.  What its targets tell nothing about stays cited or assumed, as it was.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from simkomunitas.evidence.posterior import Interval, shipped_calibrated
from simkomunitas.ground.quantity import ParameterRow
from simkomunitas.ground.sources import ASSUMED

Kind = Literal["cited", "calibrated", "assumed"]
KINDS: tuple[Kind, ...] = ("cited", "calibrated", "assumed")
TOP = "parameters."


class Obtained(NamedTuple):
    """How a parameter was obtained; its interval, if it was calibrated."""

    kind: Kind
    interval: Interval | None = None

    def __str__(self) -> str:
        if self.interval is None:
            return self.kind
        return f"{self.kind}, 90 %: {self.interval.low:.2g} to {self.interval.high:.2g}"


def obtained(row: ParameterRow) -> Obtained:
    """How a parameter, or a setting, was obtained."""
    interval = shipped_calibrated().get(row.key.removeprefix(TOP)) if row.key.startswith(TOP) else None
    if interval is not None:
        return Obtained("calibrated", interval)
    return Obtained("assumed" if row.about.source == ASSUMED else "cited")


def shares(rows: Iterable[ParameterRow]) -> str:
    """How many of some parameters were obtained in which way.

    >>> shares([])
    '0 cited (0%), 0 calibrated (0%), 0 assumed (0%)'
    """
    kinds = [obtained(row).kind for row in rows]
    counts = {kind: kinds.count(kind) for kind in KINDS}
    return ", ".join(f"{count} {kind} ({count / max(1, len(kinds)):.0%})" for kind, count in counts.items())
