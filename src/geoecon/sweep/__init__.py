"""Many scenarios at once: a design, the cores or a cluster that solve it, and what it says.

`geoecon.run_sweep` is the verb; `geoecon sweep FILE` calls it.
"""
