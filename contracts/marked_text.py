"""Rich text as people type it: paragraphs, lines with "- ", **bold**, *italic* and [links](/returns)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

MARK = re.compile(r"\*\*(?P<bold>[^*]+)\*\*|\*(?P<italic>[^*]+)\*|\[(?P<label>[^\]]+)\]\((?P<href>[^)]+)\)")


def rich_text(marked: str) -> list[dict[str, Any]]:
    return [_part(part.strip()) for part in re.split(r"\n\s*\n", marked.strip())]


def _part(text: str) -> dict[str, Any]:
    lines = text.splitlines()
    if all(line.startswith("- ") for line in lines):
        return {"kind": "list", "items": [list(_runs(line[2:])) for line in lines]}
    return {"kind": "paragraph", "runs": list(_runs(" ".join(lines)))}


def _runs(text: str) -> Iterator[dict[str, Any]]:
    at = 0
    for mark in MARK.finditer(text):
        if text[at : mark.start()]:
            yield {"text": text[at : mark.start()]}
        at = mark.end()
        if mark["label"]:
            yield {"text": mark["label"], "href": mark["href"]}
        else:
            yield {"text": mark["bold"] or mark["italic"], "bold": bool(mark["bold"]), "italic": bool(mark["italic"])}
    if text[at:]:
        yield {"text": text[at:]}
