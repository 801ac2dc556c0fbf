"""The tables of souk.toml with their types, and what an entry alone implies."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

LOOPBACK = "127.0.0.1"

Framework = Literal["next", "react", "element"]  # element: plain web components, without React and without a bundler
Runtime = Literal["python", "node"]
Port = Field(ge=1, le=65535)
MOST_REPLICAS = 32  # of one part
Replicas = Field(default=1, ge=1, le=MOST_REPLICAS)
MostReplicas = Field(default=6, ge=2, le=MOST_REPLICAS)
SURGE = 1  # instances more than usual while a version replaces another
OPERATORS = 3  # connections for commands that ask a service's database beside it: dead letters, sagas, seeds
Split = Literal["apart", "together"]
FOLDER = r"^[a-z0-9][\w-]*(/[\w-]+)*$|^$"  # in the repository
Origin = Annotated[str, Field(pattern=r"^https?://[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?$")]
Locale = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]


class Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Head(Table):
    name: str
    public_url: str = Field(pattern=r"^https?://[^/?#]+$")
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    locale: Locale
    languages: dict[Locale, str] = Field(default_factory=dict)  # each by its own name
    time_zone: str
    mail_from: str = Field(default="shop@localhost", pattern=r"^[!-?A-~]+@[!-?A-~]+$")


class Github(Table):
    """Where the repository is kept: each team of a part is one of this organisation's."""

    organisation: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,38}$")
    platform: str = Field(pattern=r"^[a-z][a-z0-9-]*$")  # the team that owns what all share


class DefaultShape(Table):
    """How the shop runs unless `./souk up` is told otherwise."""

    services: Split = "apart"
    mfes: Split = "apart"


class Gateway(Table):
    port: int = Port
    query_keys: tuple[str, ...] = ()  # that cached pages and reads depend on; all others are dropped
    trusted_proxies: tuple[str, ...] = ()  # whose X-Forwarded-For is believed
    gateways: int = Field(default=1, ge=1, le=MOST_REPLICAS)  # that visitors reach, each on a machine of its own
    most_replicas: int = Field(default=4, ge=2, le=MOST_REPLICAS)  # how many a cluster lets it have
    # One address may be a whole office: these stop machines, not people. They are the shop's: of several gateways each
    # allows its share, so that who reaches all of them has no more.
    api_requests_per_s: int = Field(default=200, ge=1)
    page_requests_per_s: int = Field(default=300, ge=1)
    credential_requests_per_s: int = Field(default=20, ge=1)
    upload_megabytes: int = Field(default=12, ge=1)  # the largest file
    connections_per_address: int = Field(default=100, ge=1)  # with a request under way


class Portals(Table):
    """Where sellers and the shop's staff work: each at an origin of its own, from where it calls the services."""

    seller: Origin | None = None  # named in the footer of every page
    admin: Origin | None = None


class Pictures(Table):
    """Of a network that delivers them."""

    hosts: tuple[Origin, ...] = ()  # origins that pages may show pictures from, beside the shop's own


class Assets(Table):
    """Of a network (CDN) that asks the gateway for scripts and styles, and delivers them at an origin of its own."""

    origin: Origin | None = None


class Legacy(Table):
    """An old site: it answers every path that no part has, until a part takes it over."""

    url: str = Field(
        default="", pattern=r"^(https?://[A-Za-z0-9.\-\[\]:]+)?$"
    )  # once it is gone, its old addresses stay
    host: str = Field(default="", pattern=r"^[A-Za-z0-9.\-:]*$")  # what it is called by, where that is not the url's
    keeps: tuple[str, ...] = ()  # paths of parts that are still the old site's
    timeout_s: int = Field(default=30, ge=1, le=300)  # to begin an answer
    moved: dict[str, str] = {}  # old address → where that is now; `/blog/*` for all below


class Service(Table):
    name: str
    team: str
    port: int = Port
    replicas: int = Replicas  # instances at its address, on one machine
    most_replicas: int = MostReplicas  # how many a cluster lets it have when there is much to do
    pool: int = Field(default=4, ge=1, le=100)  # connections to its database that each instance has at most
    runtime: Runtime = (
        "python"  # node: `node server.mjs` in its folder, with the same settings; no kit, so no tables of kit's
    )
    in_folder: str = Field(default="", alias="folder", pattern=FOLDER)
    apart: bool = False  # a process of its own, also where the others are together
    needs: tuple[str, ...] = ()  # the settings that hold its own secrets, beyond those that every service has
    calls: tuple[str, ...] = ()
    publishes: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    cached: tuple[str, ...] = ()  # reads that answer every caller alike, so the gateway may keep them
    holds_people: bool = False  # its tables hold what is somebody's: it tells and forgets it (kit/people.py)
    uploads: tuple[str, ...] = ()  # paths that take files: larger bodies, fewer requests of an address
    nice: int = Field(default=0, ge=0, le=19)  # how far others go first where processors are short
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


class Mfe(Table):
    name: str
    team: str
    framework: Framework
    port: int = Port
    replicas: int = Replicas
    most_replicas: int = MostReplicas
    in_folder: str = Field(default="", alias="folder", pattern=FOLDER)
    apart: bool = False  # a build of its own, also where the others are together
    zone_paths: tuple[str, ...] = Field(default=(), alias="paths")
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


class MfesTogether(Mfe):
    """The zone at `/` with all that is built into it."""

    @property
    def folder(self) -> Path:
        return Path("web/together")


class Tables(Table):
    souk: Head
    shape: DefaultShape = DefaultShape()
    gateway: Gateway
    github: Github | None = None
    legacy: Legacy | None = None
    portals: Portals = Portals()
    pictures: Pictures = Pictures()
    assets: Assets = Assets()
    service: dict[str, Service]
    mfe: dict[str, Mfe] = {}
