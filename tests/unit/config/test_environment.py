"""A wrong or missing setting is refused with a sentence that names it."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import Environment, read

GOOD = {
    "DATABASE_URL": "postgresql://kuvendi:secret@db/kuvendi",
    "SECRET_KEY": "x" * 50,
    "ALLOWED_HOSTS": "komuna.example.org, www.komuna.example.org",
    "BASE_URL": "https://komuna.example.org",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in Environment.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_complete_environment_is_read(environment: pytest.MonkeyPatch) -> None:
    assert read().allowed_hosts == ["komuna.example.org", "www.komuna.example.org"]
    assert read().elasticsearch_url == ""


@pytest.mark.parametrize("name", GOOD)
def test_missing_setting_is_named(environment: pytest.MonkeyPatch, name: str) -> None:
    environment.delenv(name)
    with pytest.raises(ImproperlyConfigured, match=f"The environment variable {name} is not set"):
        read()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "kuvendi.sqlite3"),
        ("DATABASE_URL", "mongodb://db/kuvendi"),
        ("ELASTICSEARCH_URL", "localhost:9200"),
        ("ELASTICSEARCH_INDEX_PREFIX", "Kuvendi Test"),
        ("SECRET_KEY", "secret"),
        ("ALLOWED_HOSTS", "https://komuna.example.org/"),
        ("ALLOWED_HOSTS", "komuna.example.org,,"),
        ("BASE_URL", "komuna.example.org"),
        ("AWS_S3_ENDPOINT_URL", "minio"),
        ("TRUSTED_PROXIES", "-1"),
        ("SEARCH_LIMIT_PER_MINUTE", "many"),
        ("REQUIRE_SECOND_FACTOR", "yes"),
        ("HSTS_SECONDS", "1 year"),
        # In another folder it would be another database, and other files.
        ("DATABASE_URL", "sqlite:///kuvendi.sqlite3"),
        ("DATABASE_URL", "sqlite://"),
        ("MEDIA_ROOT", "var/media"),
        ("DATABASE_URL", "postgresql://db"),
        ("DATABASE_URL", "postgresql://kuvendi:secret@db:54x2/kuvendi"),
        ("DATABASE_URL", "postgresql://kuvendi:se#cret@db/kuvendi"),
        ("DATABASE_URL", "postgresql://kuvendi:secret@[::1/kuvendi"),
        ("ELASTICSEARCH_URL", "http://search:92x0"),
        ("ELASTICSEARCH_URL", "http://search:99999"),
        ("ELASTICSEARCH_URL", "http://[::1:9200"),
        ("BASE_URL", "https://komuna.example.org/admin"),
        ("ALLOWED_HOSTS", "komuna.example.org:443"),
        ("ALLOWED_HOSTS", "komuna.example.org www.komuna.example.org"),
        ("EMAIL_PORT", "smtp"),
        ("EMAIL_PORT", "70000"),
        ("OCDS_PREFIX", "ocds-"),
        ("EMAIL_HOST", '"mail.example.org"'),
        ("MEDIA_ROOT", "'/srv/kuvendi/var/media'"),
    ],
)
def test_wrong_setting_is_named(environment: pytest.MonkeyPatch, name: str, value: str) -> None:
    environment.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=f"The environment variable {name} is wrong: it must be "):
        read()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgresql://kuvendi:se%23cret@[::1]:5432/kuvendi"),
        ("DATABASE_URL", "sqlite:////srv/kuvendi/var/kuvendi.sqlite3"),
        ("ELASTICSEARCH_URL", "http://[::1]:9200"),
        ("ALLOWED_HOSTS", "[::1],10.0.0.7,.example.org,*"),
        ("REQUIRE_SECOND_FACTOR", "TRUE"),
    ],
)
def test_right_setting_is_taken(environment: pytest.MonkeyPatch, name: str, value: str) -> None:
    environment.setenv(name, value)
    read()


def test_blanks_around_a_setting_do_not_count(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("REQUIRE_SECOND_FACTOR", "true ")
    environment.setenv("ELASTICSEARCH_URL", " http://search:9200\r")
    environment.setenv("MEDIA_ROOT", " ")
    found = read()
    assert (found.require_second_factor, found.elasticsearch_url) == (True, "http://search:9200")
    assert found.media_root == ""


def test_all_that_is_wrong_is_said_at_once(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("SECRET_KEY")
    environment.setenv("DATABASE_URL", "nowhere")
    with pytest.raises(ImproperlyConfigured, match=r"(?s)DATABASE_URL.*SECRET_KEY"):
        read()


def test_half_of_the_store_credentials_is_refused(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("AWS_STORAGE_BUCKET_NAME", "files")
    environment.setenv("AWS_ACCESS_KEY_ID", "key")
    with pytest.raises(ImproperlyConfigured, match="AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"):
        read()
