"""Where files are kept, by settings: a folder, or buckets."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kit.files.bucket import Bucket, Place
from kit.files.folder import Folder
from kit.files.store import FileStore
from kit.settings import Secret, ServiceSettings


class FilePlaces(BaseModel):
    model_config = ConfigDict(frozen=True)

    media_dir: Path = Path(".souk/media")  # The folder of public files (pictures), which the gateway serves at /media/.
    # Public files go into this bucket instead of the folder. The gateway reads it without a key, so what is in it is
    # public.
    s3_bucket: str | None = None
    s3_public_url: str | None = None  # Where the gateway reads the public bucket; the bucket's own address without it.
    # What is attached to tickets goes into this bucket, which must never be public; without it, into the database.
    s3_private_bucket: str | None = None
    # The store that has the buckets, such as http://127.0.0.1:9000; Amazon's without it.
    s3_endpoint: str | None = None
    s3_region: str = "us-east-1"  # The region that requests to the store are signed for.
    # Who signs in at the store; the machine's own identity (instance role, web identity) without it.
    s3_access_key_id: str | None = None
    s3_secret_access_key: Secret | None = None  # The secret of that access key.
    # How long one file may take to be written or read, tries included; then it is a 503.
    s3_deadline_s: Annotated[float, Field(gt=0, le=55)] = 10.0

    @classmethod
    def of(cls, env: Mapping[str, str]) -> Self:
        """For who is no service."""
        names = {field: f"SOUK_{field.upper()}" for field in cls.model_fields}
        return cls.model_validate({field: env[name] for field, name in names.items() if env.get(name)})

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if self.s3_bucket and self.s3_bucket == self.s3_private_bucket:
            raise ValueError("S3_BUCKET is public, so S3_PRIVATE_BUCKET must be another one")
        return self

    @property
    def files_url(self) -> str:
        """Below it who has no key reads a public file; empty where the folder has them."""
        if not self.s3_bucket:
            return ""
        if self.s3_endpoint:
            own = f"{self.s3_endpoint.rstrip('/')}/{self.s3_bucket}"
        else:
            own = f"https://{self.s3_bucket}.s3.{self.s3_region}.amazonaws.com"
        return self.s3_public_url or own

    def public_files(self) -> FileStore:
        return self._in(self.s3_bucket) if self.s3_bucket else Folder(self.media_dir)

    def private_files(self) -> FileStore | None:
        """None where no bucket is named: such files lie in the database then."""
        return self._in(self.s3_private_bucket) if self.s3_private_bucket else None

    def _in(self, bucket: str) -> Bucket:
        return Bucket(
            Place(
                bucket, self.s3_endpoint, self.s3_region, self.s3_access_key_id, self.s3_secret_access_key,
                self.s3_deadline_s,
            )
        )  # fmt: skip


class FileSettings(FilePlaces, ServiceSettings):
    """Of a service that keeps files."""
