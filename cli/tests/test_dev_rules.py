from __future__ import annotations

import json

import pytest

from cli.dev.routing import FromSource
from cli.dev.rules import Ends, cookie_here, towards_browser, towards_shop
from cli.manifest import load

SHOP = "https://shop.example"
HTTPS = Ends(4030, https=True, shop=SHOP)
HTTP = Ends(4030, https=False, shop=SHOP)
SYSTEM = load()


def asked(ends: Ends, *headers: tuple[str, str]) -> dict[str, str]:
    return dict(towards_shop(ends, headers))


def test_to_the_shop_its_own_page_asks() -> None:
    sent = asked(
        HTTPS,
        ("Host", "localhost:4030"),
        ("Origin", "https://localhost:4030"),
        ("Referer", "https://localhost:4030/cart?step=1"),
        ("Sec-Fetch-Site", "same-origin"),
    )

    assert sent == {
        "Host": "shop.example",
        "Origin": SHOP,
        "Referer": f"{SHOP}/cart?step=1",
        "Sec-Fetch-Site": "same-origin",
    }


@pytest.mark.parametrize("origin", ["https://evil.example", "http://localhost:4030", "https://localhost:4031", "null"])
def test_another_page_stays_another_to_the_shop(origin: str) -> None:
    assert asked(HTTPS, ("Origin", origin), ("Sec-Fetch-Site", "same-site")) == {
        "Host": "shop.example",
        "Origin": origin,
        "Sec-Fetch-Site": "same-site",
    }


def test_what_is_of_one_connection_or_of_another_proxy_goes_no_further() -> None:
    sent = asked(
        HTTPS,
        ("Connection", "keep-alive, X-Hop"),
        ("X-Hop", "1"),
        ("Transfer-Encoding", "chunked"),
        ("X-Forwarded-For", "10.0.0.1"),
        ("Forwarded", "for=10.0.0.1"),
        ("X-Real-Ip", "10.0.0.1"),
        ("Accept", "*/*"),
    )

    assert sent == {"Host": "shop.example", "Accept": "*/*"}


def test_a_browser_is_never_told_to_keep_localhost_on_https() -> None:
    kept = towards_browser(
        HTTPS,
        [
            ("Strict-Transport-Security", "max-age=63072000; includeSubDomains; preload"),
            ("Alt-Svc", 'h3=":443"'),
            ("NEL", "{}"),
            ("Content-Type", "text/html"),
        ],
    )

    assert kept == [("Content-Type", "text/html")]


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        (f"{SHOP}/login?back=%2F", "https://localhost:4030/login?back=%2F"),
        (SHOP, "https://localhost:4030"),
        ("/login", "/login"),
        ("https://shop.example.org/", "https://shop.example.org/"),
        ("https://shop.example@evil.example/", "https://shop.example@evil.example/"),
    ],
)
def test_who_is_led_on_stays_below_the_development_origin(given: str, seen: str) -> None:
    assert towards_browser(HTTPS, [("Location", given)]) == [("Location", seen)]


@pytest.mark.parametrize(
    ("given", "https", "http"),
    [
        ("a=1; Path=/; Secure; HttpOnly", "a=1; Path=/; Secure; HttpOnly", "a=1; Path=/; HttpOnly"),
        ("a=1; Domain=shop.example; Path=/x", "a=1; Path=/x", "a=1; Path=/x"),
        ("__Host-a=1; Secure; Path=/", "__Host-a=1; Secure; Path=/", "dev-Host-a=1; Path=/"),
        ("__Secure-a=1; Secure", "__Secure-a=1; Secure", "dev-Secure-a=1"),
        ("a=1; SameSite=None; Secure", "a=1; SameSite=None; Secure", "a=1; SameSite=Lax"),
        ("a=secure; SameSite=Lax", "a=secure; SameSite=Lax", "a=secure; SameSite=Lax"),
    ],
)
def test_a_cookie_is_kept_as_well_over_http(given: str, https: str, http: str) -> None:
    assert cookie_here(given, https=True) == https
    assert cookie_here(given, https=False) == http


def test_what_a_cookie_was_called_over_http_it_is_not_called_at_the_shop() -> None:
    cookies = ("Cookie", "dev-Host-guest=a.b; souk_session=1; dev-Secure-x=2")

    assert asked(HTTP, cookies)["Cookie"] == "__Host-guest=a.b; souk_session=1; __Secure-x=2"
    assert asked(HTTPS, cookies)["Cookie"] == cookies[1]


