"""Small things: jewellery, stationery, tea and spices."""

from __future__ import annotations

from math import cos, pi, sin

from palette import Drawing


def bangle(d: Drawing) -> None:
    d.shadow(400, 826, 250)
    for y, lift in ((690, 0), (600, 0.12), (512, 0), (424, 0.12)):
        d.ring(400, y, 236, 104, d.p.deep, 46)
        d.ring(400, y - 6, 236, 104, d.p.base if not lift else d.p.light, 38)
        d.line(f"M172 {y - 30}Q220 {y - 104} 380 {y - 112}", "#fffaf0", 7, 0.6)
        for step in range(9):
            turn = pi * (0.08 + step * 0.105)
            d.ellipse(400 + 236 * cos(turn), y - 6 + 104 * sin(turn), 9, 9, d.p.gold)


def earrings(d: Drawing) -> None:
    d.body("M150 150H650V196H150Z", "#a67c50")
    for x in (280, 520):
        d.line(f"M{x} 190V300", d.p.gold, 8)
        d.ellipse(x, 330, 44, 44, d.p.base)
        d.ellipse(x, 330, 44, 44, "url(#round)")
        d.ellipse(x, 330, 17, 17, d.p.gold)
        d.body(f"M{x - 14} 378h28l8 40q88 30 88 150q-110 46-220 0q0-120 88-150z", printed=True)
        d.path(f"M{x - 110} 548q110 46 220 0v24q-110 46-220 0z", d.p.gold)
        for step in range(7):
            at = x - 96 + step * 32
            d.line(f"M{at} 590v44", d.p.shade, 5)
            d.ellipse(at, 648 + (6 if step % 2 else 0), 14, 14, d.p.light if step % 2 else d.p.base)
            d.ellipse(at, 648 + (6 if step % 2 else 0), 14, 14, "url(#round)")


def necklace(d: Drawing) -> None:
    d.body(
        "M400 90Q520 90 540 260Q556 380 660 470Q700 700 640 880H160Q100 700 140 470Q244 380 260 260Q280 90 400 90Z",
        "#dccbb0",
        volume="across",
    )
    for step in range(33):
        turn = pi * (step / 32)
        x, y = 400 + 212 * cos(turn), 380 + 300 * sin(turn)
        d.ellipse(x, y, 19, 19, d.p.base)
        d.ellipse(x, y, 19, 19, "url(#round)")
    d.ellipse(400, 726, 56, 56, d.p.gold)
    d.ellipse(400, 726, 56, 56, "url(#round)")
    for turn in range(0, 360, 45):
        d.add(
            f'<ellipse cx="400" cy="692" rx="9" ry="20" fill="{d.p.deep}" fill-opacity="0.6" transform="rotate({turn} 400 726)"/>'
        )


def notebook(d: Drawing) -> None:
    d.add('<g transform="rotate(-6 400 500)">')
    d.path("M216 196H620V850H216Z", "#2a1c10", 0.24)
    d.path("M210 186H604V836H210Z", "#f3ead7")
    for x in (598, 594, 590):
        d.line(f"M{x} 196V830", "#cbbb9c", 2)
    d.body("M190 170H584V820H190Z", printed=True)
    d.path("M190 170H246V820H190Z", d.p.deep, 0.5)
    for y in range(210, 810, 60):
        d.line(f"M206 {y}h24", "#f3ead7", 6)
    d.path("M300 300H510V420H300Z", "#f7eedb")
    d.line("M330 344H480M350 376H460", d.p.deep, 6, 0.6)
    d.line("M548 170V820", d.p.gold, 9)
    d.add("</g>")


def cards(d: Drawing) -> None:
    for turn, colour in ((-14, d.p.shade), (4, "#f6ecd8"), (15, d.p.base)):
        d.add(f'<g transform="rotate({turn} 400 700)">')
        d.path("M254 250H566V722H254Z", "#2a1c10", 0.18)
        d.body("M240 236H552V708H240Z", colour)
        ink = d.p.base if colour == "#f6ecd8" else "#f8efdd"
        for around in range(0, 360, 60):
            d.add(
                f'<ellipse cx="396" cy="410" rx="26" ry="56" fill="{ink}" fill-opacity="0.92" transform="rotate({around} 396 462)"/>'
            )
        d.ellipse(396, 462, 22, 22, d.p.gold)
        d.line("M300 636H492M330 664H462", ink, 6, 0.8)
        d.add("</g>")


