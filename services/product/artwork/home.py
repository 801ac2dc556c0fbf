"""What stands and lies at home: ceramics, kitchen, textiles, light."""

from __future__ import annotations

from palette import Drawing

BRASS = "#c39a41"


def mug(d: Drawing) -> None:
    d.shadow(390, 800, 210)
    d.line("M560 470C690 450 690 680 556 664", d.p.shade, 34)
    d.line("M560 462C680 446 676 660 556 652", d.p.light, 10, 0.5)
    d.body("M212 396L236 760Q244 806 296 810Q390 820 484 810Q536 806 544 760L568 396Z", printed=True)
    d.path("M224 640L236 760Q244 806 296 810Q390 820 484 810Q536 806 544 760L552 640Q390 672 224 640Z", d.p.deep, 0.4)
    d.ellipse(390, 396, 178, 42, d.p.light)
    d.ellipse(390, 400, 158, 33, "#6f4426")
    d.ellipse(360, 394, 86, 12, "#a06a3e", 0.8)
    for x, y in ((330, 300), (400, 270), (462, 304)):
        d.line(f"M{x} {y + 40}q-26-40 0-76t0-76", "#fffaf0", 11, 0.55)


def bowl(d: Drawing) -> None:
    d.shadow(400, 806, 230)
    d.path("M320 770H480L500 812Q400 826 300 812Z", d.p.deep)
    d.body("M116 470Q140 780 400 784Q660 780 684 470Z", printed=True)
    d.ellipse(400, 470, 284, 74, d.p.light)
    d.ellipse(400, 478, 258, 58, d.p.shade)
    d.ellipse(370, 490, 190, 34, d.p.base)
    d.ring(400, 470, 284, 74, d.p.deep, 4, 0.35)


def plate(d: Drawing) -> None:
    d.add('<g transform="rotate(-4 400 500)">')
    d.ellipse(424, 540, 300, 300, "#2a1c10", 0.2)
    d.ellipse(400, 500, 296, 296, d.p.light)
    d.ellipse(400, 500, 296, 296, "url(#round)")
    if d.print_name:
        d.ellipse(400, 500, 278, 278, "url(#print)")
        d.ring(400, 500, 284, 284, d.p.base, 16)
    d.ring(400, 500, 288, 288, d.p.base, 10)
    d.ellipse(400, 500, 196, 196, d.p.base, 0.92)
    d.ellipse(400, 500, 196, 196, "url(#round)")
    d.ring(400, 500, 196, 196, d.p.shade, 6, 0.6)
    for turn in range(0, 360, 45):
        d.add(
            f'<path d="M400 500q22-70 0-130q-22 60 0 130z" fill="{d.p.contrast}" fill-opacity="0.75" transform="rotate({turn} 400 500)"/>'
        )
    d.ellipse(400, 500, 26, 26, d.p.contrast)
    d.add("</g>")


def vase(d: Drawing) -> None:
    d.shadow(400, 850, 150)
    for to, bend in (("300 150", -30), ("404 96", 14), ("500 170", 40)):
        d.line(f"M400 400Q{400 + bend} 260 {to}", "#5d6b3c", 8)
    for x, y, size in ((300, 150, 40), (404, 96, 46), (500, 170, 38)):
        for turn in range(0, 360, 72):
            d.add(
                f'<ellipse cx="{x}" cy="{y - size * 0.6}" rx="{size * 0.42}" ry="{size * 0.62}" fill="#e8b04a" transform="rotate({turn} {x} {y})"/>'
            )
        d.ellipse(x, y, size * 0.36, size * 0.36, "#8a4b22")
    d.path("M352 300q-60-10-86 30q60 20 86-30zM440 330q60-20 90 14q-56 30-90-14z", "#7c8a4e")
    d.body(
        "M356 396Q370 470 300 540Q226 620 250 730Q270 850 400 856Q530 850 550 730Q574 620 500 540Q430 470 444 396Z",
        printed=True,
    )
    d.ellipse(400, 396, 46, 13, d.p.deep)
    d.ring(400, 396, 46, 13, d.p.light, 6)
    d.path("M262 760Q280 850 400 856Q520 850 538 760Q400 800 262 760Z", d.p.deep, 0.3)


def board(d: Drawing) -> None:
    d.add('<g transform="rotate(7 400 520)">')
    d.path(
        "M256 330Q256 290 296 290H372V150Q372 116 400 116Q428 116 428 150V290H524Q564 290 564 330V850Q564 890 524 890H296Q256 890 256 850Z",
        "#2a1c10",
        0.2,
    )
    d.body(
        "M236 310Q236 270 276 270H352V136Q352 100 390 100Q428 100 428 136V270H504Q544 270 544 310V830Q544 870 504 870H276Q236 870 236 830Z"
    )
    d.ellipse(390, 146, 17, 17, "#f1e4cd")
    for x, bend in ((280, 16), (330, -12), (390, 20), (446, -18), (500, 10)):
        d.line(f"M{x} 284Q{x + bend} 560 {x - bend} 856", d.p.deep, 5, 0.24)
    d.ring(398, 620, 34, 60, d.p.deep, 5, 0.24)
    d.ring(398, 620, 16, 32, d.p.deep, 4, 0.24)
    d.add("</g>")


