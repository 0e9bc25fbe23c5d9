"""``manage.py`` before anything of it runs, and what its commands say of themselves."""

import argparse
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from tests.support.processes import ROOT

OURS = {path.stem: path for path in ROOT.glob("[a-z]*/**/management/commands/[a-z]*.py")}


def test_interrupted_while_it_is_imported_is_no_traceback(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "config").mkdir(parents=True)
    (site / "config" / "command_line.py").write_text("raise KeyboardInterrupt")
    (site / "manage.py").write_text((ROOT / "site" / "manage.py").read_text())
    done = subprocess.run([sys.executable, site / "manage.py"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (130, "")


@pytest.mark.parametrize("name", sorted(OURS))
def test_help_says_what_a_command_and_each_of_its_options_does(name: str) -> None:
    command = load_command_class(get_commands()[name], name)
    parser: argparse.ArgumentParser = command.create_parser("manage.py", name)
    assert parser.description
    silent = [action.dest for action in parser._actions if not action.help]
    assert silent == []
