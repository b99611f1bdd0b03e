"""The compiled engine: one week of a society, for every resident at once."""
