"""Lines for a person, for who cannot wait for rich: it takes longer to import than some commands do in all."""

from __future__ import annotations

import os
import sys
from typing import TextIO

BOLD, RED, YELLOW = "1", "31", "33"


def say(line: str) -> None:
    print(line, flush=True)


def complain(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def bold(text: str) -> str:
    return _styled(text, BOLD, sys.stdout)


def red(text: str) -> str:
    return _styled(text, RED, sys.stderr)


def yellow(text: str) -> str:
    return _styled(text, YELLOW, sys.stderr)


def _styled(text: str, style: str, to: TextIO) -> str:
    """Where somebody sees it, and wants colours (no-color.org)."""
    shows = to.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return f"\x1b[{style}m{text}\x1b[0m" if shows else text
