"""A developer's machine: everything has a default."""

from __future__ import annotations

import os

from config.environment import read
from config.settings.base import *  # noqa: F403 - Django reads settings from one module's names
from config.settings.base import ROOT
from config.settings.databases import databases
from config.settings.storages import storages
from config.settings.translators import machine_translator

(ROOT / "var").mkdir(exist_ok=True)
PORT = os.environ.get("PORT", "8000")
environment = read(
    DATABASE_URL=f"sqlite:///{ROOT / 'var' / 'kuvendi.sqlite3'}",
    SECRET_KEY="for-development-only-" * 3,
    ALLOWED_HOSTS="localhost,127.0.0.1,[::1]",
    BASE_URL=f"http://localhost:{PORT}",
)

DEBUG = True
SECRET_KEY = environment.secret_key
ALLOWED_HOSTS = environment.allowed_hosts
DATABASES = databases(environment.database_url)
STORAGES = storages(environment, staticfiles="django.contrib.staticfiles.storage.StaticFilesStorage")
MEDIA_ROOT = environment.media_root or str(ROOT / "var" / "media")
ELASTICSEARCH_URL = environment.elasticsearch_url
ELASTICSEARCH_INDEX_PREFIX = environment.elasticsearch_index_prefix
SEARCH_LIMIT_PER_MINUTE = environment.search_limit_per_minute
SUGGEST_LIMIT_PER_MINUTE = environment.suggest_limit_per_minute
ALERTS_KEYS = environment.alerts_keys
ALERTS_BOUNCE_ADDRESS = environment.alerts_bounce_address
# A developer's own server, on this machine, may be told.
ALERTS_WEBHOOKS_ANYWHERE = True
ALERTS_LIMIT_PER_MINUTE = environment.alerts_limit_per_minute
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = machine_translator(environment)
REQUIRE_SECOND_FACTOR = environment.require_second_factor
WAGTAILADMIN_BASE_URL = environment.base_url
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
