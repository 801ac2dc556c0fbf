"""Promotions and their uses in PostgreSQL.

The uses of a limited promotion are counted under the lock of its row; of the others only their rows are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from kit.data.database import PostgresStore
from souk_cart.domain.claims import Claim
from souk_cart.domain.editing import CodeTaken, EditedPromotion, PromotionChanged, TooManyAutomatic, UnknownPromotion
from souk_cart.domain.promotions import MAX_AUTOMATIC, Promotion
from souk_cart.storage.rules import promotion_of, rule_of

COLUMNS = """p.id, p.name, p.code, p.rule, p.starts_at, p.ends_at, p.is_exclusive, p.is_paused, p.use_limit,
             p.use_limit_per_shopper, p.version"""


def uses_of(checkout: str, owner: str, email_mark: str) -> str:
    """Of promotion p, as this shopper's checkout sees them: what it used itself, it may use again."""
    by_shopper = f"(u.owner = {owner} or u.email_mark = {email_mark})"
    return f"""
        case when p.use_limit is null then 0 else p.used - (
            select count(*) from promotion_uses u where u.promotion_id = p.id and u.checkout_id = {checkout})
        end as of_all,
        case when p.use_limit_per_shopper is null then 0 else (
            select count(*) from promotion_uses u
             where u.promotion_id = p.id and {by_shopper} and u.checkout_id is distinct from {checkout})
        end as of_shopper"""


# Of cart c of the owner $1 with checkout k: what nobody has to ask for, the codes in it, and the code $4.
OF_A_BAG = f"""
    (select json_agg(row_to_json(r)) from (
        select {COLUMNS}, {uses_of("k.id", "$1", "coalesce($5, k.email_mark)")} from promotions p
         where (p.code is null and not p.is_paused) or p.code = any(c.coupons) or p.code = $4::text order by p.id) r)"""
TO_CLAIM = f"""
    select {COLUMNS}, {uses_of("$2", "k.owner", "k.email_mark")}
      from promotions p
      left join (select c.owner, o.email_mark from checkouts o join carts c on c.id = o.cart_id
                  where o.id = $2) k on true
     where p.id = any($1::uuid[]) order by p.id"""
EDITED = f"""
    select {COLUMNS}, 0 as of_all, 0 as of_shopper, u.uses, coalesce(u.given, 0)::bigint as given
      from promotions p cross join lateral (
           select count(*) as uses, sum(amount) as given from promotion_uses where promotion_id = p.id) u"""
# So many at most are looked at for every bag.
ROOM_FOR_AUTOMATIC = f"select count(*) < {MAX_AUTOMATIC} from promotions where code is null and not is_paused"


def keeping_uses(checkout: str, order: str, now: str, promotions: str, amounts: str, after: str) -> str:
    """What an order used without having to claim it."""
    return f"""
        insert into promotion_uses (promotion_id, order_id, checkout_id, owner, email_mark, amount, used_at)
        select p.id, {order}, k.id, kc.owner, k.email_mark, w.amount, {now}
          from {after}, unnest({promotions}::uuid[], {amounts}::bigint[]) w (id, amount)
          join promotions p on p.id = w.id and p.use_limit is null and p.use_limit_per_shopper is null
          join checkouts k on k.id = {checkout} join carts kc on kc.id = k.cart_id
        on conflict do nothing"""


