"""The community as a Mesa model with agents, for notebooks, batch runs and SolaraViz."""
