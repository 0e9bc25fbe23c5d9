"""A server as in production, with the addresses that are only measured."""

import os
from pathlib import Path

from config.settings.production import *  # noqa: F403 - Django reads settings from one module's names

ROOT_URLCONF = "tests.benchmarks.urls"
STATIC_ROOT = Path(os.environ["BENCHMARK_FOLDER"]) / "static"
