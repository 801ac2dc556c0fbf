"""Colours by the names that shops use, for swatches of products whose colours have no value of their own."""

from __future__ import annotations

from functools import lru_cache

from souk_product.domain.products import slug_of

OPTION_NAMES = frozenset({"colour", "color"})
VALUES = {
    "beige": "#d8c6a5", "black": "#2b2927", "blue": "#3b6ea5", "bronze": "#a0703c", "brown": "#6f4a33",
    "burgundy": "#6d2135", "charcoal": "#45423f", "copper": "#b06a3c", "coral": "#dd6e55", "cream": "#ece1c8",
    "gold": "#cda243", "gray": "#8b8985", "green": "#4a7a4c", "grey": "#8b8985", "indigo": "#34447a",
    "ivory": "#efe8d8", "khaki": "#b3a26e", "lavender": "#a99bc7", "lime": "#a3bf45", "magenta": "#b02a6b",
    "maroon": "#75252f", "mint": "#a5cfb4", "moss": "#66703f", "mustard": "#d0a02f", "natural": "#d6c7a8",
    "navy": "#26324f", "olive": "#6b6d3f", "orange": "#dc7f2c", "peach": "#eab592", "pink": "#d98aa3",
    "plum": "#6a3353", "purple": "#70488c", "red": "#b3322b", "rose": "#cf8a86", "rust": "#9f4f2b",
    "saffron": "#dd8a24", "sage": "#93a48a", "sand": "#cfbb95", "silver": "#b7babd", "sky": "#8fb4d2",
    "tan": "#b88a58", "teal": "#1f736e", "terracotta": "#b55d3e", "turquoise": "#3c9d9e", "violet": "#7a5aa6",
    "white": "#f5f1e8", "yellow": "#e0bb3a",
}  # fmt: skip


def is_colour(option_name: str) -> bool:
    return option_name.strip().lower() in OPTION_NAMES


@lru_cache(maxsize=1000)
def colour_of(name: str) -> str | None:
    """ "Ocean blue" is a blue: the last word that names a colour decides."""
    words = slug_of(name).split("-")
    return next((VALUES[word] for word in reversed(words) if word in VALUES), None)
