"""A shop of the bench's own with a catalogue of any size: real servers, its data on the disk of the clone."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.catalogue import CLOTHS, COLOURS, THINGS, write_file
from bench.databases import Databases, prepare
from bench.open_shop import FIRST_OFFSET, OpenShop
from bench.processor import GROUP_OF_KIND, Parts
from bench.visitors import Place
from cli import running
from cli.claimed_ports import claimed_offset
from cli.environment import Environments
from cli.home import Home
from cli.import_products import importer_of
from cli.progress import Progress
from cli.refusals import Refusal
from cli.shape import Services, Shape, parsed_replicas

SIZES = ("S", "M")
# So many that no order of the bench meets an empty shelf.
PLENTY = range(5_000, 9_000)
LEAST_FREE_GB = 3.0
# Parcels move fast enough to be waited for.
CARRIER_STEP_S = "1"
MOST_KEYS = 20_000  # drawn from the whole catalogue


@dataclass(frozen=True, slots=True)
class Imported:
    seconds: float
    peak_mb: float


@dataclass(frozen=True)
class FilledShop:
    home: Home
    shape: Shape
    products: int
    imported: Imported

    @property
    def opened(self) -> OpenShop:
        return OpenShop(self.home)

    @property
    def environments(self) -> Environments:
        return Environments(self.shape.system(self.home), self.home, self.shape.addresses({}))

    @property
    def services(self) -> Sequence[str]:
        return list(self.environments.system.services)

    @property
    def database_server(self) -> str:
        return self.environments.addresses.superuser_url(self.environments.keys)

    def parts(self) -> Parts:
        state = self.opened.state
        return Parts({part["name"]: part["pid"] for part in state["parts"] if part["pid"]}, state["keeper"])

    def groups(self) -> dict[str, str]:
        """Part → the column of the table in which it is counted."""
        return {part["name"]: GROUP_OF_KIND[part["kind"]] for part in self.opened.state["parts"]} | {"keeper": "keeper"}

    def reopen(self, bank_s: float) -> None:
        running.stop(self.home)
        _up(self.home, self.shape, {"SOUK_SIMULATED_LATENCY_S": str(bank_s)})

    async def place(self, databases: Databases) -> Place:
        product = databases.of["product"]
        handles = [row[0] for row in await product.fetch("select handle from products order by id")]
        skus = [row[0] for row in await product.fetch("select sku from variants where sku like 'BENCH-%' order by id")]
        chance = random.Random(11)  # noqa: S311  the same ones in each run
        system, admin = self.environments.system, self.opened.account("admin")
        return Place(
            origin=system.public_url,
            gateway=system.gateway.port,
            services={name: service.port for name, service in system.services.items()},
            handles=chance.sample(handles, min(MOST_KEYS, len(handles))),
            skus=chance.sample(skus, min(MOST_KEYS, len(skus))),
            words=[CLOTHS, THINGS],
            option=f"Colour={','.join(COLOURS)}",
            admin={"email": admin["email"], "password": admin["password"]},
        )


@contextlib.contextmanager
def filled_shop(
    home: Home, products: int, services: Services, progress: Progress, replicas: Sequence[str] = ()
) -> Iterator[FilledShop]:
    """`home`: of all shops of the bench, each shape in a folder of its own. Everything is gone afterwards."""
    home = _home_of(home, services)
    home.make()
    refuse_small_disk(home.folder)
    with claimed_offset(home, FIRST_OFFSET) as offset:
        shape = Shape(services, offset, replicas=parsed_replicas(replicas))
        try:
            with progress.step(f"A shop with services {services}"):
                _up(home, shape, {})
            with progress.step(f"{products:,} products imported"):
                shop = FilledShop(home, shape, products, _fill(home, shape, products))
                asyncio.run(prepare(shop.database_server, shop.services))
            yield shop
        finally:
            running.stop(home)
            shutil.rmtree(home.folder, ignore_errors=True)


@contextlib.contextmanager
def only_bench(home: Home) -> Iterator[Home]:
    """Two at once would measure each other, and so would what a killed one left. Gives the home of all its shops."""
    home.folder.mkdir(parents=True, exist_ok=True)
    with (home.folder / "bench.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal(f"A bench runs already from {home.shown}.", "Wait for it.") from None
        own = Home(home.folder / "bench", home.root)
        for shape in Services:
            running.stop(_home_of(own, shape))
        shutil.rmtree(own.folder, ignore_errors=True)
        yield own


def refuse_small_disk(folder: Path, shops: int = 1) -> None:
    free_gb, needed_gb = shutil.disk_usage(folder).free / 1e9, LEAST_FREE_GB * shops
    if free_gb < needed_gb:
        raise Refusal(f"The disk of {folder} has {free_gb:.1f} GB left.", f"Free {needed_gb:g} GB, then try again.")


def _home_of(own: Home, services: Services) -> Home:
    return Home(own.folder / services.value, own.root)


def _up(home: Home, shape: Shape, settings: Mapping[str, str]) -> None:
    replicas = [option for part, many in shape.replicas.items() for option in ("--replicas", f"{part}={many}")]
    command = ["up", "--detach", "--services", shape.services, "--port-offset", str(shape.port_offset), *replicas]
    own = {"SOUK_HOME": str(home.folder), "SOUK_CARRIER_STEP_S": CARRIER_STEP_S}
    env = {**_own_environment(), **own, **settings}
    opened = subprocess.run(
        [sys.executable, "-P", "-m", "cli", *command], env=env, cwd=home.root, check=False, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if opened.returncode:
        raise Refusal("The shop to measure did not open.", "See above.", opened.stdout.splitlines()[-20:])


def _fill(home: Home, shape: Shape, products: int) -> Imported:
    """By the importer that operators use."""
    environments = Environments(shape.system(home), home, shape.addresses({}), _own_environment())
    service, module = importer_of(environments.system)
    file = home.folder / "products.csv"
    write_file(file, products, sizes=SIZES, stock=PLENTY)
    log = home.log_of("import")
    began = time.monotonic()
    with log.open("wb") as said:
        command = [sys.executable, "-P", "-m", module, str(file)]
        process = subprocess.Popen(command, env=environments.of_service(service), stdout=said, stderr=said)
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            process.wait()
            raise
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Refusal("The catalogue could not be imported.", "See above.", log.read_text("utf-8").splitlines()[-10:])
    return Imported(time.monotonic() - began, usage.ru_maxrss * 1024 / 1e6)


def _own_environment() -> dict[str, str]:
    """Without what is meant for another shop."""
    return {name: value for name, value in os.environ.items() if not name.startswith("SOUK_")}
