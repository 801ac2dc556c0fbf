"""Templates of files that machines read: configuration, images, manifests, workflows."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def templates_of(folder: Path) -> Environment:
    # Nothing of it comes from a stranger, and quotes must stay quotes.
    return Environment(  # noqa: S701 (what it renders is no HTML)
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
