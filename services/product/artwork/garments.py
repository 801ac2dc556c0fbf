"""What one wears: kurtas, shirts, jackets, sarees, trousers."""

from __future__ import annotations

from palette import Drawing


def hanger(d: Drawing) -> None:
    d.line("M400 118c0-26 34-26 34-48c0-20-28-26-36-8", "#8a6a45", 7)
    d.line("M400 118L268 176M400 118L532 176", "#9a7850", 10)


def kurta(d: Drawing) -> None:
    hanger(d)
    d.body(
        "M286 186L160 250L118 560L196 578L236 400L214 868Q400 900 586 868L564 400L604 578L682 560L640 250L514 186L400 226Z",
        printed=True,
    )
    d.path("M214 868Q400 900 586 868L588 838Q400 870 212 838Z", d.p.shade, 0.75)
    d.path("M118 560L196 578L202 548L124 532ZM682 560L604 578L598 548L676 532Z", d.p.shade, 0.75)
    d.path("M340 190Q400 252 460 190L482 182Q400 290 318 182Z", d.p.shade)
    d.path("M384 232H416V470Q400 484 384 470Z", d.p.shade, 0.85)
    for y in (270, 322, 374, 426):
        d.ellipse(400, y, 7, 7, d.p.gold)
    d.line("M236 400L248 700M564 400L552 700", d.p.deep, 4, 0.35)
    d.line("M300 868V700M500 868V700", d.p.deep, 4, 0.28)


def shirt(d: Drawing) -> None:
    hanger(d)
    d.body(
        "M292 188L172 246L134 470L226 496L246 420V800Q400 826 554 800V420L574 496L666 470L628 246L508 188L400 232Z",
        printed=True,
    )
    d.path("M134 470L226 496L232 464L141 440ZM666 470L574 496L568 464L659 440Z", d.p.shade, 0.6)
    d.path("M292 188L352 168L400 236L344 292Z", d.p.light)
    d.path("M508 188L448 168L400 236L456 292Z", d.p.light)
    d.path("M292 188L352 168L400 236L344 292ZM508 188L448 168L400 236L456 292Z", "url(#across)")
    d.line("M400 240V806", d.p.deep, 4, 0.5)
    for y in (310, 396, 482, 568, 654, 740):
        d.ellipse(412, y, 7, 7, d.p.deep, 0.75)
    d.path("M456 386H526V452L491 474L456 452Z", d.p.shade, 0.4)


def jacket(d: Drawing) -> None:
    hanger(d)
    d.body(
        "M288 190L158 252L118 660L206 676L240 420L232 838Q400 858 568 838L560 420L594 676L682 660L642 252L512 190L400 214Z",
        printed=True,
    )
    d.path("M288 190L342 172L400 330L392 846Q310 850 232 838L240 420Z", d.p.light, 0.16)
    d.path("M342 172Q400 196 458 172L400 330Z", d.p.deep)
    d.path("M342 172L400 330L372 392L296 212Z", d.p.shade)
    d.path("M458 172L400 330L428 392L504 212Z", d.p.shade)
    d.line("M400 336V850", d.p.deep, 5, 0.7)
    for y in (430, 530, 630, 730):
        d.ellipse(416, y, 9, 9, d.p.gold)
    for x in (276, 456):
        d.path(f"M{x} 640h88v108q-44 16-88 0z", d.p.shade, 0.55)
        d.line(f"M{x} 656h88", d.p.deep, 4, 0.5)
    d.path("M118 660L206 676L212 640L122 624ZM682 660L594 676L588 640L678 624Z", d.p.shade, 0.7)


def vest(d: Drawing) -> None:
    hanger(d)
    d.body(
        "M296 188Q250 300 216 372L224 800L392 838L400 816L408 838L576 800L584 372Q550 300 504 188L400 214Z",
        printed=True,
    )
    d.path("M340 186Q400 214 460 186L446 232Q400 262 354 232Z", d.p.deep)
    d.line("M400 246V822", d.p.deep, 5, 0.7)
    for y in (320, 412, 504, 596, 688):
        d.ellipse(416, y, 10, 10, d.p.gold)
    for x in (262, 458):
        d.path(f"M{x} 600h82v26h-82z", d.p.deep, 0.55)
    d.path("M446 430h76v20h-76z", d.p.deep, 0.55)


def trousers(d: Drawing) -> None:
    d.body("M272 176H528L586 872L452 884L404 420H396L348 884L214 872Z", printed=True)
    d.path("M272 176H528L532 226H268Z", d.p.shade)
    d.line("M400 228V420M336 240L318 640M464 240L482 640", d.p.deep, 4, 0.4)
    d.line("M388 204C360 270 372 300 366 326M412 204C436 268 428 296 434 330", d.p.light, 6)
    d.path("M268 226q46 30 38 96l-46 4zM532 226q-46 30-38 96l46 4z", d.p.shade, 0.45)
    d.path("M217 840L350 852L348 884L214 872ZM583 840L450 852L452 884L586 872Z", d.p.shade, 0.6)


def saree(d: Drawing) -> None:
    """Folded over a rail, the border in gold."""
    d.add('<rect x="96" y="166" width="608" height="18" rx="9" fill="#8d6a44"/>')
    d.add('<rect x="96" y="166" width="608" height="7" rx="3" fill="#b58d60"/>')
    d.body("M196 160Q400 138 604 160L618 860Q520 892 410 866Q300 896 184 862Z", printed=True)
    for x, bend in ((292, 10), (392, -8), (500, 12)):
        d.line(f"M{x} 156Q{x + bend} 520 {x - bend} 872", d.p.deep, 10, 0.22)
        d.line(f"M{x - 26} 156Q{x - 26 + bend} 520 {x - 26 - bend} 870", d.p.light, 8, 0.28)
    d.path("M186 790Q300 826 410 796Q520 822 616 788L618 860Q520 892 410 866Q300 896 184 862Z", d.p.gold, 0.95)
    d.path("M186 790Q300 826 410 796Q520 822 616 788L618 860Q520 892 410 866Q300 896 184 862Z", "url(#across)")
    d.line("M186 776Q300 812 410 782Q520 808 616 774", d.p.gold, 6)
    for x in range(206, 612, 34):
        d.path(f"M{x} {834 + (x % 68) / 12}l10-18 10 18-10 18z", d.p.deep, 0.6)
    for x in range(196, 616, 14):
        d.line(f"M{x} 868v26", d.p.gold, 3)


def throw(d: Drawing) -> None:
    """A shawl or throw, folded twice and stacked on a stool."""
    d.shadow(400, 866, 280)
    d.body(
        "M170 700Q170 660 214 660H586Q632 660 632 702V800Q632 846 588 846H212Q170 846 170 806Z",
        printed=True,
        volume="down",
    )
    d.body(
        "M186 540Q186 500 230 500H574Q618 500 618 542V640Q618 682 574 682H228Q186 682 186 640Z",
        d.p.light,
        printed=True,
        volume="down",
    )
    d.body(
        "M200 390Q200 348 246 348H560Q606 348 606 390V486Q606 524 562 524H244Q200 524 200 486Z",
        printed=True,
        volume="down",
    )
    for y in (516, 674):
        d.line(f"M206 {y}H600", d.p.deep, 6, 0.35)
    d.path("M470 348H540L546 846H472Z", d.p.gold, 0.5)
    for x in range(476, 546, 12):
        d.line(f"M{x} 846v34", d.p.gold, 4)


SHAPES = {
    "kurta": kurta, "shirt": shirt, "jacket": jacket, "vest": vest,
    "trousers": trousers, "saree": saree, "throw": throw,
}  # fmt: skip
