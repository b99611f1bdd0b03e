"""What the model does not show of what was found in real villages: the verdicts that come with the program.

They are those of ``simkomunitas validate-model``, in a table beside the targets; ``tests/app/test_evidence_card.py``
holds them to the targets there are, and, with ``-m long``, to the model as it is.
"""

import csv
from functools import cache
from pathlib import Path

import simkomunitas.evidence

VERDICTS_FILE = Path(simkomunitas.evidence.__file__).with_name("verdicts.csv")
VERDICT_NAMES = ("met", "not met", "undecided")


@cache
def load_verdicts() -> dict[str, str]:
    """The verdict on each target, by its number."""
    with VERDICTS_FILE.open(encoding="utf-8", newline="") as file:
        return {row["target"]: row["verdict"] for row in csv.DictReader(file)}


def targets_with_verdict(verdict: str) -> list[str]:
    """The targets with this verdict."""
    return [target for target, found in load_verdicts().items() if found == verdict]
