"""An old site behind the gateway: what goes to it, what it hears, and what it may say."""

from __future__ import annotations

import os
import re
import signal
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import kit.names
from cli.manifest import Legacy
from cli.render.gateway_files import write_configuration
from cli.render.legacy import COOKIE_STEPS, legacy_facts
from cli.render.runtime import facts_of
from cli.testing.old_site import OldAnswer, OldSite, a_certificate, a_page, running_old_site
from cli.tests.gateway_rig import Rig, running_gateway
from kit.names import COOKIE_PREFIX, access_cookie, host_cookie, refresh_cookie
from local.files import write_whole
from testkit.waiting import wait_until

SOUKS_COOKIES = sorted(value for name, value in vars(kit.names).items() if name.endswith("_COOKIE"))
MOVED = {
    "/old-mug": "/products/mug",
    "/product.php?id=5": "/products/mug?variant=blue",
    "/journal/*": "/content/*",
    "/café": "/content/café",
    "/events/*": "/content/about?from=events",
}
ITS = ("/about-us", "/deep/er/page.php?id=3&x=%2F", "/support", "/products/clearance/x", "/hi/x")
OURS = ("/products/mug", "/content/about", "/cart", "/checkout/pay", "/contact", "/robots.txt", "/hi/products/mug")
NOBODYS = ("/mfe/x.js", "/_next/data/x.json", "/nobody-service/api/v1/x", "/souk-service", "/_souk/x", "/media/x.webp")


@pytest.fixture(scope="module")
def old() -> Iterator[OldSite]:
    with running_old_site({}) as site:
        yield site


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory, old: OldSite) -> Iterator[Rig]:
    legacy = Legacy(url=old.url, keeps=("/support", "/products/clearance"), moved=MOVED)
    with running_gateway(tmp_path_factory.mktemp("shop"), legacy=legacy) as rig:
        yield rig


@pytest.fixture(autouse=True)
def _fresh(gateway: Rig, old: OldSite) -> None:
    gateway.forget()
    old.asked.clear()
    old.pages = {"/about-us": a_page("About us")}


def cookies_that_came(old: OldSite) -> str:
    return old.headers().get("cookie", "")


@pytest.mark.parametrize("path", ITS)
def test_what_no_part_has_and_what_it_keeps_goes_to_it_as_it_came(gateway: Rig, old: OldSite, path: str) -> None:
    gateway.client.get(path)

    assert old.asked[-1][:2] == ("GET", path)
    assert gateway.asked == []


@pytest.mark.parametrize("path", ["/", "/hi", *OURS])
def test_what_a_part_has_is_that_parts(gateway: Rig, old: OldSite, path: str) -> None:
    gateway.client.get(path)

    assert [one.part[:5] for one in gateway.asked] == ["zone."]
    assert old.asked == []


@pytest.mark.parametrize("path", NOBODYS)
def test_no_address_of_the_gateway_or_a_service_is_ever_the_old_sites(gateway: Rig, old: OldSite, path: str) -> None:
    assert gateway.client.get(path).status_code == 404
    assert old.asked == []


def test_pages_of_zones_that_are_built_together_are_theirs_too(gateway: Rig) -> None:
    facts = legacy_facts(gateway.system.with_mfes_together())

    assert facts is not None
    pattern = re.compile(str(facts["of_host"]))
    ours = ("/", "/products", "/products/mug", "/content/about", "/contact")
    assert [path for path in ours if not pattern.match(path)] == []
    assert [path for path in ("/about-us", "/productsx", "/contact/x") if pattern.match(path)] == []


def test_every_cookie_of_souk_has_its_prefix() -> None:
    named = [*SOUKS_COOKIES, access_cookie("customer"), refresh_cookie("admin")]

    assert len(SOUKS_COOKIES) > 5
    assert [name for name in named if not name.startswith(COOKIE_PREFIX)] == []


def test_the_old_site_gets_its_own_cookies_and_none_of_souks(gateway: Rig, old: OldSite) -> None:
    names = [*SOUKS_COOKIES, access_cookie("customer"), refresh_cookie("customer")]
    souks = [host_cookie(name, https) for name in names for https in (False, True)]
    its = {f"old{number}": f"v{number}" for number in range(5)}
    pairs = [f"{name}=secret" for name in souks]
    for place, (name, value) in enumerate(its.items()):
        pairs.insert(place * 4, f"{name}={value}")

    gateway.client.get("/about-us", headers={"Cookie": "; ".join(pairs)})

    assert cookies_that_came(old).replace(" ", "").split(";") == [f"{name}={value}" for name, value in its.items()]


