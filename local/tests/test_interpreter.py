"""Which Pythons are slower than they need be."""

from __future__ import annotations

import sys
import sysconfig

import pytest

from local import interpreter


@pytest.mark.parametrize(
    ("options", "prefix", "tuned"),
    [
        ("'--enable-shared' '--enable-optimizations' '--with-lto'", "/usr/local", True),
        ("'--enable-shared' '--prefix=/usr'", "/usr", True),  # Debian's
        ("'--prefix=/home/asha/.pyenv/versions/3.13.1'", "/home/asha/.pyenv/versions/3.13.1", False),
        (None, "/opt/python", False),
    ],
)
def test_a_python_whose_build_was_not_tuned_is_told_apart(
    options: str | None, prefix: str, tuned: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sysconfig, "get_config_var", {"CONFIG_ARGS": options}.get)
    monkeypatch.setattr(sys, "base_prefix", prefix)

    assert interpreter.is_tuned() is tuned
    assert ("without its optimisations" in interpreter.described()) is not tuned
