"""What a file is, told by what is in it; its name and its declared type are the sender's word."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from souk_support.domain.refusals import FileRefused

LARGEST_FILE: Final = 5_000_000  # bytes
MOST_PER_MESSAGE: Final = 5
MOST_PER_TICKET: Final = 30
LONGEST_NAME: Final = 120
ENDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "application/pdf": (".pdf",),
    "text/plain": (".txt", ".log", ".csv"),
}
BEGINNINGS: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)
LINE_ENDS_AND_TABS: Final = frozenset("\n\r\t\f")


def file_of(attachment_id: UUID) -> str:
    """Its name in a bucket."""
    return f"support/{attachment_id}"


def type_of(data: bytes) -> str:
    """Raises FileRefused for what is none of the types that are taken."""
    if not data:
        raise FileRefused("it is empty")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    for beginning, known in BEGINNINGS:
        if data.startswith(beginning):
            return known
    if _is_text(data):
        return "text/plain"
    raise FileRefused("it is none of the types that we take")


def safe_name(name: str, file_type: str) -> str:
    """The last part of a path, without signs that hide or mislead, and with an ending that says what is in it."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(character for character in last if unicodedata.category(character)[0] != "C").strip(" .")
    endings = ENDINGS[file_type]
    if shown.lower().endswith(endings) and not shown.startswith("."):
        stem, _, ending = shown.rpartition(".")
        return f"{stem[: LONGEST_NAME - 10]}.{ending}"
    return f"{(shown or 'file')[: LONGEST_NAME - 10]}{endings[0]}"


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not any(ord(character) < 32 and character not in LINE_ENDS_AND_TABS for character in text)
