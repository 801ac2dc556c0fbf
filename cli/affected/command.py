"""What ./souk affected prints."""

from __future__ import annotations

import json

from cli.affected.changes import affected
from cli.home import Home
from cli.manifest import load


def show_affected(home: Home, base: str, *, as_json: bool) -> int:
    found = affected(load(home.root / "souk.toml"), base)
    if as_json:
        print(json.dumps([{"part": part.name, "image": part.image} for part in found]))
    else:
        for part in found:
            print(part.name)
    return 0
