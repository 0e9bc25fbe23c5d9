#!/usr/bin/env python
"""Django's command line for the municipal site."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    try:
        from config.command_line import run
    except KeyboardInterrupt:  # it takes a moment to import
        sys.exit(130)
    sys.exit(run(sys.argv))


if __name__ == "__main__":
    main()
