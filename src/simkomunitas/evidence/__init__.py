"""The model against evidence: targets, validation, calibration, diagnosis."""
