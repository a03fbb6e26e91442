"""YAML to a validated `Scenario`, and a scenario to the shocks that the model solves."""
