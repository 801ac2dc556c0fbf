"""Souk's own subsets of Fraunces and Inter: Latin-1, a few signs and the rupee, from fontsource's packages.

Run once when a typeface changes, with fonttools and brotli installed; README.md says how.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, "–—‘’“”•…‹›€™−×→←★")]
RUPEE = [0x20B9]  # fontsource keeps it in the big latin-ext file
FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "tnum"]
AXES = {
    "fraunces-{}-full-normal": {"opsz": 72, "SOFT": 100, "WONK": 0, "wght": (500, 650)},
    "inter-{}-wght-normal": {"wght": (400, 700)},
}


def subset(source: Path, axes: dict, points: list[int], target: Path) -> None:
    font = instantiateVariableFont(TTFont(source), axes, inplace=True)
    moved = font["gvar"].variations
    font["gvar"].variations = {glyph: moved.get(glyph, []) for glyph in font.getGlyphOrder()}
    subsetter = Subsetter(Options(layout_features=FEATURES, hinting=False, drop_tables=["STAT", "meta"]))
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)


def main(packages: Path, here: Path) -> None:
    for file, axes in AXES.items():
        name = file.split("-")[0]
        files = packages / name / "files"
        subset(files / f"{file.format('latin')}.woff2", axes, LATIN, here / f"{name}.woff2")
        subset(files / f"{file.format('latin-ext')}.woff2", axes, RUPEE, here / f"{name}-rupee.woff2")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).parent)
