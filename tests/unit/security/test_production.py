"""What a server is told by the settings of production, as they are and not as the tests' are."""

import os
import runpy
import subprocess
import sys
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from tests.factories import SiteTree
from tests.support.processes import ROOT

ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "DATABASE_URL": "postgresql://kuvendi:secret@db/kuvendi",
    "SECRET_KEY": "3f9c1e0a7b5d4c2e8f6a1b3d5c7e9f0a2b4d6c8e0f1a3b5c7d9e1f",
    "ALLOWED_HOSTS": "komuna.example.org,testserver",
    "BASE_URL": "https://komuna.example.org",
    "ELASTICSEARCH_URL": "http://search:9200",
    "OCDS_PREFIX": "ocds-a1b2c3",
    "AWS_STORAGE_BUCKET_NAME": "files",
    "AWS_ACCESS_KEY_ID": "key",
    "AWS_SECRET_ACCESS_KEY": "secret",
}
CONCERNS = ("SECURE_", "SESSION_COOKIE_", "CSRF_", "TRUSTED_PROXIES", "X_FRAME_OPTIONS")


@pytest.fixture
def production(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Applies production's settings that concern security, with some environment variables of the test's own."""

    def apply(**environment: str) -> None:
        for name, value in {**ENVIRONMENT, **environment}.items():
            monkeypatch.setenv(name, value)
        for name, value in runpy.run_module("config.settings.production").items():
            if name.startswith(CONCERNS):
                setattr(settings, name, value)

    return apply


def test_django_finds_nothing_to_warn_of() -> None:
    command = [sys.executable, "site/manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    environment = {"PATH": os.environ["PATH"], **ENVIRONMENT}
    result = subprocess.run(command, cwd=ROOT, env=environment, text=True, capture_output=True, check=False)
    assert (result.returncode, result.stderr) == (0, ""), result.stderr
    assert "no issues" in result.stdout


def test_http_is_sent_on_to_https(production: Any, site: SiteTree) -> None:
    production()
    response = Client().get("/sq/?a=1", headers={"x-forwarded-proto": "http"})
    assert (response.status_code, response["Location"]) == (301, "https://testserver/sq/?a=1")
    assert "Strict-Transport-Security" not in response


def test_https_behind_a_proxy_stays(production: Any, site: SiteTree) -> None:
    production()
    response = Client().get("/sq/", headers={"x-forwarded-proto": "https"})
    assert response.status_code == 200
    assert response["Strict-Transport-Security"] == f"max-age={365 * 24 * 60 * 60}"


def test_how_long_browsers_insist_on_https_can_be_set(production: Any, site: SiteTree) -> None:
    production(HSTS_SECONDS="3600")
    assert Client().get("/robots.txt", secure=True)["Strict-Transport-Security"] == "max-age=3600"


def test_without_a_proxy_nobody_is_believed_to_use_https(production: Any, site: SiteTree) -> None:
    production(TRUSTED_PROXIES="0")
    assert Client().get("/robots.txt", headers={"x-forwarded-proto": "https"}).status_code == 301


def test_machines_ask_for_health_over_http(production: Any, site: SiteTree) -> None:
    production()
    assert Client().get("/health/live").status_code == 200
    assert Client().get("/healthy/").status_code == 301


def test_cookies_are_kept_from_scripts_from_http_and_from_other_hosts(production: Any, site: SiteTree) -> None:
    production()
    User.objects.create_superuser("redaktore", password="fjalëkalim-i-gjatë")
    client = Client(headers={"x-forwarded-proto": "https"})
    client.get("/admin/login/")
    client.post("/admin/login/", {"username": "redaktore", "password": "fjalëkalim-i-gjatë"})
    assert sorted(client.cookies) == ["__Host-csrftoken", "__Host-sessionid"]
    for cookie in client.cookies.values():
        kept = {name: cookie[name] for name in ("secure", "httponly", "samesite", "path", "domain")}
        assert kept == {"secure": True, "httponly": True, "samesite": "Lax", "path": "/", "domain": ""}


def test_editors_see_the_userbar_whatever_the_cookie_is_called(production: Any, site: SiteTree) -> None:
    production()
    client = Client(headers={"x-forwarded-proto": "https"})
    client.force_login(User.objects.create_superuser("redaktore"))
    assert b"wagtail-userbar" in client.get("/sq/").content
