"""Experiments: what varies, planned, run without losing work, and kept as checksummed tables."""
