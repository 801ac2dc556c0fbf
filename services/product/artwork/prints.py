"""Prints and weaves, chosen by the words of a product's handle; each is a tile of one SVG pattern."""

from __future__ import annotations

BY_WORD = {
    "block-print": "buti", "jamdani": "buti", "embroidered": "buti", "applique": "petal", "chikankari": "petal",
    "ajrakh": "star", "mirror-work": "mirror", "ikat": "chevron", "quilted": "stitch", "kantha": "stitch",
    "bandhani": "rings", "striped": "stripes", "dhurrie": "stripes", "waffle": "grid", "braided": "weave",
    "jute": "weave", "tussar": "slub", "handloom": "slub", "linen": "slub", "khadi": "slub", "banarasi": "buti",
    "blue-pottery": "petal", "hammered": "rings", "jaali": "star", "speckled": "speckle", "stoneware": "speckle",
    "patchwork": "grid", "himalayan": "weave", "wool": "slub",
}  # fmt: skip


def print_of(handle: str) -> str:
    return next((name for word, name in BY_WORD.items() if word in handle), "")


def tile(name: str, ink: str, paper: str) -> str:
    """The `<pattern id="print">` of a print, drawn in `ink`; empty for a plain surface."""
    if name not in TILES:
        return ""
    size, content = TILES[name]
    drawn = content.replace("INK", ink).replace("PAPER", paper)
    return f'<pattern id="print" width="{size}" height="{size}" patternUnits="userSpaceOnUse">{drawn}</pattern>'


def _petals(cx: int, cy: int, reach: int) -> str:
    leaf = f'<ellipse cx="{cx}" cy="{cy - reach}" rx="{reach * 0.42}" ry="{reach * 0.8}" fill="INK"'
    return "".join(f'{leaf} transform="rotate({turn} {cx} {cy})"/>' for turn in range(0, 360, 60))


TILES: dict[str, tuple[int, str]] = {
    "buti": (
        64,
        '<g opacity="0.75"><path d="M16 8c8 8 8 16 0 24c-8-8-8-16 0-24z" fill="INK"/>'
        '<path d="M16 32v10" stroke="INK" stroke-width="2.5"/><path d="M48 40c8 8 8 16 0 24c-8-8-8-16 0-24z" fill="INK"/>'
        '<path d="M48 0v8" stroke="INK" stroke-width="2.5"/><circle cx="48" cy="16" r="3" fill="INK"/></g>',
    ),
    "petal": (
        84,
        f'<g opacity="0.6">{_petals(21, 21, 10)}{_petals(63, 63, 10)}<circle cx="63" cy="21" r="3" fill="INK"/></g>',
    ),
    "star": (
        56,
        '<g opacity="0.72"><path d="M28 6l6 16 16 6-16 6-6 16-6-16-16-6 16-6z" fill="INK"/>'
        '<circle cx="0" cy="0" r="7" fill="INK"/><circle cx="56" cy="0" r="7" fill="INK"/>'
        '<circle cx="0" cy="56" r="7" fill="INK"/><circle cx="56" cy="56" r="7" fill="INK"/></g>',
    ),
    "mirror": (
        72,
        '<circle cx="36" cy="36" r="10" fill="#e9eef0"/><circle cx="36" cy="36" r="14" fill="none" stroke="INK" '
        'stroke-width="4" stroke-dasharray="4 5"/><path d="M0 0l8 8M72 0l-8 8M0 72l8-8M72 72l-8-8" stroke="INK" stroke-width="4"/>',
    ),
    "chevron": (
        48,
        '<g opacity="0.6" fill="none" stroke="INK" stroke-width="6"><path d="M0 34l24-22 24 22"/></g>'
        '<path d="M0 46l24-22 24 22" fill="none" stroke="INK" stroke-width="2" opacity="0.45"/>',
    ),
    "stitch": (
        22,
        '<path d="M2 6h10M12 17h10" stroke="INK" stroke-width="2.4" stroke-linecap="round" opacity="0.65"/>',
    ),
    "rings": (
        36,
        '<g fill="none" stroke="INK" stroke-width="3" opacity="0.75"><circle cx="9" cy="9" r="5"/><circle cx="27" cy="27" r="5"/></g>',
    ),
    "stripes": (
        76,
        '<g opacity="0.62"><rect width="76" height="14" fill="INK"/><rect y="26" width="76" height="5" fill="INK"/>'
        '<rect y="48" width="76" height="9" fill="PAPER"/></g>',
    ),
    "grid": (30, '<path d="M0 0h30M0 0v30" stroke="INK" stroke-width="4" opacity="0.4"/>'),
    "weave": (
        24,
        '<g stroke="INK" stroke-width="3.4" opacity="0.35" stroke-linecap="round"><path d="M2 4l8 8M22 4l-8 8M2 16l8 8M22 16l-8 8"/></g>',
    ),
    "slub": (
        40,
        '<g stroke="INK" stroke-width="1.6" opacity="0.28"><path d="M0 6h22M14 15h26M0 24h15M22 31h18M4 37h14"/></g>',
    ),
    "speckle": (
        58,
        '<g fill="INK" opacity="0.5"><circle cx="8" cy="12" r="2"/><circle cx="30" cy="6" r="1.4"/><circle cx="47" cy="22" r="2.4"/>'
        '<circle cx="18" cy="34" r="1.6"/><circle cx="38" cy="46" r="2"/><circle cx="7" cy="52" r="1.4"/><circle cx="52" cy="54" r="1.2"/></g>',
    ),
}
