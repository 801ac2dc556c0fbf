"""Which addresses are of this machine alone."""

from __future__ import annotations

from urllib.parse import urlsplit

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


def is_local(url: str) -> bool:
    """A shop on this machine only: test accounts and simulated cards are refused in any other."""
    return urlsplit(url).hostname in LOCAL_HOSTS
