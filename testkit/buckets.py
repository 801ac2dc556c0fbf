"""Buckets of the run's S3, a fresh one for each test."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from local.buckets import ObjectStore

REGION = "us-east-1"
KEY_ID, KEY = "a-key-of-tests", "its-secret"


@dataclass(frozen=True, slots=True)
class TestS3:
    __test__ = False

    url: str

    def bucket(self, *, public: bool = False) -> str:
        name = f"bucket-{secrets.token_hex(6)}"
        ObjectStore(self.url, REGION, KEY_ID, KEY).make(name, public=public)
        return name

    def settings(self, **buckets: str) -> dict[str, str]:
        """Of a service that keeps its files there."""
        return {
            "s3_endpoint": self.url, "s3_region": REGION, "s3_access_key_id": KEY_ID, "s3_secret_access_key": KEY,
            **buckets,
        }  # fmt: skip
