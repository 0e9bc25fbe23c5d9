"""Make .venv hold exactly what requirements.lock says. Runs on a bare Python, so it uses the standard library only.

Does nothing where neither the lock nor this has changed since the last time.
"""

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "requirements.lock.sha256"
PYTHON = VENV / "bin" / "python"


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - this runs on whatever Python the machine has
        sys.exit(
            f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}: make PYTHON=/path/to/python3.11 ..."
        )
    digest = hashlib.sha256(LOCK.read_bytes() + Path(__file__).read_bytes()).hexdigest()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text() == digest:
        return
    print("Installing the locked Python packages into .venv (the first time takes a few minutes) ...", flush=True)
    uv = find_uv() or install_uv()
    if not PYTHON.exists():
        run(uv, "venv", "--quiet", "--python", sys.executable, VENV)
    # Compiled here once: where PYTHONDONTWRITEBYTECODE is set, as in many containers, each process would do it again.
    run(uv, "pip", "sync", "--quiet", "--compile-bytecode", "--require-hashes", "--python", PYTHON, LOCK)
    STAMP.write_text(digest)


def find_uv() -> str | Path | None:
    own = VENV / "bin" / "uv"
    return own if own.exists() else shutil.which("uv")


def install_uv() -> Path:
    """Install uv into .venv by pip, at the locked version and with its hash checked."""
    try:
        import ensurepip  # noqa: F401 - Debian leaves it out of its Python, and only using it would tell
    except ImportError:
        sys.exit("Python cannot make a virtual environment with pip: apt-get install python3-venv")
    run(sys.executable, "-m", "venv", VENV)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as requirements:
        requirements.write(locked("uv", LOCK.read_text()))
        requirements.flush()
        run(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", requirements.name)
    return VENV / "bin" / "uv"


def locked(package: str, lock: str) -> str:
    """The lines of one package in the text of a lock: name, version and hashes."""
    found = re.search(rf"^{re.escape(package)}==.*\n(?: +.*\n)*", lock, re.MULTILINE)
    if found is None:
        raise LookupError(f"{package} is not in {LOCK.name}")
    return found[0]


def run(*command: str | Path) -> None:
    done = subprocess.run(command)
    if done.returncode:
        sys.exit(f"Failed, exit status {done.returncode}: {' '.join(map(str, command))}")


if __name__ == "__main__":
    main()
