"""The trainer's app: a village that moves in the browser, two ways side by side, a game for a workshop; no internet."""
