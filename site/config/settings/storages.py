"""Where files are kept: a local folder, or any S3 store when a bucket is named."""

from __future__ import annotations

from typing import Any

from config.environment import Environment

STATICFILES = "whitenoise.storage.CompressedManifestStaticFilesStorage"


def storages(environment: Environment, staticfiles: str = STATICFILES) -> dict[str, Any]:
    """``STORAGES`` for an environment."""
    default: dict[str, Any] = {"BACKEND": "cms_pages.files.storage.WholeFilesStorage"}
    if environment.aws_storage_bucket_name:
        # They take half a second to import.
        from boto3.s3.transfer import TransferConfig
        from botocore.config import Config

        default = {
            "BACKEND": "cms_pages.files.storage.BehindSiteS3Storage",
            "OPTIONS": {
                "bucket_name": environment.aws_storage_bucket_name,
                "endpoint_url": environment.aws_s3_endpoint_url or None,
                "region_name": environment.aws_s3_region_name or None,
                "access_key": environment.aws_access_key_id or None,
                "secret_key": environment.aws_secret_access_key or None,
                # A store that does not answer must not hold a thread for minutes, as by default it does.
                "client_config": Config(
                    connect_timeout=3, read_timeout=15, retries={"max_attempts": 2, "mode": "standard"}
                ),
                # No ACL: new buckets refuse them, and are private without. The site decides who gets a file.
                "default_acl": None,
                "file_overwrite": False,
                # From this size on, in bytes, a file being sent is kept on disk; by default it is kept in memory.
                "max_memory_size": 5 * 1024 * 1024,
                # One part of 8 MB after the other: ten at once took 230 MB of memory for each recording being kept.
                "transfer_config": TransferConfig(use_threads=False),
            },
        }
    return {"default": default, "staticfiles": {"BACKEND": staticfiles}}
