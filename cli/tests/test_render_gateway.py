"""What the gateway lets through, and to whom."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator

import httpx
import pytest

from cli.tests.gateway_rig import Rig, running_gateway

FORGED = {
    "X-Service-Key": "forged",
    "x_service_key": "forged",
    "X-Souk-Caller": "order",
    "X-User-Id": "1",
    "X-Forwarded-For": "6.6.6.6",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "gopher",
    "X-Forwarded-Prefix": "/evil",
    "X-Real-IP": "6.6.6.6",
    "Forwarded": "for=6.6.6.6",
    "X-Original-URL": "/evil",
    "X-Middleware-Subrequest": "middleware",
    "Host": "evil.example",
    "X-Request-Id": "chosen",
}
REFUSED = {"x-service-key", "x_service_key", "x-souk-caller", "x-user-id", "x-forwarded-prefix", "forwarded"}
SECURITY = {
    "content-security-policy",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "permissions-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "x-request-id",
}


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    with running_gateway(tmp_path_factory.mktemp("a shop")) as rig:
        yield rig


@pytest.fixture(autouse=True)
def _fresh(gateway: Rig) -> None:
    gateway.forget()


def test_forged_internal_headers_arrive_nowhere(gateway: Rig) -> None:
    for path in gateway.locations():
        for method in ("GET", "POST"):
            gateway.client.request(method, f"{path}?q=forged", headers=FORGED, json={})

    assert {one.part for one in gateway.asked} == set(gateway.upstreams)
    for one in gateway.asked:
        assert not REFUSED & set(one.headers), one
        assert not {"forged", "6.6.6.6", "evil.example", "chosen", "gopher"} & set(one.headers.values()), one
        assert one.headers["x-forwarded-for"] == "127.0.0.1"
        assert one.headers["host"] == f"localhost:{gateway.system.gateway.port}"


def test_every_location_sends_the_complete_security_headers(gateway: Rig) -> None:
    for path in gateway.locations():
        for method in ("GET", "POST", "PUT"):
            answer = gateway.client.request(method, path)
            assert set(answer.headers) >= SECURITY, (method, path, answer.status_code)
            assert len(answer.headers.get_list("content-security-policy")) == 1


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/order-service/health", 404),
        ("/mfe/cart/gone.js", 404),
        ("/media/gone.webp", 404),
        ("/_next/static/gone.js", 404),
        ("/cart-service/api/v1/cart?" + "x" * 20_000, 414),
    ],
)
def test_errors_of_the_gateway_carry_them_too(gateway: Rig, path: str, status: int) -> None:
    answer = gateway.client.get(path)

    assert answer.status_code == status
    assert set(answer.headers) >= SECURITY


def test_even_what_is_no_http_gets_them(gateway: Rig) -> None:
    with socket.create_connection(("127.0.0.1", gateway.system.gateway.port)) as connection:
        connection.sendall(b"GET /\x00 HTTP/1.1\r\nHost: a\r\n\r\n")
        answer = connection.recv(65536).decode().lower()

    assert answer.startswith("http/1.1 400")
    assert "content-security-policy:" in answer


@pytest.mark.parametrize(
    ("path", "header", "status"),
    [
        ("/user-service/api/v1/%00", "X-Any: 1", 400),
        ("/user-service/api/v1/me", "Host: [", 400),
        ("/user-service/api/v1/me", f"Cookie: {'a' * 20_000}", 431),
    ],
)
def test_what_cannot_be_read_is_a_problem_below_a_service(gateway: Rig, path: str, header: str, status: int) -> None:
    with socket.create_connection(("127.0.0.1", gateway.system.gateway.port)) as connection:
        connection.sendall(f"GET {path} HTTP/1.0\r\n{header}\r\n\r\n".encode())
        head, _, body = connection.makefile("rb").read().partition(b"\r\n\r\n")

    problem = json.loads(body)
    assert (problem["status"], int(head.split()[1])) == (status, status)
    assert b"application/problem+json" in head
    assert problem["cause"]
    assert problem["fix"]


def test_scripts_and_styles_come_from_the_shop_alone(gateway: Rig) -> None:
    gateway.upstreams["zone.host"].headers["Content-Security-Policy"] = "script-src *"

    policy = gateway.client.get("/").headers["content-security-policy"]

    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == rules["script-src"] == rules["style-src"] == "'self'"
    assert rules["frame-ancestors"] == "'none'"


@pytest.mark.parametrize(
    "path",
    [
        "/health",
        "/health/live",
        "/openapi.json",
        "/docs",
        "/internal/keys",
        "/api/v1/internal/keys",
        "/api/../health",
        "/api/%2e%2e/health",
        "/api/..%2fhealth",
        "//health",
        "",
    ],
)
def test_of_a_service_only_its_api_is_routed(gateway: Rig, path: str) -> None:
    for service in gateway.system.services.values():
        # Written by hand, because a client would tidy the path up.
        with socket.create_connection(("127.0.0.1", gateway.system.gateway.port)) as connection:
            head = f"GET {service.path}{path or '/'} HTTP/1.0\r\n\r\n"
            connection.sendall(head.encode())
            answer = connection.makefile("rb").read().decode()
        assert answer.startswith("HTTP/1.1 404")
        assert "application/problem+json" in answer

    assert gateway.asked == []


def test_the_gateway_says_how_it_is(gateway: Rig) -> None:
    assert gateway.client.get("/health").json() == {"part": "gateway", "status": "ok"}


def test_a_service_sees_its_own_paths_and_the_shoppers_credentials(gateway: Rig) -> None:
    sent = {"Cookie": "souk_guest=g", "Authorization": "Bearer t", "X-Guest-Id": "g", "X-Order-Token": "o"}

    gateway.client.post("/cart-service/api/v1/cart/items?x=1", json={"sku": "MUG"}, headers=sent)

    (one,) = gateway.upstreams["service.cart"].asked
    assert (one.method, one.target, json.loads(one.body)) == ("POST", "/api/v1/cart/items?x=1", {"sku": "MUG"})
    assert {name: one.headers[name.lower()] for name in sent} == sent


def test_personal_answers_are_never_kept(gateway: Rig) -> None:
    gateway.upstreams["service.cart"].headers["Set-Cookie"] = "souk_guest=g"
    gateway.upstreams["service.cart"].headers["Cache-Control"] = "s-maxage=60"

    answers = [gateway.client.get("/cart-service/api/v1/cart") for _ in range(2)]

    assert len(gateway.asked) == 2
    assert answers[1].headers["set-cookie"] == "souk_guest=g"


def test_an_answer_that_says_nothing_is_private(gateway: Rig) -> None:
    assert gateway.client.get("/cart-service/api/v1/cart").headers["cache-control"] == "private, no-store"


def test_a_trace_goes_on_and_a_missing_one_begins(gateway: Rig) -> None:
    given = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    gateway.client.get("/cart-service/api/v1/cart", headers={"traceparent": given})
    gateway.client.get("/cart-service/api/v1/cart", headers={"traceparent": "nonsense"})
    first, second = (one.headers["traceparent"] for one in gateway.upstreams["service.cart"].asked)

    assert first == given
    version, trace, span, flags = second.split("-")
    assert (version, len(trace), len(span), flags) == ("00", 32, 16, "01")


def test_files_may_be_larger_where_the_manifest_says_so(gateway: Rig) -> None:
    path = "/content-service/api/v1/editor/media"

    taken = gateway.client.post(path, content=b"x" * 5_000_000, headers={"content-type": "image/png"})
    refused = gateway.client.post(path, content=b"x" * 13_000_000, headers={"content-type": "image/png"})

    (one,) = gateway.asked
    assert (taken.status_code, one.target, len(one.body)) == (200, "/api/v1/editor/media", 5_000_000)
    assert refused.status_code == 413


def test_large_bodies_are_refused_before_a_service_sees_them(gateway: Rig) -> None:
    answer = gateway.client.post("/order-service/api/v1/orders", content=b"x" * 300_000)

    assert (answer.status_code, answer.json()["type"]) == (413, "urn:souk:too-large")
    assert gateway.asked == []


def test_guessing_passwords_is_slowed_down(gateway: Rig) -> None:
    answers = (gateway.client.post("/user-service/api/v1/auth/customer/login", json={}) for _ in range(1000))

    answer = next(answer for answer in answers if answer.status_code == 429)  # the faster one asks, the sooner
    assert answer.json()["type"] == "urn:souk:too-many-requests"
    assert answer.headers["retry-after"] == "2"


def test_what_is_asked_with_a_password_is_reached_at_its_very_address(gateway: Rig) -> None:
    for path in ("/me/second-factor", "/me/second-factor/off", "/me/password"):
        while (answer := gateway.client.post(f"/user-service/api/v1{path}", json={})).status_code == 429:
            pass  # another test has guessed: nginx counts by the second

        assert (answer.status_code, gateway.asked[-1].target) == (200, f"/api/v1{path}")


def test_a_dead_service_is_a_503_with_cause_and_fix(gateway: Rig) -> None:
    gateway.upstreams["service.order"].stop()

    answer = gateway.client.get("/order-service/api/v1/orders")

    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) == {"type", "code", "title", "status", "cause", "fix", "facts", "errors", "trace_id"}
    assert set(answer.headers) >= SECURITY


def test_what_a_service_left_as_it_is_is_compressed(gateway: Rig) -> None:
    for path in ("/product-service/api/v1/products", "/cart-service/api/v1/cart"):
        answer = gateway.client.get(path, headers={"Accept-Encoding": "gzip"})

        assert (answer.headers["content-encoding"], answer.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert gateway.asked[1].headers.get("accept-encoding", "") == ""


def test_an_answer_that_a_service_compressed_is_kept_so_and_each_coding_by_itself(gateway: Rig) -> None:
    product = gateway.upstreams["service.product"]
    product.headers["Cache-Control"] = "public, s-maxage=60"
    product.compresses = True
    codings = ("gzip", "br, gzip;q=0.5", "gzip", "gzip;q=0", "identity", "identity")

    answers = [
        gateway.client.get("/product-service/api/v1/products?q=coded", headers={"Accept-Encoding": coding})
        for coding in codings
    ]

    assert [answer.headers.get("content-encoding") for answer in answers] == ["gzip"] * 3 + [None] * 3
    assert {answer.headers["vary"] for answer in answers} == {"Accept-Encoding"}
    assert len({answer.json()["pad"] for answer in answers}) == 1
    assert [asked.headers.get("accept-encoding", "") for asked in product.asked] == ["gzip"] * 2 + [""] * 2


def test_logs_keep_paths_without_query_strings(gateway: Rig) -> None:
    gateway.client.get("/cart-service/api/v1/cart?secret=walnut")
    httpx.get(f"{gateway.client.base_url}/cart-service/api/v1/last", timeout=60)

    lines: list[dict[str, object]] = []
    for _ in range(100):
        text = (gateway.home / "gateway.log").read_text()
        lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
        if any("v1/last" in str(line["message"]) for line in lines):
            break
        time.sleep(0.05)

    assert "GET /cart-service/api/v1/cart" in [line["message"] for line in lines]
    assert "walnut" not in (gateway.home / "gateway.log").read_text()
