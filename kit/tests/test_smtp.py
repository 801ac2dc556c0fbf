"""Mail servers as they are out there: with a password, with TLS, and with certificates that nobody signed."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kit.mailing.message import Envelope
from kit.mailing.smtp import RefusedForGood, Security, ServerAway, SmtpCarrier, SmtpServer
from kit.settings import Secret
from local.programs import free_port
from testkit.mail import TestPostbox, a_postbox

# One that wants a password in the clear is what a test can have without a certificate.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")
MAIL = Envelope("hello@souk.example", "asha@souk.example", b"Subject: Hello\r\n\r\nHello\r\n", needs_utf8=False)


@pytest.fixture
def postbox(tmp_path: Path) -> TestPostbox:
    return a_postbox(tmp_path / "mail")


@asynccontextmanager
async def serving(postbox: TestPostbox, handler: Any = None, **options: Any) -> AsyncIterator[None]:
    make = partial(SMTP, handler or postbox, hostname="localhost", **options)
    server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", postbox.port)
    async with server:
        yield


def a_carrier(port: int, security: Security = "none", user: str | None = None, password: str = "") -> SmtpCarrier:
    secret = Secret(password) if user else None
    return SmtpCarrier(SmtpServer("localhost", port, security, user, secret, 5.0), "souk.example")


def only_asha(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=data == LoginPassword(b"asha", b"korb-9-regen"), handled=False)


def an_unsigned_context(folder: Path) -> ssl.SSLContext:
    """Of a certificate that its owner alone vouches for."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = folder / "server.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


async def test_a_server_that_wants_a_password_gets_it(postbox: TestPostbox) -> None:
    async with serving(postbox, auth_require_tls=False, auth_required=True, authenticator=only_asha):
        carrier = a_carrier(postbox.port, user="asha", password="korb-9-regen")
        await carrier.carry(MAIL)
        await carrier.carry(MAIL)  # over the same connection
        await carrier.close()

    assert len(postbox.taken()) == 2


async def test_a_wrong_password_is_the_shops_trouble_and_no_fault_of_the_mail(postbox: TestPostbox) -> None:
    async with serving(postbox, auth_require_tls=False, auth_required=True, authenticator=only_asha):
        with pytest.raises(ServerAway) as away:
            await a_carrier(postbox.port, user="asha", password="wrong").carry(MAIL)

    assert away.value.code == 535
    assert "wrong" not in str(away.value)


@pytest.mark.parametrize("trusted", [True, False])
async def test_with_starttls_nothing_is_said_to_a_server_whose_certificate_nobody_signed(
    postbox: TestPostbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trusted: bool
) -> None:
    context = an_unsigned_context(tmp_path)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.pem"))

    async with serving(postbox, tls_context=context, require_starttls=True):
        if trusted:
            carrier = a_carrier(postbox.port, "starttls")
            await carrier.carry(MAIL)
            await carrier.close()
        else:
            with pytest.raises(ServerAway):
                await a_carrier(postbox.port, "starttls").carry(MAIL)

    assert len(postbox.taken()) == int(trusted)


async def test_a_server_without_starttls_gets_no_mail_in_the_clear(postbox: TestPostbox) -> None:
    async with postbox.serving():
        with pytest.raises(ServerAway):
            await a_carrier(postbox.port, "starttls").carry(MAIL)

    assert postbox.taken() == []


class Hasty:
    """Has done with a connection once it was used, and says so only to who speaks to it again."""

    def __init__(self, postbox: TestPostbox, *, to_everybody: bool = False) -> None:
        self._postbox, self._to_everybody = postbox, to_everybody
        self._used: set[object] = set()

    async def handle_MAIL(  # noqa: N802 (aiosmtpd's name)
        self, _server: Any, session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if self._to_everybody or session.peer in self._used:
            return "421 4.4.2 idle for too long"
        self._used.add(session.peer)
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        return await self._postbox.handle_DATA(server, session, envelope)


@pytest.mark.parametrize("closes", [False, True])
async def test_a_connection_that_the_server_has_left_is_made_anew(postbox: TestPostbox, closes: bool) -> None:
    carrier = a_carrier(postbox.port)

    async with serving(postbox, handler=Hasty(postbox)):
        await carrier.carry(MAIL)
        if closes:
            assert carrier._client is not None
            assert carrier._client.transport is not None
            carrier._client.transport.close()
        await carrier.carry(MAIL)
        await carrier.close()

    assert len(postbox.taken()) == 2


async def test_a_server_that_has_done_with_everybody_is_away(postbox: TestPostbox) -> None:
    async with serving(postbox, handler=Hasty(postbox, to_everybody=True)):
        with pytest.raises(ServerAway):
            await a_carrier(postbox.port).carry(MAIL)


async def test_letters_that_a_server_does_not_take_are_its_last_word(postbox: TestPostbox) -> None:
    async with serving(postbox, enable_SMTPUTF8=False):
        with pytest.raises(RefusedForGood):
            await a_carrier(postbox.port).carry(
                Envelope("hello@souk.example", "आशा@souk.example", b"", needs_utf8=True)
            )


async def test_nobody_listens() -> None:
    with pytest.raises(ServerAway):
        await a_carrier(free_port()).carry(MAIL)
