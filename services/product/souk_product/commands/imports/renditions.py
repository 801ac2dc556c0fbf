"""From any picture to what pages show: WebP, 400 and 800 wide, and the colour that stands in while it loads."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

WIDTHS = (400, 800)
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MOST_PIXELS = 50_000_000
MOST_WEBP_PX = 16_383
PAPER = (251, 247, 240)
QUALITY = 82


class PictureUnreadable(ValueError):
    """The text says why, for the report of an import."""


@dataclass(frozen=True, slots=True)
class Renditions:
    files: Mapping[int, bytes]  # by width
    width: int
    height: int
    color: str


def renditions_of(data: bytes) -> Renditions:
    image = _read(data)
    widths = sorted({min(width, image.width) for width in WIDTHS})
    files: dict[int, bytes] = {}
    for width in widths:
        height = max(1, round(image.height * width / image.width))
        if height > MOST_WEBP_PX:
            raise PictureUnreadable(f"it is {image.width} × {image.height} pixels, too tall for its width")
        out = io.BytesIO()
        image.resize((width, height), Image.Resampling.LANCZOS).save(out, "WEBP", quality=QUALITY, method=4)
        files[width] = out.getvalue()
    widest = widths[-1]
    return Renditions(files, widest, max(1, round(image.height * widest / image.width)), main_colour(image))


def main_colour(image: Image.Image) -> str:
    small = image.convert("RGB").resize((32, 32)).quantize(6, Image.Quantize.MEDIANCUT)
    palette = small.getpalette() or [0, 0, 0]
    counts = small.getcolors() or [(1, 0)]
    index = int(max(counts)[1])  # pyright: ignore[reportArgumentType]  a palette picture counts indexes
    red, green, blue = palette[index * 3 : index * 3 + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"


def measured(files: Mapping[int, bytes]) -> Renditions:
    """Renditions that are there already, as the seed's artwork is."""
    with _opened(files[max(files)]) as widest, _opened(files[min(files)]) as quickest:
        return Renditions(files, widest.width, widest.height, main_colour(quickest))


def _opened(data: bytes) -> Image.Image:
    """Its size is known from its head; its pixels are read when they are asked for."""
    return Image.open(io.BytesIO(data), formats=FORMATS)


def placeholder() -> Renditions:
    """A quiet frame, for a product whose picture is still missing."""
    tall = Image.new("RGB", (800, 1000), (230, 221, 208))
    tall.paste((214, 201, 182), (250, 560, 550, 572))
    tall.paste((214, 201, 182), (300, 400, 500, 540))
    tall.paste((230, 221, 208), (312, 412, 488, 528))
    out = io.BytesIO()
    tall.save(out, "PNG")
    return renditions_of(out.getvalue())


def _read(data: bytes) -> Image.Image:
    try:
        with _opened(data) as image:
            if image.width * image.height > MOST_PIXELS:
                raise PictureUnreadable(
                    f"it has {image.width} × {image.height} pixels, more than {MOST_PIXELS:,} in all"
                )
            return _flattened(ImageOps.exif_transpose(image))
    except UnidentifiedImageError as error:
        raise PictureUnreadable(f"it is not a {', '.join(FORMATS)} picture") from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        if isinstance(error, PictureUnreadable):
            raise
        raise PictureUnreadable("the file is damaged") from error


def _flattened(image: Image.Image) -> Image.Image:
    """Without transparency: pages show pictures in a frame of their own."""
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    with_alpha = image.convert("RGBA")
    paper = Image.new("RGB", with_alpha.size, PAPER)
    paper.paste(with_alpha, mask=with_alpha.getchannel("A"))
    return paper
