"""What the routes share."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Path

from kit.http.router import depends
from souk_reviews.actions.deps import Deps

ReviewsDeps = Annotated[Deps, depends(Deps)]
HANDLE = r"^[a-z0-9][a-z0-9-]*$"
Handle = Annotated[str, Path(max_length=200, pattern=HANDLE, description="The product's.")]
ReviewId = Annotated[UUID, Path()]
