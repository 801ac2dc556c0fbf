"""Where lines for a person go; those of a command that ends at once are written by cli.plain."""

from __future__ import annotations

from rich.console import Console

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)
