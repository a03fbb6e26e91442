"""The trade model: equations, solver and solution."""
