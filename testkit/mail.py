"""A real SMTP server in a test's own loop, which can be away, refuse or fall silent; and what a template says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from kit.mail import Mail
from kit.mailing.storage import KeptMail
from kit.mailing.templates import Rendered, Shop, Templates
from local.mail import SunkMail, kept_in
from local.mail_sink import Sink, taking_mail
from local.programs import free_port

TAKEN = "250 OK"


@dataclass(slots=True)
class TestPostbox:
    """`answers`: what it says to a recipient instead of taking them; `silent`: it never says what became of a mail."""

    __test__ = False

    folder: Path
    port: int
    answers: dict[str, str] = field(default_factory=dict[str, str])
    silent: set[str] = field(default_factory=set[str])
    connections: set[object] = field(default_factory=set[object])  # over which something was handed in
    _sink: Sink = field(init=False)

    def __post_init__(self) -> None:
        self._sink = Sink(self.folder)

    @property
    def settings(self) -> dict[str, object]:
        """Of a service that sends here."""
        return {
            **{"smtp_host": "127.0.0.1", "smtp_port": self.port, "smtp_security": "none"},
            **{"sms_domain": "sms.localhost", "mail_from": "hello@souk.example"},
        }

    def taken(self) -> list[SunkMail]:
        return kept_in(self.folder)

    def taken_by(self, recipient: str) -> list[SunkMail]:
        return [mail for mail in self.taken() if recipient in mail.to]

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.connections.add(session.peer)
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return TAKEN

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        said = await self._sink.handle_DATA(server, session, envelope)
        if self.silent & set(envelope.rcpt_tos):
            assert server.transport is not None
            server.transport.close()
        return said

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        async with taking_mail(self, self.port):
            yield


def a_postbox(folder: Path) -> TestPostbox:
    folder.mkdir(parents=True, exist_ok=True)
    return TestPostbox(folder, free_port())


def rendered(service: str, mail: Mail, language: str = "en") -> Rendered:
    """As the service's own template says it; fails where a fact is missing."""
    templates = Templates.of(service, Shop("Souk", "http://localhost:8888", "en-IN", "Asia/Kolkata"))
    assert templates is not None, f"The {service} service has no data/mails."
    asked = replace(mail, language=mail.language or language)
    return templates.rendered(KeptMail.of(asked, None, datetime.now(UTC)))
