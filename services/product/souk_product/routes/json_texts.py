"""Answers put together from JSON that came ready from the database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any


def listing(items: Sequence[str], **others: Any) -> str:
    """A list of ready JSON texts and what goes beside it."""
    beside = "".join(f",{json.dumps(name)}:{json.dumps(value)}" for name, value in others.items())
    return f'{{"items":[{",".join(items)}]{beside}}}'
