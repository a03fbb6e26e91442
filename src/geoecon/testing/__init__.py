"""For tests: toy worlds solvable by hand, random closed worlds, and assertions."""
