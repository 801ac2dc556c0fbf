from __future__ import annotations

import io

import pytest
from rich.console import Console

from cli.progress import Progress


def test_elsewhere_than_in_a_terminal_each_step_is_one_plain_line() -> None:
    said = io.StringIO()
    with Progress(Console(file=said)) as progress:
        progress.begin("order", "order")
        with progress.step("Web build") as step:
            step.note = "3 of 5"
        progress.done("order", seconds=1.25)

    assert said.getvalue() == "  ✓ Web build  0.0 s  3 of 5\n  ✓ order  1.2 s\n"


def test_a_terminal_shows_what_is_under_way_with_its_note() -> None:
    said = io.StringIO()
    terminal = Console(file=said, force_terminal=True, width=80, highlight=False, color_system=None)
    with Progress(terminal) as progress, progress.step("Web build") as step:
        step.note = "@souk/app-[cart]"

    assert "Web build" in said.getvalue()
    assert "@souk/app-[cart]" in said.getvalue()


def test_a_step_that_fails_is_marked_and_its_error_goes_on() -> None:
    said = io.StringIO()

    with pytest.raises(KeyboardInterrupt), Progress(Console(file=said)) as progress, progress.step("Web build"):
        raise KeyboardInterrupt

    assert said.getvalue().startswith("  ✗ Web build")
