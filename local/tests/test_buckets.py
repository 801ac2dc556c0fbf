"""Buckets are made by requests that a store believes."""

from __future__ import annotations

import asyncio
import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from kit.files.settings import FilePlaces
from local.buckets import BucketRefused, ObjectStore
from local.programs import free_port

if TYPE_CHECKING:
    from testkit.buckets import TestS3


def test_a_request_is_signed_as_amazon_signs_its_own_example() -> None:
    """GET Bucket Lifecycle, in the guide to Signature Version 4 of S3."""
    store = ObjectStore(
        "https://unused", "us-east-1", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    )
    at = datetime(2013, 5, 24, tzinfo=UTC)

    headers = store.signed("GET", "examplebucket.s3.amazonaws.com", "/", "lifecycle=", b"", at)

    assert headers["authorization"].endswith("fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")


def test_anybody_reads_what_is_public_and_nobody_else_anything(s3: TestS3) -> None:
    store = ObjectStore(s3.url, "us-east-1", "somebody", "secret")
    public, private = (f"bucket-{secrets.token_hex(6)}" for _ in range(2))

    for _ in range(2):
        store.make(public, public=True)
        store.make(private)
        for bucket in (public, private):
            files = FilePlaces.model_validate(s3.settings(s3_bucket=bucket)).public_files()
            asyncio.run(files.put("a.webp", b"a picture"))

    assert [status_of(f"{s3.url}/{bucket}/a.webp") for bucket in (public, private)] == [200, 403]


def test_a_store_that_refuses_is_told_with_the_way_out_and_one_that_is_away_is_an_error_of_the_line(s3: TestS3) -> None:
    with pytest.raises(BucketRefused, match="refused to make the bucket ab"):
        ObjectStore(s3.url, "us-east-1", "somebody", "secret").make("ab")
    with pytest.raises(OSError, match="refused"):
        ObjectStore(f"http://127.0.0.1:{free_port()}", "us-east-1", "somebody", "secret").make("pictures")


def status_of(address: str) -> int:
    try:
        with urlopen(address) as answer:  # noqa: S310
            return answer.status
    except HTTPError as error:
        return error.code
