"""souk.toml as it is read, and how it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.manifest import System, load
from cli.refusals import ManifestError

ROOT = Path(__file__).resolve().parents[2]
GOOD = """\
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
publishes = [
  "depot.goods-arrived.v1",
  "depot.goods-left.v1",
]

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
"""
CONTRACTS = """\
class GoodsArrived(Event, subject="depot.goods-arrived.v1"): ...
class GoodsLeft(Event, subject="depot.goods-left.v1"): ...
"""


def a_system(tmp_path: Path, text: str = GOOD, **moved: object) -> System:
    (tmp_path / "contracts").mkdir(exist_ok=True)
    (tmp_path / "contracts" / "depot.py").write_text(CONTRACTS)
    (tmp_path / "souk.toml").write_text(text)
    return load(tmp_path / "souk.toml", **moved)  # type: ignore[arg-type] (a test's words may be wrong)


def test_this_repositorys_manifest_is_in_order() -> None:
    system = load(ROOT / "souk.toml")

    assert set(system.services) == {found.parent.name for found in ROOT.glob("services/*/pyproject.toml")}
    assert set(system.mfes) == {found.parent.name for found in ROOT.glob("web/apps/*/package.json")}
    assert system.gateway.port == 8888


def test_who_may_call_whom_and_where(tmp_path: Path) -> None:
    system = a_system(tmp_path)

    assert system.callers_of("depot") == ("shop",)
    assert system.callers_of("shop") == ()
    assert system.urls_for("shop") == {"depot": "http://127.0.0.1:8010"}


def test_the_host_serves_pages_of_react_mfes(tmp_path: Path) -> None:
    system = a_system(tmp_path)

    assert system.host.name == "host"
    assert system.mfes["till"].paths == ("/till",)
    assert system.remotes == ("till",)


def test_ports_move_together_and_one_by_one(tmp_path: Path) -> None:
    system = a_system(tmp_path, port_offset=1000, ports={"depot": 7000, "mfe.till": 7001})

    assert system.ports == {
        "gateway": 9888,
        "service.shop": 9000,
        "service.depot": 7000,
        "mfe.host": 5000,
        "mfe.till": 7001,
    }
    assert system.urls_for("shop") == {"depot": "http://127.0.0.1:7000"}


def test_a_local_shop_is_where_its_gateway_listens(tmp_path: Path) -> None:
    system = a_system(tmp_path, port_offset=1000)

    assert system.public_url == "http://localhost:9888"
    assert system.origins == ("http://localhost:9888", "http://localhost:5000", "http://localhost:5010")


def test_a_local_shop_behind_tls_is_where_that_ends(tmp_path: Path) -> None:
    system = a_system(tmp_path, GOOD.replace("http://localhost:8888", "https://localhost:9443"), port_offset=1000)

    assert (system.public_url, system.origins[0], system.is_local) == (*["https://localhost:9443"] * 2, True)


def test_a_public_shop_keeps_its_address_and_takes_no_local_origin(tmp_path: Path) -> None:
    system = a_system(tmp_path, GOOD.replace("http://localhost:8888", "https://souk.example"), port_offset=1000)

    assert (system.public_url, system.origins) == ("https://souk.example", ("https://souk.example",))
    assert not system.is_local


SIGNS = 'needs = ["signing_key"]'
ELEMENT = 'framework = "element"\nfolder = "elements/till"\n'
WRONG = [
    (
        'calls = ["depot"]',
        'calls = ["depto"]',
        13,
        "service.shop calls depto, which is no service. Did you mean depot?",
    ),
    ('calls = ["depot"]', 'calls = ["shop"]', 13, "service.shop calls itself."),
    ('calls = ["depot"]', 'calls = ["depot", "depot"]', 13, "service.shop names depot twice in calls."),
    ('calls = ["depot"]', 'cals = ["depot"]', 13, "Unknown key cals in service.shop. Did you mean calls?"),
    ('calls = ["depot"]', 'calls = "depot"', 13, "service.shop.calls is 'depot'"),
    ("port = 8010", "port = 8000", 18, "service.depot and service.shop both have port 8000."),
    ("port = 8010", "port = 8888", 18, "service.depot and gateway both have port 8888."),
    ("port = 8010", "port = 80100", 18, "service.depot.port is 80100"),
    ('team = "goods"\n', "", 16, "service.depot has no team. Add team = …"),
    (
        '"depot.goods-arrived.v1"]',
        '"depot.goods-arived.v1"]',
        14,
        "follows depot.goods-arived.v1, which nobody publishes. Did you mean depot.goods-arrived.v1?",
    ),
    ('"depot.goods-left.v1",', '"depot.goods-lost.v1",', 21, "No event in contracts/ has subject depot.goods-lost.v1."),
    ('"depot.goods-left.v1",', '"shop.goods-left.v1",', 21, "which is no name for a fact of its own."),
    ('mounts = ["till"]', 'mounts = ["tile"]', 30, "mfe.host mounts tile, which is no MFE. Did you mean till?"),
    ('mounts = ["till"]', 'mounts = ["host"]', 30, "mfe.host mounts itself."),
    ('calls = ["shop"]', 'calls = ["chop"]', 29, "mfe.host calls chop, which is no service. Did you mean shop?"),
    ('{ "/till" =', '{ "/" =', 36, "mfe.till and mfe.host both answer /."),
    ('{ "/till" =', '{ "till" =', 36, "till is no path."),
    ('{ "/till" =', '{ "/media/till" =', 36, "The gateway answers /media/till itself."),
    ('{ "/till" =', '{ "/shop-service/till" =', 36, "The gateway answers /shop-service/till itself."),
    ('paths = ["/"]', 'paths = ["/start"]', 1, 'No MFE answers "/".'),
    ('paths = ["/"]', "", 24, "mfe.host is a zone without paths."),
    ('framework = "react"', 'framework = "vue"', 34, "mfe.till.framework is 'vue'"),
    ('pages = { "/till" = "TillPage" }', 'paths = ["/till"]', 36, "the host mounts its pages."),
    ('framework = "react"', 'framework = "element"', 32, 'Write folder = "elements/till"'),
    ('framework = "react"', 'framework = "element"\nfolder = "web/apps/till"', 35, 'Write folder = "elements/till"'),
    ('framework = "react"', 'framework = "react"\nfolder = "elements/till"', 35, "mfe.till is a package of the web's"),
    ('framework = "react"', f'{ELEMENT}mounts = ["host"]', 36, "mfe.till is web components and mounts no piece"),
    ('pages = { "/till" = "TillPage" }', 'paths = ["/till"]', 36, "mfe.till is React and serves no paths itself"),
    ("[service.depot]", "[service.the-depot]", 16, "the-depot is no name for a service"),
    ('currency = "INR"', 'currency = "rupees"', 4, "souk.currency is 'rupees'"),
    ('locale = "en-IN"', 'locale = "en-IN"\nlanguage = "en"', 6, "Unknown key language in souk."),
    ('"Asia/Kolkata"', '"Asia/Kolkatta"', 6, "Asia/Kolkatta is no time zone. Did you mean Asia/Kolkata?"),
    ('public_url = "http://localhost:8888"', 'public_url = "localhost"', 3, "souk.public_url is 'localhost'"),
    ("port = 8888", 'port = 8888\nquery_keys = ["q&a"]', 9, "q&a is no query key."),
    ("port = 8000", 'port = 8000\ncached = ["things"]', 13, "things is no path of an API."),
    ("port = 8000", 'port = 8000\ncredentials = ["login"]', 13, "login is no path of an API."),
    (
        "port = 8000",
        'port = 8000\nneeds = ["a_desk"]',
        13,
        "service.shop needs a_desk, which the launcher cannot make.",
    ),
    ("port = 8000", 'port = 8000\nneeds = "link_secret"', 13, "service.shop.needs is 'link_secret'"),
    ("port = 8000", 'port = 8000\nneeds = ["a_secret", "a_secret"]', 13, "service.shop names a_secret twice in needs."),
    (
        'team = "sales"\nport = 8000',
        f'team = "sales"\nport = 8000\n{SIGNS}\n[service.third]\nteam = "sales"\nport = 1\n{SIGNS}',
        17,
        "service.shop and service.third both need the signing_key: one alone may sign.",
    ),
    ("[gateway]", "[gateway", 7, "Not TOML"),
]


@pytest.mark.parametrize(("old", "new", "line", "message"), WRONG)
def test_a_mistake_is_named_with_its_line_and_its_fix(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    assert old in GOOD

    with pytest.raises(ManifestError) as refused:
        a_system(tmp_path, GOOD.replace(old, new, 1))

    assert any(problem.line == line for problem in refused.value.problems), str(refused.value)
    assert message in str(refused.value)
    assert f"souk.toml:{line}: " in str(refused.value)


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    text = GOOD.replace('mounts = ["till"]', 'mounts = ["tile"]').replace('calls = ["depot"]', 'calls = ["bank"]')

    with pytest.raises(ManifestError) as refused:
        a_system(tmp_path, text)

    assert [problem.line for problem in refused.value.problems] == [13, 30]


def test_services_may_call_each_other(tmp_path: Path) -> None:
    system = a_system(tmp_path, GOOD.replace('team = "goods"', 'team = "goods"\ncalls = ["shop"]'))

    assert system.callers_of("shop") == ("depot",)


@pytest.mark.parametrize("ports", [{"gatewya": 1}, {"depot": 8888}, {"service.till": 9}])
def test_a_port_that_cannot_be_moved_there(tmp_path: Path, ports: dict[str, int]) -> None:
    with pytest.raises(ManifestError):
        a_system(tmp_path, ports=ports)


def test_ports_cannot_be_moved_beyond_the_last_one(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="beyond 65535"):
        a_system(tmp_path, port_offset=60_000)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="There is no such file"):
        load(tmp_path / "souk.toml")
