"""geoecon."""
