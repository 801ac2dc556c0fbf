"""What an import is about to write, kept in its transaction: a file of a million SKUs is compared by the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from kit.data.database import PostgresStore
from souk_product.domain.products import StagedSku

COLUMNS = ("handle", "product_line", "sku", "line")
_OFTEN = """
select line, sku, first from (
    select line, sku, min(line) over (partition by sku) as first from import_skus) found
where line <> first order by line limit $1
"""
_APART = """
select distinct product_line as line, handle, first from (
    select product_line, handle, min(product_line) over (partition by handle) as first from import_skus) found
where product_line <> first order by product_line limit $1
"""
_OF_OTHERS = """
select i.line, i.sku, p.handle as owner from import_skus i
join variants v on v.sku = i.sku join products p on p.id = v.product_id
where p.handle <> i.handle order by i.line limit $1
"""

_OF_OTHER_SELLERS = """
select i.product_line as line, p.handle from import_skus i join products p on p.handle = i.handle
where p.seller_id is distinct from $1 group by 1, 2 order by 1 limit $2
"""


class PostgresImportStaging(PostgresStore):
    async def add(self, skus: Iterable[StagedSku]) -> None:
        await self.copy_into("import_skus", COLUMNS, skus)

    async def list_repeated_skus(self, most: int) -> Sequence[tuple[int, str, int]]:
        """(line, SKU, line where it stood first)"""
        return [(row["line"], row["sku"], row["first"]) for row in await self.fetch(_OFTEN, most)]

    async def list_handles_apart(self, most: int) -> Sequence[tuple[int, str, int]]:
        """(line, handle, line where it stood first)"""
        return [(row["line"], row["handle"], row["first"]) for row in await self.fetch(_APART, most)]

    async def list_skus_of_others(self, most: int) -> Sequence[tuple[int, str, str]]:
        """(line, SKU, handle of the product that has it in the shop)"""
        return [(row["line"], row["sku"], row["owner"]) for row in await self.fetch(_OF_OTHERS, most)]

    async def list_products_of_others(self, seller_id: UUID, most: int) -> Sequence[tuple[int, str]]:
        """(line, handle) of those that are in the shop and another seller's, or its own."""
        return [(row["line"], row["handle"]) for row in await self.fetch(_OF_OTHER_SELLERS, seller_id, most)]

    async def clear(self) -> None:
        await self.execute("delete from import_skus")
