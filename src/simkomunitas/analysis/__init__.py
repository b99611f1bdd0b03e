"""What the tables of an experiment say: sensitivity, where a strategy fails, and the best use of the hours."""
