"""A certificate authority of this machine's own: who trusts it once can open every development origin over https.

It is good for localhost and nothing else (its certificate says so, critically), so a stolen key signs no other name.
"""

from __future__ import annotations

import fcntl
import ipaddress
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from cli.manifest import LOOPBACK
from local.files import write_whole

NAMES: Sequence[x509.GeneralName] = (
    x509.DNSName("localhost"),
    x509.IPAddress(ipaddress.ip_address(LOOPBACK)),
    x509.IPAddress(ipaddress.ip_address("::1")),
)
WITHIN: Sequence[x509.GeneralName] = (
    x509.DNSName("localhost"),
    x509.IPAddress(ipaddress.ip_network(f"{LOOPBACK}/32")),
    x509.IPAddress(ipaddress.ip_network("::1/128")),
)
AUTHORITY_LIVES = timedelta(days=3650)
# Browsers refuse what lives longer than 398 days, also of authorities that were added by hand.
CERTIFICATE_LIVES = timedelta(days=90)
RENEWED_BEFORE = timedelta(days=30)
CLOCKS_DIFFER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Pair:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class Served:
    """What a development origin serves with; `is_new`: nobody can have trusted this authority yet."""

    authority: Path
    certificate: Path
    key: Path
    is_new: bool

    def context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self.certificate, self.key)
        return context


def certificate_in(folder: Path, now: datetime | None = None) -> Served:
    """Kept in this folder, and made anew before it expires or where it cannot be read; several may ask at once."""
    at = now or datetime.now(UTC)
    with _alone(folder):
        kept = _read(folder / "authority.pem", folder / "authority.key")
        authority = kept if kept and _lasts(kept, at, CERTIFICATE_LIVES + RENEWED_BEFORE) else None
        is_new = authority is None
        if authority is None:
            authority = _authority(at)
            _keep(authority, folder / "authority.pem", folder / "authority.key")
        leaf = _read(folder / "localhost.pem", folder / "localhost.key")
        if is_new or leaf is None or not _lasts(leaf, at, RENEWED_BEFORE) or not _signed(leaf, authority):
            _keep(_certificate(authority, at), folder / "localhost.pem", folder / "localhost.key")
    return Served(folder / "authority.pem", folder / "localhost.pem", folder / "localhost.key", is_new)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _authority(at: datetime) -> Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _named(f"Souk development on this machine, {at:%Y-%m-%d %H:%M}")
    certificate = (
        _begun(name, name, key, at, AUTHORITY_LIVES)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.NameConstraints(permitted_subtrees=WITHIN, excluded_subtrees=None), critical=True)
        .add_extension(_uses(signs=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Pair(certificate, key)


def _certificate(authority: Pair, at: datetime) -> Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    certificate = (
        _begun(_named("localhost"), authority.certificate.subject, key, at, CERTIFICATE_LIVES)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(NAMES), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(_uses(signs=False), critical=True)
        .add_extension(signer, critical=False)
        .sign(authority.key, hashes.SHA256())
    )
    return Pair(certificate, key)


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, at: datetime, lives: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - CLOCKS_DIFFER)
        .not_valid_after(at + lives)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _named(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _uses(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs, key_cert_sign=signs, crl_sign=signs, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _keep(pair: Pair, certificate: Path, key: Path) -> None:
    """The key first: interrupted in between, the two do not match and are made anew."""
    private = pair.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_whole(key, private, mode=0o600)
    write_whole(certificate, pair.certificate.public_bytes(serialization.Encoding.PEM))


def _read(certificate: Path, key: Path) -> Pair | None:
    """None where there is none, or not both halves of one."""
    try:
        read = x509.load_pem_x509_certificate(certificate.read_bytes())
        private = serialization.load_pem_private_key(key.read_bytes(), password=None)
    except (FileNotFoundError, ValueError, TypeError):
        return None
    if not isinstance(private, ec.EllipticCurvePrivateKey) or read.public_key() != private.public_key():
        return None
    key.chmod(0o600)
    return Pair(read, private)


def _lasts(pair: Pair, at: datetime, longer_than: timedelta) -> bool:
    return pair.certificate.not_valid_before_utc <= at and at + longer_than < pair.certificate.not_valid_after_utc


def _signed(leaf: Pair, authority: Pair) -> bool:
    try:
        leaf.certificate.verify_directly_issued_by(authority.certificate)
    except Exception:  # whatever is wrong with it, it is made anew
        return False
    return True
