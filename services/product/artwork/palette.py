"""Colours and surfaces every drawing shares: light falls softly from the upper left."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass


def _rgb(colour: str) -> tuple[float, float, float]:
    return tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))  # type: ignore[return-value]


def mixed(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0 to 1) of `other` in it."""
    parts = (a + (b - a) * share for a, b in zip(_rgb(colour), _rgb(other), strict=True))
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def lightness(colour: str) -> float:
    return colorsys.rgb_to_hls(*_rgb(colour))[1]


@dataclass(frozen=True)
class Palette:
    base: str
    gold: str = "#d0a24a"

    @property
    def shade(self) -> str:
        return mixed(self.base, "#1d1512", 0.28)

    @property
    def deep(self) -> str:
        return mixed(self.base, "#1d1512", 0.5)

    @property
    def light(self) -> str:
        return mixed(self.base, "#fff8ea", 0.35)

    @property
    def contrast(self) -> str:
        """What a print on this colour is drawn in."""
        return mixed(self.base, "#fff6e2", 0.72) if lightness(self.base) < 0.62 else mixed(self.base, "#7a3b22", 0.55)


class Drawing:
    """One picture, 800 by 1000: parts are put down one after the other."""

    def __init__(self, palette: Palette, print_name: str) -> None:
        self.p = palette
        self.print_name = print_name
        self.parts: list[str] = []
        self.defs: list[str] = []

    def add(self, fragment: str) -> None:
        self.parts.append(fragment)

    def path(self, d: str, fill: str, opacity: float = 1, stroke: str = "none", width: float = 0) -> None:
        self.add(
            f'<path d="{d}" fill="{fill}" fill-opacity="{opacity}" stroke="{stroke}" stroke-width="{width}" '
            'stroke-linecap="round" stroke-linejoin="round"/>'
        )

    def line(self, d: str, colour: str, width: float = 4, opacity: float = 1, dash: str = "none") -> None:
        self.add(
            f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-opacity="{opacity}" '
            f'stroke-linecap="round" stroke-linejoin="round" stroke-dasharray="{dash}"/>'
        )

    def ellipse(self, cx: float, cy: float, rx: float, ry: float, fill: str, opacity: float = 1) -> None:
        self.add(f'<ellipse cx="{cx}" cy="{cy}" rx="{rx}" ry="{ry}" fill="{fill}" fill-opacity="{opacity}"/>')

    def ring(self, cx: float, cy: float, rx: float, ry: float, colour: str, width: float, opacity: float = 1) -> None:
        self.add(
            f'<ellipse cx="{cx}" cy="{cy}" rx="{rx}" ry="{ry}" fill="none" stroke="{colour}" '
            f'stroke-width="{width}" stroke-opacity="{opacity}"/>'
        )

    def shadow(self, cx: float, cy: float, rx: float, ry: float = 26) -> None:
        self.add(
            f'<ellipse cx="{cx + 18}" cy="{cy}" rx="{rx}" ry="{ry}" fill="#2a1c10" opacity="0.26" filter="url(#soft)"/>'
        )

    def body(self, d: str, colour: str | None = None, printed: bool = False, volume: str = "across") -> None:
        """A surface with volume: its colour, its print, then light from the left and shade to the right."""
        self.path(d, colour or self.p.base)
        if printed and self.print_name:
            self.path(d, "url(#print)")
        self.path(d, f"url(#{volume})")


SHARED_DEFS = """
<filter id="soft" x="-40%" y="-200%" width="180%" height="500%"><feGaussianBlur stdDeviation="16"/></filter>
<linearGradient id="across" x1="0" y1="0" x2="1" y2="0.35">
 <stop offset="0" stop-color="#fff" stop-opacity="0.26"/><stop offset="0.42" stop-color="#fff" stop-opacity="0"/>
 <stop offset="0.58" stop-color="#120a05" stop-opacity="0"/><stop offset="1" stop-color="#120a05" stop-opacity="0.3"/>
</linearGradient>
<linearGradient id="down" x1="0.2" y1="0" x2="0.5" y2="1">
 <stop offset="0" stop-color="#fff" stop-opacity="0.24"/><stop offset="0.5" stop-color="#fff" stop-opacity="0"/>
 <stop offset="1" stop-color="#120a05" stop-opacity="0.28"/>
</linearGradient>
<radialGradient id="round" cx="0.33" cy="0.28" r="0.85">
 <stop offset="0" stop-color="#fff" stop-opacity="0.5"/><stop offset="0.4" stop-color="#fff" stop-opacity="0"/>
 <stop offset="1" stop-color="#120a05" stop-opacity="0.38"/>
</radialGradient>
"""


def backdrop(tint: str) -> str:
    """The category's tinted 4:5 ground: a wall, a table, and a pool of light."""
    wall, table = mixed(tint, "#fffaf0", 0.18), mixed(tint, "#6b4a2c", 0.16)
    return f"""<defs><radialGradient id="pool" cx="0.28" cy="0.22" r="0.95">
 <stop offset="0" stop-color="#fffdf6" stop-opacity="0.85"/><stop offset="0.55" stop-color="#fffdf6" stop-opacity="0.1"/>
 <stop offset="1" stop-color="#3b2410" stop-opacity="0.12"/></radialGradient></defs>
<rect width="800" height="1000" fill="{wall}"/><rect y="770" width="800" height="230" fill="{table}"/>
<rect width="800" height="1000" fill="url(#pool)"/>"""
