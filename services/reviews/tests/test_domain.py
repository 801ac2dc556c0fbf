from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from reviews_examples import ALICE, MORNING, MUG, an_opinion

from souk_reviews.domain.flags import Flag, flags_of
from souk_reviews.domain.refusals import IllegalDecision, NotBought, NotDelivered, OwnReview, ReviewChanged
from souk_reviews.domain.reviews import Opinion, Reason, Review, Standing, State, check_standing, written
from souk_reviews.domain.summaries import Summary, change_of


def a_review(opinion: Opinion | None = None) -> Review:
    return written(uuid4(), MUG, ALICE, opinion or an_opinion(), MORNING, watched=False)


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("Lovely glaze, and it fits 250 ml of tea for ₹1,499.", set()),
        ("Nice.In use since 24/11/2026.", set()),
        ("@" * 4000, set()),
        ("Better ones at https://mugs.example/cheap", {Flag.LINK}),
        ("Look at best-mugs.shop for more", {Flag.LINK}),
        ("Write to me: asha@mugs.example.com", {Flag.CONTACT}),
        ("Call +91 98 0000 0000 for a discount", {Flag.CONTACT}),
        ("THIS IS THE WORST MUG THAT I HAVE EVER HAD", {Flag.SHOUTING}),
        ("DMC-7, OK", set()),
        ("Sooooooo good", {Flag.REPEATS}),
        ("buy it now buy it now buy it now buy it now", {Flag.REPEATS}),
        ("Bad!!!!!!", {Flag.REPEATS}),
        ("बहुत अच्छा कप है, चाय देर तक गरम रहती है", set()),
    ],
)
def test_what_a_person_should_look_at_first_is_flagged(text: str, flags: set[Flag]) -> None:
    assert flags_of("A mug", text) == flags


def test_a_text_without_flags_is_published_at_once_and_another_waits() -> None:
    assert a_review().state is State.PUBLISHED
    assert a_review(an_opinion(body="See www.mugs.example")).state is State.WAITING
    assert a_review(an_opinion(author_name="www.mugs.example")).state is State.WAITING


def test_only_who_has_got_the_product_reviews_it() -> None:
    for standing, refusal in ((Standing.NOT_BOUGHT, NotBought), (Standing.ON_ITS_WAY, NotDelivered)):
        with pytest.raises(refusal):
            check_standing(standing, MUG)
    check_standing(Standing.MAY_WRITE, MUG)


def test_an_edit_is_looked_at_as_the_first_text_was_and_what_was_rejected_always_waits() -> None:
    published = a_review()
    rejected = published.decided(State.REJECTED, Reason.OFF_TOPIC, 1)

    assert published.edited(an_opinion(3), MORNING).state is State.PUBLISHED
    assert published.edited(an_opinion(body="www.mugs.example"), MORNING).state is State.WAITING
    again = rejected.edited(an_opinion(4), MORNING)
    assert (again.state, again.reason, again.edited_at) == (State.WAITING, None, MORNING)
    assert published.edited(published.opinion, MORNING) is published


def test_a_moderator_decides_about_what_they_read_and_gives_the_reason_for_a_rejection() -> None:
    waiting = a_review(an_opinion(body="www.mugs.example"))

    assert waiting.decided(State.PUBLISHED, None, 1).state is State.PUBLISHED
    assert waiting.decided(State.REJECTED, Reason.ADVERTISING, 1).reason is Reason.ADVERTISING
    with pytest.raises(ReviewChanged):
        waiting.decided(State.PUBLISHED, None, 2)
    for to, reason in ((State.REJECTED, None), (State.PUBLISHED, Reason.ABUSIVE)):
        with pytest.raises(IllegalDecision):
            waiting.decided(to, reason, 1)
    with pytest.raises(IllegalDecision):
        a_review().decided(State.PUBLISHED, None, 1)


def test_nobody_finds_their_own_review_helpful() -> None:
    a_review().check_voter(uuid4())
    with pytest.raises(OwnReview):
        a_review().check_voter(ALICE)
    replace(a_review(), author_id=None).check_voter(ALICE)


def test_a_summary_is_an_average_of_two_places_and_none_without_reviews() -> None:
    assert Summary(MUG).average is None
    assert Summary(MUG, (0, 0, 1, 0, 2)).average == 4.33
    assert change_of(None, 5) == (0, 0, 0, 0, 1)
    assert change_of(2, 5) == (0, -1, 0, 0, 1)
    assert change_of(3, 3) == (0, 0, 0, 0, 0)