def pen(d: Drawing) -> None:
    d.path("M120 640H700V800H120Z", "#f7efde")
    d.line("M170 690C240 650 260 740 330 690S430 740 500 690", "#33415f", 6, 0.75)
    d.add('<g transform="rotate(-38 400 480)">')
    d.path("M150 500H640V540H150Z", "#2a1c10", 0.2)
    d.body("M300 440H560Q600 440 600 474Q600 508 560 508H300Z", volume="down")
    d.body("M110 446Q110 434 130 434H300V514H130Q110 514 110 500Z", d.p.shade, volume="down")
    d.path("M300 434h20v80h-20zM540 440h14v68h-14z", d.p.gold)
    d.path("M120 420H280V434H120Z", d.p.gold)
    d.path("M600 452L700 474L600 496Z", d.p.gold)
    d.line("M620 474H690", "#5b3d16", 3)
    d.add("</g>")


def stamps(d: Drawing) -> None:
    d.shadow(300, 800, 170)
    d.shadow(540, 846, 150)
    for x, y, size in ((290, 520, 1.0), (545, 600, 0.86)):
        d.add(f'<g transform="translate({x} {y}) scale({size})">')
        d.body("M-44 -260Q0 -300 44 -260L30 -90H-30Z", volume="across")
        d.body("M-150 -90H150Q166 -90 166 -70V170H-166V-70Q-166 -90 -150 -90Z", volume="across")
        d.path("M-166 170H166V270H-166Z", d.p.deep)
        for turn in range(0, 360, 45):
            d.add(f'<ellipse cx="0" cy="0" rx="17" ry="46" fill="{d.p.light}" transform="rotate({turn} 0 44)"/>')
        d.ellipse(0, 44, 22, 22, d.p.gold)
        d.add("</g>")


def tin(d: Drawing) -> None:
    d.shadow(400, 858, 220)
    d.body("M210 300H590V810Q590 852 548 852H252Q210 852 210 810Z")
    d.body("M196 220Q196 190 226 190H574Q604 190 604 220V312H196Z", d.p.shade)
    d.ellipse(400, 190, 176, 22, d.p.light)
    d.path("M250 400H550V752H250Z", "#f8efdc")
    d.path("M266 416H534V736H266Z", "none", 1, d.p.base, 5)
    for turn in range(0, 360, 45):
        d.add(f'<path d="M400 530q26-44 0-88q-26 44 0 88z" fill="{d.p.base}" transform="rotate({turn} 400 540)"/>')
    d.ellipse(400, 540, 16, 16, d.p.gold)
    d.line("M316 672H484M344 702H456", d.p.deep, 7, 0.75)


def spice_box(d: Drawing) -> None:
    d.ellipse(424, 540, 306, 306, "#2a1c10", 0.22)
    d.ellipse(400, 500, 306, 306, d.p.base)
    d.ellipse(400, 500, 306, 306, "url(#round)")
    d.ellipse(400, 500, 272, 272, d.p.deep, 0.75)
    spots = [(400, 500), *((400 + 172 * cos(pi * t / 3), 500 + 172 * sin(pi * t / 3)) for t in range(6))]
    spices = ("#c8362a", "#e0a32e", "#7a4a26", "#8f9a4a", "#d9772c", "#4b3526", "#e3c98a")
    for (x, y), colour in zip(spots, spices, strict=True):
        d.ellipse(x, y, 82, 82, d.p.light)
        d.ellipse(x, y, 82, 82, "url(#round)")
        d.ellipse(x, y + 2, 66, 66, colour)
        d.ellipse(x - 12, y - 12, 30, 26, "#fff", 0.16)
        for step in range(7):
            d.ellipse(
                x + 40 * cos(step * 2.4) * (0.4 + step / 12),
                y + 40 * sin(step * 2.4) * (0.4 + step / 12),
                4,
                4,
                "#1d120a",
                0.3,
            )


SHAPES = {
    "bangle": bangle, "earrings": earrings, "necklace": necklace, "notebook": notebook, "cards": cards,
    "pen": pen, "stamps": stamps, "tin": tin, "spice-box": spice_box,
}  # fmt: skip
