"""The settings that come from the environment; ``docs/operators.md`` explains each.

A missing or wrong one stops the program at start with a sentence that names it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


def _database_url(url: str) -> str:
    try:
        found = dj_database_url.parse(url)
        parts = urlsplit(url)
        # A relative path is another file in each folder from which something is started.
        is_file = parts.scheme == "sqlite" and (Path(found["NAME"]).is_absolute() or url.endswith("/:memory:"))
        is_server = parts.scheme in {"postgres", "postgresql"} and bool(found["NAME"])
    except ValueError:  # a letter in the port, half an IPv6 address, a sign of the password that is not quoted
        is_file = is_server = False
    if not is_file and not is_server:
        raise ValueError(
            "must be the address of a database, such as postgresql://user:password@host:5432/name (signs other than "
            "letters and digits in the password as %40 for @) or sqlite:////folder/file.sqlite3"
        )
    return url


def _http_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        is_one = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a letter in the port, half an IPv6 address
        is_one = False
    if url and not is_one:
        raise ValueError("must be an address that starts with http:// or https://, such as http://localhost:9200")
    return url.rstrip("/")


def _base_url(url: str) -> str:
    url = _http_url(url)
    parts = urlsplit(url)
    if parts.path or parts.query or parts.fragment or parts.username:
        raise ValueError("must be an address without anything after the host, such as https://example.org")
    return url


def _not_a_sample(key: str) -> str:
    if len(key) < 50:
        raise ValueError("must be at least 50 random characters")
    return key


def _hosts(value: str) -> list[str]:
    hosts = [host.strip() for host in value.split(",")]
    # Requests are compared without their port: a name with one would never be asked for.
    if not all(_HOST.fullmatch(host) for host in hosts):
        raise ValueError("must be host names without ports, separated by commas, such as example.org,www.example.org")
    return hosts


def _keys(value: str | list[str]) -> list[str]:
    keys = [key.strip() for key in value.split(",")] if isinstance(value, str) else value
    if any(len(key) < 50 for key in keys):
        raise ValueError("must be secrets of at least 50 random characters, separated by commas")
    return keys


def _count(value: str | int) -> int:
    if not str(value).isascii() or not str(value).isdigit():
        raise ValueError("must be a whole number, 0 or more")
    return int(value)


def _port(value: str | int) -> int:
    if not str(value).isascii() or not str(value).isdigit() or not 1 <= int(value) <= 65535:
        raise ValueError("must be the number of a port, from 1 to 65535")
    return int(value)


def _folder(path: str) -> str:
    # A relative one is another folder for each process that is started elsewhere: files would be lost.
    if path and not Path(path).is_absolute():
        raise ValueError("must be the whole path of a folder, such as /srv/kuvendi/var/media")
    return path


def _index_prefix(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", value):
        raise ValueError("must be a letter and then letters, digits and hyphens, all small, such as kuvendi")
    return value


def _ocds_prefix(value: str) -> str:
    if not re.fullmatch(r"(ocds-[a-z0-9]{6})?", value):
        raise ValueError("must be ocds- and six small letters or digits, such as ocds-a1b2c3")
    return value


def _flag(value: str | bool) -> bool:
    if str(value).lower() not in {"true", "false"}:
        raise ValueError("must be true or false")
    return str(value).lower() == "true"


def _token(value: str) -> str:
    if value and len(value) < 20:
        raise ValueError("must be at least 20 random characters")
    return value


#: a name, one with all names below it, or an address of IPv4 or IPv6; or any
_HOST = re.compile(r"\*|\.?[^\s:/@*\[\]]+|\[[0-9A-Fa-f:.]+\]")

HttpUrl = Annotated[str, AfterValidator(_http_url)]


class Environment(BaseSettings):
    """What every installation can set."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True, str_strip_whitespace=True)

    database_url: Annotated[str, AfterValidator(_database_url)] = Field(alias="DATABASE_URL")
    elasticsearch_url: HttpUrl = Field("", alias="ELASTICSEARCH_URL")
    elasticsearch_index_prefix: Annotated[str, AfterValidator(_index_prefix)] = Field(
        "kuvendi", alias="ELASTICSEARCH_INDEX_PREFIX"
    )
    secret_key: Annotated[str, AfterValidator(_not_a_sample)] = Field(alias="SECRET_KEY")
    allowed_hosts: Annotated[list[str], NoDecode, BeforeValidator(_hosts)] = Field(alias="ALLOWED_HOSTS")
    base_url: Annotated[str, AfterValidator(_base_url)] = Field(alias="BASE_URL")
    media_root: Annotated[str, AfterValidator(_folder)] = Field("", alias="MEDIA_ROOT")
    monitoring_token: Annotated[str, AfterValidator(_token)] = Field("", alias="MONITORING_TOKEN")
    search_limit_per_minute: Annotated[int, BeforeValidator(_count)] = Field(120, alias="SEARCH_LIMIT_PER_MINUTE")
    suggest_limit_per_minute: Annotated[int, BeforeValidator(_count)] = Field(600, alias="SUGGEST_LIMIT_PER_MINUTE")
    trusted_proxies: Annotated[int, BeforeValidator(_count)] = Field(1, alias="TRUSTED_PROXIES")
    email_host: str = Field("", alias="EMAIL_HOST")
    email_port: Annotated[int, BeforeValidator(_port)] = Field(25, alias="EMAIL_PORT")
    email_host_user: str = Field("", alias="EMAIL_HOST_USER")
    email_host_password: str = Field("", alias="EMAIL_HOST_PASSWORD")
    email_from: str = Field("webmaster@localhost", alias="EMAIL_FROM")
    alerts_keys: Annotated[list[str], NoDecode, BeforeValidator(_keys)] = Field([], alias="ALERTS_KEYS")
    alerts_bounce_address: str = Field("", alias="ALERTS_BOUNCE_ADDRESS")
    alerts_limit_per_minute: Annotated[int, BeforeValidator(_count)] = Field(10, alias="ALERTS_LIMIT_PER_MINUTE")
    alerts_webhooks_anywhere: Annotated[bool, BeforeValidator(_flag)] = Field(False, alias="ALERTS_WEBHOOKS_ANYWHERE")
    require_second_factor: Annotated[bool, BeforeValidator(_flag)] = Field(False, alias="REQUIRE_SECOND_FACTOR")
    hsts_seconds: Annotated[int, BeforeValidator(_count)] = Field(365 * 24 * 60 * 60, alias="HSTS_SECONDS")

    ocds_prefix: Annotated[str, AfterValidator(_ocds_prefix)] = Field("", alias="OCDS_PREFIX")
    libretranslate_url: HttpUrl = Field("", alias="LIBRETRANSLATE_URL")
    libretranslate_api_key: str = Field("", alias="LIBRETRANSLATE_API_KEY")

    aws_storage_bucket_name: str = Field("", alias="AWS_STORAGE_BUCKET_NAME")
    aws_s3_endpoint_url: HttpUrl = Field("", alias="AWS_S3_ENDPOINT_URL")
    aws_s3_region_name: str = Field("", alias="AWS_S3_REGION_NAME")
    aws_access_key_id: str = Field("", alias="AWS_ACCESS_KEY_ID")
    aws_secret_access_key: str = Field("", alias="AWS_SECRET_ACCESS_KEY")

    @model_validator(mode="after")
    def _complete_store(self) -> Environment:
        if self.aws_storage_bucket_name and bool(self.aws_access_key_id) != bool(self.aws_secret_access_key):
            raise ValueError("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set both or neither")
        return self


