"""Which words there are, and the modules that say what follows each."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import typer

# By the module that has them as its `app`. Only the one that is asked for is imported, since each costs a start.
WORDS = {
    "cli.shop_commands": ("up", "down", "status", "restart", "stop", "logs", "doctor"),
    "cli.data_commands": ("import", "media"),
    "cli.operator_commands": ("dead-letters", "sagas"),
    "cli.mail_commands": ("mail",),
    "cli.new_commands": ("new",),
    "cli.backup_commands": ("backup", "restore"),
    "cli.bench": ("bench",),
    "cli.dev_commands": ("dev",),
    "cli.testing_commands": ("test",),
    "cli.container_commands": ("images", "secrets"),
    "cli.conform_commands": ("conform",),
    "cli.release_commands": ("release", "publish", "canary", "promote", "rollback", "releases"),
    "cli.source_commands": ("render", "affected", "check", "lock"),
}
# typer brings its own click, and makes public only this subclass of what click raises.
WRONG_USE: Any = typer.BadParameter.__base__
INTERRUPTED = 130


def app_for(words: Sequence[str]) -> typer.Typer:
    """With the commands of the module that has the first word; with all where none has it, as for --help."""
    app = typer.Typer(
        name="souk",
        help="Souk: an online shop that a company's teams can split.",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
    )
    asked = [module for module, known in WORDS.items() if words and words[0] in known]
    for module in asked or WORDS:
        app.add_typer(import_module(module).app)
    app.callback()(_of_souk)
    return app


def _of_souk() -> None:
    """So that a word is typed also where its module has no other."""


def run(words: Sequence[str]) -> int:
    """The exit code, where the word did not end with one itself."""
    try:
        # It gives back the code of --help and of a Ctrl-C, and raises neither.
        code: Any = app_for(words)(list(words), prog_name="./souk", standalone_mode=False)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except WRONG_USE as wrong_use:
        wrong_use.show()
        return wrong_use.exit_code
    if code == INTERRUPTED:
        raise KeyboardInterrupt
    return code or 0
