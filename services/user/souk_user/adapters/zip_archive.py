"""A copy of somebody's data as one ZIP file that they can read: a word on what it is, and JSON of each service."""

from __future__ import annotations

import base64
import io
import json
import unicodedata
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from kit.people import HeldItem

MOST_FILE_BYTES: Final = 100_000_000  # of all files together; more of them are named and not brought
README: Final = """\
{shop}: a copy of your data, made on {day}

Each service of the shop keeps its own part; its name is the name of the file:

{parts}

The files are JSON, which any text editor shows: the kinds of things a service holds, and under each all there are.
Files that you sent us lie in the folder files/. Copies of answers that we keep for 48 hours, so that a repeated
request is not carried out twice, hold nothing that is not here.
"""


class ZipArchive:
    """Takes in what services tell, piece by piece."""

    def __init__(self, shop_name: str) -> None:
        self._shop_name = shop_name
        self._bytes = io.BytesIO()
        self._zip = zipfile.ZipFile(self._bytes, "w", zipfile.ZIP_DEFLATED)
        self._parts = list[str]()
        self._files = 0
        self._file_bytes = 0

    def add(self, holder: str, items: Iterable[HeldItem]) -> None:
        sections = dict[str, list[Any]]()
        for each in items:
            sections.setdefault(each.section, []).append(self._without_file(each.item))
        self._parts.append(f"  {holder}.json: {', '.join(sections) or 'nothing'}")
        self._zip.writestr(f"{holder}.json", json.dumps(sections, ensure_ascii=False, indent=2))

    def closed(self, now: datetime) -> bytes:
        told = README.format(shop=self._shop_name, day=f"{now:%d %B %Y}", parts="\n".join(self._parts))
        self._zip.writestr("README.txt", told)
        self._zip.close()
        return self._bytes.getvalue()

    def _without_file(self, item: dict[str, Any]) -> dict[str, Any]:
        """An item with `base64` is a file: it lies in the archive as such."""
        if not isinstance(encoded := item.get("base64"), str):
            return item
        told = {name: value for name, value in item.items() if name != "base64"}
        data = base64.b64decode(encoded)
        if self._file_bytes + len(data) > MOST_FILE_BYTES:
            return {**told, "left_out": "All your files together are too large for one archive: ask us for this one."}
        self._files += 1
        self._file_bytes += len(data)
        path = f"files/{self._files:03}-{_safe(str(item.get('name', 'file')))}"
        self._zip.writestr(path, data)
        return {**told, "file": path}


def _safe(name: str) -> str:
    """No folders and no signs that mislead: what is unpacked stays where it is unpacked."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(each for each in last if unicodedata.category(each)[0] != "C").strip(" .")[:100] or "file"
