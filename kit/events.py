"""Facts that services announce to each other; contracts/ declares them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from kit.ids import uuid7

# <owner>.<what-happened>.v<version>: the owner is the only publisher. "*" is every service, each of its own.
SUBJECT = re.compile(r"(\*|[a-z][a-z0-9-]*)\.[a-z][a-z0-9-]*\.v[1-9][0-9]*")


class Event(BaseModel):
    """A past-tense fact; fields that a newer publisher added are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    subject: ClassVar[str] = ""

    id: UUID = Field(default_factory=uuid7)
    at: datetime

    def __init_subclass__(cls, subject: str = "", **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not SUBJECT.fullmatch(subject):
            raise TypeError(
                f'{cls.__name__} has the subject "{subject}". Write it as owner.what-happened.v1, for example '
                f'class {cls.__name__}(Event, subject="order.placed.v1").'
            )
        cls.subject = subject

    @property
    def announced_as(self) -> str:
        return self.subject
