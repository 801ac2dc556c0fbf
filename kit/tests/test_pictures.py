"""Renditions by the real library in a process of its own."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from kit.files.store import FilesAway
from kit.pictures.making import ChildRenditions
from kit.pictures.renditions import PictureRefused
from testkit.small_disk import small_disk

PLACE = b"77 Xylotomy Lane"


def a_photo() -> bytes:
    """Taken sideways, with a place, a comment and who took it."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = PLACE.decode()  # description
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (12.0, 58.0, 17.0)
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + PLACE + b"</x:xmpmeta>"
    out = io.BytesIO()
    Image.new("RGB", (60, 40), (184, 98, 10)).save(out, "JPEG", exif=exif, comment=PLACE, xmp=xmp)
    return out.getvalue()


async def test_what_a_camera_wrote_into_a_picture_is_in_no_rendition_and_it_stands_upright() -> None:
    photo = a_photo()
    assert photo.count(PLACE) == 3

    made = await ChildRenditions(60.0).make(photo)

    assert (made.width, made.height) == (40, 60)
    for data in (*made.webp.values(), *made.avif.values()):
        assert PLACE not in data
        assert b"Exif" not in data
        with Image.open(io.BytesIO(data)) as shown:
            assert shown.size == (40, 60)
            assert not shown.getexif()
            assert not {"xmp", "exif", "comment"} & set(shown.info)


async def test_without_room_to_work_in_the_picture_is_not_to_blame(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_disk(tmp_path / "disk", 1) as disk:
        monkeypatch.setattr("tempfile.tempdir", str(disk.folder))
        disk.fill()
        with pytest.raises(FilesAway):
            await ChildRenditions(60.0).make(a_photo())

        disk.make_room()
        assert (await ChildRenditions(60.0).make(a_photo())).width == 40


async def test_its_program_is_found_where_packages_are_named_by_a_variable_alone_as_in_an_image(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "of_an_image.py").write_text('print(\'{"refused": "it was read"}\')')
    monkeypatch.syspath_prepend(tmp_path)

    with pytest.raises(PictureRefused, match="it was read"):
        await ChildRenditions(60.0, "of_an_image").make(b"")
