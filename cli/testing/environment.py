"""What tests are told of the machine."""

from __future__ import annotations

import os
from pathlib import Path


def own_environment(bytecode: Path) -> dict[str, str]:
    """Without what would lead the tests to a running shop's servers.

    `bytecode`: what Python compiles is kept there, also where the machine keeps none: else each of some hundred
    processes would compile all that it imports.
    """
    kept = ("SOUK_TEST_", "SOUK_CHROMIUM")
    env = {key: value for key, value in os.environ.items() if not key.startswith("SOUK_") or key.startswith(kept)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    return {**env, "PYTHONPYCACHEPREFIX": str(bytecode)}
