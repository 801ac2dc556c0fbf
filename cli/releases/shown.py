"""./souk releases: which versions there are, who gets them, and who decided that when."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from rich.markup import escape
from rich.table import Table

from cli.home import Home
from cli.releases.artefact import Artefact
from cli.releases.change import Shop
from cli.releases.choices import Choice, Happened, reading
from cli.releases.kept import key_of, released
from cli.terminal import console

MOST_ROWS = 30


def show_releases(home: Home, name: str | None, *, as_json: bool) -> int:
    shop = Shop.of(home)
    names = [name] if name else released(shop.system)
    keys = {each: shop.key(each) if name else key_of(shop.system, each) for each in names}
    with reading(home.folder) as choices:
        chosen, history = choices.all(), choices.history(keys[name] if name else None)
    parts = {each: (chosen.get(key, Choice(key)), shop.store.all_of(key)) for each, key in keys.items()}
    if as_json:
        print(json.dumps(_told(parts, history), indent=2))
        return 0
    _show_versions(parts)
    if history:
        _show_history(history)
    return 0


def _told(parts: dict[str, tuple[Choice, list[Artefact]]], history: list[Happened]) -> dict[str, Any]:
    def version(choice: Choice, artefact: Artefact) -> dict[str, Any]:
        facts = {key: value for key, value in asdict(artefact).items() if key not in ("files", "build", "build_id")}
        return {**facts, "is": list(_roles(choice, artefact.hash))}

    return {
        "parts": {
            name: {
                **{key: value for key, value in asdict(choice).items() if key != "name"},
                "versions": [version(choice, each) for each in artefacts],
            }
            for name, (choice, artefacts) in parts.items()
        },
        "history": [asdict(each) for each in history],
    }


def _show_versions(parts: dict[str, tuple[Choice, list[Artefact]]]) -> None:
    table = _table("part", "version", "who gets it", "commit", "built")
    for name, (choice, artefacts) in parts.items():
        for artefact in artefacts[:MOST_ROWS]:
            roles = ", ".join(_roles(choice, artefact.hash))
            who = f"[green]{roles}[/]" if "live" in roles else roles or "[dim]nobody[/]"
            table.add_row(name, artefact.label, who, artefact.commit or "–", _when(artefact.built_at)[:-3])
    console.print(table)


def _show_history(history: list[Happened]) -> None:
    console.print()
    table = _table("when", "who", "part", "what", "from", "to")
    for each in history[:MOST_ROWS]:
        what = f"{each.what} {each.percent} %" if each.percent is not None else each.what
        table.add_row(_when(each.at), escape(each.who), each.name, what, each.was or "–", each.now or "–")
    console.print(table)


def _roles(choice: Choice, hash_: str) -> Iterator[str]:
    if choice.live == hash_:
        yield "live"
    if choice.canary == hash_:
        yield f"canary, {choice.percent} %"
    if choice.rollback == hash_:
        yield "rollback"


def _table(*titles: str) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 1))
    for title in titles:
        table.add_column(title, no_wrap=True)
    return table


def _when(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M:%S")
