"""What one carries and walks in: bags, shoes."""

from __future__ import annotations

from palette import Drawing


def tote_bag(d: Drawing) -> None:
    d.shadow(400, 862, 270)
    d.line("M292 420C284 180 340 130 400 130C460 130 516 180 508 420", d.p.deep, 22)
    d.body("M190 390H610L650 836Q400 884 150 836Z", printed=True)
    d.path("M190 390H610L615 440H185Z", d.p.shade, 0.6)
    d.line("M264 420C256 220 330 176 400 176C470 176 544 220 536 420", d.p.light, 22)
    for x in (264, 536):
        d.path(f"M{x - 22} 410h44v64h-44z", d.p.shade)
        d.line(f"M{x - 16} 416l32 50M{x + 16} 416l-32 50", d.p.light, 3, 0.8)


def backpack(d: Drawing) -> None:
    d.shadow(400, 872, 240)
    d.line("M350 200Q350 134 400 134Q450 134 450 200", d.p.deep, 18)
    d.path("M206 430Q150 460 160 700L214 760ZM594 430Q650 460 640 700L586 760Z", d.p.deep)
    d.body("M208 340Q208 190 400 190Q592 190 592 340V800Q592 866 528 866H272Q208 866 208 800Z", printed=True)
    d.body("M196 380Q196 206 400 206Q604 206 604 380L596 520Q400 566 204 520Z", d.p.shade, volume="across")
    d.path("M252 620H548V800Q548 828 520 828H280Q252 828 252 800Z", d.p.shade, 0.65)
    d.line("M252 656H548", d.p.light, 4, 0.5, "10 8")
    for x in (318, 482):
        d.path(f"M{x - 15} 470h30v150h-30z", "#8a5a34")
        d.add(
            f'<rect x="{x - 21}" y="566" width="42" height="34" rx="6" fill="none" stroke="{d.p.gold}" stroke-width="7"/>'
        )


def sling_bag(d: Drawing) -> None:
    d.shadow(400, 850, 250)
    d.line("M206 540C150 140 640 60 596 540", d.p.deep, 15)
    d.body("M176 520H624V760Q624 838 546 838H254Q176 838 176 760Z")
    d.body(
        "M168 500Q168 480 190 480H610Q632 480 632 500V600Q620 720 400 720Q180 720 168 600Z", d.p.light, volume="down"
    )
    d.line("M186 606Q206 700 400 702Q594 700 614 606", d.p.deep, 3, 0.55, "9 8")
    d.ellipse(400, 700, 27, 27, d.p.gold)
    d.ellipse(400, 700, 12, 12, d.p.deep)
    for x in (206, 596):
        d.ring(x, 524, 15, 15, d.p.gold, 7)


def pouch(d: Drawing) -> None:
    d.shadow(400, 820, 280)
    d.body("M140 470Q400 440 660 470L690 760Q690 812 636 816Q400 838 164 816Q110 812 110 760Z", printed=True)
    d.path("M140 470Q400 440 660 470L664 510Q400 480 136 510Z", d.p.shade)
    d.line("M150 490Q400 460 650 490", d.p.gold, 9, 1, "4 5")
    d.body("M636 478l54 22q16 8 8 24l-16 34q-8 14-24 8l-44-20z", "#9a6a3c")
    d.ellipse(640, 490, 12, 12, d.p.gold)


def _sole(d: Drawing, x: float, turn: float, draw: str) -> None:
    d.add(f'<g transform="rotate({turn} {x} 560)">')
    d.path(
        f"M{x - 84} 330Q{x - 100} 210 {x} 206Q{x + 100} 210 {x + 84} 340Q{x + 66} 520 {x + 76} 690Q{x + 72} 834 {x} 836Q{x - 74} 834 {x - 76} 690Q{x - 66} 520 {x - 84} 330Z",
        "#4b3322",
    )
    d.body(
        f"M{x - 76} 334Q{x - 90} 220 {x} 216Q{x + 90} 220 {x + 76} 340Q{x + 56} 520 {x + 66} 690Q{x + 62} 822 {x} 824Q{x - 64} 822 {x - 66} 690Q{x - 56} 520 {x - 76} 334Z",
        "#b98a5c" if draw == "sandal" else d.p.deep,
    )
    if draw == "sandal":
        d.body(f"M{x - 94} 400Q{x} 330 {x + 94} 410L{x + 84} 500Q{x} 430 {x - 84} 490Z", printed=True)
        d.body(f"M{x - 16} 250Q{x} 240 {x + 16} 250L{x + 22} 420H{x - 22}Z", d.p.shade)
        d.ellipse(x, 442, 19, 19, d.p.gold)
        d.line(f"M{x - 78} 470Q{x} 404 {x + 78} 480", d.p.light, 3, 0.7, "7 7")
        d.body(f"M{x - 74} 660Q{x} 610 {x + 74} 660L{x + 72} 716Q{x} 664 {x - 72} 716Z", d.p.shade)
    else:
        d.body(
            f"M{x - 86} 360Q{x - 98} 206 {x} 200Q{x + 98} 206 {x + 86} 366Q{x + 76} 470 {x + 80} 540Q{x} 470 {x - 80} 540Q{x - 76} 470 {x - 86} 360Z",
            printed=True,
        )
        d.body(
            f"M{x - 80} 530Q{x - 70} 470 {x} 470Q{x + 70} 470 {x + 80} 530L{x + 84} 700Q{x + 74} 834 {x} 836Q{x - 74} 834 {x - 84} 700Z",
            d.p.shade,
        )
        d.path(
            f"M{x - 56} 560Q{x} 500 {x + 56} 560L{x + 58} 700Q{x + 50} 800 {x} 802Q{x - 50} 800 {x - 58} 700Z",
            "#d9c3a0",
        )
        d.line(f"M{x - 60} 552Q{x} 494 {x + 60} 552", d.p.gold, 5, 0.9)
        d.ellipse(x, 330, 24, 24, d.p.gold, 0.85)
    d.add("</g>")


def sandals(d: Drawing) -> None:
    d.shadow(290, 830, 120)
    d.shadow(510, 830, 120)
    _sole(d, 284, -6, "sandal")
    _sole(d, 516, 6, "sandal")


def slip_on(d: Drawing) -> None:
    d.shadow(290, 830, 120)
    d.shadow(510, 830, 120)
    _sole(d, 284, -6, "closed")
    _sole(d, 516, 6, "closed")


SHAPES = {
    "tote-bag": tote_bag, "backpack": backpack, "sling-bag": sling_bag,
    "pouch": pouch, "sandals": sandals, "slip-on": slip_on,
}  # fmt: skip
