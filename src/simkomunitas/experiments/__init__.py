"""Experiments: designs, sweeps that can be interrupted, and their stored runs."""
