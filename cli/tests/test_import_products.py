from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec

import pytest

from cli.home import Home
from cli.import_products import importer_of, refuse_other_currency
from cli.refusals import Refusal
from cli.shape import Shape

SYSTEM = Shape().system(Home.of({}))


def test_prices_in_another_currency_than_the_shops_are_refused_with_the_fix() -> None:
    with pytest.raises(Refusal) as refused:
        refuse_other_currency("eur", SYSTEM)

    assert refused.value.cause == "The file's prices are in EUR, and those of Souk in INR."
    assert "Convert them to INR first" in refused.value.fix
    assert 'currency = "EUR"' in refused.value.fix


@pytest.mark.parametrize("currency", [None, "INR", "inr"])
def test_prices_in_the_shops_currency_are_taken(currency: str | None) -> None:
    refuse_other_currency(currency, SYSTEM)


def test_products_go_to_the_service_that_has_an_importer() -> None:
    service, module = importer_of(SYSTEM)

    assert service in SYSTEM.services
    assert find_spec(f"{module}.__main__")


def test_a_shop_without_such_a_service_says_so() -> None:
    with pytest.raises(Refusal, match="No service of this shop takes products in"):
        importer_of(replace(SYSTEM, services={}))
