"""Souk's own subsets of fontsource's packages: Fraunces and Inter (Latin-1, a few signs, the rupee), Noto by script.

And by script the letters of the languages' own names (souk.toml), which pages in every language show.

Run once when a typeface changes, with fonttools and brotli installed; README.md says how.
"""

import sys
import tomllib
from pathlib import Path

from fontTools.subset import Options, Subsetter  # pyright: ignore[reportMissingImports]
from fontTools.ttLib import TTFont  # pyright: ignore[reportMissingImports]
from fontTools.varLib.hvar import add_HVAR  # pyright: ignore[reportMissingImports]
from fontTools.varLib.instancer import instantiateVariableFont  # pyright: ignore[reportMissingImports]

LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, "–—‘’“”•…‹›€™−×→←★")]
RUPEE = 0x20B9  # fontsource keeps it in the big latin-ext file
# Arabic and Hindi as they are written today, with the sign by which Intl shortens months (0x970): no letters of other
# languages, no signs of old texts.
JOINERS = [0x200C, 0x200D]
ARABIC = [*map(ord, "،؛؟ـ٪"), *range(0x621, 0x63B), *range(0x641, 0x653), 0x670, *range(0x660, 0x66A), 0x200E, 0x200F]
DEVANAGARI = [*range(0x901, 0x93A), *range(0x93C, 0x94E), 0x950, *range(0x958, 0x960), *range(0x964, 0x971), 0x25CC]
SCRIPTS = {
    "noto-sans-arabic": ("arabic", ARABIC + JOINERS),
    "noto-sans-devanagari": ("devanagari", DEVANAGARI + JOINERS),
}
FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "tnum"]
AXES = {
    "fraunces-{}-full-normal": {"opsz": 72, "SOFT": 100, "WONK": 0, "wght": (500, 650)},
    "inter-{}-wght-normal": {"wght": (400, 700)},
}


def graft(font: TTFont, source: TTFont, point: int) -> None:
    """One more sign, from a file of the same design."""
    name = (source.getBestCmap() or {})[point]
    glyph, advance, moves = source["glyf"][name], source["hmtx"][name], source["gvar"].variations[name]
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name], font["hmtx"][name], font["gvar"].variations[name] = glyph, advance, moves
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[point] = name
    del font["HVAR"]
    add_HVAR(font)  # its list of advances is by place in the order of glyphs


def subset(source: Path, axes: dict, points: list[int], target: Path, features: list[str] = FEATURES) -> None:
    save_subset(instantiateVariableFont(TTFont(source), axes, inplace=True), points, target, features)


def save_subset(font: TTFont, points: list[int], target: Path, features: list[str] = FEATURES) -> None:
    if "gvar" in font:
        moved = font["gvar"].variations
        font["gvar"].variations = {glyph: moved.get(glyph, []) for glyph in font.getGlyphOrder()}
    subsetter = Subsetter(Options(layout_features=features, hinting=False, drop_tables=["STAT", "meta"]))
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)


def names_of_languages(here: Path) -> list[int]:
    manifest = tomllib.loads((here.parents[2] / "souk.toml").read_text("utf-8"))
    return [ord(letter) for name in manifest["souk"]["languages"].values() for letter in name]


def main(packages: Path, here: Path) -> None:
    for file, axes in AXES.items():
        name = file.split("-")[0]
        files = packages / name / "files"
        sources = (TTFont(files / f"{file.format(letters)}.woff2") for letters in ("latin", "latin-ext"))
        latin, more = (instantiateVariableFont(font, axes, inplace=True) for font in sources)
        graft(latin, more, RUPEE)
        save_subset(latin, [*LATIN, RUPEE], here / f"{name}.woff2")
    for name, (script, points) in SCRIPTS.items():
        source = packages / name / "files" / f"{name}-{script}-wght-normal.woff2"
        # Their letters are joined by features.
        subset(source, {"wght": (400, 700)}, points, here / f"{name}.woff2", ["*"])
        letters = sorted(set(names_of_languages(here)) & set(points))
        subset(source, {"wght": 400}, letters, here / f"names-{script}.woff2", ["*"])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).parent)
