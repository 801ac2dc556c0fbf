"""What bodies have in common."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from contracts.people import LONGEST_EMAIL, NO_CONTROLS

# The rule about a password's length is the domain's; this only bounds the work.
Password = Annotated[str, StringConstraints(max_length=1024)]

TypedText = Annotated[str, StringConstraints(min_length=1, max_length=32)]

# Whose it is is looked up: what nobody could have is nobody's.
KnownEmail = Annotated[str, StringConstraints(max_length=LONGEST_EMAIL, pattern=NO_CONTROLS)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")
