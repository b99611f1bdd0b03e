"""Diagnosis: which constraint binds in a community, found by loosening each in turn under the same noise.

``constraints.yaml`` is a comparison that anybody could have written: one arm as the village is, and one for each
constraint with that constraint loosened.  What binds is what, once it is loosened, lets need fall most.
"""

from simkomunitas.evidence.diagnosis.constraint_diagnosis import (
    Diagnosis,
    ReliefEffect,
    build_diagnosis_comparison,
    build_effect_table,
    diagnose_community,
    diagnosis_json,
    list_constraints,
)

__all__ = [
    "Diagnosis",
    "ReliefEffect",
    "build_diagnosis_comparison",
    "build_effect_table",
    "diagnose_community",
    "diagnosis_json",
    "list_constraints",
]  # fmt: skip
