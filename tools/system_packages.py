"""Install the Debian packages that a task needs and this machine lacks: ``python tools/system_packages.py TASK``.

Runs before .venv exists, so it uses the standard library only.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path


def has_program(name: str, path: str | None = None) -> Callable[[], bool]:
    return lambda: shutil.which(name, path=path) is not None


def has_postgresql_server() -> bool:
    # Debian keeps the server's programs off PATH.
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


# Package -> whether what it is needed for is on this machine already, from whatever source.
PACKAGES: dict[str, Callable[[], bool]] = {
    "chromium": has_program("chromium"),
    "gettext": has_program("xgettext"),
    # The Node.js that Playwright brings needs it.
    "libatomic1": lambda: any(Path("/usr/lib").glob("*/libatomic.so.1")),
    "maven": has_program("mvn"),
    "nginx-light": has_program("nginx", path="/usr/sbin:/usr/bin"),
    "openssl": has_program("openssl"),
    "postgresql": has_postgresql_server,
    "rclone": has_program("rclone"),
    "wrk": has_program("wrk"),
}
TASKS = {
    "messages": ["gettext"],
    "search-node": ["maven"],
    "test": ["chromium", "gettext", "libatomic1", "maven", "nginx-light", "openssl", "postgresql", "rclone"],
    "bench": ["chromium", "libatomic1", "maven", "postgresql", "wrk"],
}


def main() -> None:
    (task,) = sys.argv[1:]
    missing = [package for package in TASKS[task] if not PACKAGES[package]()]
    if not missing:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    become_root = way_to_root()
    if become_root is None or shutil.which("apt-get") is None:
        sys.exit(f"`make {task}` needs Debian packages that are not on this machine. As root: {' '.join(install)}")
    print(f"Installing Debian packages: {' '.join(missing)} ...", flush=True)
    for command in (["apt-get", "update", "-qq"], install):
        done = subprocess.run(
            [*become_root, "env", "DEBIAN_FRONTEND=noninteractive", *command], stdin=subprocess.DEVNULL
        )
        if done.returncode:
            sys.exit(f"Failed, exit status {done.returncode}: {' '.join(command)}")


def way_to_root() -> list[str] | None:
    """What to put before a command to run it as root; None where that takes a password."""
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    may = shutil.which("sudo") and subprocess.run([*sudo, "true"], capture_output=True).returncode == 0
    return sudo if may else None


if __name__ == "__main__":
    main()
