"""What breaks a caller of today, and what does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from cli.check import openapi
from cli.tests.house import House, places

Document = dict[str, Any]
Change = Callable[[Document], object]


def an_api() -> Document:
    def body(name: str) -> Document:
        return {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}}

    return {
        "info": {"version": "0.1.0"},
        "x-codes": {"token-expired": 401},
        "paths": {
            "/api/v1/sales": {
                "get": {
                    "parameters": [{"in": "query", "name": "cursor", "required": False}],
                    "responses": {"200": body("Sales")},
                },
                "post": {
                    "requestBody": {"required": True, **body("Sell")},
                    "responses": {"201": body("Sale")},
                    "x-codes": {"sold-out": 409, "till-shut": 503},
                },
            }
        },
        "components": {"schemas": the_schemas()},
    }


def the_schemas() -> Document:
    return {
        "Sales": {"type": "object", "properties": {"items": {"type": "array", "items": schema("Sale")}}},
        "Sale": {
            "type": "object",
            "required": ["id", "state"],
            "properties": {
                "id": {"type": "string"},
                "state": {"type": "string", "enum": ["open", "paid"]},
                "note": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                "total": {"type": "integer"},
            },
        },
        "Sell": {
            "type": "object",
            "required": ["sku"],
            "properties": {
                "sku": {"type": "string", "maxLength": 64},
                "by": {"type": "string", "enum": ["card", "cash"]},
                "gift": {"anyOf": [{"type": "boolean"}, {"type": "null"}]},
            },
            "additionalProperties": False,
        },
    }


def schema(name: str) -> Document:
    return {"$ref": f"#/components/schemas/{name}"}


def sale(document: Document) -> Document:
    return document["components"]["schemas"]["Sale"]


def sell(document: Document) -> Document:
    return document["components"]["schemas"]["Sell"]


def sales(document: Document) -> Document:
    return document["paths"]["/api/v1/sales"]


BREAKING: dict[str, Change] = {
    "/api/v1/sales is gone.": lambda d: d["paths"].clear(),
    "POST /api/v1/sales is gone.": lambda d: sales(d).pop("post"),
    "GET /api/v1/sales: parameter cursor is gone.": lambda d: sales(d)["get"]["parameters"].clear(),
    "GET /api/v1/sales: parameter cursor is now required.": lambda d: sales(d)["get"]["parameters"][0].update(
        required=True
    ),
    "POST /api/v1/sales: answer 201 is gone.": lambda d: sales(d)["post"]["responses"].clear(),
    "POST /api/v1/sales: the answer's field body.total is gone.": lambda d: sale(d)["properties"].pop("total"),
    "GET /api/v1/sales: the answer's field body.items[].total is gone.": lambda d: sale(d)["properties"].pop("total"),
    "POST /api/v1/sales: the answer's field body.id may now be missing.": lambda d: sale(d)["required"].remove("id"),
    "POST /api/v1/sales: the answer's body.state may now be lost.": lambda d: sale(d)["properties"]["state"][
        "enum"
    ].append("lost"),
    "POST /api/v1/sales: the answer's body.total may now be string.": lambda d: sale(d)["properties"].update(
        total={"type": "string"}
    ),
    "POST /api/v1/sales: the answer's body.total may now be null.": lambda d: sale(d)["properties"].update(
        total={"anyOf": [{"type": "integer"}, {"type": "null"}]}
    ),
    "POST /api/v1/sales: the request's field body.by is now required.": lambda d: sell(d)["required"].append("by"),
    "POST /api/v1/sales: the request's field body.gift is no longer taken.": lambda d: sell(d)["properties"].pop(
        "gift"
    ),
    "POST /api/v1/sales: the request's body.by no longer takes cash.": lambda d: sell(d)["properties"]["by"][
        "enum"
    ].remove("cash"),
    "POST /api/v1/sales: the request's body.sku no longer takes string.": lambda d: sell(d)["properties"].update(
        sku={"type": "integer"}
    ),
    "POST /api/v1/sales: the request's body.gift no longer takes null.": lambda d: sell(d)["properties"].update(
        gift={"type": "boolean"}
    ),
    "POST /api/v1/sales: the request's body.sku has a narrower maxLength (8).": lambda d: sell(d)["properties"][
        "sku"
    ].update(maxLength=8),
    "POST /api/v1/sales: the request's body.sku has another pattern.": lambda d: sell(d)["properties"]["sku"].update(
        pattern="^A"
    ),
}

BREAKING_CODES: dict[str, Change] = {
    "POST /api/v1/sales: the refusal sold-out (409) is gone or has another status.": lambda d: sales(d)["post"].pop(
        "x-codes"
    ),
    "POST /api/v1/sales: the refusal till-shut (503) is gone or has another status.": lambda d: sales(d)["post"][
        "x-codes"
    ].update({"till-shut": 409}),
    "Every route: the refusal token-expired (401) is gone or has another status.": lambda d: d.update(
        {"x-codes": {"token-stale": 401}}
    ),
}

HARMLESS: list[Change] = [
    lambda d: sales(d)["post"]["x-codes"].update({"too-late": 410}),
    lambda d: d["x-codes"].update({"too-many": 429}),
    lambda d: d["paths"].update({"/api/v1/refunds": {"get": {"responses": {}}}}),
    lambda d: sale(d)["properties"].update(tax={"type": "integer"}),
    lambda d: sale(d)["required"].append("total"),
    lambda d: sale(d)["properties"].update(note={"type": "string"}),
    lambda d: sale(d)["properties"]["state"]["enum"].remove("paid"),
    lambda d: sell(d)["properties"].update(coupon={"type": "string"}),
    lambda d: sell(d)["properties"]["by"]["enum"].append("cheque"),
    lambda d: sell(d)["properties"]["sku"].update(maxLength=128),
    lambda d: sell(d).update(required=[]),
    lambda d: sales(d)["get"]["parameters"].append({"in": "query", "name": "limit"}),
]


@pytest.mark.parametrize("cause", [*BREAKING, *BREAKING_CODES])
def test_what_breaks_a_caller(cause: str) -> None:
    after = deepcopy(an_api())
    {**BREAKING, **BREAKING_CODES}[cause](after)

    assert cause in [found for found, _ in openapi.breaking(an_api(), after)]


@pytest.mark.parametrize("number", range(len(HARMLESS)))
def test_what_breaks_nobody(number: int) -> None:
    after = deepcopy(an_api())
    HARMLESS[number](after)

    assert list(openapi.breaking(an_api(), after)) == []


PATH = "contracts/openapi/shop.json"


def an_api_that_asks_more() -> Document:
    after = an_api()
    sell(after)["required"].append("by")
    return after


def keep(house: House, document: Document) -> None:
    house.write(PATH, json.dumps(document, indent=1))
    house.commit()


def test_the_document_is_compared_with_the_committed_one(tmp_path: Path) -> None:
    house = House(tmp_path)
    keep(house, an_api())
    assert list(openapi.violations(tmp_path)) == []

    house.write(PATH, json.dumps(an_api_that_asks_more(), indent=1))
    found = list(openapi.violations(tmp_path))

    assert places(found) == [f"{PATH}:{found[0].line} api-compatible"]
    assert '"by"' in (tmp_path / PATH).read_text().splitlines()[found[0].line - 1]


def test_a_service_that_vanishes_takes_its_callers_with_it(tmp_path: Path) -> None:
    house = House(tmp_path)
    keep(house, an_api())
    (tmp_path / PATH).unlink()

    assert places(list(openapi.violations(tmp_path))) == [f"{PATH}:1 api-compatible"]
