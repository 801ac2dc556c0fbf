"""A real SMTP server that delivers to nobody: what the shop sends is kept in files and shown by ./souk mail.

python -P -m local.mail_sink FOLDER PORT

Each message is FOLDER/000012.eml as it came, 000012.json as it reads, and 000012.html where it has such a part.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import partial
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from local.files import write_whole
from local.mail import HOST, SunkMail

MOST_KEPT = 500
LARGEST_BYTES = 2_000_000
TEXT_HEADER = "X-Souk-Text-Message"  # as kit/mailing/message.py marks what an SMS gateway would send to a phone
KEPT = "250 2.0.0 kept"
NO_ROOM = "452 4.3.1 there is no room for it"


@dataclass(slots=True)
class Sink:
    """aiosmtpd's handler; the folder is its own, so that it needs to look into it once."""

    folder: Path
    _numbers: deque[int] = field(init=False)

    def __post_init__(self) -> None:
        self._numbers = deque(sorted(int(file.stem) for file in self.folder.glob("[0-9]*.json")))

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 (its name)
        try:
            self.keep(envelope.rcpt_tos, envelope.content or b"")
        except OSError:
            return NO_ROOM
        return KEPT

    def keep(self, recipients: list[str], content: Any) -> SunkMail:
        raw = content if isinstance(content, bytes) else str(content).encode()
        message = message_from_bytes(raw, policy=default)
        assert isinstance(message, EmailMessage)
        number = self._numbers[-1] + 1 if self._numbers else 1
        name = f"{number:06}"
        text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
        read = SunkMail(
            id=number,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            channel="text" if message[TEXT_HEADER] else "mail",
            to=[str(each) for each in recipients],
            to_header=str(message["To"] or ""),
            sender=str(message["From"] or ""),
            subject=str(message["Subject"] or ""),
            message_id=str(message["Message-ID"] or ""),
            text=text.get_content().replace("\r\n", "\n") if text else "",
            html=f"{name}.html" if html else None,
        )
        write_whole(self.folder / f"{name}.eml", raw)
        if html:
            write_whole(self.folder / f"{name}.html", html.get_content())
        # Last: who sees it sees all of it.
        write_whole(self.folder / f"{name}.json", json.dumps(asdict(read), ensure_ascii=False, indent=2) + "\n")
        self._numbers.append(number)
        self._forget_oldest()
        return read

    def _forget_oldest(self) -> None:
        while len(self._numbers) > MOST_KEPT:
            oldest = self._numbers.popleft()
            for ending in ("json", "html", "eml"):
                (self.folder / f"{oldest:06}.{ending}").unlink(missing_ok=True)


@asynccontextmanager
async def taking_mail(handler: Any, port: int) -> AsyncIterator[asyncio.Server]:
    make = partial(SMTP, handler, data_size_limit=LARGEST_BYTES, enable_SMTPUTF8=True, hostname="localhost")
    server = await asyncio.get_running_loop().create_server(make, HOST, port)
    async with server:
        yield server


async def _serve(folder: Path, port: int) -> None:
    asked = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, asked.set)
    async with taking_mail(Sink(folder), port):
        await asked.wait()


if __name__ == "__main__":
    place = Path(sys.argv[1])
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    asyncio.run(_serve(place, int(sys.argv[2])))
