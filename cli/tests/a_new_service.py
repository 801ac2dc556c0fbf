"""`./souk new service gifts` in another repository, then its check and tests: one process, which test_new.py forks."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from cli import __main__ as souk
from cli.home import Home


def main() -> int:
    home = Home(Path(sys.argv[1]) / ".souk", Path(sys.argv[1]))
    os.chdir(home.root)
    Home.of = classmethod(lambda _cls: home)  # pyright: ignore[reportAttributeAccessIssue]
    return (
        said("new", "service", "gifts", "--team", "presents")
        or said("check")
        or int(pytest.main(["-p", "no:cacheprovider", "services/gifts"]))
    )


def said(*words: str) -> int:
    sys.argv[1:] = words
    try:
        return souk.main()
    except SystemExit as end:
        return int(end.code or 0)
