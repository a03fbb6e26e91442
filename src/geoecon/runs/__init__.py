"""`Run`: a scenario with its solution, its record and the folder that it is written to."""
