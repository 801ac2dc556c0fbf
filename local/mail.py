"""What the shop's mail sink took in, and whether it lives (local/mail_sink.py runs it)."""

from __future__ import annotations

import json
import smtplib
import sys
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
ALIVE_S = 5.0


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
    message_id: str
    text: str
    html: str | None  # the file beside it


def command(folder: Path, port: int) -> list[str]:
    return [sys.executable, "-P", "-m", "local.mail_sink", str(folder), str(port)]


def kept_in(folder: Path) -> list[SunkMail]:
    """The newest last."""
    return [SunkMail(**json.loads(file.read_text("utf-8"))) for file in sorted(folder.glob("[0-9]*.json"))]


def is_alive(port: int, patience_s: float = ALIVE_S) -> bool:
    """It greets and answers, as its protocol has it."""
    try:
        with smtplib.SMTP(HOST, port, timeout=patience_s, local_hostname="localhost") as client:
            return client.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False