def test_a_policy_stands_but_for_what_would_lead_plain_http_to_https() -> None:
    policy = "default-src 'self'; upgrade-insecure-requests; script-src 'self'"
    said = [("Content-Security-Policy", policy)]

    assert towards_browser(HTTPS, said) == said
    assert towards_browser(HTTP, said) == [("Content-Security-Policy", "default-src 'self'; script-src 'self'")]


@pytest.mark.parametrize("host", ["localhost:4030", "127.0.0.1:4030", "[::1]:4030"])
def test_it_answers_under_the_names_of_this_machine(host: str) -> None:
    assert HTTPS.is_own_host(host)


@pytest.mark.parametrize(
    "host", ["", "localhost", "localhost:4031", "evil.example:4030", "localhost.evil.example:4030"]
)
def test_it_answers_under_no_other(host: str) -> None:
    assert not HTTPS.is_own_host(host)


def from_source(name: str) -> FromSource:
    return FromSource.of(SYSTEM, SYSTEM.mfes[name], "0.3.0", 41001, 41002 if SYSTEM.mfes[name].is_zone else None)


@pytest.mark.parametrize(
    "path", ["/", "/cart", "/mfe/orders/remoteEntry.js", "/mfe/cartographer/x.js", "/cart-service/api/v1/cart"]
)
def test_a_remote_answers_for_its_own_files_alone(path: str) -> None:
    assert from_source("cart").route("/mfe/cart/static/js/piece.js") == (41001, "/mfe/cart/static/js/piece.js")
    assert from_source("cart").route(path) is None


@pytest.mark.parametrize(
    ("path", "known_as"),
    [
        ("/products", "/products"),
        ("/products/bud-vase", "/products/bud-vase"),
        ("/products/_next/static/x.js", "/products/_next/static/x.js"),
        ("/hi/products/bud-vase", "/products/hi/bud-vase"),
        ("/ar/products", "/products/ar"),
    ],
)
def test_a_zone_answers_for_its_pages_in_each_language(path: str, known_as: str) -> None:
    assert from_source("products").route(path) == (41002, known_as)


def test_what_shows_an_error_of_a_zone_comes_from_its_own_server() -> None:
    path = "/__nextjs_original-stack-frames"

    assert from_source("products").route(path) == (41002, path)


@pytest.mark.parametrize(
    "path", ["/", "/productsale", "/hi", "/content/about", "/mfe/remotes.json", "/product-service/api/v1/products"]
)
def test_and_for_nothing_else(path: str) -> None:
    assert from_source("products").route(path) is None


def test_the_zone_at_the_root_leaves_to_others_what_is_theirs() -> None:
    host = FromSource.of(SYSTEM, SYSTEM.host, "1", None, 41002)

    assert host.route("/") == (41002, "/")
    assert host.route("/cart") == (41002, "/cart")
    assert host.route("/hi") == (41002, "/hi")
    assert host.route("/hi/cart") == (41002, "/hi/cart")
    for path in ("/products", "/ar/content/about", "/media/x.webp", "/mfe/cart/remoteEntry.js", "/_souk/plain.css"):
        assert host.route(path) is None


def test_what_a_network_delivers_comes_through_this_origin() -> None:
    shops = json.dumps({"orders": {"entry": "https://cdn.example/mfe/orders/1/remoteEntry.js", "team": "checkout"}})

    answered = json.loads(from_source("cart").answered_for(shops.encode(), SHOP))

    assert answered["orders"] == {"entry": "/mfe/orders/1/remoteEntry.js", "team": "checkout"}


def test_one_line_of_the_list_of_remotes_is_its_own() -> None:
    shops = json.dumps(
        {"cart": {"entry": "/mfe/cart/1/remoteEntry.js", "pieces": {"MiniCart": ["a.js"]}}, "orders": {"entry": "/o"}}
    )

    answered = json.loads(from_source("cart").answered_for(shops.encode(), SHOP))

    assert answered["orders"] == {"entry": "/o"}
    assert answered["cart"] == {
        "entry": "/mfe/cart/remoteEntry.js",
        "version": "0.3.0-dev",
        "team": SYSTEM.mfes["cart"].team,
        "pieces": {},
    }
