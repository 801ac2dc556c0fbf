"""A command that is ended by Ctrl-C says so, also to the script that started it."""

from __future__ import annotations

import sys

import pytest

from cli import doctor
from cli.__main__ import main


def test_ctrl_c_is_no_success(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(doctor, "doctor", interrupted)
    monkeypatch.setattr(sys, "argv", ["souk", "doctor"])

    assert main() == 130
    assert "Stopped." in capsys.readouterr().err
