"""[legacy] of souk.toml as it is read, and how it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.refusals import ManifestError
from cli.tests.test_manifest import GOOD, a_system

LEGACY = """
[legacy]
url = "https://old.example"
host = "shop.example"
keeps = ["/", "/till"]

[legacy.moved]
"/old-mug" = "/till/mug"
"/journal/*" = "/till/*"
"""


def test_an_old_site_is_named_by_its_address(tmp_path: Path) -> None:
    legacy = a_system(tmp_path, GOOD + LEGACY).legacy

    assert legacy is not None
    assert (legacy.url, legacy.host, legacy.keeps) == ("https://old.example", "shop.example", ("/", "/till"))
    assert legacy.moved["/journal/*"] == "/till/*"
    assert a_system(tmp_path).legacy is None


@pytest.mark.parametrize(
    ("right", "wrong", "cause"),
    [
        ("https://old.example", "http://localhost:8888", "the shop's own address"),
        ("https://old.example", "https://old.example/blog", "matching regex"),
        ("https://old.example", "https://old.example; return 200", "matching regex"),
        ('url = "https://old.example"\n', "", "nobody to keep anything"),
        ('"/till"]', '"/depot-service"]', "The gateway answers /depot-service itself."),
        ('"/till"]', '"till"]', "till is no path."),
        ('"/till"]', '"/till\\n"]', "is no path."),
        ("/old-mug", "/mfe/old", "The gateway answers /mfe/old itself."),
        ("/till/mug", "//elsewhere.example", "no address of this shop"),
        ("/till/mug", "/till/mug\\n", "no address of this shop"),
        ("/till/mug", "/journal/mug", "which is moved too"),
        ("/till/mug", "/OLD-mug?a=1", "which is moved too"),
        ('"/till/mug"', '"/till/*"', "is one address"),
        ("/journal/*", "/*", "The gateway answers /* itself."),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(tmp_path: Path, right: str, wrong: str, cause: str) -> None:
    assert right in LEGACY

    with pytest.raises(ManifestError, match=r"souk\.toml:[1-9]") as refused:
        a_system(tmp_path, GOOD + LEGACY.replace(right, wrong))

    assert cause in str(refused.value)
