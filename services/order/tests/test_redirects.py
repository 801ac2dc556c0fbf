"""The shopper answers on the provider's page: whatever is lost, forged, late or repeated, its own word counts."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from souk_order.actions import challenges, simulation
from souk_order.domain.orders import Order
from souk_order.domain.payments import ChallengeAnswer, Redirect
from souk_order.domain.refusals import NoSimulatedChallenge, NoSuchProvider, WebhookRefused
from souk_order.domain.states import OrderState, PaymentState
from souk_order.domain.webhooks import TOLERANCE_S, Signatures
from souk_order.testing.shop import REDIRECTS, SHOP, OrderShop

APPROVE, REJECT = ChallengeAnswer.APPROVE, ChallengeAnswer.REJECT


@pytest.fixture
def shop(real_shop: OrderShop) -> OrderShop:
    """On PostgreSQL: what came before is remembered there."""
    real_shop.bank_deadline_s = 30
    return real_shop


@dataclass
class Shopper:
    """Sent to the bank by an order."""

    shop: OrderShop
    order: Order

    @property
    def page(self) -> str:
        challenge = self.order.payment.challenge
        assert isinstance(challenge, Redirect)
        return challenge.url.rpartition("/")[2]

    async def answers(self, answer: ChallengeAnswer) -> str:
        """Gives the address that the bank sends them to."""
        return await simulation.answer_question(self.shop.deps, self.page, answer)

    async def returns(self, address: str) -> None:
        """By the address as it is."""
        path = address.removeprefix(f"{SHOP}/orders/")
        await challenges.shopper_returned(self.shop.deps, UUID(path.partition("/")[0]))
        await self.shop.deps.sagas.settled()

    async def order_now(self) -> Order:
        return await self.shop.deps.orders.get(self.order.id)


@pytest.fixture
async def shopper(shop: OrderShop) -> Shopper:
    return Shopper(shop, await shop.places(number=REDIRECTS))


async def the_bank_tells(shop: OrderShop) -> None:
    """All that is on its way arrives."""
    for body, headers in list(shop.messages):
        await challenges.take_webhook(shop.deps, "simulated", headers, body)
    await shop.deps.sagas.settled()


async def test_an_order_that_waits_for_the_banks_page_says_where_it_is(shopper: Shopper) -> None:
    question = await simulation.show_question(shopper.shop.deps, shopper.page)

    assert shopper.order.state is OrderState.PENDING
    assert question.amount == shopper.order.totals.total
    assert question.is_open
    assert question.return_url == f"{SHOP}/orders/{shopper.order.id}/payment-return"


async def test_the_webhook_alone_finishes_the_order(shop: OrderShop, shopper: Shopper) -> None:
    await shopper.answers(APPROVE)
    await the_bank_tells(shop)

    assert (await shopper.order_now()).state is OrderState.CONFIRMED
    await shop.truths_hold(await shopper.order_now())


async def test_the_return_alone_finishes_the_order(shop: OrderShop, shopper: Shopper) -> None:
    await shopper.returns(await shopper.answers(APPROVE))

    assert (await shopper.order_now()).state is OrderState.CONFIRMED
    await shop.truths_hold(await shopper.order_now())


@pytest.mark.parametrize("first", ["webhook", "return"])
async def test_webhook_and_return_in_any_order_are_one_payment(shop: OrderShop, shopper: Shopper, first: str) -> None:
    address = await shopper.answers(APPROVE)

    for each in ("webhook", "return") if first == "webhook" else ("return", "webhook"):
        await (the_bank_tells(shop) if each == "webhook" else shopper.returns(address))

    assert await shop.charges() == [("captured", 1)]
    await shop.truths_hold(await shopper.order_now())


async def test_a_shopper_who_never_returns_and_a_lost_webhook_delay_the_order_only(
    shop: OrderShop, shopper: Shopper
) -> None:
    await shopper.answers(APPROVE)
    shop.messages.clear()
    await shop.others_carry_on()
    assert (await shopper.order_now()).state is OrderState.PENDING

    shop.clock.advance(seconds=5)
    await shop.others_carry_on()

    assert (await shopper.order_now()).state is OrderState.CONFIRMED
    await shop.truths_hold(await shopper.order_now())


async def test_the_bank_is_asked_more_and_more_rarely_until_the_time_is_over(shop: OrderShop, shopper: Shopper) -> None:
    looks = list[float]()
    while (await shopper.order_now()).state is OrderState.PENDING:
        saga = await shop.kept.sagas.find("checkout", shopper.order.id)
        assert saga
        assert saga.waits_until
        pause_s = (saga.waits_until - shop.clock.now()).total_seconds()
        looks.append(pause_s)
        shop.clock.advance(seconds=pause_s)
        await shop.others_carry_on()

    assert looks == [5, 5, 10, 20, 30, 20]  # 90 s in all: its goods are scarce
    order = await shopper.order_now()
    assert order.failure
    assert (order.failure.code, await shop.charges()) == ("challenge-expired", [("voided", 0)])


async def test_a_message_that_comes_again_and_again_changes_nothing_twice(shop: OrderShop, shopper: Shopper) -> None:
    await shopper.answers(APPROVE)
    (message,) = shop.messages

    shop.messages += [message] * 7
    replicas = [shop.replica() for _ in shop.messages]
    await asyncio.gather(
        *(
            challenges.take_webhook(deps, "simulated", headers, body)
            for deps, (body, headers) in zip(replicas, shop.messages, strict=True)
        )
    )
    for deps in replicas:
        await deps.sagas.settled()

    assert await shop.charges() == [("captured", 1)]
    assert await shop.announced() == ["order.placed.v1"]
    assert await shop.kept.sql("select count(*) from kit_inbox where key like 'webhook/%'") == 1  # type: ignore[attr-defined]


async def test_an_address_that_says_success_is_not_believed(shop: OrderShop, shopper: Shopper) -> None:
    address = await shopper.answers(REJECT)
    assert address.endswith("?status=declined")

    await shopper.returns(address.replace("declined", "authorised"))

    order = await shopper.order_now()
    assert (order.state, order.payment.state) == (OrderState.CANCELLED, PaymentState.DECLINED)
    await shop.truths_hold(order)


async def test_who_returns_without_an_answer_is_asked_on(shop: OrderShop, shopper: Shopper) -> None:
    await shopper.returns(f"{SHOP}/orders/{shopper.order.id}/payment-return?status=authorised")

    order = await shopper.order_now()
    assert (order.state, order.payment.challenge) == (OrderState.PENDING, shopper.order.payment.challenge)
    await shopper.returns(await shopper.answers(APPROVE))
    assert (await shopper.order_now()).state is OrderState.CONFIRMED


async def test_a_message_that_says_more_than_the_bank_is_not_believed(shop: OrderShop, shopper: Shopper) -> None:
    """Even one that is signed: it comes before the shopper has answered anything."""
    body = b'{"id": "evt_early", "kind": "charge.captured", "charge": "%s"}' % str(shopper.order.id).encode()
    headers = {"souk-signature": Signatures("a secret of the tests").of(body, shop.clock.now())}

    await challenges.take_webhook(shop.deps, "simulated", headers, body)
    await shop.deps.sagas.settled()

    assert (await shopper.order_now()).state is OrderState.PENDING


async def test_a_forged_or_old_message_is_refused_without_a_word_why(shop: OrderShop, shopper: Shopper) -> None:
    await shopper.answers(APPROVE)
    ((body, headers),) = shop.messages
    signature = headers["souk-signature"]
    others = Signatures("another secret").of(body, shop.clock.now())
    seconds, _, digest = signature.partition(",")
    forged = [
        (body, others),
        (body.replace(b"authorised", b"captured"), signature),
        (body, f"t={int(seconds[2:]) + 1},{digest}"),
        *((body, bad) for bad in ("", "t=,v1=", "t=1e9,v1=x", "v1=é", f"t={'9' * 400},v1=x", digest, seconds)),
    ]
    said = set[str]()

    for message, signed in forged:
        with pytest.raises(WebhookRefused) as refused:
            await challenges.take_webhook(shop.deps, "simulated", {"souk-signature": signed}, message)
        said.add(str(refused.value))
    shop.clock.advance(seconds=TOLERANCE_S + 1)
    with pytest.raises(WebhookRefused):
        await challenges.take_webhook(shop.deps, "simulated", headers, body)

    assert len(said) == 1
    assert (await shopper.order_now()).state is OrderState.PENDING


async def test_messages_that_mean_nothing_here_are_taken_and_ignored(shop: OrderShop, shopper: Shopper) -> None:
    signatures = Signatures("a secret of the tests")
    for body in (
        b'{"id": "evt_1", "kind": "payout.paid", "charge": "po_1"}',
        b'{"id": "evt_2", "kind": "charge.authorised", "charge": "of another shop"}',
        b'{"id": "evt_3", "kind": "charge.authorised", "charge": "%s"}' % str(uuid4()).encode(),
    ):
        headers = {"souk-signature": signatures.of(body, shop.clock.now())}
        await challenges.take_webhook(shop.deps, "simulated", headers, body)

    assert (await shopper.order_now()) == shopper.order


async def test_a_provider_that_the_shop_does_not_use_sends_nothing(shop: OrderShop) -> None:
    with pytest.raises(NoSuchProvider):
        await challenges.take_webhook(shop.deps, "stripe", {}, b"{}")


async def test_the_bank_is_answered_once_and_tells_the_shop_once(shop: OrderShop, shopper: Shopper) -> None:
    answers = [await shopper.answers(answer) for answer in (APPROVE, REJECT, APPROVE)]

    assert {address.partition("?")[2] for address in answers} == {"status=authorised"}
    assert len(shop.messages) == 1
    with pytest.raises(NoSimulatedChallenge):
        await simulation.answer_question(shop.deps, "a guess", APPROVE)
