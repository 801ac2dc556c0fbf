"""Buckets of an S3-compatible store, by requests signed here: what services ask it by makes no bucket."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from kit.errors import Kind, SoukError

NOT_FOUND, CONFLICT, SERVERS_FAULT = 404, 409, 500
POLICY = "policy="
ALGORITHM = "AWS4-HMAC-SHA256"
DEADLINE_S = 10


class BucketRefused(SoukError):
    code = "bucket-refused"
    kind = Kind.UNAVAILABLE

    def __init__(self, bucket: str, status: int, why: str) -> None:
        super().__init__(
            f"The object store refused to make the bucket {bucket}: {status} {why}.",
            "See that the key is the store's own, or make the bucket yourself and run this again.",
        )


@dataclass(frozen=True, slots=True)
class ObjectStore:
    endpoint: str
    region: str
    key_id: str
    key: str

    def make(self, bucket: str, *, public: bool = False) -> None:
        """May be repeated: one that is there stays as it is. Of a `public` one anybody gets objects, and nobody a list.

        Raises BucketRefused; OSError while the store is away.
        """
        if not self._has(bucket):
            self._put(bucket)
        if public and self._asked("GET", bucket, POLICY)[0] == NOT_FOUND:
            self._put(bucket, POLICY, json.dumps(readable_by_anybody(bucket)).encode())

    def _has(self, bucket: str) -> bool:
        status, why = self._asked("HEAD", bucket)
        if status not in (200, NOT_FOUND):
            raise BucketRefused(bucket, status, why)
        return status != NOT_FOUND

    def _put(self, bucket: str, query: str = "", body: bytes = b"") -> None:
        status, why = self._asked("PUT", bucket, query, body)
        if status >= 400 and status != CONFLICT:  # somebody else made it meanwhile
            raise BucketRefused(bucket, status, why)

    def _asked(self, method: str, bucket: str, query: str = "", body: bytes = b"") -> tuple[int, str]:
        at, host = datetime.now(UTC), urlsplit(self.endpoint).netloc
        headers = self.signed(method, host, f"/{bucket}", query, body, at)
        data = body if method == "PUT" else None
        request = Request(f"{self.endpoint.rstrip('/')}/{bucket}?{query}", data, headers, method=method)  # noqa: S310
        try:
            with urlopen(request, timeout=DEADLINE_S) as answer:  # noqa: S310 (the operator names it)
                return answer.status, ""
        except HTTPError as error:
            if error.code >= SERVERS_FAULT:
                raise OSError(f"the object store answers {error.code}") from error
            return error.code, error.reason

    def signed(self, method: str, host: str, path: str, query: str, body: bytes, at: datetime) -> dict[str, str]:
        """The headers that say who asks (AWS Signature Version 4)."""
        moment, digest = at.strftime("%Y%m%dT%H%M%SZ"), hashlib.sha256(body).hexdigest()
        headers = {"host": host, "x-amz-content-sha256": digest, "x-amz-date": moment}
        names = ";".join(headers)
        lines = (method, path, query, *(f"{name}:{value}" for name, value in headers.items()), "", names, digest)
        scope = (moment[:8], self.region, "s3", "aws4_request")
        asked = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        key = reduce(lambda key, part: hmac.digest(key, part.encode(), "sha256"), scope, f"AWS4{self.key}".encode())
        signature = hmac.digest(key, "\n".join((ALGORITHM, moment, "/".join(scope), asked)).encode(), "sha256").hex()
        who = f"Credential={self.key_id}/{'/'.join(scope)}, SignedHeaders={names}, Signature={signature}"
        return {**headers, "authorization": f"{ALGORITHM} {who}", "content-type": "application/octet-stream"}


def readable_by_anybody(bucket: str) -> dict[str, object]:
    statement = {
        "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*",
    }  # fmt: skip
    return {"Version": "2012-10-17", "Statement": [statement]}
