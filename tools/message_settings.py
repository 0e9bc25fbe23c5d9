"""The tests' settings, and a limit of searches that somebody who takes pictures can reach."""

from config.settings.test import *  # noqa: F403 - Django reads settings from one module's names

SEARCH_LIMIT_PER_MINUTE = 30
