"""Photos: uploaded before the review that shows them, and removed with it."""

from __future__ import annotations

import logging
from uuid import UUID

from kit.audit import concerns
from kit.files.store import FilesAway
from kit.ids import uuid7
from kit.pictures.renditions import Renditions, name_of
from souk_reviews.actions.deps import Deps
from souk_reviews.domain.photos import Photo, Upload, new_photo
from souk_reviews.domain.reviews import check_standing

log = logging.getLogger("souk_reviews.actions.photos")
HOUR_S = 3600.0
PHOTOS_OF_CUSTOMER, PHOTOS_OF_ADDRESS = 30, 90  # an hour
BATCH = 50


async def upload(deps: Deps, customer_id: UUID, handle: str, data: bytes, address: str) -> Photo:
    """Of who may review the product. What the camera wrote into the file (place, time) is in no rendition."""
    if not await deps.reviews.find_of_author(customer_id, handle):
        check_standing(await deps.purchases.standing_of(customer_id, handle), handle)
    await deps.limits.hit("photos-of-customer", str(customer_id), most=PHOTOS_OF_CUSTOMER, per_s=HOUR_S)
    await deps.limits.hit("photos-of-address", address, most=PHOTOS_OF_ADDRESS, per_s=HOUR_S)
    made = await deps.renditions.make(data)
    photo = new_photo(uuid7(), made)
    # Before the files, so that those which nobody attaches are found and removed whatever happens in between.
    async with deps.photos.transaction() as photos:
        await photos.add_photo(Upload(photo, customer_id, deps.clock.now()))
        concerns(photo_id=photo.id)
    await _put(deps, photo, made)
    return photo


async def remove_loose(deps: Deps) -> None:
    """The files before their row, so that those which could not be removed are found again."""
    while loose := await deps.photos.claim_loose_before(deps.clock.now(), BATCH):
        for photo in loose:
            await deps.media.remove([name_of(address) for address in photo.files])
        await deps.photos.remove_photos([photo.id for photo in loose])


async def remove_soon(deps: Deps) -> None:
    """Now, or by the job once files can be reached again."""
    try:
        await remove_loose(deps)
    except FilesAway:
        log.warning("Photos that nobody shows any more could not be removed yet")


async def _put(deps: Deps, photo: Photo, made: Renditions) -> None:
    for sources, files in ((photo.webp, made.webp), (photo.avif, made.avif)):
        for address, width in sources:
            await deps.media.put(name_of(address), files[width])
