"""The test suite: SQLite in a file, or the database of DATABASE_URL; the search engine of ELASTICSEARCH_URL is set per test."""

from __future__ import annotations

import tempfile

from config.environment import read
from config.settings.base import *  # noqa: F403 - Django reads settings from one module's names
from config.settings.databases import databases
from config.settings.storages import storages

environment = read(
    DATABASE_URL="sqlite:///:memory:",
    SECRET_KEY="for-tests-only-" * 5,
    ALLOWED_HOSTS="localhost,127.0.0.1,testserver,*.example.org",
    BASE_URL="http://localhost",
)

DEBUG = False
SECRET_KEY = environment.secret_key
ALLOWED_HOSTS = ["*"]
DATABASES = databases(environment.database_url)
STORAGES = storages(environment, staticfiles="django.contrib.staticfiles.storage.StaticFilesStorage")
MEDIA_ROOT = tempfile.mkdtemp(prefix="kuvendi-media-")
ELASTICSEARCH_URL = ""
ELASTICSEARCH_INDEX_PREFIX = "test"
WAGTAILADMIN_BASE_URL = environment.base_url
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
