"""``make bench``: all benchmarks, or those named: ``python -m tests.benchmarks api``."""

from __future__ import annotations

import argparse
from importlib import import_module

#: modules of this folder with a function ``main`` that measures and says what it found
BENCHMARKS = ("api", "search", "server")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    names = parser.parse_args().names
    if unknown := set(names) - set(BENCHMARKS):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    for name in names or BENCHMARKS:
        import_module(f"tests.benchmarks.{name}").main()


main()
