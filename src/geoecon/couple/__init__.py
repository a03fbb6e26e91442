"""The loop between the trade model and the corridors: the only folder that knows both."""
