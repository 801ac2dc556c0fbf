"""What other origins may have of the gateway: a network (CDN) the files of releases, a portal answers that are kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cli.tests.gateway_rig import Rig, home_with_files, running_gateway

NETWORK, SELLER = "https://cdn.example", "https://sell.example"
KEPT_READ = "/product-service/api/v1/products?limit=2"
DELIVERED = (
    "/mfe/cart/0123456789abcdef/remoteEntry.js",
    "/products/_next/static/chunks/page.js",
    "/_next/static/media/inter.woff2",
    "/products/texts/hi-IN.0123456789ab.js",
)


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    home = home_with_files(tmp_path_factory.mktemp("shop"))
    with running_gateway(home, assets=NETWORK, seller=SELLER) as rig:
        yield rig


@pytest.mark.parametrize("path", DELIVERED)
def test_files_of_a_release_may_be_used_by_pages_of_another_origin(gateway: Rig, path: str) -> None:
    answer = gateway.client.get(path)

    assert (answer.status_code, answer.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
    assert answer.headers.get_list("cross-origin-resource-policy") == ["cross-origin"]
    assert answer.headers.get_list("access-control-allow-origin") == ["*"]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/favicon.svg",
        "/mfe/remotes.json",
        "/mfe/cart/remoteEntry.js",
        "/media/mug-0a1b2c3d4e-400.webp",
        "/product-service/api/v1/products",
        "/product-service/_next/static/x.js",
        "/mfe/cart/0123456789abcdef/gone.js",
        "/products/_next/static/gone.js",
    ],
)
def test_all_else_stays_the_shops_own(gateway: Rig, path: str) -> None:
    gateway.forget()

    answer = gateway.client.get(path)

    assert answer.headers.get_list("cross-origin-resource-policy") == ["same-origin"]
    assert "access-control-allow-origin" not in answer.headers
    if "gone" in path:
        assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-store")  # so no network keeps that


def test_an_answer_that_is_kept_may_be_read_by_a_portal_whoever_asked_for_it_first(gateway: Rig) -> None:
    gateway.forget()
    gateway.upstreams["service.product"].headers |= {"Cache-Control": "public, s-maxage=60"}

    def ask(origin: str | None) -> tuple[str | None, str | None]:
        headers = gateway.client.get(KEPT_READ, headers={"origin": origin} if origin else {}).headers
        assert "Origin" in headers.get_list("vary", split_commas=True)
        return headers.get("access-control-allow-origin"), headers.get("access-control-allow-credentials")

    asked = [None, SELLER, "https://elsewhere.example", NETWORK, SELLER, None]

    assert [ask(origin) for origin in asked] == [
        (None, None), (SELLER, "true"), (None, None), (None, None), (SELLER, "true"), (None, None),
    ]  # fmt: skip
    assert len(gateway.asked) < len(asked)
