"""What tests are told of the machine."""

from __future__ import annotations

import os


def own_environment() -> dict[str, str]:
    """Without what would lead the tests to a running shop's servers."""
    kept = ("SOUK_TEST_", "SOUK_CHROMIUM")
    return {key: value for key, value in os.environ.items() if not key.startswith("SOUK_") or key.startswith(kept)}
