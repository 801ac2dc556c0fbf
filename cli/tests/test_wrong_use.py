"""Mistyped commands are answered in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from testkit import processes


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["nonsense"], "No such command 'nonsense'"),
        (["up", "--services", "scattered"], "scattered"),
        (["import", "products", "/no/such/file.csv"], "does not exist"),
        (["up", "--port-offset", "many"], "integer"),
    ],
)
def test_wrong_words_are_named_and_leave_no_trace_of_the_code(words: list[str], answer: str, tmp_path: Path) -> None:
    run = processes.start("cli.__main__", *words, log=tmp_path / "log")

    assert run.wait(60) == 2
    said = (tmp_path / "log").read_text()
    assert answer in said
    assert "Traceback" not in said
