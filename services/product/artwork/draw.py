"""Draw the seed catalogue's pictures: `python draw.py [HANDLE…]` (needs `pip install resvg-py pillow`; the shop itself does not).

Reads catalogue.toml of souk_product/data, writes pictures/ beside it: <handle>[--<colour>]-{400,800}.webp, 4:5,
and a closer look, <handle>-close-{400,800}.webp.
"""

from __future__ import annotations

import io
import sys
import tomllib
from pathlib import Path

import carried
import garments
import home
import small
from palette import SHARED_DEFS, Drawing, Palette, backdrop
from PIL import Image
from prints import print_of, tile
from resvg_py import svg_to_bytes

DATA = Path(__file__).parent.parent / "souk_product" / "data"
SHAPES = garments.SHAPES | carried.SHAPES | home.SHAPES | small.SHAPES
WIDTHS = (400, 800)
TINTS = {
    "clothing": "#ecdcc4", "footwear": "#e2d9cf", "bags": "#e4dbc0", "jewellery": "#ead3cc", "home-textiles": "#dbe0d0",
    "kitchen-ceramics": "#d3dfdc", "stationery": "#e6dccb", "tea-spices": "#eadbb8", "candles-light": "#dccfc6",
}  # fmt: skip


# A closer look is the same drawing through a smaller window: x, y, width, height, where the thing itself is.
WHOLE = (0, 0, 800, 1000)
CLOSE = (250, 340, 320, 400)
CLOSE_OF = {"footwear": (110, 360, 320, 400)}  # one of the two


def svg(handle: str, kind: str, colour: str, tint: str, window: tuple[int, int, int, int] = WHOLE) -> str:
    palette = Palette(colour)
    drawing = Drawing(palette, print_of(handle))
    SHAPES[kind](drawing)
    pattern = tile(drawing.print_name, palette.contrast, palette.shade)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="1000" viewBox="'
        f'{" ".join(map(str, window))}">'
        f"<defs>{SHARED_DEFS}{pattern}</defs>{backdrop(tint)}{''.join(drawing.parts)}</svg>"
    )


def write(name: str, drawing: str) -> None:
    whole = Image.open(io.BytesIO(bytes(svg_to_bytes(svg_string=drawing)))).convert("RGB")
    for width in WIDTHS:
        picture = whole.resize((width, width * 5 // 4), Image.Resampling.LANCZOS)
        picture.save(DATA / "pictures" / f"{name}-{width}.webp", quality=72, method=6)


def department_of(catalogue: dict[str, list[dict]]) -> dict[str, str]:
    tops: dict[str, str] = {}
    for top in catalogue["category"]:
        tops[top["slug"]] = top["slug"]
        tops |= {child["slug"]: top["slug"] for child in top.get("children", [])}
    return tops


def main(wanted: list[str]) -> None:
    catalogue = tomllib.loads((DATA / "catalogue.toml").read_text("utf-8"))
    (DATA / "pictures").mkdir(exist_ok=True)
    department = department_of(catalogue)
    for product in catalogue["product"]:
        handle, kind = product["handle"], product["kind"]
        if wanted and handle not in wanted:
            continue
        top = department[product["category"]]
        tint = TINTS[top]
        for colour in product.get("colours", []):
            name = f"{handle}--{colour['name'].lower().replace(' ', '-')}"
            write(name, svg(handle, kind, colour["hex"], tint))
        if not product.get("colours"):
            write(handle, svg(handle, kind, product["tint"], tint))
        first = product["colours"][0]["hex"] if product.get("colours") else product["tint"]
        write(f"{handle}-close", svg(handle, kind, first, tint, CLOSE_OF.get(top, CLOSE)))


if __name__ == "__main__":
    main(sys.argv[1:])
