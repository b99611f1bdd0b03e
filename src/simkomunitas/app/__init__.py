"""The trainer's app: see a village organize, compare two ways, and play it in a workshop."""
