"""Handing a mail to an SMTP server, and what came of it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, Protocol

import aiosmtplib
from aiosmtplib import SMTP

from kit.mailing.message import Envelope
from kit.settings import Secret

Security = Literal["none", "starttls", "tls"]
CONNECT_S = 10.0
QUIT_S = 2.0
SHUTTING_DOWN = 421


class NotSent(Exception):
    """It surely was not sent; `code` is the server's word for why, if it said any."""

    def __init__(self, reason: str, code: int | None = None) -> None:
        super().__init__(reason)
        self.code = code


class ServerAway(NotSent):
    """Through no fault of this mail: nobody answers, or refuses whatever comes from us."""


class NotNow(NotSent):
    """The server wants this mail later."""


class RefusedForGood(NotSent):
    """The server will never take it."""


class Unclear(Exception):
    """All of it was handed over, and no answer came."""


class Carrier(Protocol):
    """Whatever takes mail in: one of them serves one mail at a time."""

    async def carry(self, envelope: Envelope) -> None:
        """Returns once it is accepted; raises NotSent or Unclear."""
        ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class SmtpServer:
    host: str
    port: int
    security: Security
    user: str | None
    password: Secret | None
    patience_s: float  # for each of its answers


class SmtpCarrier:
    """Keeps its connection for the next mail."""

    def __init__(self, server: SmtpServer, our_name: str) -> None:
        self._server = server
        self._our_name = our_name
        self._client: SMTP | None = None

    async def carry(self, envelope: Envelope) -> None:
        left_alone = self._client is not None
        client = await self._connected()
        try:
            try:
                await self._announce(client, envelope)
            except ServerAway:
                if not left_alone:
                    raise
                # Servers leave a connection that is not used; of this mail they know nothing yet.
                await self.close()
                client = await self._connected()
                await self._announce(client, envelope)
            await self._hand_over(client, envelope)
        except BaseException:
            # Whatever state the conversation is in, the next mail begins another.
            await self.close()
            raise

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with suppress(Exception):
                async with asyncio.timeout(QUIT_S):
                    await client.quit()
            client.close()

    async def _connected(self) -> SMTP:
        if self._client is not None and self._client.is_connected:
            return self._client
        await self.close()
        server = self._server
        client = SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.security == "tls",
            start_tls=server.security == "starttls",
            username=server.user,
            password=server.password.reveal() if server.password else None,
            local_hostname=self._our_name,
            timeout=CONNECT_S,
        )
        try:
            await client.connect()
            await client.ehlo()  # what it can do
        except (aiosmtplib.SMTPException, OSError, TimeoutError, ValueError) as error:
            client.close()
            raise ServerAway(f"The mail server cannot be used: {type(error).__name__}.", _code_of(error)) from error
        client.timeout = server.patience_s
        self._client = client
        return client

    async def _announce(self, client: SMTP, envelope: Envelope) -> None:
        """Sender and recipient; nothing is sent yet, whatever goes wrong."""
        if envelope.needs_utf8 and not client.supports_extension("smtputf8"):
            raise RefusedForGood("The mail server takes no address with such letters (SMTPUTF8).")
        options = ["SMTPUTF8"] if envelope.needs_utf8 else []
        encoding = "utf-8" if envelope.needs_utf8 else "ascii"
        try:
            await client.mail(envelope.sender, options=options, encoding=encoding)
            await client.rcpt(envelope.recipient, encoding=encoding)
        except aiosmtplib.SMTPSenderRefused as error:
            raise ServerAway(f"The mail server refuses our sender: {error.code}.", error.code) from error
        except aiosmtplib.SMTPRecipientRefused as error:
            raise _refusal(error.code, error.message) from error
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            raise ServerAway(f"The mail server went away: {type(error).__name__}.", _code_of(error)) from error

    async def _hand_over(self, client: SMTP, envelope: Envelope) -> None:
        try:
            await client.data(envelope.content)
        except aiosmtplib.SMTPDataError as error:
            raise _refusal(error.code, error.message) from error
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            raise Unclear(f"The mail server did not say whether it took it: {type(error).__name__}.") from error


def _refusal(code: int, said: str) -> NotSent:
    reason = f"{code} {said}"
    if code == SHUTTING_DOWN:
        return ServerAway(reason, code)
    return RefusedForGood(reason, code) if code >= 500 else NotNow(reason, code)


def _code_of(error: BaseException) -> int | None:
    return error.code if isinstance(error, aiosmtplib.SMTPResponseException) else None
