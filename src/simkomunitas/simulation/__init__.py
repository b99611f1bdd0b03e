"""One run: a scenario and a seed in, a record out; and the version of the model that made it."""
