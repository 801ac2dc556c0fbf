"""What only so many may use: claimed by orders, given back by those that came to nothing."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from cart_examples import CONTACT, add, choose

from contracts.order import OrderCancelled, Recipient
from kit.http.auth import Shopper
from kit.ids import uuid7
from souk_cart.actions.checkouts import Chosen
from souk_cart.actions.checkouts import choose as choose_for
from souk_cart.actions.claims import claim, give_back
from souk_cart.actions.cleanup import remove_expired
from souk_cart.actions.coupons import remove_coupon
from souk_cart.actions.deps import Deps
from souk_cart.actions.orders import take_out_ordered
from souk_cart.actions.promotions import add_promotion, change_promotion, list_promotions
from souk_cart.domain.checkout import OrderedCheckout, OrderReference
from souk_cart.domain.claims import Claim, ClaimTooLate, Use
from souk_cart.domain.coupons import CouponUsedByYou, CouponUsedUp
from souk_cart.domain.editing import CodeTaken, PromotionChanged, TooManyAutomatic, UnknownPromotion
from souk_cart.domain.promotions import MAX_AUTOMATIC, AmountOff, BuyGet, PercentOff, Promotion, Reason, Scope
from souk_cart.events import give_back_promotions
from souk_cart.storage.carts import PostgresCarts
from souk_cart.storage.promotions import PostgresPromotions


def a_promotion(code: str | None = "ONE", **rule: Any) -> Promotion:
    return Promotion(uuid7(), "One of a kind", code, PercentOff(1000), **rule)


async def uses_of(deps: Deps, promotion: Promotion) -> tuple[int, int]:
    assert promotion.id
    kept = await deps.promotions.get(promotion.id)
    return kept.uses, kept.given


def a_claim(promotion: Promotion, checkout_id: UUID | None = None) -> Claim:
    assert promotion.id
    return Claim(uuid7(), checkout_id or uuid4(), [Use(promotion.id, 500)])


class ClaimsBehaviour:
    """Of the store in memory and the one in PostgreSQL alike."""

    async def test_promotions_come_back_as_they_were_kept_newest_first(self, deps: Deps) -> None:
        now = deps.clock.now()
        tea = Promotion(
            uuid7(), "Tea", None, BuyGet(2, 1), Scope(frozenset({"tea"}), frozenset({"mug"})), 100, now,
            now + timedelta(days=1), is_exclusive=True, limit=5, limit_per_shopper=1,
        )  # fmt: skip
        older, newer = sorted((tea, a_promotion()), key=lambda each: str(each.id))
        for promotion in (older, newer):
            await add_promotion(deps, promotion)

        assert [each.promotion for each in await list_promotions(deps, None, 9)] == [newer, older]
        assert [each.promotion for each in await list_promotions(deps, newer.id, 9)] == [older]
        with pytest.raises(CodeTaken):
            await add_promotion(deps, a_promotion())

    async def test_a_change_knows_what_it_changes(self, deps: Deps) -> None:
        one = a_promotion()
        await add_promotion(deps, one)

        changed = await change_promotion(deps, replace(one, is_paused=True, effect=AmountOff(100)))

        assert changed.promotion == replace(one, is_paused=True, effect=AmountOff(100), version=2)
        with pytest.raises(PromotionChanged):
            await change_promotion(deps, one)
        with pytest.raises(UnknownPromotion):
            await change_promotion(deps, a_promotion("TWO"))
        two = a_promotion("TWO")
        await add_promotion(deps, two)
        with pytest.raises(CodeTaken):
            await change_promotion(deps, replace(two, code="ONE"))

    async def test_only_so_many_are_given_without_a_code(self, deps: Deps) -> None:
        for _ in range(MAX_AUTOMATIC):
            await add_promotion(deps, a_promotion(None))
        paused = a_promotion(None, is_paused=True)
        await add_promotion(deps, paused)

        with pytest.raises(TooManyAutomatic):
            await add_promotion(deps, a_promotion(None))
        with pytest.raises(TooManyAutomatic):
            await change_promotion(deps, replace(paused, is_paused=False))

    async def test_a_limit_of_one_holds_when_a_hundred_claim_at_once(self, deps: Deps) -> None:
        one = a_promotion(limit=1)
        await add_promotion(deps, one)
        claims = [a_claim(one) for _ in range(100)]

        answers = await asyncio.gather(*(claim(deps, each) for each in claims), return_exceptions=True)

        assert answers.count(None) == 1
        assert sum(isinstance(answer, CouponUsedUp) for answer in answers) == 99
        assert await uses_of(deps, one) == (1, 500)

    async def test_a_repeated_claim_is_the_same_and_one_that_was_given_back_is_free_for_others(
        self, deps: Deps
    ) -> None:
        one = a_promotion(limit=1)
        await add_promotion(deps, one)
        mine, theirs = a_claim(one), a_claim(one)
        await asyncio.gather(*(claim(deps, mine) for _ in range(3)))
        with pytest.raises(CouponUsedUp):
            await claim(deps, theirs)

        for _ in range(3):
            await give_back(deps, mine.order_id)
        await claim(deps, theirs)

        assert await uses_of(deps, one) == (1, 500)
        with pytest.raises(ClaimTooLate):
            await claim(deps, mine)

    async def test_a_claim_that_comes_after_its_order_was_undone_is_refused(self, deps: Deps) -> None:
        one = a_promotion(limit=1)
        await add_promotion(deps, one)
        late = a_claim(one)

        await asyncio.gather(give_back(deps, late.order_id), claim(deps, late), return_exceptions=True)
        await give_back(deps, late.order_id)

        with pytest.raises(ClaimTooLate):
            await claim(deps, late)
        assert await uses_of(deps, one) == (0, 0)
        await claim(deps, a_claim(one))

    async def test_the_next_order_of_the_same_checkout_need_not_wait_until_the_first_was_given_back(
        self, deps: Deps
    ) -> None:
        one = a_promotion(limit=1)
        await add_promotion(deps, one)
        declined = a_claim(one)
        again = a_claim(one, declined.checkout_id)
        await claim(deps, declined)

        await claim(deps, again)
        await give_back(deps, declined.order_id)

        assert await uses_of(deps, one) == (1, 500)
        with pytest.raises(CouponUsedUp):
            await claim(deps, a_claim(one))

    async def test_what_there_is_not_is_refused_and_what_is_named_twice_is_one_use(self, deps: Deps) -> None:
        kept = a_promotion(limit=5)
        await add_promotion(deps, kept)
        unknown, twice = a_claim(a_promotion("OTHER")), a_claim(kept)

        with pytest.raises(UnknownPromotion):
            await claim(deps, replace(unknown, uses=[*unknown.uses, *twice.uses]))
        await claim(deps, replace(twice, uses=[*twice.uses, *twice.uses]))

        assert (await uses_of(deps, kept))[0] == 1

    async def test_several_are_claimed_all_or_none(self, deps: Deps) -> None:
        one, other = a_promotion(limit=1), a_promotion("OTHER", limit=1)
        for promotion in (one, other):
            await add_promotion(deps, promotion)
        await claim(deps, a_claim(other))
        both = Claim(uuid7(), uuid4(), [*a_claim(one).uses, *a_claim(other).uses])

        with pytest.raises(CouponUsedUp):
            await claim(deps, both)

        assert await uses_of(deps, one) == (0, 0)

    async def test_what_nobody_has_to_claim_is_counted_when_its_order_ends_the_checkout(
        self, deps: Deps, guest: Shopper, home: Recipient
    ) -> None:
        everyone, limited = a_promotion(None), a_promotion(limit=9)
        for promotion in (everyone, limited):
            await add_promotion(deps, promotion)
        bag = await add(deps, guest, MUG=1)
        checkout = (await choose(deps, guest, home)).checkout
        order = OrderReference(uuid4(), "SK-1")
        assert bag.cart.id
        uses = [*a_claim(everyone).uses, *a_claim(limited).uses]

        for _ in range(2):
            await take_out_ordered(deps, OrderedCheckout(checkout.id, bag.cart.id, order, [("MUG", 1)], uses))

        assert await uses_of(deps, everyone) == (1, 500)
        assert await uses_of(deps, limited) == (0, 0), "this one would have been claimed"

    async def test_a_cancelled_order_gives_back_however_often_it_is_told(self, deps: Deps) -> None:
        one = a_promotion(limit=1)
        await add_promotion(deps, one)
        mine = a_claim(one)
        await claim(deps, mine)
        event = OrderCancelled(at=deps.clock.now(), order_id=mine.order_id, reason="payment-declined")

        for _ in range(2):
            await give_back_promotions(event, deps)

        assert await uses_of(deps, one) == (0, 0)

    async def test_notes_of_orders_go_after_a_month_and_their_uses_stay(self, deps: Deps) -> None:
        one = a_promotion(limit=1)
        await add_promotion(deps, one)
        await claim(deps, a_claim(one))

        await remove_expired(replace(deps, clock=_Later(deps)))

        assert await uses_of(deps, one) == (1, 500)
        assert await deps.promotions.remove_noted_before(deps.clock.now() + timedelta(days=99), 9) == 0


class _Later:
    def __init__(self, deps: Deps) -> None:
        self._now = deps.clock.now() + timedelta(days=31)

    def now(self) -> Any:
        return self._now


class TestMemory(ClaimsBehaviour):
    """The store in memory."""


class TestPostgres(ClaimsBehaviour):
    """And the real one, which also knows its shoppers apart."""

    @pytest.fixture
    async def deps(self, deps: Deps, database_of: Any) -> Deps:
        database = await database_of("cart")
        return replace(deps, carts=PostgresCarts(database), promotions=PostgresPromotions(database))

    async def test_one_shopper_is_known_by_account_and_by_address(self, deps: Deps, home: Recipient) -> None:
        once = a_promotion(None, limit_per_shopper=1)
        await add_promotion(deps, once)

        async def at_checkout(shopper: Shopper, email: str) -> UUID:
            await add(deps, shopper, MUG=1)
            contact = replace(CONTACT, email=email)
            return (await choose_for(deps, shopper, Chosen(contact, home, "standard"))).checkout.id

        alice, bob, carol = (Shopper(None, uuid4()) for _ in range(3))
        first, same_address, another = (
            await at_checkout(alice, "Alice@souk.example"),
            await at_checkout(bob, "alice@souk.example"),
            await at_checkout(carol, "carol@souk.example"),
        )

        await claim(deps, a_claim(once, first))

        with pytest.raises(CouponUsedByYou):
            await claim(deps, a_claim(once, same_address))
        await claim(deps, a_claim(once, another))
        bag, _ = await deps.carts.find_bag_at_checkout(bob.key)
        assert [each.used_up() for each in bag.promotions] == [Reason.USED_BY_YOU]
        mark = deps.marks.of("dave@souk.example")
        bag, _ = await deps.carts.find_bag_at_checkout(bob.key, email_mark=mark)
        assert [each.used_up() for each in bag.promotions] == [None]

    async def test_a_bag_sees_its_codes_and_what_needs_none_and_its_own_use_is_none(
        self, deps: Deps, guest: Shopper, home: Recipient
    ) -> None:
        mine, everyone, paused = a_promotion(limit=1), a_promotion(None), a_promotion(None, is_paused=True)
        for promotion in (mine, everyone, paused, a_promotion("OTHER")):
            await add_promotion(deps, promotion)
        await add(deps, guest, MUG=1)
        bag = await deps.carts.find_bag(guest.key, code="ONE")
        assert await deps.carts.save_cart(bag.cart, replace(bag.cart, coupons=("ONE",)), deps.clock.now())
        checkout = (await choose(deps, guest, home)).checkout
        await claim(deps, a_claim(mine, checkout.id))

        kept = await deps.carts.find_bag(guest.key)

        assert set(bag.promotions) == set(kept.promotions) == {mine, everyone}
        assert [each.used_up() for each in kept.promotions] == [None, None]
        assert (await remove_coupon(deps, guest, "ONE")).cart.coupons == ()
        assert await deps.promotions.is_given_back(uuid4()) is None

    async def test_a_limit_that_is_new_counts_what_was_used_before_it(
        self, deps: Deps, guest: Shopper, home: Recipient
    ) -> None:
        everyone = a_promotion(None)
        await add_promotion(deps, everyone)
        bag = await add(deps, guest, MUG=1)
        checkout = (await choose(deps, guest, home)).checkout
        assert bag.cart.id
        order = OrderReference(uuid4(), "SK-1")
        uses = a_claim(everyone).uses
        await take_out_ordered(deps, OrderedCheckout(checkout.id, bag.cart.id, order, [("MUG", 1)], uses))

        await change_promotion(deps, replace(everyone, limit=1))

        with pytest.raises(CouponUsedUp):
            await claim(deps, a_claim(everyone))
