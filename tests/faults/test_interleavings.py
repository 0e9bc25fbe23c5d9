"""Whatever editors do, and whenever the worker gets to it or dies: in the end everybody has what the site shows."""

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.faults.office import Office


@pytest.mark.django_db
def test_in_the_end_everybody_has_what_the_site_shows() -> None:
    run_state_machine_as_test(Office)
