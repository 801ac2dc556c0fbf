"""How the Python that runs all this was built."""

from __future__ import annotations

import platform
import sys
import sysconfig


def is_tuned() -> bool:
    """Whether profiles guided its compiler, as with those of distributions, python.org, Homebrew, uv and Docker's
    official images; not with pyenv, unless it is told to. Without, services take a third more processor time.
    """
    options = sysconfig.get_config_var("CONFIG_ARGS") or ""
    # Debian and Ubuntu tune theirs without this option.
    return "--enable-optimizations" in options or sys.base_prefix == "/usr"


def described() -> str:
    return f"Python {platform.python_version()}{'' if is_tuned() else ', built without its optimisations'}"
