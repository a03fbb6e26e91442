"""Tidy tables to a `World`: build, reconcile, aggregate, store, toy worlds."""
