"""souk.toml with something more in it; comments and order stay as somebody wrote them."""

from __future__ import annotations

import re

from cli.refusals import Refusal

TABLE = re.compile(r"^\[(?P<path>[^\[\]]+)\]", re.MULTILINE)


def with_table(text: str, kind: str, block: str) -> str:
    """`block` after the last table of its kind, [service.…] or [mfe.…]."""
    tables = list(TABLE.finditer(text))
    last = max((n for n, table in enumerate(tables) if table["path"].startswith(f"{kind}.")), default=None)
    if last is None:
        raise Refusal(f"souk.toml has no [{kind}.…] to put another one after.", "Write the first one by hand.")
    end = tables[last + 1].start() if last + 1 < len(tables) else len(text)
    return f"{text[:end].rstrip()}\n\n{block.strip()}\n\n{text[end:]}".rstrip() + "\n"


def with_item(text: str, table: str, key: str, item: str) -> str:
    """`item` at the end of the list `key` of a table, which gets one where it has none."""
    found = next((t for t in TABLE.finditer(text) if t["path"] == table), None)
    if found is None:
        raise Refusal(f"souk.toml has no [{table}].", "Name one that it has.")
    after = TABLE.search(text, found.end())
    end = after.start() if after else len(text)
    body = text[found.end() : end]
    listed = re.search(rf"^{key} = \[(.*?)\]", body, re.MULTILINE | re.DOTALL)
    if listed is None:
        changed = f'{body.rstrip()}\n{key} = ["{item}"]'
    else:
        items = listed[1].rstrip().rstrip(",")
        joined = f'{items}, "{item}"' if items.strip() else f'"{item}"'
        changed = f"{body[: listed.start()]}{key} = [{joined}]{body[listed.end() :]}"
    return f"{text[: found.end()]}{changed.rstrip()}\n\n{text[end:]}".rstrip() + "\n"
