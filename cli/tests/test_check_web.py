"""The web's boundaries, and souk.toml against the code, each broken on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.check import calls, web
from cli.check.violation import Violation
from cli.tests.house import House, places

TILL = "web/apps/till/src"
SHOP = "services/shop/souk_shop"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House.in_order(tmp_path)


def found_in(house: House) -> list[Violation]:
    return [*web.violations(house.sources), *calls.violations(house.sources, house.system)]


def test_a_house_in_order_has_no_violation(house: House) -> None:
    assert found_in(house) == []


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("import { Home } from '../../host/src/pages/index';", "mfe-imports"),
        ("import { Home } from '@souk/app-host';", "mfe-imports"),
        ("const home = await import('@souk/app-host/src/Home');", "mfe-imports"),
        ("export { Button } from '../../../packages/ui/src/index';", "mfe-imports"),
        ("import { Button } from '@souk/ui/src/Button';", "package-imports"),
        ("import type { Theme } from '@souk/ui/theme';", "package-imports"),
        ("const answer = await fetch('/shop-service/api/v1/sales');", "one-http-client"),
        ("void window.fetch('/');", "one-http-client"),
        ("const request = new XMLHttpRequest();", "one-http-client"),
        ("navigator.sendBeacon('/', '');", "one-http-client"),
        ("const news = new EventSource('/');", "one-http-client"),
        ("import axios from 'axios';", "one-http-client"),
        ("import ky from 'ky';", "one-http-client"),
    ],
)
def test_an_mfe_that_reaches_too_far(house: House, line: str, rule: str) -> None:
    house.write(f"{TILL}/Drawer.tsx", f"/* one\n two */\n{line}\n")

    assert places(found_in(house)) == [f"{TILL}/Drawer.tsx:3 {rule}"]


def test_a_package_does_not_know_the_apps(house: House) -> None:
    house.write("web/packages/ui/src/Till.tsx", "import { TillPage } from '../../../apps/till/src/TillPage';\n")

    assert places(found_in(house)) == ["web/packages/ui/src/Till.tsx:1 mfe-imports"]


def test_a_test_may_stand_in_for_the_network(house: House) -> None:
    house.write(f"{TILL}/TillPage.test.tsx", "globalThis.fetch = () => fetch('/');\n")

    assert found_in(house) == []


def test_what_is_exposed_has_props_and_a_file(house: House) -> None:
    house.change(
        f"{TILL}/exposes.ts", "  TillPage: './TillPage.tsx',", "  TillPage: './Gone.tsx',\n  Badge: './TillPage.tsx',"
    )

    causes = sorted(violation.cause for violation in found_in(house))

    assert causes == ["./Gone.tsx is no file.", "Badge: Exposed has no props of it."]


def test_the_props_of_what_is_exposed_can_be_read_by_others(house: House) -> None:
    house.change(f"{TILL}/exposes.ts", "'@souk/federation'", "'./TillPage'")
    house.change(f"{TILL}/exposes.ts", "PageProps }", "TillPage as PageProps }")

    assert [violation.rule for violation in web.violations(house.sources)] == ["mfe-face"]


@pytest.mark.parametrize(
    ("path", "text", "place"),
    [
        (f"{SHOP}/refunds.py", "x = infra.calls.to('bank').get('/')\n", f"{SHOP}/refunds.py:1 manifest-calls"),
        (f"{SHOP}/refunds.py", "x = infra.calls.to(name).get('/')\n", f"{SHOP}/refunds.py:1 manifest-calls"),
        (f"{SHOP}/stock.py", "Only = Annotated[str, from_service('depot')]\n", f"{SHOP}/stock.py:1 manifest-callers"),
        (f"{SHOP}/stock.py", "Only = Annotated[str, from_service(caller)]\n", f"{SHOP}/stock.py:1 manifest-callers"),
        (f"{TILL}/Drawer.tsx", "import { goods } from '@souk/api/depot';\n", f"{TILL}/Drawer.tsx:1 manifest-calls"),
        (f"{TILL}/Drawer.tsx", "\nask('depot', '/goods');\n", f"{TILL}/Drawer.tsx:2 manifest-calls"),
        (f"{TILL}/Drawer.tsx", "<Remote\n id='pay/Button' props={x} />\n", f"{TILL}/Drawer.tsx:1 manifest-mounts"),
        (
            "services/depot/souk_depot/events.py",
            "from contracts.depot import GoodsArrived\n\n@handlers.on(GoodsArrived)\nasync def f(e, deps): ...\n",
            "services/depot/souk_depot/events.py:3 manifest-follows",
        ),
        (
            "services/depot/souk_depot/events.py",
            "from contracts.depot import GoodsArrived\n\n@handlers.on_many(GoodsArrived)\nasync def f(e, deps): ...\n",
            "services/depot/souk_depot/events.py:3 manifest-follows",
        ),
        (
            f"{SHOP}/refunds.py",
            "from contracts.depot import GoodsArrived\nevent = GoodsArrived(sku='1')\n",
            f"{SHOP}/refunds.py:2 manifest-publishes",
        ),
        (
            f"{SHOP}/settings.py",
            "class Settings(ServiceSettings):\n    till_secret: Secret\n    spare: Secret | None = None\n",
            f"{SHOP}/settings.py:2 manifest-needs",
        ),
    ],
)
def test_what_the_code_does_and_souk_toml_does_not_say(house: House, path: str, text: str, place: str) -> None:
    house.write(path, text)

    assert places(found_in(house)) == [place]


@pytest.mark.parametrize(
    ("path", "old", "new", "place"),
    [
        (f"{SHOP}/adapters/depot.py", 'calls.to("depot")', "depot", "souk.toml:14 manifest-calls"),
        (f"{SHOP}/events.py", "@handlers.on(GoodsArrived)", "", "souk.toml:15 manifest-follows"),
        ("services/depot/souk_depot/storage.py", "GoodsArrived(sku=sku)", "sku", "souk.toml:20 manifest-publishes"),
        ("souk.toml", "port = 8010", 'port = 8010\nneeds = ["till_secret"]', "souk.toml:20 manifest-needs"),
        (f"{TILL}/TillPage.tsx", "'@souk/api/shop'", "'./sales'", "souk.toml:35 manifest-calls"),
        ("web/apps/host/src/pages/index.tsx", "<Remote", "<Local", "souk.toml:28 manifest-mounts"),
    ],
)
def test_what_souk_toml_says_and_the_code_does_not_do(house: House, path: str, old: str, new: str, place: str) -> None:
    house.change(path, old, new)

    assert places(found_in(house)) == [place]


def test_whom_a_route_lets_in_calls_the_service_or_is_not_let_in(house: House) -> None:
    place = "services/depot/souk_depot/stock.py"
    house.write(place, "Only = Annotated[str, from_service('shop')]\n")
    assert found_in(house) == []

    house.change("souk.toml", 'calls = ["depot"]\n', "")
    house.change(f"{SHOP}/adapters/depot.py", '_calls.to("depot")', "_depot")

    (found,) = found_in(house)
    assert (found.file, found.cause) == (Path(place), "depot lets shop in, but [service.shop] does not call depot.")
    assert found.fix == 'Add "depot" to calls of [service.shop], or take "shop" out here.'


def test_a_package_that_calls_makes_its_users_callers(house: House) -> None:
    house.write("web/packages/ui/src/search.ts", "import { goods } from '@souk/api/depot';\n")

    assert places(found_in(house)) == ["web/packages/ui/src/search.ts:1 manifest-calls"]
