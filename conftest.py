"""Settings for every test: hypothesis repeats the same examples unless told to search."""

from hypothesis import settings

settings.register_profile(
    "default", deadline=None, derandomize=True, max_examples=40, database=None
)
settings.register_profile("search", parent=settings.get_profile("default"), derandomize=False,
                          max_examples=500)  # fmt: skip
settings.load_profile("default")
