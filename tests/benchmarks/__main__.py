"""``make bench``: all parts, or those named: ``make bench PART="api sizes"``."""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from importlib import import_module

from tests.benchmarks.figures import say, write

#: modules of this folder with a function ``main`` that measures and records what it found
PARTS = ("api", "search", "server", "browser", "sizes", "imports", "alerts", "tenders")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parts = parser.parse_args().parts or list(PARTS)
    if unknown := set(parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    done, failed = [], []
    for part in parts:
        started = time.monotonic()
        say(f"\n== {part}")
        try:
            import_module(f"tests.benchmarks.{part}").main()
        except Exception:  # the other parts are measured all the same
            traceback.print_exc()
            failed.append(part)
        else:
            done.append(part)
        say(f"{part}: {time.monotonic() - started:.0f} s")
    write(done)
    if failed:
        sys.exit(f"Not measured to the end: {', '.join(failed)}")


main()
