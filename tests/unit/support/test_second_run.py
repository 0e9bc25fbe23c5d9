"""A second run, on another database, leaves out what does not depend on it, and says so."""

import pytest

pytest_plugins = ["pytester"]

PLUGINS = ("-p", "tests.support.second_run", "-p", "no:randomly", "-p", "no:django")
SOURCE = """
import pytest

@pytest.fixture
def django_db_setup(): ...

@pytest.fixture
def db(django_db_setup): ...

@pytest.fixture
def live_server(): ...

@pytest.mark.django_db
def test_marked(): ...

@pytest.mark.django_db
@pytest.mark.once
def test_of_a_picture(): ...

def test_with_a_fixture(db): ...

def test_with_a_server(live_server): ...

def test_of_a_sum(): ...

def test_of_a_word(tmp_path): ...
"""


@pytest.mark.parametrize("processes", [(), ("-n", "1")], ids=["here", "in a process"])
def test_what_does_not_depend_on_it_is_counted(pytester: pytest.Pytester, processes: tuple[str, ...]) -> None:
    pytester.makepyfile(SOURCE)
    pytester.makeini("[pytest]\nmarkers = django_db")
    result = pytester.runpytest_inprocess(*PLUGINS, *processes, "--database-only")
    result.assert_outcomes(passed=3, deselected=0 if processes else 3)
    result.stdout.fnmatch_lines(["3 tests do not depend on it and were left out*"])


def test_everything_runs_unless_told(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(SOURCE)
    pytester.makeini("[pytest]\nmarkers = django_db")
    result = pytester.runpytest_inprocess(*PLUGINS, "-p", "no:xdist")
    result.assert_outcomes(passed=6)