@pytest.mark.parametrize(
    "sent",
    ["souk_session=secret", "a=1;souk_session=secret;b=2", "a=1;\tSOUK_session=secret", 'a="1; souk_session=secret"',
     "=souk_session=secret", "__Secure-souk_access_customer=secret; a=1",
     ";".join(f"a{n}=1;souk_{n}=secret" for n in range(COOKIE_STEPS + 5))],
)  # fmt: skip
def test_however_cookies_are_written_souks_do_not_go_on(gateway: Rig, old: OldSite, sent: str) -> None:
    gateway.client.get("/about-us", headers={"Cookie": sent})

    assert "secret" not in cookies_that_came(old)


def test_several_cookie_headers_are_one_to_it(gateway: Rig, old: OldSite) -> None:
    gateway.client.get("/about-us", headers=[("Cookie", "a=1"), ("Cookie", "souk_guest=secret; b=2")])

    assert cookies_that_came(old).replace(" ", "") == "a=1;b=2"


def test_who_asks_is_told_to_nobody_but_souk(gateway: Rig, old: OldSite) -> None:
    own = {"Authorization": "Bearer t", "X-Guest-Id": "g", "X-Service-Key": "k", "X-Device-Info": "d", "X-User-Id": "1"}
    of_all = {"X-Forwarded-For": "6.6.6.6", "Upgrade": "websocket", "Connection": "Upgrade", "Accept-Language": "hi"}
    gateway.client.post("/about-us", headers=own | of_all, content=b"name=A")

    heard, body = old.headers(), old.asked[-1][3]
    assert not {*(name.lower() for name in own), "upgrade"} & set(heard)
    assert (heard["x-forwarded-for"], heard["accept-language"], body) == ("127.0.0.1", "hi", b"name=A")
    gateway.client.get("/about-us", headers={"Authorization": "Basic b2xkOnNpdGU="})
    assert old.headers()["authorization"] == "Basic b2xkOnNpdGU="


def test_a_form_of_the_old_site_comes_from_its_own_name(gateway: Rig, old: OldSite) -> None:
    shop = gateway.system.public_url

    gateway.client.post("/about-us", headers={"Origin": shop, "Referer": f"{shop}/about-us?x=1"})

    heard = old.headers()
    assert (heard["host"], heard["origin"], heard["referer"]) == (old.url[7:], old.url, f"{old.url}/about-us?x=1")


def test_it_sets_its_own_cookies_for_this_host_and_none_of_souks(gateway: Rig, old: OldSite) -> None:
    its = (
        "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Path=/",
        "b=2; Domain=old.example; HttpOnly",
        "c=x, y; Domain=.old.example",
    )
    souks = ("souk_session=mine; Path=/", "__Host-souk_guest=mine; Path=/; Secure", "=souk_visitor=mine", "SOUK_X=mine")
    mixed = [cookie for pair in zip(its, souks, strict=False) for cookie in pair] + [souks[3]]
    old.pages["/about-us"] = OldAnswer(b"hello", 200, tuple(("Set-Cookie", cookie) for cookie in mixed))

    answer = gateway.client.get("/about-us")

    assert answer.headers.get_list("set-cookie") == [its[0], "b=2; HttpOnly", "c=x, y"]


def test_its_pages_keep_their_own_policy_and_what_speaks_for_the_whole_origin_is_not_its_to_say(
    gateway: Rig, old: OldSite
) -> None:
    loud = (("Clear-Site-Data", '"*"'), ("Service-Worker-Allowed", "/"), ("Alt-Svc", 'h3=":443"'), ("X-Mine", "1"),
            ("Strict-Transport-Security", "max-age=9; includeSubDomains"), ("X-Accel-Redirect", "/cart"))  # fmt: skip
    plain = old.pages["/about-us"]
    old.pages["/about-us"] = OldAnswer(plain.body, 200, (*plain.headers, *loud))

    answer = gateway.client.get("/about-us")

    assert answer.headers.get_list("content-security-policy") == [dict(plain.headers)["Content-Security-Policy"]]
    assert (answer.headers["x-mine"], answer.content) == ("1", plain.body)
    assert not {name.lower() for name, _ in loud} - {"x-mine"} & set(answer.headers)
    assert {"x-frame-options", "cross-origin-opener-policy"} & set(answer.headers) == set()


def test_a_worker_of_the_old_site_takes_no_page_of_the_shop(gateway: Rig, old: OldSite) -> None:
    old.pages["/sw.js"] = OldAnswer(b"self", 200, (("Content-Type", "text/javascript"),))

    assert gateway.client.get("/sw.js", headers={"Service-Worker": "script"}).status_code == 404
    assert gateway.client.get("/sw.js").status_code == 200


