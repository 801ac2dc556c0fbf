from __future__ import annotations

from pathlib import Path

import pytest

from cli.fingerprint import fingerprint


@pytest.fixture
def web(tmp_path: Path) -> Path:
    for name, text in {
        "web/apps/cart/src/Bag.tsx": "a bag",
        "web/apps/cart/package.json": "{}",
        "turbo.json": "{}",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def of(root: Path) -> str:
    return fingerprint(root, ["web", "turbo.json"])


def test_nothing_changed_gives_the_same_value(web: Path) -> None:
    assert of(web) == of(web)


@pytest.mark.parametrize(
    ("name", "text"),
    [("web/apps/cart/src/Bag.tsx", "another bag"), ("web/apps/cart/src/New.tsx", ""), ("turbo.json", "{ }")],
)
def test_a_changed_or_new_file_gives_another_value(web: Path, name: str, text: str) -> None:
    before = of(web)

    (web / name).write_text(text)

    assert of(web) != before


def test_a_renamed_file_gives_another_value(web: Path) -> None:
    before = of(web)

    (web / "web/apps/cart/src/Bag.tsx").rename(web / "web/apps/cart/src/Basket.tsx")

    assert of(web) != before


@pytest.mark.parametrize(
    "made",
    [
        ".next/server.js",
        "dist/mfe/remoteEntry.js",
        "node_modules/x/index.js",
        ".turbo/log",
        ".texts.json",
        "public/texts/ar.js",
        "../../together/src/pieces.ts",
    ],
)
def test_what_a_build_makes_does_not_count(web: Path, made: str) -> None:
    before = of(web)

    file = web / "web/apps/cart" / made
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("built")

    assert of(web) == before
