"""A server. Everything that differs between installations comes from the environment."""

from __future__ import annotations

from config.environment import read
from config.settings.base import *  # noqa: F403 - Django reads settings from one module's names
from config.settings.base import ROOT
from config.settings.databases import databases
from config.settings.logs import logging_config
from config.settings.storages import storages
from config.settings.translators import machine_translator

environment = read()

DEBUG = False
SECRET_KEY = environment.secret_key
ALLOWED_HOSTS = environment.allowed_hosts
DATABASES = databases(environment.database_url)
STORAGES = storages(environment)
MEDIA_ROOT = environment.media_root or str(ROOT / "var" / "media")
ELASTICSEARCH_URL = environment.elasticsearch_url
ELASTICSEARCH_INDEX_PREFIX = environment.elasticsearch_index_prefix
SEARCH_LIMIT_PER_MINUTE = environment.search_limit_per_minute
SUGGEST_LIMIT_PER_MINUTE = environment.suggest_limit_per_minute
ALERTS_KEYS = environment.alerts_keys
ALERTS_BOUNCE_ADDRESS = environment.alerts_bounce_address
ALERTS_WEBHOOKS_ANYWHERE = environment.alerts_webhooks_anywhere
ALERTS_LIMIT_PER_MINUTE = environment.alerts_limit_per_minute
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = machine_translator(environment)
REQUIRE_SECOND_FACTOR = environment.require_second_factor
EMAIL_HOST = environment.email_host
EMAIL_PORT = environment.email_port
EMAIL_HOST_USER = environment.email_host_user
EMAIL_HOST_PASSWORD = environment.email_host_password
EMAIL_USE_TLS = environment.email_port == 587
EMAIL_USE_SSL = environment.email_port == 465
# Else a mail server that does not answer would hold up the worker.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environment.email_from
WAGTAILADMIN_BASE_URL = environment.base_url
CSRF_TRUSTED_ORIGINS = [environment.base_url]
LOGGING = logging_config(json=True)
MONITORING_TOKEN = environment.monitoring_token
TRUSTED_PROXIES = environment.trusted_proxies
OCDS_PREFIX = environment.ocds_prefix

IS_HTTPS = environment.base_url.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.trusted_proxies else None
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = environment.hsts_seconds if IS_HTTPS else 0
# Other names below the municipality's are other people's: whether they have https is not for this site to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
if IS_HTTPS:
    # Browsers take a cookie of this name only from this host itself: many offices are names below one domain.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
