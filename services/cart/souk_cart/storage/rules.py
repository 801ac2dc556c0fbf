"""How a promotion lies in a row, and in the document of its rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from kit.data.documents import Document, Documents, Stored
from souk_cart.domain.promotions import KINDS, Promotion, Scope, Uses

NAMES = {kind: name for name, kind in KINDS.items()}


class StoredRule(Stored):
    kind: Literal["percent", "amount", "free_delivery", "buy_get"]
    gives: dict[str, int]
    categories: list[str]
    products: list[str]
    minimum: int


RULES = Documents(StoredRule)


def rule_of(promotion: Promotion) -> Document:
    effect, scope = promotion.effect, promotion.scope
    gives = {name: getattr(effect, name) for name in effect.__slots__}
    return RULES.written(
        StoredRule(
            kind=NAMES[type(effect)],  # type: ignore[arg-type]
            gives=gives,
            categories=sorted(scope.categories),
            products=sorted(scope.products),
            minimum=promotion.minimum,
        )
    )


def promotion_of(row: Mapping[str, Any]) -> Promotion:
    rule = RULES.read(row["rule"])
    return Promotion(
        id=_uuid(row["id"]),
        name=row["name"],
        code=row["code"],
        effect=KINDS[rule.kind](**rule.gives),
        scope=Scope(frozenset(rule.categories), frozenset(rule.products)),
        minimum=rule.minimum,
        starts_at=_moment(row["starts_at"]),
        ends_at=_moment(row["ends_at"]),
        is_exclusive=row["is_exclusive"],
        is_paused=row["is_paused"],
        limit=row["use_limit"],
        limit_per_shopper=row["use_limit_per_shopper"],
        version=row["version"],
        uses=Uses(row["of_all"], row["of_shopper"]),
    )


def promotions_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Promotion, ...]:
    return tuple(promotion_of(row) for row in rows)


def _uuid(kept: UUID | str) -> UUID:
    return kept if isinstance(kept, UUID) else UUID(kept)


def _moment(kept: datetime | str | None) -> datetime | None:
    return datetime.fromisoformat(kept) if isinstance(kept, str) else kept
