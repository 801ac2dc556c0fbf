"""What a child process of ours is told that reads what strangers send: no secret, and where packages lie."""

from __future__ import annotations

import os
import sys


def bare_environment() -> dict[str, str]:
    """Images name the folders of packages by a variable alone, without which a child would find none of them."""
    return {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
