from __future__ import annotations

import asyncio
import ssl
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from cli.dev.authority import AUTHORITY_LIVES, CERTIFICATE_LIVES, Served, certificate_in
from cli.dev.trust import how_to_trust

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def read(file: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(file.read_bytes())


async def shakes_hands(served: Served, name: str) -> None:
    """A client that trusts this authority and nobody else."""
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0, ssl=served.context())
    async with server:
        port = server.sockets[0].getsockname()[1]
        trusts = ssl.create_default_context(cafile=str(served.authority))
        _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusts, server_hostname=name)
        writer.close()


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1"])
async def test_who_trusts_the_authority_opens_this_machine_over_https(tmp_path: Path, name: str) -> None:
    await shakes_hands(certificate_in(tmp_path), name)


async def test_it_is_good_for_no_other_name(tmp_path: Path) -> None:
    served = certificate_in(tmp_path)

    with pytest.raises(ssl.SSLCertVerificationError):
        await shakes_hands(served, "shop.example")

    constraints = read(served.authority).extensions.get_extension_for_class(x509.NameConstraints)
    assert constraints.critical
    assert x509.DNSName("localhost") in (constraints.value.permitted_subtrees or [])


def test_both_are_kept_and_their_keys_are_the_owners_alone(tmp_path: Path) -> None:
    first = certificate_in(tmp_path / "authority", NOW)
    before = first.certificate.read_bytes(), first.authority.read_bytes()

    again = certificate_in(tmp_path / "authority", NOW + DAY)

    assert (first.is_new, again.is_new) == (True, False)
    assert (again.certificate.read_bytes(), again.authority.read_bytes()) == before
    assert stat.S_IMODE((tmp_path / "authority").stat().st_mode) == 0o700
    for key in (again.key, again.authority.with_suffix(".key")):
        assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_a_certificate_is_made_anew_before_it_expires_and_who_trusts_the_authority_need_do_nothing(
    tmp_path: Path,
) -> None:
    first = certificate_in(tmp_path, NOW)
    old, authority = read(first.certificate), first.authority.read_bytes()

    later = certificate_in(tmp_path, NOW + CERTIFICATE_LIVES - 29 * DAY)

    assert read(later.certificate).not_valid_after_utc > old.not_valid_after_utc
    assert (later.authority.read_bytes(), later.is_new) == (authority, False)


def test_an_authority_is_made_anew_before_a_certificate_of_it_would_outlive_it(tmp_path: Path) -> None:
    certificate_in(tmp_path, NOW)

    late = certificate_in(tmp_path, NOW + AUTHORITY_LIVES - 100 * DAY)

    assert late.is_new
    assert read(late.certificate).not_valid_after_utc < read(late.authority).not_valid_after_utc


@pytest.mark.parametrize("file", ["authority.key", "authority.pem", "localhost.key", "localhost.pem"])
async def test_what_was_half_written_or_belongs_to_another_is_made_anew(tmp_path: Path, file: str) -> None:
    certificate_in(tmp_path / "one", NOW)
    certificate_in(tmp_path / "other", NOW)

    for content in (b"", (tmp_path / "other" / file).read_bytes()):
        (tmp_path / "one" / file).write_bytes(content)
        await shakes_hands(certificate_in(tmp_path / "one"), "localhost")


def test_several_at_once_get_one_and_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        served = list(pool.map(lambda _: certificate_in(tmp_path, NOW), range(8)))

    assert sum(one.is_new for one in served) == 1
    assert len({one.certificate.read_bytes() for one in served}) == 1


def test_how_to_trust_names_the_file_as_a_shell_reads_it() -> None:
    lines = "\n".join(how_to_trust(Path("/home/a b/.souk/authority/authority.pem"), "linux"))

    assert "certutil" in lines
    assert "-i '/home/a b/.souk/authority/authority.pem'" in lines
    assert "security add-trusted-cert" in how_to_trust(Path("/x"), "darwin")[0]