def bottle(d: Drawing) -> None:
    d.shadow(400, 876, 130)
    d.body(
        "M352 150H448V232Q532 270 536 360V820Q536 872 484 872H316Q264 872 264 820V360Q268 270 352 232Z", printed=True
    )
    d.path("M340 104Q340 90 356 90H444Q460 90 460 104V164H340Z", d.p.shade)
    d.path("M340 104Q340 90 356 90H444Q460 90 460 104V164H340Z", "url(#across)")
    d.line("M300 380V790", "#fff3e0", 18, 0.5)
    for y in (380, 800):
        d.line(f"M264 {y}H536", d.p.deep, 4, 0.4)


def pan(d: Drawing) -> None:
    d.shadow(400, 770, 280)
    for x in (110, 690):
        d.ring(x, 480, 46, 56, d.p.shade, 24)
    d.body("M106 460Q130 772 400 778Q670 772 694 460Z")
    d.ellipse(400, 460, 294, 82, d.p.light)
    d.ellipse(400, 470, 268, 66, d.p.deep)
    d.ellipse(400, 488, 210, 42, "#c9812c")
    for x, y, c in (
        (300, 486, "#e0b04c"),
        (370, 500, "#a8401f"),
        (450, 482, "#5f7d36"),
        (500, 502, "#e0b04c"),
        (410, 478, "#a8401f"),
        (340, 476, "#5f7d36"),
    ):
        d.ellipse(x, y, 24, 11, c)


def teapot(d: Drawing) -> None:
    d.shadow(390, 806, 240)
    d.body("M560 520Q640 500 668 380L722 368Q716 560 580 680Z")
    d.line("M226 440C70 420 70 690 236 690", d.p.shade, 30)
    d.body("M180 560Q180 380 390 380Q600 380 600 560Q600 800 390 802Q180 800 180 560Z", printed=True, volume="round")
    d.body("M262 404Q290 330 390 330Q490 330 518 404Q390 440 262 404Z", d.p.light)
    d.line("M264 406Q390 440 516 406", d.p.deep, 6, 0.6)
    d.ellipse(390, 310, 30, 30, "#7b4d2a")
    d.ellipse(382, 302, 10, 10, "#fff", 0.4)
    d.line("M208 700Q390 760 572 700", d.p.contrast, 8, 0.7)


def tiffin(d: Drawing) -> None:
    d.shadow(400, 868, 200)
    d.line("M224 800V260Q224 140 400 140Q576 140 576 260V800", d.p.deep, 16)
    d.body("M346 120H454Q472 120 472 138V156H328V138Q328 120 346 120Z", "#7b4d2a")
    for y in (300, 480, 660):
        d.body(
            f"M240 {y + 16}Q240 {y} 256 {y}H544Q560 {y} 560 {y + 16}V{y + 150}Q560 {y + 178} 530 {y + 178}H270Q240 {y + 178} 240 {y + 150}Z"
        )
        d.line(f"M240 {y + 30}H560", d.p.deep, 5, 0.45)
        d.line(f"M276 {y + 50}V{y + 150}", "#ffffff", 14, 0.45)
    d.body("M254 300Q262 240 400 236Q538 240 546 300Z", d.p.light)
    d.body("M212 540h24v66h-24zM564 540h24v66h-24z", d.p.shade)


def cushion(d: Drawing) -> None:
    d.shadow(400, 826, 290)
    d.body(
        "M150 260Q110 250 122 300Q160 520 118 760Q112 818 170 806Q400 770 632 806Q690 816 680 760Q640 520 678 300Q690 250 640 262Q400 296 150 260Z",
        printed=True,
        volume="round",
    )
    d.line("M166 290Q400 322 632 290Q604 520 636 772Q400 740 164 772Q196 520 166 290Z", d.p.contrast, 6, 0.75, "14 12")
    for x, y in ((132, 274), (668, 274), (132, 790), (668, 790)):
        d.ellipse(x, y, 20, 20, d.p.shade)


def rug(d: Drawing) -> None:
    d.add('<g transform="translate(0 -20)">')
    d.path("M232 190H640L700 880H150Z", "#2a1c10", 0.18)
    d.body("M222 170H620L680 860H132Z", printed=True, volume="down")
    d.path("M222 170H620L624 216H218Z", d.p.deep, 0.7)
    d.path("M136 806H675L680 860H132Z", d.p.deep, 0.7)
    d.path("M330 430L402 340L478 430L500 560L404 670L306 560Z", d.p.contrast, 0.75)
    d.path("M366 450L402 400L442 450L454 550L404 604L352 550Z", d.p.base)
    for step in range(26):
        d.line(f"M{228 + step * 15.2} 170v-26M{136 + step * 21.4} 862v30", "#f1e6d0", 4)
    d.add("</g>")


