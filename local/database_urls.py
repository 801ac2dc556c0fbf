"""Where a database of a server on this machine is reached; without what a server or a connection needs, which takes a
while to import."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

HOST = "127.0.0.1"
SUPERUSER = "postgres"
# A server of our own speaks no TLS: who does not ask for it saves a question, and half of what connecting costs.
PLAIN = "sslmode=disable"
LONGEST_SOCKET = 103  # bytes of a path, on the system that allows least


def url_of(role: str, password: str, database: str, port: int, folder: Path | None = None) -> str:
    """By the socket in the server's `folder`, a quarter cheaper a question than TCP, where its path can be one's."""
    who = f"{role}:{quote(password, safe='')}"
    if folder and has_socket(folder, port):
        return f"postgresql://{who}@/{database}?host={quote(str(folder), safe='/')}&port={port}"
    return f"postgresql://{who}@{HOST}:{port}/{database}?{PLAIN}"


def has_socket(folder: Path, port: int) -> bool:
    is_one_path = not set(str(folder)) & set(',"')  # or the server, and who asks, would read several
    return is_one_path and len(os.fsencode(folder / f".s.PGSQL.{port}")) <= LONGEST_SOCKET
