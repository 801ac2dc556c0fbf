"""What [assets] of souk.toml must fulfil beyond its type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cli.manifest_lines import Lines
from cli.refusals import Problem

if TYPE_CHECKING:
    from cli.manifest_tables import Tables


def origin_problems(tables: Tables, lines: Lines) -> Iterator[Problem]:
    origin, shop = tables.assets.origin, tables.souk.public_url
    if origin is None:
        return
    line = lines.of(("assets", "origin"))
    if origin == shop:
        yield Problem(line, "assets.origin is the shop's own.", "Leave [assets] out: files come from there anyway.")
    if shop.startswith("https:") and not origin.startswith("https:"):
        cause = f"assets.origin is {origin}, and a page that came by https runs no script that did not."
        yield Problem(line, cause, "Write it with https://.")
