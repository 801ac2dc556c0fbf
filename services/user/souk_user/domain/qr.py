"""QR codes, drawn by segno: a picture without a library's markup, so that a page draws it as its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

MARGIN = 4  # squares, as the standard asks for


@dataclass(frozen=True, slots=True)
class QrCode:
    size: int
    path: str

    @classmethod
    def of(cls, text: str) -> Self:
        import segno  # here, because few people ever set up an authenticator

        rows = segno.make_qr(text, error="m").matrix
        squares = [
            f"M{x + MARGIN} {y + MARGIN}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
        ]
        return cls(len(rows) + 2 * MARGIN, "".join(squares))
