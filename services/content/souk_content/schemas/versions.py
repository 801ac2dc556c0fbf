"""The version of what was read, so that nobody writes over what another changed meanwhile."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

Version = Annotated[int, Field(ge=0, le=1_000_000_000)]
