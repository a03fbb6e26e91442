"""Settings for every test: hypothesis repeats the same examples unless told to search."""

import os

from hypothesis import settings

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # workers use the cores, one each

settings.register_profile(
    "default", deadline=None, derandomize=True, max_examples=40, database=None
)
settings.register_profile("search", parent=settings.get_profile("default"), derandomize=False,
                          max_examples=500)  # fmt: skip
settings.load_profile("default")
