"""A copy of the tree whose souk.toml names other origins: a build knows from where its files will be fetched."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cli.testing.copied import copied_tree
from local.programs import free_port

# Chromium leads every name below localhost to this machine, and each of them is another site.
ASSETS, SELLER, PICTURES = "assets", "seller", "pictures"
OWN_TABLES = re.compile(r"(?ms)^\[(?:assets|portals|pictures)\]$.*?(?=^\[|\Z)")


@contextmanager
def tree_with_other_origins(root: Path) -> Iterator[tuple[Path, str]]:
    """Gives it, and the origins as JSON: by name, each with a port of its own."""
    origins = {name: f"http://{name}.localhost:{free_port()}" for name in (ASSETS, SELLER, PICTURES)}
    with copied_tree(root, "origins", lambda text: OWN_TABLES.sub("", text) + _tables(origins)) as tree:
        yield tree, json.dumps(origins)


def _tables(origins: dict[str, str]) -> str:
    return (
        f'\n[assets]\norigin = "{origins[ASSETS]}"\n'
        f'\n[portals]\nseller = "{origins[SELLER]}"\n'
        f'\n[pictures]\nhosts = ["{origins[PICTURES]}"]\n'
    )
