"""Mistyped commands are answered in words."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cli.home import ROOT


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["nonsense"], "No such command 'nonsense'"),
        (["up", "--services", "scattered"], "scattered"),
        (["import", "products", "/no/such/file.csv"], "does not exist"),
        (["up", "--port-offset", "many"], "integer"),
    ],
)
def test_wrong_words_are_named_and_leave_no_trace_of_the_code(words: list[str], answer: str) -> None:
    run = subprocess.run(
        [sys.executable, "-P", "-m", "cli", *words], cwd=ROOT, capture_output=True, text=True, timeout=60
    )

    assert run.returncode == 2
    assert answer in run.stderr
    assert "Traceback" not in run.stderr
