from __future__ import annotations

import pytest
from typer.testing import CliRunner

from bench import command
from cli.bench import app
from cli.home import Home


def test_operations_are_chosen_with_commas_or_by_the_option_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[command.Options] = []

    def noted(_: Home, options: command.Options) -> int:
        asked.append(options)
        return 0

    monkeypatch.setattr(command, "bench", noted)
    CliRunner().invoke(app, ["--only", "list, search", "--only", "add"], catch_exceptions=False)

    assert asked[0].only == ["list", "search", "add"]
