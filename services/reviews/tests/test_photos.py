"""Photos from their upload to their end; what lies in the folder is what the gateway would show."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from reviews_examples import ALICE, MUG, a_buyer, an_opinion

from kit.data.database import PostgresStore
from kit.files.folder import Folder
from kit.files.store import FilesAway
from kit.people import Person
from souk_reviews.actions import moderating, photos, writing
from souk_reviews.domain.flags import Flag
from souk_reviews.domain.photos import Chosen
from souk_reviews.domain.reading import Order
from souk_reviews.domain.refusals import UnknownPhoto
from souk_reviews.domain.reviews import Reason, Review, State
from souk_reviews.jobs import remove_loose_photos
from souk_reviews.storage.people import PostgresReviewers

if TYPE_CHECKING:
    from pathlib import Path

    from kit.data.database import Database
    from souk_reviews.actions.deps import Deps
    from souk_reviews.domain.photos import Photo
    from testkit.clock import ManualClock

FILES_OF_ONE = 4


@pytest.fixture
def shown(tmp_path: Path) -> list[str]:
    return Files(tmp_path / "media")


class Files(list[str]):
    """What lies in the folder, looked at anew each time."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def __len__(self) -> int:
        return sum(path.is_file() for path in self._folder.rglob("*"))


async def upload(deps: Deps, owner: UUID = ALICE) -> Photo:
    return await photos.upload(deps, owner, MUG, b"a picture", "192.0.2.1")


async def review_with(deps: Deps, *chosen: Photo, alt: str = "The mug on a sill") -> Review:
    return await writing.write(deps, ALICE, MUG, an_opinion(), [Chosen(photo.id, alt) for photo in chosen])


async def published(deps: Deps) -> str:
    _, page = await deps.reviews.list_published(MUG, Order.NEWEST, None, None, 10)
    return "".join(page.items)


async def test_a_review_with_new_photos_waits_and_shows_them_once_it_is_published(deps: Deps, shown: list[str]) -> None:
    await a_buyer(deps, ALICE)
    mug, sill = await upload(deps), await upload(deps)

    review = await review_with(deps, sill, mug)
    before = await published(deps)
    decided = await moderating.decide(deps, review.id, State.PUBLISHED, None, review.version)

    assert (review.state, review.flags, before) == (State.WAITING, {Flag.PHOTOS}, "")
    assert [photo.id for photo in review.photos] == [sill.id, mug.id]
    said = await published(deps)
    assert said.index(sill.webp[-1][0]) < said.index(mug.webp[-1][0])
    assert "The mug on a sill" in said
    assert len(shown) == 2 * FILES_OF_ONE
    edited = await writing.write(deps, ALICE, MUG, an_opinion(4))
    assert (edited.state, edited.photos, decided.photos) == (State.PUBLISHED, review.photos, review.photos)
    fewer = await review_with(deps, mug)
    assert (fewer.state, len(shown)) == (State.PUBLISHED, FILES_OF_ONE)
    more = await review_with(deps, mug, alt="Buy it at mugs.shop")
    assert (more.state, more.flags) == (State.WAITING, {Flag.PHOTOS, Flag.LINK})


@pytest.mark.parametrize("end", ["rejected", "deleted", "disowned", "forgotten", "deleted by the last release"])
async def test_photos_leave_the_folder_with_their_review(
    deps: Deps, database: Database, clock: ManualClock, shown: list[str], end: str
) -> None:
    await a_buyer(deps, ALICE)
    review = await review_with(deps, await upload(deps), await upload(deps))
    await moderating.decide(deps, review.id, State.PUBLISHED, None, review.version)
    assert len(shown) == 2 * FILES_OF_ONE

    if end == "rejected":
        await moderating.decide(deps, review.id, State.REJECTED, Reason.PRIVATE_DATA, review.version + 1)
    elif end == "deleted":
        await writing.delete(deps, ALICE, MUG)
    elif end == "disowned":
        await writing.disown(deps, ALICE)
    elif end == "forgotten":
        await upload(deps)  # never attached
        people = PostgresReviewers(database, deps.media, lambda: photos.remove_loose(deps), clock)
        await people.forget(Person(id=ALICE, email="asha@example.com", phone=None))
    else:
        await PostgresStore(database).execute("delete from reviews")
        clock.advance(days=1)
        await remove_loose_photos(deps)

    assert len(shown) == 0
    assert await PostgresStore(database).fetchval("select count(*) from photos") == 0


async def test_what_is_never_attached_expires_and_cannot_be_attached_any_more(
    deps: Deps, clock: ManualClock, shown: list[str]
) -> None:
    await a_buyer(deps, ALICE)
    photo = await upload(deps)
    clock.advance(hours=23)
    await remove_loose_photos(deps)
    assert len(shown) == FILES_OF_ONE

    clock.advance(hours=1)

    with pytest.raises(UnknownPhoto):
        await review_with(deps, photo)
    await remove_loose_photos(deps)
    assert len(shown) == 0


async def test_nobody_shows_a_photo_of_another_person_or_review(deps: Deps) -> None:
    await a_buyer(deps, ALICE, MUG, "bud-vase")
    bina = await a_buyer(deps)
    photo = await upload(deps)

    with pytest.raises(UnknownPhoto):
        await writing.write(deps, bina, MUG, an_opinion(), [Chosen(photo.id, "")])
    await review_with(deps, photo)
    for wrong in (photo.id, uuid4()):
        with pytest.raises(UnknownPhoto):
            await writing.write(deps, ALICE, "bud-vase", an_opinion(), [Chosen(wrong, "")])

    assert await deps.reviews.find_of_author(ALICE, "bud-vase") is None


async def test_where_files_cannot_be_kept_the_upload_is_refused_and_what_was_there_stays(
    deps: Deps, tmp_path: Path, shown: list[str]
) -> None:
    await a_buyer(deps, ALICE)
    review = await review_with(deps, await upload(deps))
    (tmp_path / "no-folder").write_text("full")
    away = replace(deps, media=Folder(tmp_path / "no-folder"))

    with pytest.raises(FilesAway):
        await upload(away)

    assert await deps.reviews.find_of_author(ALICE, MUG) == review
    assert len(shown) == FILES_OF_ONE


async def test_files_that_cannot_be_removed_now_are_removed_by_the_job(deps: Deps, shown: list[str]) -> None:
    await a_buyer(deps, ALICE)
    await review_with(deps, await upload(deps))

    class Away(Folder):
        async def remove(self, names: object) -> None:
            raise FilesAway("the bucket does not answer")

    await writing.delete(replace(deps, media=Away(deps.media.root)), ALICE, MUG)  # type: ignore[attr-defined]
    assert len(shown) == FILES_OF_ONE
    await remove_loose_photos(deps)

    assert len(shown) == 0


async def test_a_copy_of_what_is_held_has_the_photos_themselves(
    deps: Deps, database: Database, clock: ManualClock
) -> None:
    await a_buyer(deps, ALICE)
    await review_with(deps, await upload(deps))
    people = PostgresReviewers(database, deps.media, lambda: photos.remove_loose(deps), clock)
    person = Person(id=ALICE, email="asha@example.com", phone=None)

    held = [item for at in range(3) for item in (await people.held(person, _cursor_of(at))).items]

    assert [(one.item["alt"], one.item["base64"]) for one in held if one.section == "photos"] == [
        ("The mug on a sill", "YSBwaWN0dXJl")
    ]


def _cursor_of(section: int) -> str:
    import base64

    return base64.urlsafe_b64encode(f"{section} ".encode()).decode()
