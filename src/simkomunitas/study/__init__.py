"""Studies: from a written scenario to runs, estimates and a results folder."""
