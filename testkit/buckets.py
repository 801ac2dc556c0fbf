"""Buckets of the run's S3, a fresh one for each test."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from urllib.request import Request, urlopen

REGION = "us-east-1"
KEY_ID, KEY = "a-key-of-tests", "its-secret"


@dataclass(frozen=True, slots=True)
class TestS3:
    __test__ = False

    url: str

    def bucket(self, *, public: bool = False) -> str:
        name = f"bucket-{secrets.token_hex(6)}"
        self._put(name, b"")
        if public:
            self._put(f"{name}?policy", json.dumps(readable_by_anybody(name)).encode())
        return name

    def settings(self, **buckets: str) -> dict[str, str]:
        """Of a service that keeps its files there."""
        return {
            "s3_endpoint": self.url, "s3_region": REGION, "s3_access_key_id": KEY_ID, "s3_secret_access_key": KEY,
            **buckets,
        }  # fmt: skip

    def _put(self, target: str, body: bytes) -> None:
        headers = {
            "authorization": f"AWS4-HMAC-SHA256 Credential={KEY_ID}/20260101/{REGION}/s3/aws4_request",
            "content-type": "application/json",
        }
        asked = Request(f"{self.url}/{target}", body, headers, method="PUT")  # noqa: S310
        urlopen(asked).close()  # noqa: S310


def readable_by_anybody(bucket: str) -> dict[str, object]:
    statement = {
        "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*",
    }  # fmt: skip
    return {"Version": "2012-10-17", "Statement": [statement]}