def read(**defaults: object) -> Environment:
    """The environment's settings, with ``defaults`` for those that are not set.

    Raises ImproperlyConfigured, with a sentence for each that is missing or wrong.
    """
    # Files of settings keep blanks at the ends of lines.
    given = {name: value.strip() for name, value in os.environ.items() if value.strip()}
    _refuse_quotes(given)
    try:
        return Environment.model_validate({**defaults, **given})
    except ValidationError as error:
        raise ImproperlyConfigured("\n" + "\n".join(map(_sentence, error.errors()))) from None


def _refuse_quotes(given: dict[str, str]) -> None:
    """systemd takes quotes off, Docker's ``--env-file`` and others do not: they would be part of a folder's name."""
    quoted = [
        f"The environment variable {field.alias} is wrong: it must be written without quotes. See docs/operators.md."
        for field in Environment.model_fields.values()
        if field.alias and re.fullmatch(r"""(["']).*\1""", given.get(field.alias, ""), re.DOTALL)
    ]
    if quoted:
        raise ImproperlyConfigured("\n" + "\n".join(quoted))


def _sentence(error: ErrorDetails) -> str:
    reason = error["msg"].removeprefix("Value error, ")
    if not error["loc"]:
        return f"The environment variables {reason}. See docs/operators.md."
    name = error["loc"][0]
    if error["type"] == "missing":
        return f"The environment variable {name} is not set. See docs/operators.md."
    return f"The environment variable {name} is wrong: it {reason}. See docs/operators.md."
