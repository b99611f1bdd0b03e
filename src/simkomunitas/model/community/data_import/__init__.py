"""Real villages from files: tables of residents and lists of ties, read strictly."""