def table_linen(d: Drawing) -> None:
    d.shadow(400, 838, 280)
    d.body("M160 640H640V812Q640 836 614 836H186Q160 836 160 812Z", d.p.shade, printed=True)
    d.body("M160 470Q160 446 186 446H614Q640 446 640 470V650H160Z", printed=True)
    d.body("M176 300Q176 272 204 272H596Q624 272 624 300V456H176Z", d.p.light, printed=True)
    d.body("M300 272H400L436 700L372 764L312 700Z", d.p.base, printed=True)
    d.line("M312 690L372 752L432 690", d.p.contrast, 8)
    for y in (470, 664):
        d.line(f"M166 {y}H634", d.p.deep, 4, 0.4)
    for x in range(170, 636, 13):
        d.line(f"M{x} 836v16", d.p.contrast, 4)


def candle(d: Drawing) -> None:
    d.shadow(400, 846, 190)
    d.ellipse(400, 300, 190, 190, "#ffd98a", 0.3)
    d.body("M236 470H564V780Q564 838 508 838H292Q236 838 236 780Z", printed=True)
    d.ellipse(400, 470, 164, 38, d.p.light)
    d.ellipse(400, 474, 144, 29, "#fff3d8")
    d.line("M400 470V392", "#4a3626", 8)
    d.path("M400 246Q456 330 428 376Q414 400 400 400Q386 400 372 376Q344 330 400 246Z", "#f2a33a")
    d.path("M400 306Q424 350 414 378Q408 392 400 392Q392 392 386 378Q376 350 400 306Z", "#ffe9a8")
    d.path("M296 600H504V740H296Z", "#fff8ea", 0.85)
    d.line("M330 640H470M350 672H450M366 704H434", d.p.deep, 6, 0.55)


def lamp(d: Drawing) -> None:
    d.shadow(400, 838, 240)
    d.ellipse(620, 392, 150, 150, "#ffd98a", 0.38)
    d.body("M300 790Q400 764 500 790L540 836H260Z")
    d.body("M366 560H434L452 800H348Z")
    d.body("M130 470Q300 440 560 470L690 440Q660 600 400 606Q170 600 130 470Z")
    d.path("M150 474Q320 450 556 482L668 456Q560 526 390 524Q220 520 150 474Z", d.p.deep)
    d.path("M190 484Q330 466 540 490Q460 512 380 510Q260 508 190 484Z", "#b9741f", 0.9)
    d.path("M636 300Q690 380 660 420Q648 440 636 440Q624 440 612 420Q582 380 636 300Z", "#f2a33a")
    d.path("M636 356Q658 400 648 420Q642 432 636 432Q630 432 624 420Q614 400 636 356Z", "#ffe9a8")


def lantern(d: Drawing) -> None:
    d.shadow(400, 868, 190)
    d.ring(400, 150, 56, 66, d.p.shade, 14)
    d.body("M400 190L576 350H224Z")
    d.path("M246 366H554V800H246Z", "#ffcf73")
    d.ellipse(400, 590, 200, 240, "#fff0bf", 0.75)
    for x in (246, 348, 452, 540):
        d.path(f"M{x} 360h16v446h-16z", d.p.base)
    for y in range(390, 800, 68):
        for x in (305, 408, 505):
            d.path(f"M{x} {y}l24 30-24 30-24-30z", d.p.base, 0.92)
    d.body("M216 346H584V378H216ZM216 796H584L606 866H194Z")


def incense(d: Drawing) -> None:
    d.shadow(400, 826, 290)
    for x, bend in ((330, -40), (400, 24), (470, 60)):
        d.line(f"M{x} 760L{x + bend} 300", "#7d5a3a", 8)
        d.line(f"M{x + bend * 0.4} 576L{x + bend} 300", "#4c3a2c", 14)
        d.ellipse(x + bend, 298, 9, 9, "#ef7d32")
        d.line(f"M{x + bend} 280q-40-50 0-96t-4-96", "#fffaf2", 12, 0.5)
    d.body("M120 740Q400 700 680 740L640 810Q400 838 160 810Z")
    d.ellipse(400, 742, 280, 24, d.p.light)


SHAPES = {
    "mug": mug, "bowl": bowl, "plate": plate, "vase": vase, "board": board, "bottle": bottle, "pan": pan,
    "teapot": teapot, "tiffin": tiffin, "cushion": cushion, "rug": rug, "table-linen": table_linen,
    "candle": candle, "lamp": lamp, "lantern": lantern, "incense": incense,
}  # fmt: skip
