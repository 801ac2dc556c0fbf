"""A mail as it is handed to a mail server (RFC 5322)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.errors import HeaderParseError, MessageDefect
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8

import idna

from kit.mail import Channel
from kit.mailing.storage import KeptMail
from kit.mailing.templates import Rendered, one_line

LONGEST_NAME = 120
TEXT_HEADER = "X-Souk-Text-Message"


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
    to = _recipient_of(mail, head)
    needs_utf8 = not to.addr_spec.isascii()
    # Bodies in 7 bits: every server on the way takes them as they are, and no signature breaks.
    message = EmailMessage((SMTPUTF8 if needs_utf8 else SMTP).clone(cte_type="7bit"))
    message["From"] = Address(one_line(head.shop), addr_spec=head.sender)
    message["To"] = to
    message["Subject"] = one_line(said.subject)
    message["Date"] = mail.written_at
    message["Message-ID"] = head.message_id(mail)
    message["Auto-Submitted"] = "auto-generated"
    if mail.channel is Channel.TEXT:
        message[TEXT_HEADER] = mail.kind
    message.set_content(said.text)
    if said.html is not None:
        message.add_alternative(said.html, subtype="html")
    return Envelope(head.sender, to.addr_spec, message.as_bytes(), needs_utf8)


def _recipient_of(mail: KeptMail, head: Letterhead) -> Address:
    if mail.channel is Channel.TEXT:
        digits = re.sub(r"[^0-9]", "", mail.address)
        return Address("", digits, head.sms_domain)
    local, at, domain = mail.address.rpartition("@")
    try:
        # As DNS knows it, so that only what stands before the @ may need a server with SMTPUTF8.
        in_dns = domain if domain.isascii() else idna.encode(domain, uts46=True).decode()
        if not (at and local and in_dns):
            raise ValueError("it has no @")
        name = one_line(mail.name)[:LONGEST_NAME]
        return Address(name, addr_spec=f"{local}@{in_dns}") if local.isascii() else Address(name, local, in_dns)
    except (ValueError, IndexError, HeaderParseError, MessageDefect) as error:
        raise AddressUnusable(f"It is no mail address: {type(error).__name__}.") from error