@pytest.mark.parametrize("status", [301, 302])
def test_where_it_leads_on_it_leads_to_the_shop(gateway: Rig, old: OldSite, status: int) -> None:
    shop = gateway.system.public_url
    led = {f"{old.url}/new?x=1": f"{shop}/new?x=1", "/new": "/new", "https://else.example/": "https://else.example/"}
    for place, leads in led.items():
        old.pages["/about-us"] = OldAnswer(b"", status, (("Location", place),))
        answer = gateway.client.get("/about-us")
        assert (answer.status_code, answer.headers["location"]) == (status, leads)


def test_its_own_refusals_are_its_own(gateway: Rig, old: OldSite) -> None:
    old.pages["/about-us"] = OldAnswer(b"broken", 500)

    assert gateway.client.get("/about-us").text == "broken"
    assert gateway.client.get("/nowhere").text == "the old site has no such page"


def test_old_addresses_lead_to_where_their_pages_are_now(gateway: Rig, old: OldSite) -> None:
    found = {
        path: gateway.client.get(path).headers.get("location")
        for path in (
            "/old-mug",
            "/OLD-MUG?utm_source=mail",
            "/product.php?id=5",
            "/journal/a/b?p=2",
            "/caf%C3%A9",
            "/events/x/y",
        )
    }

    shop = gateway.system.public_url
    assert found == {
        "/old-mug": f"{shop}/products/mug",
        "/OLD-MUG?utm_source=mail": f"{shop}/products/mug?utm_source=mail",
        "/product.php?id=5": f"{shop}/products/mug?variant=blue",
        "/journal/a/b?p=2": f"{shop}/content/a/b?p=2",
        "/caf%C3%A9": f"{shop}/content/caf%C3%A9",
        "/events/x/y": f"{shop}/content/about?from=events",
    }
    assert gateway.client.get("/old-mug").status_code == 301
    gateway.client.get("/product.php?id=6")
    assert old.asked[-1][1] == "/product.php?id=6"


def test_a_page_of_an_old_site_is_not_opened_before_somebody_wants_it(gateway: Rig) -> None:
    rules = gateway.client.get("/_souk/speculation-rules.json").json()
    wanted = rules["prerender"][0]["where"]["and"][0]["href_matches"]

    assert {"/", "/hi/", "/products/*", "/hi/products/*"} <= set(wanted)
    assert "/*" not in wanted


def test_while_it_is_away_its_pages_say_so_and_the_shop_goes_on(tmp_path_factory: pytest.TempPathFactory) -> None:
    with socket.socket() as silent:  # takes connections and says nothing
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with running_gateway(tmp_path_factory.mktemp("shop"), legacy=Legacy(url=url, timeout_s=1)) as rig:
            hangs, shop = rig.client.get("/about-us"), rig.client.get("/products/mug")
            silent.close()
            gone = rig.client.get("/about-us")

    assert (hangs.status_code, gone.status_code, shop.status_code) == (504, 502, 200)
    for answer in (hangs, gone):
        assert "This stall is closed for a moment" in answer.text
        assert answer.headers["content-security-policy"].startswith("default-src 'self'")


def test_an_old_site_on_https_has_to_prove_its_name(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("shop")
    certificate = a_certificate(folder, "localhost")
    strange = a_certificate(tmp_path_factory.mktemp("elsewhere"), "localhost")
    with running_old_site({"/about-us": a_page("About us")}, tls=certificate) as site:
        monkeypatch.setenv("SSL_CERT_FILE", str(strange))
        legacy = Legacy(url=f"https://localhost:{site.port}")
        with running_gateway(folder / "home", legacy=legacy) as rig:
            # On connections of their own: a worker that leaves closes a kept one, whatever was just sent on it.
            alone = {"Connection": "close"}
            unproved = rig.client.get("/about-us", headers=alone)
            # A file of its own, as a render makes one: nginx knows a changed one by its number or its whole second.
            write_whole(rig.conf.parent / "authorities.pem", certificate.read_bytes())
            os.kill(rig.pid, signal.SIGHUP)
            wait_until(lambda: rig.client.get("/about-us", headers=alone).status_code == 200)

    assert (unproved.status_code, unproved.headers["content-type"]) == (502, "text/html")
    assert site.server_names[-1] == "localhost"
    assert {path for _, path, *_ in site.asked} == {"/about-us"}


def test_once_the_old_site_is_gone_its_addresses_still_lead_on(gateway: Rig, tmp_path: Path) -> None:
    system = replace(gateway.system, legacy=Legacy(moved=MOVED))

    write_configuration(system, tmp_path, {**facts_of(system, tmp_path, 1), "bucket": None})

    conf, maps = ((tmp_path / name).read_text() for name in ("nginx.conf", "legacy-maps.conf"))
    assert "if ($moved_to)" in conf
    assert '"/old-mug" "/products/mug$is_args$args";' in maps
    assert "upstream legacy" not in maps
    assert "legacy.conf" not in conf
