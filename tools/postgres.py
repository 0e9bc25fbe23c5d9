"""A throw-away real PostgreSQL cluster on this machine, from Debian's server programs.

``python -m tools.postgres COMMAND ...`` runs a command with the cluster's DATABASE_URL and returns its exit status.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import quote, unquote

DEBIAN_VERSIONS = Path("/usr/lib/postgresql")
USER = "kuvendi"
DATABASE = "kuvendi"
# PostgreSQL refuses to run as root; Debian's package makes this account.
SERVER_ACCOUNT = "postgres"
# Nothing survives the cluster, so nothing needs to reach the disk; a socket in a private folder needs no open port.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "synchronous_commit": "off",
}


class PostgresError(Exception):
    """The cluster did not start; the message says why and what to do."""


def server_programs(versions: Path = DEBIAN_VERSIONS) -> Path:
    """The folder of ``initdb`` and ``pg_ctl`` of the newest installed version; raises PostgresError where none is."""
    found = [path.parent for path in versions.glob("*/bin/initdb")]
    if not found:
        raise PostgresError("PostgreSQL's server programs (initdb, pg_ctl) are needed: apt-get install postgresql")
    return max(found, key=lambda path: int(path.parent.name))


@contextmanager
def cluster() -> Iterator[str]:
    """Run a new, empty cluster inside the block; yields its DATABASE_URL, of a role that may create databases."""
    programs = server_programs()
    # Not the temporary folder of the environment: the path of a socket may have at most 107 bytes.
    directory = Path(tempfile.mkdtemp(prefix="kuvendi-pg-", dir="/tmp"))
    try:
        if os.geteuid() == 0:
            shutil.chown(directory, SERVER_ACCOUNT, SERVER_ACCOUNT)
        data = str(directory / "data")
        options = " ".join(
            f"-c {name}={value}" for name, value in {**SETTINGS, "unix_socket_directories": directory}.items()
        )
        _run(
            programs / "initdb",
            "-D",
            data,
            "-U",
            USER,
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        _run(programs / "pg_ctl", "-D", data, "-w", "-l", str(directory / "log"), "-o", options, "start")
        try:
            _run(programs / "createdb", "-h", str(directory), "-U", USER, DATABASE)
            yield f"postgres://{USER}@{quote(str(directory), safe='')}/{DATABASE}"
        finally:
            _run(programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(directory)


def restart(url: str, mode: Literal["fast", "immediate"]) -> None:
    """Restart the cluster of a DATABASE_URL that ``cluster`` gave, and wait until it answers.

    ``fast`` ends all connections, as an operator does; ``immediate`` is a crash, from which the server recovers.
    """
    data = Path(unquote(url.partition("@")[2].partition("/")[0])) / "data"
    _run(server_programs() / "pg_ctl", "-D", str(data), "-m", mode, "-w", "restart")


def _run(program: Path, *arguments: str) -> None:
    command = [str(program), *arguments]
    if os.geteuid() == 0:
        command = ["setpriv", f"--reuid={SERVER_ACCOUNT}", f"--regid={SERVER_ACCOUNT}", "--init-groups", *command]
    # The output goes to a file and not to a pipe: the server that pg_ctl leaves running would hold a pipe open.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(command, cwd="/", stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
        if done.returncode:
            output.seek(0)
            raise PostgresError(f"{program.name} failed:\n{output.read()}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.postgres", description=__doc__)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    command = parser.parse_args().command
    if not command:
        parser.error("a command to run is missing")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        with cluster() as url:
            sys.exit(subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode)
    except PostgresError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
