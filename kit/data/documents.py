"""Documents in jsonb columns: an older version is upgraded when it is read, so that none ever becomes unreadable.

A field that is added gets an upgrade that fills it in, behind the others.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict

Document: TypeAlias = dict[str, Any]
Upgrade: TypeAlias = Callable[[Document], Document]


class Stored(BaseModel):
    """A document's shape is the store's own: what a contract or a request asks for may change without it."""

    model_config = ConfigDict(from_attributes=True)


S = TypeVar("S", bound=Stored)


class Documents(Generic[S]):
    """Those of one column. The first upgrade is of documents that say no version."""

    def __init__(self, shape: type[S], *upgrades: Upgrade) -> None:
        self._shape = shape
        self._upgrades = upgrades

    def written(self, value: object) -> Document:
        """Of anything that has the shape's attributes."""
        version = {"version": len(self._upgrades)} if self._upgrades else {}
        return {**version, **self._shape.model_validate(value).model_dump(mode="json")}

    def read(self, document: Document) -> S:
        for upgrade in self._upgrades[document.get("version", 0) :]:
            document = upgrade(document)
        return self._shape.model_validate(document)
