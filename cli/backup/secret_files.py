"""The shop's secrets, copied beside a back-up and back: each whole or not at all."""

from __future__ import annotations

from pathlib import Path

from local.files import write_whole


def copy_secrets(source: Path, into: Path) -> None:
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    for file in source.glob("[!.]*"):
        write_whole(into / file.name, file.read_bytes(), 0o600)
