"""A real SMTP server that delivers to nobody: what the shop sends is kept in files and shown by ./souk mail.

python -P -m local.mail_sink FOLDER PORT [ADDRESS]

Each message is FOLDER/000012.eml as it came, below a line of the sink's own. It is read when somebody asks for it
(local/mail.py), and not forced to the disk.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from local.mail import HOST, KEPT_HEADER

MOST_KEPT = 500
LARGEST_BYTES = 2_000_000
KEPT = "250 2.0.0 kept"
NO_ROOM = "452 4.3.1 there is no room for it"


@dataclass
class Sink:
    """aiosmtpd's handler; the folder is its own, so that it needs to look into it once.

    Without slots: aiosmtpd reads each member of it, which fails of slots in Python 3.11.2, Debian 12's own.
    """

    folder: Path
    _numbers: deque[int] = field(init=False)

    def __post_init__(self) -> None:
        self._numbers = deque(sorted(int(file.stem) for file in self.folder.glob("[0-9]*.eml")))

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 (its name)
        try:
            self.keep(envelope.rcpt_tos, envelope.content or b"")
        except OSError:
            return NO_ROOM
        return KEPT

    def keep(self, recipients: list[str], content: Any) -> None:
        raw = content if isinstance(content, bytes) else str(content).encode()
        number = self._numbers[-1] + 1 if self._numbers else 1
        came = {"to": [str(each) for each in recipients], "at": datetime.now(UTC).isoformat(timespec="seconds")}
        unfinished = self.folder / "unfinished"
        try:
            unfinished.write_bytes(b"%b%b\n%b" % (KEPT_HEADER, json.dumps(came).encode(), raw))
            unfinished.replace(self._file_of(number))  # who sees it sees all of it
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
        self._numbers.append(number)
        while len(self._numbers) > MOST_KEPT:
            self._file_of(self._numbers.popleft()).unlink(missing_ok=True)

    def _file_of(self, number: int) -> Path:
        return self.folder / f"{number:06}.eml"


@asynccontextmanager
async def taking_mail(handler: Any, port: int, address: str = HOST) -> AsyncIterator[asyncio.Server]:
    make = partial(SMTP, handler, data_size_limit=LARGEST_BYTES, enable_SMTPUTF8=True, hostname="localhost")
    server = await asyncio.get_running_loop().create_server(make, address, port)
    async with server:
        yield server


def serve(folder: Path, port: int, address: str = HOST) -> None:
    """Until it is asked to stop."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    asyncio.run(_take_mail(folder, port, address))


async def _take_mail(folder: Path, port: int, address: str) -> None:
    asked = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, asked.set)
    async with taking_mail(Sink(folder), port, address):
        await asked.wait()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:4])
