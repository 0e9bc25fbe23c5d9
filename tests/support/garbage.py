"""Garbage is looked for less often: the migrations alone make a class of a model 17 000 times."""

import gc


def pytest_collection_finish() -> None:
    """What is there now stays to the end of the run. What a test leaves open is found later, but is found."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(400_000, 20, 100)
