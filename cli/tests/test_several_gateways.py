"""Two gateways of one shop: limits on an address are the shop's, and both give the same release of the web."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import cycle, islice
from pathlib import Path

import httpx
import pytest

from cli.manifest import load
from cli.tests.gateway_rig import ROOT, Rig, running_gateway
from cli.tests.image_rig import an_image, publish

LOGIN = "/user-service/api/v1/auth/customer/login"
ASKED, PER_S = 120, 10
TWO = 2


@pytest.fixture(scope="module")
def volume(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("web")


@pytest.fixture(scope="module")
def gateways(tmp_path_factory: pytest.TempPathFactory, volume: Path) -> Iterator[list[Rig]]:
    """In front of the same services and the same volume."""
    home = tmp_path_factory.mktemp("gateways")
    with ExitStack() as stack:
        first = stack.enter_context(running_gateway(home / "1", gateways=TWO, credential_requests_per_s=PER_S))
        real = {name: service.port for name, service in first.system.services.items()}
        other = running_gateway(home / "2", real=real, gateways=TWO, credential_requests_per_s=PER_S)
        rigs = [first, stack.enter_context(other)]
        for rig in rigs:
            for here, there in ((rig.home / "mfe", "mfe"), (rig.home / "run" / "remotes.json", "remotes.json")):
                here.rename(here.with_name(f"own {here.name}"))
                here.symlink_to(volume / there)
        yield rigs


def test_at_both_an_address_is_let_through_as_often_as_at_one(gateways: list[Rig]) -> None:
    began = time.monotonic()

    answers = [rig.client.post(LOGIN, json={}).status_code for rig in islice(cycle(gateways), ASKED)]

    passed, seconds = answers.count(httpx.codes.OK), time.monotonic() - began
    # What may come at once, one more that each gateway begins with, and what it regains meanwhile.
    assert 2 * PER_S <= passed <= 2 * PER_S + TWO + PER_S * seconds + TWO
    assert set(answers) == {httpx.codes.OK, httpx.codes.TOO_MANY_REQUESTS}


def test_a_container_is_told_how_many_share() -> None:
    overlay = (ROOT / "deploy/kubernetes/overlays/production/kustomization.yaml").read_text()

    assert f'/data/SOUK_GATEWAYS, value: "{load(ROOT / "souk.toml").gateway.most_replicas}"' in overlay


def test_every_gateway_gives_the_new_release_at_once_and_the_chunks_of_the_old(
    tmp_path: Path, volume: Path, gateways: list[Rig]
) -> None:
    seen: list[str] = []
    for says in ("one", "two", "one"):
        publish(an_image(tmp_path, says) if len(seen) < 2 else tmp_path / "cart one", volume)
        answers = [rig.client.get("/mfe/remotes.json") for rig in gateways]
        told = {answer.json()["cart"]["entry"] for answer in answers}
        assert len(told) == 1
        seen.append(told.pop())
        tags = [answer.headers["etag"] for answer in answers]
        for rig, tag in zip(gateways, tags, strict=True):
            assert rig.client.get("/mfe/remotes.json", headers={"if-none-match": tag}).status_code == 304
            chunk = rig.client.get(seen[-1].replace("remoteEntry.js", f"chunk.{says}.js"))
            assert (chunk.text, "immutable" in chunk.headers["cache-control"]) == (says, True)

    assert (seen[0], seen[0] != seen[1]) == (seen[2], True)
    for rig in gateways:
        assert rig.client.get(seen[1].replace("remoteEntry.js", "chunk.two.js")).text == "two"
