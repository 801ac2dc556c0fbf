"""What people write, as it is taken in."""

from __future__ import annotations

from typing import Annotated, TypeAlias
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from contracts.rich_text import NO_CONTROL
from souk_support.domain.files import MOST_PER_MESSAGE

# Lines and tabs are text; other controls are not.
NO_HIDDEN_CONTROL = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
Text: TypeAlias = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=8000, pattern=NO_HIDDEN_CONTROL)
]
Comment: TypeAlias = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=1000, pattern=NO_HIDDEN_CONTROL)
]
Subject: TypeAlias = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=3, max_length=150, pattern=NO_CONTROL)
]
Tag: TypeAlias = Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
AttachmentIds: TypeAlias = Annotated[tuple[UUID, ...], Field(max_length=MOST_PER_MESSAGE)]


class RequestBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