class PostgresPromotions(PostgresStore):
    async def list_promotions(self, after: UUID | None, limit: int) -> Sequence[EditedPromotion]:
        rows = await self.fetch(
            f"{EDITED} where ($1::uuid is null or p.id < $1) order by p.id desc limit $2", after, limit
        )
        return [_edited(row) for row in rows]

    async def get(self, promotion_id: UUID) -> EditedPromotion:
        row = await self.fetchrow(f"{EDITED} where p.id = $1", promotion_id)
        if row is None:
            raise UnknownPromotion(promotion_id)
        return _edited(row)

    async def add(self, promotion: Promotion) -> None:
        await self._check_room(promotion)
        added = await self.fetchval(
            """insert into promotions (id, name, code, rule, starts_at, ends_at, is_exclusive, is_paused, use_limit,
                                       use_limit_per_shopper, version)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (code) do nothing returning true""",
            *_values(promotion),
        )
        if added is None:
            raise CodeTaken(promotion.code)

    async def save(self, promotion: Promotion) -> None:
        """A limit that is new counts what was used before it."""
        assert promotion.id is not None
        kept = await self.fetchval("select version from promotions where id = $1 for update", promotion.id)
        if kept is None:
            raise UnknownPromotion(promotion.id)
        if kept != promotion.version - 1:
            raise PromotionChanged(promotion.id)
        await self._check_room(promotion)
        try:
            await self.execute(
                """update promotions set name = $2, code = $3, rule = $4, starts_at = $5, ends_at = $6,
                          is_exclusive = $7, is_paused = $8, use_limit = $9, use_limit_per_shopper = $10, version = $11,
                          used = (select count(*) from promotion_uses where promotion_id = $1)
                    where id = $1""",
                *_values(promotion),
            )
        except asyncpg.UniqueViolationError as error:
            raise CodeTaken(promotion.code) from error

    async def note_order(self, order_id: UUID, now: datetime, *, is_given_back: bool) -> bool:
        news = await self.fetchval(
            """insert into promotion_orders as o (order_id, is_given_back, told_at) values ($1, $2, $3)
               on conflict (order_id) do update set is_given_back = true, told_at = $3
                where $2 and not o.is_given_back
               returning true""",
            order_id, is_given_back, now,
        )  # fmt: skip
        return news is not None

    async def is_given_back(self, order_id: UUID) -> bool:
        return await self.fetchval("select is_given_back from promotion_orders where order_id = $1", order_id)

    async def list_to_claim(self, claim: Claim) -> Sequence[Promotion]:
        """Locked in one order everywhere, and counted by a new statement, which sees what others did meanwhile."""
        ids = [use.promotion_id for use in claim.uses]
        await self.fetch("select id from promotions where id = any($1::uuid[]) order by id for update", ids)
        return [promotion_of(dict(row)) for row in await self.fetch(TO_CLAIM, ids, claim.checkout_id)]

    async def add_uses(self, claim: Claim, now: datetime) -> None:
        await self.execute(
            """with used as (
                   insert into promotion_uses (promotion_id, order_id, checkout_id, owner, email_mark, amount, used_at)
                   select w.id, $1, $2, coalesce(c.owner, ''), k.email_mark, w.amount, $3
                     from unnest($4::uuid[], $5::bigint[]) w (id, amount)
                     left join checkouts k on k.id = $2 left join carts c on c.id = k.cart_id
                   on conflict do nothing
                   returning promotion_id)
               update promotions p set used = p.used + 1 from used where p.id = used.promotion_id""",
            claim.order_id, claim.checkout_id, now, [use.promotion_id for use in claim.uses],
            [use.amount for use in claim.uses],
        )  # fmt: skip

    async def remove_uses(self, order_id: UUID) -> None:
        await self.fetch(
            """select id from promotions where id = any(array(
                   select promotion_id from promotion_uses where order_id = $1)) order by id for update""",
            order_id,
        )
        await self.execute(
            """with back as (delete from promotion_uses where order_id = $1 returning promotion_id)
               update promotions p set used = greatest(p.used - 1, 0) from back where p.id = back.promotion_id""",
            order_id,
        )

    async def remove_noted_before(self, moment: datetime, most: int) -> int:
        said = await self.execute(
            """delete from promotion_orders where order_id = any(array(
                   select order_id from promotion_orders where told_at < $1
                    order by told_at limit $2 for update skip locked))""",
            moment, most,
        )  # fmt: skip
        return int(said.split()[-1])

    async def _check_room(self, promotion: Promotion) -> None:
        if promotion.code is not None or promotion.is_paused:
            return
        await self.execute("select pg_advisory_xact_lock(hashtext('automatic promotions'))")
        room = f"{ROOM_FOR_AUTOMATIC} and id <> $1"
        if not await self.fetchval(room, promotion.id):
            raise TooManyAutomatic


def _edited(row: asyncpg.Record) -> EditedPromotion:
    return EditedPromotion(promotion_of(dict(row)), row["uses"], row["given"])


def _values(promotion: Promotion) -> tuple[object, ...]:
    return (
        promotion.id, promotion.name, promotion.code, rule_of(promotion), promotion.starts_at, promotion.ends_at,
        promotion.is_exclusive, promotion.is_paused, promotion.limit, promotion.limit_per_shopper, promotion.version,
    )  # fmt: skip
