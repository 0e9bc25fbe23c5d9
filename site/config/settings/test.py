"""The test suite: on an SQLite file, or on the database of DATABASE_URL. Tests name their Elasticsearch themselves."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from config.environment import read
from config.settings.base import *  # noqa: F403 - Django reads settings from one module's names
from config.settings.databases import databases
from config.settings.storages import storages

environment = read(
    DATABASE_URL=f"sqlite:///{Path(tempfile.gettempdir()) / 'kuvendi-tests.sqlite3'}",
    SECRET_KEY="for-tests-only-" * 5,
    ALLOWED_HOSTS="localhost,127.0.0.1,testserver,.example.org",
    BASE_URL="http://localhost",
)

DEBUG = False
SECRET_KEY = environment.secret_key
ALLOWED_HOSTS = ["*"]
DATABASES = databases(environment.database_url)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, so that threads and processes meet in it as they do on a server; one of this run's own.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(tempfile.gettempdir()) / f"kuvendi-test-{os.getpid()}.sqlite3")}
STORAGES = storages(environment, staticfiles="django.contrib.staticfiles.storage.StaticFilesStorage")
# These three are set for the processes that tests start beside them.
MEDIA_ROOT = environment.media_root or str(Path(tempfile.gettempdir()) / f"kuvendi-media-{os.getpid()}")
ELASTICSEARCH_URL = environment.elasticsearch_url
ELASTICSEARCH_INDEX_PREFIX = environment.elasticsearch_index_prefix
WAGTAILADMIN_BASE_URL = environment.base_url
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
