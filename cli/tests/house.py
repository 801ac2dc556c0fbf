"""A small house in a temporary folder, to break rules in."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from cli.check.sources import Sources
from cli.check.violation import Violation
from cli.manifest import System, load

MANIFEST = """\
[souk]
name = "Souk"
public_url = "http://localhost:8888"
currency = "INR"
locale = "en-IN"
time_zone = "Asia/Kolkata"

[gateway]
port = 8888

[service.shop]
team = "sales"
port = 8000
calls = ["depot"]
follows = ["depot.goods-arrived.v1"]

[service.depot]
team = "goods"
port = 8010
publishes = ["depot.goods-arrived.v1"]

[mfe.host]
team = "front"
framework = "next"
port = 4000
paths = ["/"]
calls = ["shop"]
mounts = ["till"]

[mfe.till]
team = "sales"
framework = "react"
port = 4010
pages = { "/till" = "TillPage" }
calls = ["shop"]
"""

FILES = {
    "souk.toml": MANIFEST,
    "contracts/depot.py": """\
        from kit.events import Event

        class GoodsArrived(Event, subject="depot.goods-arrived.v1"):
            sku: str
        """,
    "kit/events.py": "class Event: ...\n",
    "services/shop/souk_shop/domain.py": "from dataclasses import dataclass\nfrom kit.errors import SoukError\n",
    "services/shop/souk_shop/ports.py": """\
        from typing import Protocol
        from souk_shop.domain import Sale

        class Sales(Protocol):
            async def list_all(self) -> list[Sale]: ...
        """,
    "services/shop/souk_shop/storage.py": """\
        from souk_shop.domain import Sale

        class PostgresSales:
            async def list_all(self) -> list[str]:
                return await self.fetch("select id from sales")
        """,
    "services/shop/souk_shop/adapters/depot.py": """\
        class DepotGoods:
            async def of(self, sku: str) -> int:
                return await self._calls.to("depot").get(f"/goods/{sku}")
        """,
    "services/shop/souk_shop/actions.py": """\
        from dataclasses import dataclass
        from souk_shop.ports import Sales

        @dataclass
        class Deps:
            goods: object
            sales: Sales

        async def sell(deps: Deps, sku: str) -> None:
            left = await deps.goods.of(sku)
            async with deps.sales.transaction() as sales:
                await sales.add(sku, left)
        """,
    "services/shop/souk_shop/routes.py": """\
        from souk_shop import actions

        @router.post("/sales")
        async def sell(deps: ShopDeps, sku: str) -> None:
            await actions.sell(deps, sku)
        """,
    "services/shop/souk_shop/events.py": """\
        from contracts.depot import GoodsArrived
        from souk_shop import actions

        @handlers.on(GoodsArrived)
        async def take_in(event: GoodsArrived, deps: Deps) -> None:
            await actions.sell(deps, event.sku)
        """,
    "services/shop/souk_shop/app.py": """\
        from souk_shop.actions import Deps
        from souk_shop.adapters.depot import DepotGoods
        from souk_shop.routes import router
        from souk_shop.storage import PostgresSales

        def build(settings, infra):
            return Service("shop", Deps(DepotGoods(infra.calls), sales=PostgresSales(infra.database)))
        """,
    "services/shop/migrations/0001_sales.sql": "create table sales (id uuid primary key);\n",
    "services/depot/souk_depot/storage.py": """\
        from contracts.depot import GoodsArrived

        class PostgresGoods:
            async def arrive(self, sku: str) -> None:
                await self.execute("insert into goods (sku) values ($1)", sku)
                await self.publish(GoodsArrived(sku=sku))
        """,
    "services/depot/migrations/0001_goods.sql": "create table if not exists goods (sku text primary key);\n",
    "web/packages/api/package.json": '{"exports": {".": "./src/index.ts", "./*": "./src/*.ts"}}',
    "web/packages/api/src/index.ts": "export const send = () => fetch('/');\n",
    "web/packages/api/src/shop.ts": "import { send } from '@souk/api';\nexport const sales = send;\n",
    "web/packages/ui/package.json": '{"exports": {".": "./src/index.ts"}}',
    "web/packages/ui/src/index.ts": "export const Button = 1;\n",
    "web/packages/federation/package.json": '{"exports": {".": "./src/shell.ts"}}',
    "web/packages/federation/src/shell.ts": "export interface PageProps {\n  shell: string;\n}\n",
    "web/apps/till/src/exposes.ts": """\
        import type { PageProps } from '@souk/federation';

        export const exposes = {
          TillPage: './TillPage.tsx',
        } as const;

        export interface Exposed {
          TillPage: PageProps;
        }
        """,
    "web/apps/till/src/TillPage.tsx": """\
        import { sales } from '@souk/api/shop';
        import { Button } from '@souk/ui';
        // a comment may say fetch('/sales') and souk_depot
        export const TillPage = () => sales() && Button && query.refetch();
        """,
    "web/apps/host/src/pages/index.tsx": """\
        import { ask } from '@souk/api/server';
        export const Home = () => <Remote id="till/TillPage" props={{}} />;
        export const getServerSideProps = async () => ask<Sales>('shop', '/sales');
        """,
}


@dataclass(frozen=True)
class House:
    root: Path

    @classmethod
    def in_order(cls, root: Path) -> House:
        house = cls(root)
        for path, text in FILES.items():
            house.write(path, text)
        return house

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text), "utf-8")

    def change(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text("utf-8")
        assert old in text
        (self.root / path).write_text(text.replace(old, new), "utf-8")

    @property
    def system(self) -> System:
        return load(self.root / "souk.toml")

    @property
    def sources(self) -> Sources:
        return Sources(self.root)

    def commit(self) -> None:
        for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "now"]):
            who = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
            subprocess.run(["git", *who, *arguments], cwd=self.root, check=True)


def places(violations: list[Violation]) -> list[str]:
    """Each must name a fix; the rest is compared as `file:line rule`."""
    assert all(violation.fix and violation.cause for violation in violations)
    return [f"{violation.file}:{violation.line} {violation.rule}" for violation in sorted(violations)]
