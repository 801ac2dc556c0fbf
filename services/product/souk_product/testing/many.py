"""A large catalogue in no time: copies of one product that differ in nothing but what must."""

from __future__ import annotations

from kit.data.database import PostgresStore

COPIES = 2000


async def copy_often(owner: PostgresStore, handle: str) -> None:
    """`owner` speaks as the owner of the tables. Facets count the product itself and none of its copies."""
    for sql in (
        "alter table product_cards disable trigger user",
        _copies("products", "id", handle),
        _copies("product_cards", "product_id", handle),
        "alter table product_cards enable trigger user",
        "insert into facet_places (product_id, place) overriding system value"
        " select product_id, place from product_cards on conflict do nothing",
        "analyze product_cards",
    ):
        await owner.execute(sql)


def _copies(table: str, key: str, handle: str) -> str:
    changed = f"'{key}', md5(n::text)::uuid, 'handle', '{handle}-' || n, 'standing', n, 'place', 10 + n"
    return f"""insert into {table} select (jsonb_populate_record(t, jsonb_build_object({changed}))).*
               from {table} t, generate_series(1, {COPIES}) n where t.handle = '{handle}'"""
