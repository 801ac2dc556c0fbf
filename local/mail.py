"""What the shop's mail sink took in, and whether it lives (local/mail_sink.py runs it)."""

from __future__ import annotations

import json
import os
import smtplib
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
ALIVE_S = 5.0
# The first line of a file: how and when the message came, which it does not say itself.
KEPT_HEADER = b"X-Souk-Sink: "
TEXT_HEADER = "X-Souk-Text-Message"  # as kit/mailing/message.py marks what an SMS gateway would send to a phone


@dataclass(frozen=True, slots=True)
class SunkMail:
    """A message as it reads."""

    id: int
    at: str
    channel: str  # mail, or text: a text message to a phone
    to: list[str]
    to_header: str
    sender: str
    subject: str
    language: str
    message_id: str
    text: str
    html: str | None


def kept_in(folder: Path, to: str | None = None, newest: int = 0) -> list[SunkMail]:
    """The newest last; all of them without a number."""
    files = sorted(folder.glob("[0-9]*.eml"))
    if to is not None:
        files = [file for file in files if (came := _envelope_of(file)) and to in came["to"]]
    return [mail for file in files[-newest:] if (mail := _read(file))]


def find_in(folder: Path, number: int) -> SunkMail | None:
    file = folder / f"{number:06}.eml"
    return _read(file)


def is_alive(port: int, patience_s: float = ALIVE_S) -> bool:
    """It greets and answers, as its protocol has it."""
    try:
        with smtplib.SMTP(HOST, port, timeout=patience_s, local_hostname="localhost") as client:
            return client.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False


def _envelope_of(file: Path) -> dict[str, Any] | None:
    """To whom and when it came; of a message that an earlier release kept without saying so, when it was kept.

    None once the sink has removed it, which it may do at any moment.
    """
    try:
        with file.open("rb") as opened:
            first = opened.readline()
            kept_at = os.fstat(opened.fileno()).st_mtime
    except FileNotFoundError:
        return None
    if first.startswith(KEPT_HEADER):
        return json.loads(first.removeprefix(KEPT_HEADER))
    return {"to": [], "at": datetime.fromtimestamp(kept_at, UTC).isoformat(timespec="seconds")}


def _read(file: Path) -> SunkMail | None:
    came = _envelope_of(file)
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        return None
    if came is None:
        return None
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    return SunkMail(
        id=int(file.stem),
        channel="text" if message[TEXT_HEADER] else "mail",
        to_header=str(message["To"] or ""),
        sender=str(message["From"] or ""),
        subject=str(message["Subject"] or ""),
        language=str(message["Content-Language"] or ""),
        message_id=str(message["Message-ID"] or ""),
        text=_content_of(text) if text else "",
        html=_content_of(html) if html else None,
        **came,
    )


def _content_of(part: MIMEPart) -> str:
    try:
        content = part.get_content()
    except (LookupError, ValueError):  # a coding that nobody knows
        content = part.get_payload()
    return str(content).replace("\r\n", "\n")
