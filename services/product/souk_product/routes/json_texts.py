"""Answers put together from JSON that came ready from the database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any


def listing(items: Sequence[str], **others: Any) -> str:
    """A list of ready JSON texts and what goes beside it."""
    beside = "".join(f",{json.dumps(name)}:{json.dumps(value)}" for name, value in others.items())
    return f'{{"items":[{",".join(items)}]{beside}}}'


def with_lists(text: str, **lists: Sequence[str]) -> str:
    """A ready JSON object, and lists of ready JSON texts in it."""
    beside = "".join(f",{json.dumps(name)}:[{','.join(items)}]" for name, items in lists.items())
    return f"{text[:-1]}{beside}}}"
