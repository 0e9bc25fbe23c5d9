"""The real servers and the browser that tests use, and the rules that hold for all tests."""

pytest_plugins = [
    "tests.support.fixtures",
    "tests.support.garbage",
    "tests.support.no_skips",
    "tests.support.second_run",
    "tests.support.database",
    "tests.support.site",
    "tests.support.elasticsearch",
    "tests.support.browser",
    "tests.support.s3",
    "tests.support.smtp",
]
