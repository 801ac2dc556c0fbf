"""./souk dev: the parts named run from source until Ctrl-C, then all is as it was before."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from rich.markup import escape

from cli import web_build
from cli.dev.authority import Served, certificate_in
from cli.dev.beside import Beside
from cli.dev.building import FromSources, answering, free_port
from cli.dev.chosen import Chosen, Shop, beside_own_zones, chosen, refuse_what_cannot, shape_of_running, shop_here
from cli.dev.loan import only_one
from cli.dev.origin import DevelopmentOrigin
from cli.dev.routing import FromSource
from cli.dev.rules import Ends
from cli.dev.trust import how_to_trust
from cli.environment import Environments
from cli.home import Home
from cli.manifest import Mfe, Service, System
from cli.ports import refuse_taken
from cli.progress import Progress
from cli.refusals import Refusal
from cli.shape import Shape
from cli.terminal import console

# Of the ports that no browser opens (fetch.spec.whatwg.org, "bad port"), those where a moved shop may come.
NOT_OPENED = frozenset({4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080})
# A service drains before it goes back.
GIVES_BACK_S = 90.0


@dataclass(frozen=True, slots=True)
class Options:
    https: bool = True
    against: str | None = None
    ca_file: Path | None = None
    port_offset: int | None = None
    ports: Mapping[str, int] = field(default_factory=dict)


def dev(home: Home, names: Sequence[str], options: Options) -> int:
    home.make()
    running = shape_of_running(home) if options.against is None else None
    shape = _moved(running or Shape(), options)
    system = shape.system(home)
    shop = _deployed(options) if options.against else shop_here(home, (running or shape).system(home))
    parts = beside_own_zones(chosen(system, names), system, shop, options.ports)
    keepers = refuse_what_cannot(parts, system, shop)
    with contextlib.ExitStack() as stack:
        locks = {name: stack.enter_context(only_one(home, name)) for name in parts.names}
        _refuse_unopenable(parts.mfes)
        refuse_taken({f"mfe.{mfe.name}": mfe.port for mfe in parts.mfes}, shape.port_offset)
        served = _prepare(home, options) if parts.mfes else None
        return asyncio.run(_Dev(home, shape, system, shop, options, parts, keepers, locks, served).run())


def _prepare(home: Home, options: Options) -> Served | None:
    """Before there is a loop, so that Ctrl-C ends an installation at once."""
    with Progress() as progress, web_build.only_build(home):
        web_build.install(home, progress)
    return certificate_in(home.folder / "authority") if options.https else None


def _refuse_unopenable(mfes: Sequence[Mfe]) -> None:
    for mfe in mfes:
        if mfe.port in NOT_OPENED:
            raise Refusal(
                f"Browsers open nothing at port {mfe.port} ({mfe.name}): it is another protocol's.",
                f"Move it: --port mfe.{mfe.name}={mfe.port + 2}.",
            )


def _moved(shape: Shape, options: Options) -> Shape:
    """The ports of the running shop's parts, unless they are moved here."""
    offset = shape.port_offset if options.port_offset is None else options.port_offset
    return replace(shape, port_offset=offset, ports={**shape.ports, **options.ports})


def _deployed(options: Options) -> Shop:
    url = (options.against or "").rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query or parts.username:
        raise Refusal(f"{url} is no address of a shop.", "Write it as in --against https://shop.example.")
    try:
        trusts = ssl.create_default_context(cafile=str(options.ca_file)) if options.ca_file else None
    except (OSError, ssl.SSLError) as error:
        raise Refusal(
            f"{options.ca_file} holds no certificates: {error}.", "Name a file of PEM certificates."
        ) from None
    return Shop(f"{parts.scheme}://{parts.netloc}", url, trusts)


