"""The workshop game: teams spend a programme's hours quarter by quarter, predict, see, and talk about it."""
