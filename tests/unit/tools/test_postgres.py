"""The throw-away PostgreSQL cluster."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
import pytest

from tools.postgres import PostgresError, cluster, server_programs

ROOT = Path(__file__).parents[3]


def test_cluster_is_a_real_one_and_leaves_nothing() -> None:
    with cluster() as url:
        with psycopg.connect(url, autocommit=True) as connection:
            # What a test run does first.
            connection.execute("CREATE DATABASE test_kuvendi")
            row = connection.execute("SELECT version(), current_setting('server_encoding')").fetchone()
        assert row is not None
        version, encoding = row
        directory = Path(unquote(urlsplit(url).hostname or ""))
    assert version.startswith("PostgreSQL")
    assert encoding == "UTF8"
    assert not directory.exists()


def test_command_gets_the_address_and_its_exit_status_is_returned() -> None:
    script = "import os, sys; sys.exit(3 if os.environ['DATABASE_URL'].startswith('postgres://') else 0)"
    command = [sys.executable, "-m", "tools.postgres", sys.executable, "-c", script]
    assert subprocess.run(command, cwd=ROOT, env={**os.environ, "DATABASE_URL": ""}).returncode == 3


def test_missing_server_is_named(tmp_path: Path) -> None:
    with pytest.raises(PostgresError, match="apt-get install postgresql"):
        server_programs(tmp_path)
