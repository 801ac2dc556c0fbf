"""The tables of souk.toml with their types, and what an entry alone implies."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from msgspec import Meta, Struct, convert, field
from msgspec.structs import replace

LOOPBACK = "127.0.0.1"

Framework = Literal["next", "react", "element"]  # element: plain web components, without React and without a bundler
Runtime = Literal["python", "node"]
Port = Annotated[int, Meta(ge=1, le=65535)]
MOST_REPLICAS = 32  # of one part
Replicas = Annotated[int, Meta(ge=1, le=MOST_REPLICAS)]
MostReplicas = Annotated[int, Meta(ge=2, le=MOST_REPLICAS)]
AtLeastOne = Annotated[int, Meta(ge=1)]
SURGE = 1  # instances more than usual while a version replaces another
OPERATORS = 3  # connections for commands that ask a service's database beside it: dead letters, sagas, seeds
Split = Literal["apart", "together"]
Folder = Annotated[str, Meta(pattern=r"^[a-z0-9][\w-]*(/[\w-]+)*\Z|^\Z")]  # in the repository
Origin = Annotated[str, Meta(pattern=r"^https?://[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?\Z")]
Locale = Annotated[str, Meta(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?\Z")]


class Table(Struct, frozen=True, forbid_unknown_fields=True):
    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Self:
        """Raises msgspec's ValidationError."""
        return convert(raw, cls)

    def but(self, **changes: Any) -> Self:
        """With these fields otherwise; they are not looked at again."""
        return replace(self, **changes)


class Head(Table, frozen=True):
    name: str
    public_url: Annotated[str, Meta(pattern=r"^https?://[^/?#]+\Z")]
    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}\Z")]
    locale: Locale
    time_zone: str
    languages: dict[Locale, str] = {}  # each by its own name
    mail_from: Annotated[str, Meta(pattern=r"^[!-?A-~]+@[!-?A-~]+\Z")] = "shop@localhost"


class Github(Table, frozen=True):
    """Where the repository is kept: each team of a part is one of this organisation's."""

    organisation: Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,38}\Z")]
    platform: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]*\Z")]  # the team that owns what all share


class DefaultShape(Table, frozen=True):
    """How the shop runs unless `./souk up` is told otherwise."""

    services: Split = "apart"
    mfes: Split = "apart"


class Gateway(Table, frozen=True):
    port: Port
    query_keys: tuple[str, ...] = ()  # that cached pages and reads depend on; all others are dropped
    trusted_proxies: tuple[str, ...] = ()  # whose X-Forwarded-For is believed
    gateways: Replicas = 1  # that visitors reach, each on a machine of its own
    most_replicas: MostReplicas = 4  # how many a cluster lets it have
    # One address may be a whole office: these stop machines, not people. They are the shop's: of several gateways each
    # allows its share, so that who reaches all of them has no more.
    api_requests_per_s: AtLeastOne = 200
    page_requests_per_s: AtLeastOne = 300
    credential_requests_per_s: AtLeastOne = 20
    upload_megabytes: AtLeastOne = 12  # the largest file
    connections_per_address: AtLeastOne = 100  # with a request under way


class Portals(Table, frozen=True):
    """Where sellers and the shop's staff work: each at an origin of its own, from where it calls the services."""

    seller: Origin | None = None  # named in the footer of every page
    admin: Origin | None = None


class Pictures(Table, frozen=True):
    """Of a network that delivers them."""

    hosts: tuple[Origin, ...] = ()  # origins that pages may show pictures from, beside the shop's own


class Assets(Table, frozen=True):
    """Of a network (CDN) that asks the gateway for scripts and styles, and delivers them at an origin of its own."""

    origin: Origin | None = None


