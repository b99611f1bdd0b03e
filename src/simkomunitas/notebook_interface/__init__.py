"""The package in a notebook or a script: scenarios to change, records with tables, comparisons, plots."""
