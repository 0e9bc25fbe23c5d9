"""The packages import each other only in the direction that pyproject.toml's contracts allow."""

import pytest
from importlinter import cli

ROOT_CONFIGURATION = "pyproject.toml"


def test_import_contracts_are_kept(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> None:
    configuration = request.config.rootpath / ROOT_CONFIGURATION
    status = cli.lint_imports(config_filename=str(configuration), no_cache=True)
    assert status == cli.EXIT_STATUS_SUCCESS, capsys.readouterr().out