class Legacy(Table, frozen=True):
    """An old site: it answers every path that no part has, until a part takes it over."""

    # Once it is gone, its old addresses stay.
    url: Annotated[str, Meta(pattern=r"^(https?://[A-Za-z0-9.\-\[\]:]+)?\Z")] = ""
    host: Annotated[str, Meta(pattern=r"^[A-Za-z0-9.\-:]*\Z")] = ""  # what it is called by, where that is not the url's
    keeps: tuple[str, ...] = ()  # paths of parts that are still the old site's
    timeout_s: Annotated[int, Meta(ge=1, le=300)] = 30  # to begin an answer
    moved: dict[str, str] = {}  # old address → where that is now; `/blog/*` for all below


class Service(Table, frozen=True):
    name: str
    team: str
    port: Port
    replicas: Replicas = 1  # instances at its address, on one machine
    most_replicas: MostReplicas = 6  # how many a cluster lets it have when there is much to do
    pool: Annotated[int, Meta(ge=1, le=100)] = 4  # connections to its database that each instance has at most
    runtime: Runtime = (
        "python"  # node: `node server.mjs` in its folder, with the same settings; no kit, so no tables of kit's
    )
    in_folder: Folder = field(name="folder", default="")
    apart: bool = False  # a process of its own, also where the others are together
    needs: tuple[str, ...] = ()  # the settings that hold its own secrets, beyond those that every service has
    calls: tuple[str, ...] = ()
    publishes: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    cached: tuple[str, ...] = ()  # reads that answer every caller alike, so the gateway may keep them
    holds_people: bool = False  # its tables hold what is somebody's: it tells and forgets it (kit/people.py)
    uploads: tuple[str, ...] = ()  # paths that take files: larger bodies, fewer requests of an address
    nice: Annotated[int, Meta(ge=0, le=19)] = 0  # how far others go first where processors are short
    credentials: tuple[str, ...] = ()  # paths asked with passwords: fewer requests of an address, small bodies

    @property
    def has_kit(self) -> bool:
        return self.runtime == "python"

    @property
    def folder(self) -> Path:
        return Path(self.in_folder or f"services/{self.name}")

    @property
    def package(self) -> str:
        return f"souk_{self.name}"

    def connections_of(self, replicas: int) -> int:
        """To its database, while one version replaces another: each instance has its pool and one that listens."""
        return (replicas + SURGE) * (self.pool + 1) + OPERATORS

    @property
    def database(self) -> str:
        return f"souk_{self.name}"

    @property
    def path(self) -> str:
        """The prefix behind the gateway."""
        return f"/{self.name}-service"

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"


class Mfe(Table, frozen=True):
    name: str
    team: str
    framework: Framework
    port: Port
    replicas: Replicas = 1
    most_replicas: MostReplicas = 6
    in_folder: Folder = field(name="folder", default="")
    apart: bool = False  # a build of its own, also where the others are together
    zone_paths: tuple[str, ...] = field(name="paths", default=())
    pages: Mapping[str, str] = {}
    calls: tuple[str, ...] = ()
    mounts: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """Where a browser finds it: a zone's own paths, or the host's paths that show its pages."""
        return (*self.zone_paths, *self.pages)

    @property
    def is_zone(self) -> bool:
        return self.framework == "next"

    @property
    def is_element(self) -> bool:
        """No build of pages can have it in it, so it is a remote in every shape."""
        return self.framework == "element"

    @property
    def base_path(self) -> str:
        """Next.js' basePath: empty for the zone at `/`."""
        return "" if not self.zone_paths or self.zone_paths[0] == "/" else self.zone_paths[0]

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def sources(self) -> Path:
        return Path(self.in_folder or f"web/apps/{self.name}")

    @property
    def folder(self) -> Path:
        """Of its builds."""
        return self.sources


class MfesTogether(Mfe, frozen=True):
    """The zone at `/` with all that is built into it."""

    @property
    def folder(self) -> Path:
        return Path("web/together")


class Tables(Table, frozen=True):
    souk: Head
    gateway: Gateway
    service: dict[str, Service]
    mfe: dict[str, Mfe] = {}
    shape: DefaultShape = DefaultShape()
    github: Github | None = None
    legacy: Legacy | None = None
    portals: Portals = Portals()
    pictures: Pictures = Pictures()
    assets: Assets = Assets()