@dataclass
class _Dev:
    home: Home
    shape: Shape
    system: System
    shop: Shop
    options: Options
    parts: Chosen
    keepers: Mapping[str, str]
    locks: Mapping[str, int]
    served: Served | None
    progress: Progress = field(default_factory=Progress)
    _ending: asyncio.Event = field(default_factory=asyncio.Event)
    _lost: bool = False

    async def run(self) -> int:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._ending.set)
        async with contextlib.AsyncExitStack() as stack:
            with self.progress:
                await self._start_all(stack)
            if not self._ending.is_set():
                self._show()
                await self._ending.wait()
            console.print("\n  Putting all back…")
        console.print("  All is as it was.")
        return 1 if self._lost else 0

    async def _start_all(self, stack: contextlib.AsyncExitStack) -> None:
        """At once; the first that cannot start ends all, and so does Ctrl-C."""
        origins = [self._origin(stack, mfe) for mfe in self.parts.mfes]
        services = [self._service(stack, service) for service in self.parts.services]
        everything = asyncio.gather(*origins, *services)
        ends = asyncio.ensure_future(self._ending.wait())
        await asyncio.wait([everything, ends], return_when=asyncio.FIRST_COMPLETED)
        ends.cancel()
        if everything.done():
            await everything
        everything.cancel()
        await asyncio.gather(everything, return_exceptions=True)

    async def _origin(self, stack: contextlib.AsyncExitStack, mfe: Mfe) -> None:
        sources = FromSources(self.home, mfe, self._of_zone(mfe), lambda line: self._said(mfe.name, line))
        remote_port = free_port() if sources.has_remote else None
        zone_port = free_port() if mfe.is_zone else None
        key = f"mfe.{mfe.name}"
        self.progress.begin(key, mfe.name)
        try:
            if remote_port:
                remote = await sources.remote(remote_port)
                stack.push_async_callback(remote.end)
                await answering(remote, remote_port, sources.say)
            if zone_port:
                zone = await sources.zone(zone_port)
                stack.push_async_callback(zone.end)
                await answering(zone, zone_port, sources.say)
                keeping = asyncio.create_task(sources.keep_zone(zone_port, zone))
                stack.push_async_callback(_ended, keeping)
            await self._open(stack, mfe, remote_port, zone_port)
        except Refusal as refusal:
            self.progress.failed(key)
            raise Refusal(f"{mfe.name} does not run from source. {refusal.cause}", refusal.fix, refusal.log) from None
        self.progress.done(key, self._ends(mfe).origin)

    async def _open(self, stack: contextlib.AsyncExitStack, mfe: Mfe, remote: int | None, zone: int | None) -> None:
        source = FromSource.of(self.system, mfe, web_build.version_of(self.home, mfe), remote, zone)
        serves_with = self.served.context() if self.served else None
        origin = DevelopmentOrigin(self._ends(mfe), source, self.shop.asked_at, serves_with, self.shop.trusts)
        await origin.open()
        stack.push_async_callback(origin.close)

    def _ends(self, mfe: Mfe) -> Ends:
        return Ends(mfe.port, self.options.https, self.shop.public_url)

    def _of_zone(self, mfe: Mfe) -> dict[str, str]:
        """Of a deployed shop it asks as a browser does; services of this machine are asked themselves."""
        own = {} if not mfe.is_zone else Environments(self.system, self.home, self.shape.addresses()).of_zone(mfe.name)
        told = {key: value for key, value in own.items() if key.startswith("SOUK_")}
        if self.shop.is_here:
            return told
        trusts = {"NODE_EXTRA_CA_CERTS": str(self.options.ca_file)} if self.options.ca_file else {}
        return {**told, **trusts, "SOUK_INTERNAL_URLS": "{}", "SOUK_PUBLIC_URL": self.shop.public_url}

    async def _service(self, stack: contextlib.AsyncExitStack, service: Service) -> None:
        """Ends here once it serves, or could not; its news go on being told."""
        key = f"service.{service.name}"
        self.progress.begin(key, service.name)
        reloading = await Beside.module(
            "cli.dev.reloading", str(self.home.folder), self.shape.as_json(), service.name, self.keepers[service.name],
            folder=self.home.root, log=self.home.log_of(service.name), keeps=[self.locks[key]],
        )  # fmt: skip
        serves = asyncio.Event()
        telling = asyncio.create_task(self._tell(service.name, reloading, serves))
        stack.push_async_callback(_ended, telling)
        stack.push_async_callback(reloading.end, GIVES_BACK_S)
        waits = asyncio.ensure_future(serves.wait())
        await asyncio.wait([waits, telling], return_when=asyncio.FIRST_COMPLETED)
        waits.cancel()
        if telling.done():
            self.progress.failed(key)
            raise Refusal(f"{service.name} does not run from source.", f"See above, or ./souk logs {service.name}.")

    async def _tell(self, name: str, reloading: Beside, serves: asyncio.Event) -> None:
        started = False
        async for line in reloading.lines():
            news = json.loads(line)
            said = [escape(each) for each in news.get("said", ())]
            match news["what"]:
                case "serving" if not started:
                    self.progress.done(f"service.{name}", "reloads with each change", news["seconds"])
                case "serving":
                    self._said(name, f"serves what changed ({news['seconds']:.1f} s).")
                case "broken":
                    self.progress.failed(f"service.{name}", "waits until it is mended")
                    by = f"Until it is mended, {news['serves']} serves."
                    self._complain(name, "its sources cannot be loaded:", [*said, by])
                case "ended":
                    self._complain(
                        name, f"{said[0]} Trying again in {news['pause_s']:g} s; see ./souk logs {name}.", []
                    )
                case "shop-stopped":
                    self._complain(name, "the shop was stopped, so this ends too.", [])
                case "failed":
                    self._complain(name, said[0], said[1:])
                case "given-back":
                    self._said(name, "runs from the shop again.")
            started = True
            serves.set()
        if not self._ending.is_set():
            self._lost = True
            self._ending.set()

    def _said(self, name: str, line: str) -> None:
        self.progress.console.print(f"  [cyan]{name}[/]  {escape(line)}", soft_wrap=True)

    def _complain(self, name: str, what: str, lines: Sequence[str]) -> None:
        self.progress.console.print(f"  [red]✗[/] [cyan]{name}[/]  {what}", soft_wrap=True)
        for line in lines:
            self.progress.console.print(f"      {line}", soft_wrap=True)

    def _show(self) -> None:
        others = self.shop.public_url
        console.print(f"\n  [bold green]From source:[/] {', '.join(self.parts.names)}; all else from {others}\n")
        for mfe in self.parts.mfes:
            origin = self._ends(mfe).origin
            for path in mfe.paths:
                console.print(f"  {mfe.name:<10} [bold]{origin}{path}[/]")
        for service in self.parts.services:
            console.print(f"  {service.name:<10} {self.shop.public_url}{service.path}/api/v1")
        if self.served:
            console.print("\n  Browsers open these without a warning once they trust this machine's own authority:")
            for line in how_to_trust(self.served.authority):
                console.print(f"    [dim]{escape(line)}[/]", soft_wrap=True)
        console.print("\n  [dim]Ctrl-C puts all back.[/]\n")


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
