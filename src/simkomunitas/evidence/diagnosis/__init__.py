"""Diagnosis: which constraint binds in a community, found by loosening each in turn under the same luck.

``constraints.yaml`` is a comparison that anybody could have written: one arm as the village is, and one for each
constraint with that constraint loosened.  What binds is what, once it is loosened, lets need fall most.
"""

from simkomunitas.evidence.diagnosis.binding import (
    Diagnosis,
    Effect,
    constraints,
    diagnose,
    diagnosis_document,
    effect_table,
    read_diagnosis,
)

__all__ = [
    "Diagnosis", "Effect", "constraints", "diagnose", "diagnosis_document", "effect_table", "read_diagnosis",
]  # fmt: skip
