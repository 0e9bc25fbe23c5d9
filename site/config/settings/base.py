"""What holds wherever the municipal site runs. ``dev``, ``test`` and ``production`` add the environment."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from config.settings.logs import logging_config
from config.settings.security import *  # noqa: F403 - Django reads settings from one module's names

SITE_DIR = Path(__file__).resolve().parent.parent.parent
ROOT = SITE_DIR.parent

INSTALLED_APPS = [
    "operations",
    "publications",
    "search.apps.SearchConfig",
    "alerts",
    "cms_pages",
    # After search: what is published is found first, and has its pictures' sizes made then.
    "municipality",
    "activity_report",
    "second_factor",
    "demo",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail_localize.modeladmin",
    "wagtail_modeladmin",
    "wagtailmedia",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.api.v2",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "corsheaders",
    "csp",
    "axes",
    "allauth.mfa",
    "second_factor.apps.AccountConfig",
    "ninja",
    "rest_framework",
    "django_tasks",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "operations.middleware.ProbeMiddleware",
    "operations.middleware.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.ContentSecurityPolicyMiddleware",
    "config.middleware.permissions_policy_middleware",
    "config.made_up.MadeUpRequestMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "municipality.middleware.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "second_factor.middleware.SecondFactorMiddleware",
    "cms_pages.middleware.OwnPagesMiddleware",
    "municipality.middleware.RedirectMiddleware",
    "cms_pages.files.uploads.UploadFailureMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "sq"
LANGUAGES = [("sq", _("Albanian")), ("sr-latn", _("Serbian")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = [("sq", _("Albanian")), ("sr-latn", _("Serbian")), ("en", _("English"))]
# The second has what Wagtail and wagtail-localize lack in Albanian and Serbian.
LOCALE_PATHS = [SITE_DIR / "locale", SITE_DIR / "admin_locale"]
FORMAT_MODULE_PATH = "config.formats"
# In the editor's fields, whatever its language. Each of config.formats accepts them.
WAGTAIL_DATE_FORMAT = "%d.%m.%Y"
WAGTAIL_DATETIME_FORMAT = "%d.%m.%Y %H:%M"
WAGTAIL_TIME_FORMAT = "%H:%M"
TIME_ZONE = "Europe/Belgrade"
# An office is in one place. Without this Wagtail tries every name the machine has, and not all of them are zones.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
USE_I18N = True
USE_TZ = True
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_USER_LOGIN_FORM = "cms_pages.admin.login.LoginForm"
# Submitting a page for translation must not put the source text into the other language's site at once.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms_pages.roles.publish.publish_approved"
# Avatars would tell another company who edits here.
WAGTAIL_GRAVATAR_PROVIDER_URL = None

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "var" / "static"
STATICFILES_DIRS = [SITE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = str(ROOT / "var" / "media")

# Many languages' slugs, and the same rule in the form as in the database.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_SITE_NAME = "Kuvendi"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
# Wagtail's own finders ask the provider when an editor saves.
WAGTAILEMBEDS_FINDERS = [{"class": "cms_pages.embed_finder"}]
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "cms_pages.files.uploads.TemporaryFileUploadHandler",
]
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "odt", "ods", "csv", "txt", "vtt", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms_pages.files.forms.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILIMAGES_IMAGE_MODEL = "cms_pages.Picture"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif", "gif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILMEDIA = {
    "MEDIA_MODEL": "cms_pages.Recording",
    "MEDIA_FORM_BASE": "cms_pages.files.recordings.RecordingForm",
    "VIDEO_EXTENSIONS": ["mp4", "webm"],
    "AUDIO_EXTENSIONS": ["mp3", "m4a", "ogg", "wav"],
}
MAX_RECORDING_SIZE = 500 * 1024 * 1024
# Longest text blocks of an act with hundreds of attachments.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# The content API and the open data are for everybody: reading needs no credentials, and none are accepted elsewhere.
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = ["accept", "accept-language", "content-type", "if-none-match"]
CORS_EXPOSE_HEADERS = ["etag", "retry-after", "x-request-id"]
CORS_URLS_REGEX = r"^/(api|data)/"

LOGGING = logging_config(json=False)
# Shown to who has it: what /health/ready found, and /metrics. Empty: to nobody.
MONITORING_TOKEN = ""
