"""``python serve.py --bind HOST:PORT`` in this folder: gunicorn with its options, once WEB_CONCURRENCY is a number.

gunicorn reads it while it is imported, before ``gunicorn.conf.py``, and ends with a traceback.
"""

from __future__ import annotations

import os
import sys


def main() -> None:
    given = os.environ.get("WEB_CONCURRENCY", "").strip() or "2"
    if not given.isascii() or not given.isdigit():
        sys.exit(
            "The environment variable WEB_CONCURRENCY is wrong: it must be a whole number, 1 or more. "
            "See docs/operators.md."
        )
    os.environ["WEB_CONCURRENCY"] = given
    from gunicorn.app.wsgiapp import run  # type: ignore[import-untyped] # without annotations

    run(prog="gunicorn")


if __name__ == "__main__":
    main()
