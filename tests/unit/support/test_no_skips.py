"""A run in which something was skipped fails."""

import pytest

pytest_plugins = ["pytester"]

PLUGINS = ("-p", "tests.support.no_skips", "-p", "no:randomly", "-p", "no:django", "-p", "no:xdist")


@pytest.mark.parametrize(
    "source",
    [
        "import pytest\ndef test_one(): pytest.skip('no server')",
        "import pytest\n@pytest.mark.skip(reason='no server')\ndef test_one(): pass",
        "import pytest\n@pytest.mark.skipif(True, reason='no server')\ndef test_one(): pass",
        "import pytest\n@pytest.fixture\ndef server(): pytest.skip('no server')\ndef test_one(server): pass",
        "import pytest\npytest.skip('no server', allow_module_level=True)",
    ],
)
def test_a_skip_fails_the_run_with_its_reason(pytester: pytest.Pytester, source: str) -> None:
    pytester.makepyfile(source)
    result = pytester.runpytest_inprocess(*PLUGINS)
    assert result.ret not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
    result.stdout.fnmatch_lines(["*may not be skipped*no server*"])


def test_a_run_without_skips_passes(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("import pytest\ndef test_one(): pass\n@pytest.mark.xfail\ndef test_two(): assert False")
    assert pytester.runpytest_inprocess(*PLUGINS).ret == pytest.ExitCode.OK
