"""A real S3 server on this machine: moto in server mode."""

import uuid
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer
from mypy_boto3_s3 import S3Client

from config.environment import Environment
from config.settings.storages import storages
from tools.ports import LOOPBACK

REGION = "us-east-1"
# The server takes any.
KEY = "test"


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """Address of the server."""
    server = ThreadedMotoServer(ip_address=LOOPBACK, port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    yield f"http://{LOOPBACK}:{port}"
    server.stop()


@pytest.fixture
def s3_client(s3_server: str) -> Iterator[S3Client]:
    """A client of the server."""
    client = boto3.client(
        "s3", endpoint_url=s3_server, region_name=REGION, aws_access_key_id=KEY, aws_secret_access_key=KEY
    )
    yield client
    client.close()


@pytest.fixture
def s3_bucket(s3_client: S3Client) -> str:
    """Name of a new, empty bucket of the test's own."""
    name = f"test-{uuid.uuid4().hex[:12]}"
    s3_client.create_bucket(Bucket=name)
    return name


def s3_storage(server: str, bucket: str) -> Any:
    """The default storage, as an installation gets it whose environment names the bucket."""
    environment = Environment.model_validate(
        {
            "DATABASE_URL": "sqlite:///:memory:",
            "SECRET_KEY": "x" * 50,
            "ALLOWED_HOSTS": "localhost",
            "BASE_URL": "http://localhost",
            "AWS_STORAGE_BUCKET_NAME": bucket,
            "AWS_S3_ENDPOINT_URL": server,
            "AWS_S3_REGION_NAME": REGION,
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": KEY,
        }
    )
    return storages(environment)["default"]
