"""The model a second time, in plain Python: residents are Mesa agents, and nothing is compiled."""
