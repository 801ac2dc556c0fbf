"""`python -m kit.pictures.program FOLDER < picture`: WebP and AVIF of several widths, put into the folder.

A process of its own with bounded memory and time, since a picture may be made to break who reads it. It prints what it
made as JSON; or as `refused` what is wrong with the picture, or as `no_room` with the place it works in.
"""

from __future__ import annotations

import errno
import json
import os
import resource
import sys
from pathlib import Path

WIDTHS = (400, 800, 1200, 1600)
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
MOST_PIXELS = 40_000_000
MOST_MEMORY, MOST_CPU_S, LARGEST_FILE = 1_500_000_000, 60, 30_000_000
TALLEST = 3  # times the width
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def main(folder: Path) -> dict[str, object]:
    # After the limits, so that they hold for what the library does when it is loaded too.
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(sys.stdin.buffer, formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return {"refused": f"it has {opened.width} × {opened.height} pixels"}
            if opened.height > TALLEST * opened.width:
                return {"refused": "it is more than three times as tall as it is wide"}
            image = ImageOps.exif_transpose(opened)
            image = image.convert("RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB")
    except UnidentifiedImageError:
        return {"refused": "it is no picture of a kind that is known here"}
    except (OSError, SyntaxError, ValueError, MemoryError, Image.DecompressionBombError):
        return {"refused": "the file is damaged, or too large to be read"}
    widths = sorted({min(width, image.width) for width in WIDTHS})
    try:
        for width in widths:
            height = max(1, round(image.height * width / image.width))
            smaller = image.resize((width, height), Image.Resampling.LANCZOS)
            smaller.save(folder / f"{width}.webp", "WEBP", quality=80, method=4)
            smaller.save(folder / f"{width}.avif", "AVIF", quality=60, speed=9, max_threads=1)
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        return {"no_room": os.strerror(error.errno or 0).lower()}
    red, green, blue = image.convert("RGB").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))  # pyright: ignore[reportGeneralTypeIssues]
    widest = widths[-1]
    size = {"width": widest, "height": max(1, round(image.height * widest / image.width))}
    return {**size, "widths": widths, "color": f"#{red:02x}{green:02x}{blue:02x}"}


if __name__ == "__main__":
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_CPU_S),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
    ):
        resource.setrlimit(what, (most, most))
    print(json.dumps(main(Path(sys.argv[1]))))
