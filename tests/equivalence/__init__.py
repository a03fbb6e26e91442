"""Fast against slow: the solver and the plain textbook loops."""
