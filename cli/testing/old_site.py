"""A small old site: a few pages that lead to each other, and what it was asked."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from local.programs import free_port

POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; object-src 'none'"
PARTS = '<script src="/embed.js" async></script>'
HEADER, FOOTER = '<div data-souk="header"></div>', '<div data-souk="footer"></div>'


@dataclass(frozen=True, slots=True)
class OldAnswer:
    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


@dataclass
class OldSite:
    port: int
    pages: dict[str, OldAnswer]
    asked: list[tuple[str, str, list[tuple[str, str]], bytes]] = field(default_factory=list)
    server_names: list[str | None] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def headers(self) -> dict[str, str]:
        """Of the last request, by small letters; those that came twice are joined."""
        found: dict[str, str] = {}
        for name, value in self.asked[-1][2]:
            found[name.lower()] = ", ".join(filter(None, (found.get(name.lower()), value)))
        return found


def a_page(title: str, *links: str, parts: bool = True) -> OldAnswer:
    """With Souk's header and footer around it, below a policy as strict as its own pages have."""
    listed = "".join(f'<li><a href="{link}">{link}</a></li>' for link in links)
    header, footer, script = (HEADER, FOOTER, PARTS) if parts else ("", "", "")
    text = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<link rel="icon" href="/favicon.svg"><link rel="stylesheet" href="/old.css">{script}</head>'
        f"<body>{header}<main><h1>{title}</h1><ul>{listed}</ul></main>{footer}</body></html>"
    )
    said = (("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", POLICY))
    return OldAnswer(text.encode(), 200, said)


def _handler(site: OldSite) -> type[BaseHTTPRequestHandler]:
    class Old(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            site.asked.append((self.command, self.path, list(self.headers.items()), body))
            answer = site.pages.get(self.path.partition("?")[0], OldAnswer(b"the old site has no such page", 404))
            self.send_response(answer.status)
            for name, value in answer.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)

        do_GET = do_HEAD = do_POST = do_PUT = answer  # noqa: N815 (http.server names them)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (http.server named it)
            pass

    return Old


def a_certificate(folder: Path, name: str) -> Path:
    """Key and certificate in one file; it vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{name} in {folder.name}")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    written = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain)
    file = folder / "old-site.pem"
    file.write_bytes(written + certificate.public_bytes(encoding))
    return file


@contextmanager
def running_old_site(pages: Mapping[str, OldAnswer], tls: Path | None = None) -> Iterator[OldSite]:
    site = OldSite(free_port(), dict(pages))
    server = ThreadingHTTPServer(("127.0.0.1", site.port), _handler(site))
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls)
        context.set_servername_callback(lambda _socket, name, _context: site.server_names.append(name))
        # Each connection shakes hands in a thread of its own: one that says nothing holds up nobody.
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
