"""What a word costs to begin, and that each is found where it is said to be."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from inspect import Parameter, signature

import pytest
import typer

from cli import release_commands
from cli.__main__ import AT_ONCE
from cli.words import WORDS

LATE = ("typer", "rich", "pydantic", "asyncpg", "asyncio", "jinja2", "psutil")
BEGINS = "import sys, cli.__main__, cli.releases.command; print(*sys.modules)"


@pytest.mark.parametrize("module", WORDS)
def test_each_word_is_of_the_module_that_is_imported_for_it(module: str) -> None:
    app: typer.Typer = import_module(module).app

    commands = [each.name or (each.callback.__name__ if each.callback else "") for each in app.registered_commands]
    groups = [each.name for each in app.registered_groups]

    assert sorted(map(str, [*commands, *groups])) == sorted(WORDS[module])


@pytest.mark.parametrize("word", AT_ONCE)
def test_what_is_done_at_once_takes_as_many_words_as_it_does_by_typer(word: str) -> None:
    taken = [each for each in signature(getattr(release_commands, word)).parameters.values() if each.name != "as_built"]

    needed = [each for each in taken if each.default is Parameter.empty]

    assert AT_ONCE[word] == (len(needed), len(taken))


def test_who_changes_what_visitors_get_waits_for_nothing_that_others_need() -> None:
    said = subprocess.run([sys.executable, "-P", "-c", BEGINS], capture_output=True, text=True, check=True).stdout

    assert not set(LATE) & set(said.split())
