"""Estimates, comparisons and tables of runs, and the folders in which they are kept."""
