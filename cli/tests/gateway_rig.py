"""The rendered gateway with the real nginx, in front of servers that say back what they were asked."""

from __future__ import annotations

import gzip
import json
import re
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

from cli.home import Home
from cli.manifest import Legacy, System, load
from cli.manifest_tables import Assets, Portals
from cli.programs import nginx_command
from cli.releases.kept import keep_builds
from cli.render import render_runtime
from cli.shape import Mfes
from local.programs import free_port

GZIPPED = b"\x1f\x8b"
ROOT = Path(__file__).resolve().parents[2]
# Headers of a page that the gateway keeps.
KEPT = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "public, s-maxage=60, stale-while-revalidate=300"}
# What it serves by itself: pictures, a remote as it is built and as it is released, and files of zones.
FILES = {
    "media/mug.webp": "picture",
    "media/mug.svg": "<svg/>",
    "media/mug-0a1b2c3d4e-400.webp": "picture",
    "mfe/cart/static/js/bag.0a1b2c3d.js": "1",
    "mfe/cart/remoteEntry.js": "1",
    "mfe/cart/0123456789abcdef/remoteEntry.js": "1",
    "zones/products/static/chunks/page.js": "1",
    "zones/products/public/texts/hi-IN.0123456789ab.js": "1",
    "zones/host/static/media/inter.woff2": "1",
    "zones/host/public/favicon.svg": "<svg/>",
    "zones/host/public/theme.js": "1",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as an upstream saw it."""

    part: str
    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Upstream:
    """Stands for a service or a zone; `headers` and `status` are what it answers."""

    part: str
    port: int
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200
    compresses: bool = False
    pad: int = 2000
    asked: list[Asked] = field(default_factory=list)
    server: ThreadingHTTPServer | None = None

    def start(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), _handler(self))
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None


def _handler(upstream: Upstream) -> type[BaseHTTPRequestHandler]:
    class Echo(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            upstream.asked.append(Asked(upstream.part, self.command, self.path, headers, body))
            said = json.dumps({"part": upstream.part, "target": self.path, "pad": "x" * upstream.pad}).encode()
            if upstream.compresses and "gzip" in headers.get("accept-encoding", ""):
                said = gzip.compress(said)
            self.send_response(upstream.status)
            if said.startswith(GZIPPED):
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(said)))
            for name, value in upstream.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(said)

        do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer  # noqa: N815 (http.server names them)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (http.server named it)
            pass

    return Echo


@dataclass
class Rig:
    system: System
    home: Path
    conf: Path
    client: httpx.Client
    upstreams: dict[str, Upstream]
    board_port: int
    pid: int = 0

    @property
    def asked(self) -> list[Asked]:
        return [one for upstream in self.upstreams.values() for one in upstream.asked]

    def forget(self) -> None:
        """A test begins with healthy upstreams that were never asked."""
        for upstream in self.upstreams.values():
            if upstream.server is None:
                upstream.start()
            upstream.asked.clear()
            upstream.headers, upstream.status = {"Content-Type": "application/json"}, 200
            upstream.compresses = False
            upstream.pad = 2000

    def locations(self) -> list[str]:
        """An address for every location of the rendered file, named ones left out."""
        found = re.findall(r"location (?:=|\^~|~)? ?([^\s@]\S*) \{", self.conf.read_text())
        paths = (path.removeprefix("^").removesuffix("(/|$)") for path in found)
        return [f"{path}some.webp" if path.endswith("/") and path != "/" else path for path in paths]


def home_with_files(home: Path) -> Path:
    for name, content in FILES.items():
        file = home / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    return home


@contextmanager
def running_gateway(
    home: Path,
    impatient: bool = False,
    real: Mapping[str, int] | None = None,
    bucket: str = "",
    mfes: Mfes = Mfes.APART,
    legacy: Legacy | None = None,
    assets: str | None = None,
    seller: str | None = None,
    **limits: int,
) -> Iterator[Rig]:
    """`impatient`: slow clients are given up after a second, so that a test need not wait as long as a shop does.

    `real`: services that run already, with their ports; nothing stands for them.
    """
    real = real or {}
    ports = {name: free_port() for name in load(ROOT / "souk.toml").ports}
    ports |= {f"service.{name}": port for name, port in real.items()}
    system = load(ROOT / "souk.toml", ports=ports)
    system = system.with_mfes_together() if mfes is Mfes.TOGETHER else system
    gateway = system.gateway.but(**limits)
    others = {"assets": Assets(origin=assets), "portals": Portals(seller=seller)}
    system = replace(system, legacy=legacy, gateway=gateway, **others)
    stood_for = [service for name, service in system.services.items() if name not in real]
    upstreams = {
        **{f"service.{service.name}": Upstream(f"service.{service.name}", service.port) for service in stood_for},
        **{f"zone.{zone.name}": Upstream(f"zone.{zone.name}", zone.port) for zone in system.zones},
    }
    board_port = free_port()
    keep_builds(Home(home, ROOT), system, servers=False)
    conf = render_runtime(system, home, board_port, bucket)
    if impatient:
        quick = re.sub(r"((?:client_header|client_body|send)_timeout) \d+s", r"\1 1s", conf.read_text())
        conf.write_text(quick)
    with httpx.Client(base_url=f"http://127.0.0.1:{system.gateway.port}", timeout=10) as client:
        rig = Rig(system, home, conf, client, upstreams, board_port)
        rig.forget()
        with (home / "gateway.log").open("wb") as log:
            nginx = subprocess.Popen(nginx_command(conf.parent), stdout=log, stderr=subprocess.STDOUT)
            rig.pid = nginx.pid
        try:
            _wait(nginx, system.gateway.port, home / "gateway.log")
            yield rig
        finally:
            nginx.terminate()
            nginx.wait(10)
            for upstream in upstreams.values():
                upstream.stop()


def _wait(nginx: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(200):
        assert nginx.poll() is None, log.read_text()
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError(f"nginx does not listen on {port}: {log.read_text()}")
