"""What a keeper leaves for other commands to read, without its parts: this process holds its lock."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cli.home import ROOT, Home
from cli.running import STATE_FILE, Claim
from cli.shape import Shape


@contextmanager
def a_standing_shop(folder: Path, *parts: dict[str, Any], shape: Shape | None = None) -> Iterator[Home]:
    home = Home(folder, ROOT)
    home.make()
    claim = Claim.take(home)
    assert claim
    state = {
        "phase": "running",
        "trouble": "",
        "keeper": None,
        "public_url": "http://localhost:8888",
        "shape": asdict(shape or Shape()),
        "parts": parts,
    }
    (home.run / STATE_FILE).write_text(json.dumps(state), "utf-8")
    with claim.file:
        yield home


def a_part(name: str, state: str = "healthy", kind: str = "gateway", ports: tuple[int, ...] = ()) -> dict[str, Any]:
    return {
        "name": name,
        "kind": kind,
        "state": state,
        "pid": None,
        "ports": ports,
        "version": "1",
        "source": "",
        "restarts": 0,
        "reason": "",
    }
