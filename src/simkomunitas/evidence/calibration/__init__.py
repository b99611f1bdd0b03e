"""Likelihood-free calibration of uncertain parameters against targets."""
