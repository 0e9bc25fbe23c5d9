"""The packages import each other only in the direction that pyproject.toml's contracts allow."""

import subprocess
import sys
from pathlib import Path

from tests.support.layers import ROOT


def test_import_contracts_are_kept() -> None:
    # A process of its own: called in this one, it silences the loggers of all that is imported already.
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
