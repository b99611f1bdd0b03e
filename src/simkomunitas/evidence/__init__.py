"""The model held against evidence: targets, baselines that must fail, calibration and diagnosis."""
