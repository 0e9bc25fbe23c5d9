"""How long the tests of properties search: ``HYPOTHESIS_PROFILE=long`` looks further, at random."""

import os

from hypothesis import HealthCheck, settings

# The same programs each time: what fails here fails everywhere.
settings.register_profile(
    "ci",
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    max_examples=15,
    stateful_step_count=12,
)
settings.register_profile(
    "long",
    deadline=None,
    suppress_health_check=list(HealthCheck),
    max_examples=400,
    stateful_step_count=40,
    print_blob=True,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
