"""How each parameter was obtained: cited from a source, calibrated against targets, or assumed.

Calibrated are those that the posterior which comes with the program tells something about; their intervals are read
from its file.  What its targets tell nothing about stays cited or assumed, as it was.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from simkomunitas.base.quantity import ParameterRow
from simkomunitas.base.references import ASSUMED
from simkomunitas.evidence.posterior_file import PosteriorInterval, load_shipped_intervals

ProvenanceKind = Literal["cited", "calibrated", "assumed"]
PROVENANCE_KINDS: tuple[ProvenanceKind, ...] = ("cited", "calibrated", "assumed")
PARAMETERS_PREFIX = "parameters."


class Provenance(NamedTuple):
    """How a parameter was obtained; its interval, if it was calibrated."""

    kind: ProvenanceKind
    interval: PosteriorInterval | None = None

    def __str__(self) -> str:
        if self.interval is None:
            return self.kind
        return f"{self.kind}, 90 %: {self.interval.low:.2g} to {self.interval.high:.2g}"


def parameter_provenance(row: ParameterRow) -> Provenance:
    """How a parameter, or a setting, was obtained."""
    interval = (
        load_shipped_intervals().get(row.key.removeprefix(PARAMETERS_PREFIX))
        if row.key.startswith(PARAMETERS_PREFIX)
        else None
    )
    if interval is not None:
        return Provenance("calibrated", interval)
    return Provenance("assumed" if row.quantity.source == ASSUMED else "cited")


def count_provenance(rows: Iterable[ParameterRow]) -> str:
    """How many of some parameters were obtained in which way.

    >>> count_provenance([])
    '0 cited (0%), 0 calibrated (0%), 0 assumed (0%)'
    """
    kinds = [parameter_provenance(row).kind for row in rows]
    counts = {kind: kinds.count(kind) for kind in PROVENANCE_KINDS}
    return ", ".join(f"{count} {kind} ({count / max(1, len(kinds)):.0%})" for kind, count in counts.items())
