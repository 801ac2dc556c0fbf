from __future__ import annotations

from typing import TYPE_CHECKING

from reviews_examples import MORNING

from souk_reviews.commands.seed import DATA, read_seed, seed
from souk_reviews.domain.reading import Order

if TYPE_CHECKING:
    from souk_reviews.actions.deps import Deps


async def test_an_empty_shop_opens_with_reviews_that_later_seeds_leave_alone(deps: Deps) -> None:
    reviews = read_seed(DATA, MORNING)

    first, again = await seed(deps, reviews), await seed(deps, reviews)

    handle, seeded = next(iter(reviews.items()))
    summary, page = await deps.reviews.list_published(handle, Order.NEWEST, None, None, 100)
    assert "reviews of" in first
    assert "already" in again
    assert summary.count == len(seeded) == len(page.items)


def test_the_spread_is_believable_and_every_text_is_one_that_a_buyer_could_publish() -> None:
    reviews = read_seed(DATA, MORNING)
    all_of_them = [one for seeded in reviews.values() for one in seeded]
    averages = [sum(one.opinion.stars for one in seeded) / len(seeded) for seeded in reviews.values()]

    assert {one.opinion.stars for one in all_of_them} >= {2, 3, 4, 5}
    assert 3.8 < sum(averages) / len(averages) < 4.6
    assert max(averages) - min(averages) > 0.5
    for one in all_of_them:
        assert not one.opinion.flags, one.opinion
        assert one.at < MORNING
