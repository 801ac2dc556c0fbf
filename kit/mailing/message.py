"""A mail as it is handed to a mail server (RFC 5322)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.errors import HeaderParseError, MessageDefect
from email.headerregistry import Address
from email.utils import format_datetime

import idna

from kit.mail import Channel
from kit.mailing.mime import mailbox, message, words
from kit.mailing.storage import KeptMail
from kit.mailing.templates import Rendered, one_line

LONGEST_NAME = 120
TEXT_HEADER = "X-Souk-Text-Message"
# What nearly all addresses look like; the library reads any, in a millisecond.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
ORDINARY = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")


class AddressUnusable(Exception):
    """Nobody can be written to at it."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes, and where text messages are handed in: a gateway takes them as mail to NUMBER@sms_domain."""

    shop: str
    sender: str
    sms_domain: str

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]

    def message_id(self, mail: KeptMail) -> str:
        """The same at every try, so that whoever gets it twice may know."""
        return f"<{mail.id}@{self.domain}>"


@dataclass(frozen=True, slots=True)
class Envelope:
    sender: str
    recipient: str
    content: bytes
    needs_utf8: bool  # the address has letters that only some servers take


def envelope_of(mail: KeptMail, said: Rendered, head: Letterhead) -> Envelope:
    name, recipient = _recipient_of(mail, head)
    headers = [
        ("From", mailbox("From", one_line(head.shop), head.sender)),
        ("To", mailbox("To", name, recipient)),
        ("Subject", words("Subject", one_line(said.subject))),
        ("Date", format_datetime(mail.written_at)),
        ("Message-ID", head.message_id(mail)),
        ("Auto-Submitted", "auto-generated"),
        ("Content-Language", said.language),
    ]
    if mail.channel is Channel.TEXT:
        headers.append((TEXT_HEADER, mail.kind))
    # No body has it: neither quoted-printable nor base64 ever writes "=_".
    content = message(headers, said.text, said.html, boundary=f"=_{mail.id.hex}")
    return Envelope(head.sender, recipient, content, needs_utf8=not recipient.isascii())


def _recipient_of(mail: KeptMail, head: Letterhead) -> tuple[str, str]:
    """Their name and address."""
    if mail.channel is Channel.TEXT:
        return "", f"{re.sub(r'[^0-9]', '', mail.address)}@{head.sms_domain}"
    name = one_line(mail.name)[:LONGEST_NAME]
    if ORDINARY.fullmatch(mail.address):
        return name, mail.address
    local, at, domain = mail.address.rpartition("@")
    try:
        # As DNS knows it, so that only what stands before the @ may need a server with SMTPUTF8.
        in_dns = domain if domain.isascii() else idna.encode(domain, uts46=True).decode()
        if not (at and local and in_dns):
            raise ValueError("it has no @")
        read = Address(addr_spec=f"{local}@{in_dns}") if local.isascii() else Address("", local, in_dns)
    except (ValueError, IndexError, HeaderParseError, MessageDefect) as error:
        raise AddressUnusable(f"It is no mail address: {type(error).__name__}.") from error
    return name, read.addr_spec
