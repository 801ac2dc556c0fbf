"""A development origin: one micro frontend from source under an address of its own, and all else from a shop.

On this machine alone, and under its own name alone. What a browser asks goes through as it is asked (rules.py).
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web
from multidict import CIMultiDict
from yarl import URL

from cli.dev.pages import refusal_page
from cli.dev.routing import REMOTES, FromSource
from cli.dev.rules import Ends, Headers, towards_browser, towards_shop
from cli.manifest import LOOPBACK
from cli.refusals import Refusal

CONNECT_S, SILENT_S = 5.0, 30.0
LONGEST_HEADER = 32_768  # cookies of a whole shop
PIECE = 65_536
# The zone's own server in development evaluates what it sends; a shop's pages keep the policy that the shop gives them.
ZONE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
OF_SOURCE = {"Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store"}


@dataclass
class DevelopmentOrigin:
    ends: Ends
    source: FromSource
    shop_at: str  # where it is asked: of a shop on this machine, its gateway
    serves_with: ssl.SSLContext | None = None
    trusts: ssl.SSLContext | None = None  # an authority of the shop's own
    connect_s: float = CONNECT_S
    silent_s: float = SILENT_S
    _session: aiohttp.ClientSession = field(init=False)
    _runner: web.ServerRunner = field(init=False)

    async def open(self) -> None:
        """Listens, or raises OSError."""
        tls = self.trusts or True
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(ssl=tls, limit=0),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
            max_line_size=LONGEST_HEADER,
            max_field_size=LONGEST_HEADER,
        )
        server = web.Server(
            self._answer, access_log=None, max_line_size=LONGEST_HEADER, max_field_size=LONGEST_HEADER,
            logger=logging.getLogger("cli.dev.origin"),
        )  # fmt: skip
        self._runner = web.ServerRunner(server, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, LOOPBACK, self.ends.port, ssl_context=self.serves_with).start()

    async def close(self) -> None:
        await self._runner.cleanup()
        await self._session.close()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        if not self.ends.is_own_host(request.headers.get("Host", "")):
            cause = "This address is for this machine alone, and not under that name."
            return refusal_page(HTTPStatus.MISDIRECTED_REQUEST, Refusal(cause, f"Open {self.ends.origin} instead."))
        if not request.raw_path.startswith("/"):
            refusal = Refusal("This is no proxy for other addresses.", f"Open {self.ends.origin} instead.")
            return refusal_page(HTTPStatus.BAD_REQUEST, refusal)
        answer = _Answer(request)
        try:
            if request.headers.get("Upgrade", "").lower() == "websocket":
                return await self._socket(request)
            if request.path == REMOTES and request.method == "GET":
                return await self._remotes(request)
            return await self._pass(answer)
        except (aiohttp.ClientError, TimeoutError) as error:
            if answer.begun:
                raise  # cut off, as the other end was
            return refusal_page(_status_of(error), self._refusal(request, error))
        except Refusal as refusal:
            return refusal_page(HTTPStatus.BAD_GATEWAY, refusal)

    async def _pass(self, answer: _Answer) -> web.StreamResponse:
        request = answer.request
        own = self._own(request)
        body = request.content.iter_chunked(PIECE) if request.can_read_body else None
        headers = _plain(request) if own else towards_shop(self.ends, _headers_of(request))
        asked = self._session.request(
            request.method, self._target(request), headers=CIMultiDict(_with_length(request, headers)), data=body,
            allow_redirects=False, timeout=self._patience(own is not None),
        )  # fmt: skip
        async with asked as came:
            status, said = came.status, list(came.headers.items())
            given = self._from_source(said) if own else towards_browser(self.ends, said)
            return await answer.stream(status, came.reason, given, came.content.iter_any())

    def _from_source(self, headers: Headers) -> Headers:
        kept = [
            each for each in towards_browser(self.ends, headers) if each[0].lower() != "access-control-allow-origin"
        ]
        is_page = any(name.lower() == "content-type" and value.startswith("text/html") for name, value in kept)
        more = {**OF_SOURCE, **({"Content-Security-Policy": ZONE_POLICY} if is_page else {})}
        return [*((name, value) for name, value in kept if name not in more), *more.items()]

    async def _remotes(self, request: web.BaseRequest) -> web.Response:
        headers = [each for each in towards_shop(self.ends, _headers_of(request)) if not _asks_partly(each[0])]
        asked = self._session.get(
            self._target(request), headers=CIMultiDict(headers), allow_redirects=False, timeout=self._patience(False)
        )
        async with asked as came:
            remotes = await came.read()
        if came.status != HTTPStatus.OK:
            raise Refusal(f"{self.ends.shop}{REMOTES} answered {came.status}.", "Look whether that shop is well.")
        answered = self.source.answered_for(remotes, self.ends.shop)
        headers = [each for each in towards_browser(self.ends, came.headers.items()) if not _is_of_body(each[0])]
        return web.Response(body=answered, headers=CIMultiDict([*headers, *OF_SOURCE.items()]))

    async def _socket(self, request: web.BaseRequest) -> web.StreamResponse:
        """Of hot replacement, for our own pages: any site may open a socket to localhost; its browser says which."""
        own = self._own(request)
        if own is None or request.headers.get("Origin") not in self.ends.origins:
            refusal = Refusal("Only a page of this origin may open a socket here.", f"Open {self.ends.origin} instead.")
            return refusal_page(HTTPStatus.FORBIDDEN, refusal)
        protocols = [each.strip() for each in request.headers.get("Sec-WebSocket-Protocol", "").split(",") if each]
        async with self._session.ws_connect(self._target(request), protocols=protocols, max_msg_size=0) as there:
            here = web.WebSocketResponse(protocols=protocols, max_msg_size=0)
            await here.prepare(request)
            await _until_either_ends(here, there)
            return here

    def _own(self, request: web.BaseRequest) -> tuple[int, str] | None:
        return self.source.route(request.raw_path.partition("?")[0])

    def _target(self, request: web.BaseRequest) -> URL:
        """With path and query as they came: what was encoded stays so."""
        path, _, query = request.raw_path.partition("?")
        own = self._own(request)
        base, path = (f"http://{LOOPBACK}:{own[0]}", own[1]) if own else (self.shop_at, path)
        return URL(f"{base}{path}{'?' + query if query else ''}", encoded=True)

    def _patience(self, is_own: bool) -> aiohttp.ClientTimeout:
        """A page from source may take long to be built the first time."""
        silent_s = None if is_own else self.silent_s
        return aiohttp.ClientTimeout(total=None, sock_connect=self.connect_s, sock_read=silent_s)

    def _refusal(self, request: web.BaseRequest, error: Exception) -> Refusal:
        if self._own(request):
            cause = f"{self.source.mfe.name} is not being served from source just now ({_said(error)})."
            return Refusal(cause, "Look into the terminal of ./souk dev; then load this page again.")
        host = urlsplit(self.shop_at).netloc
        if isinstance(error, aiohttp.ClientConnectorCertificateError | aiohttp.ClientSSLError):
            cause = f"{host} has a certificate that this machine does not trust ({_said(error)})."
            return Refusal(cause, "If it is of an authority of yours, name its file: ./souk dev --ca-file FILE.")
        if isinstance(error, TimeoutError):
            return Refusal(
                f"{host} did not answer in time.", "Look whether that shop is well, then load this page again."
            )
        fix = (
            "Start it with ./souk up."
            if host.startswith(("localhost", LOOPBACK))
            else "Look at the address and the network."
        )
        return Refusal(f"The shop at {host} cannot be reached ({_said(error)}).", f"{fix} Then load this page again.")


@dataclass
class _Answer:
    """To one request; once it has begun, nothing else can be said."""

    request: web.BaseRequest
    begun: bool = False

    async def stream(
        self, status: int, reason: str | None, headers: Headers, body: Iterable[bytes] | object
    ) -> web.StreamResponse:
        response = web.StreamResponse(status=status, reason=reason, headers=CIMultiDict(headers))
        await response.prepare(self.request)
        self.begun = True
        if self.request.method != "HEAD":
            async for piece in body:  # pyright: ignore[reportGeneralTypeIssues]
                await response.write(piece)
        await response.write_eof()
        return response


async def _until_either_ends(here: web.WebSocketResponse, there: aiohttp.ClientWebSocketResponse) -> None:
    ways = [asyncio.ensure_future(_carry(here, there)), asyncio.ensure_future(_carry(there, here))]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        await asyncio.gather(here.close(), there.close(), return_exceptions=True)


Socket = web.WebSocketResponse | aiohttp.ClientWebSocketResponse


async def _carry(one: Socket, other: Socket) -> None:
    async for message in one:
        if message.type is aiohttp.WSMsgType.TEXT:
            await other.send_str(message.data)
        elif message.type is aiohttp.WSMsgType.BINARY:
            await other.send_bytes(message.data)


def _headers_of(request: web.BaseRequest) -> Headers:
    """As text whatever bytes they are: names of files in Latin-1 too."""
    return [(name.decode("latin-1"), value.decode("utf-8", "surrogateescape")) for name, value in request.raw_headers]


def _plain(request: web.BaseRequest) -> Headers:
    return [
        each for each in _headers_of(request) if each[0].lower() not in ("connection", "transfer-encoding", "upgrade")
    ]


def _with_length(request: web.BaseRequest, headers: Headers) -> Headers:
    """A body of unknown length is sent in chunks, as it came; one of a known length as it is."""
    return headers if request.can_read_body else [each for each in headers if each[0].lower() != "content-length"]


def _asks_partly(name: str) -> bool:
    return name.lower() in ("accept-encoding", "if-none-match", "if-modified-since", "range", "content-length")


def _is_of_body(name: str) -> bool:
    return name.lower() in (
        "content-length", "content-encoding", "etag", "last-modified", "accept-ranges", "cache-control", "vary",
        "cross-origin-resource-policy",
    )  # fmt: skip


def _status_of(error: Exception) -> HTTPStatus:
    return HTTPStatus.GATEWAY_TIMEOUT if isinstance(error, TimeoutError) else HTTPStatus.BAD_GATEWAY


def _said(error: Exception) -> str:
    return str(error).split("\n")[0][:200] or type(error).__name__
