"""`python -m souk_order.commands.draw_invoice < page.json > invoice.pdf`: one invoice or credit note as a PDF.

A process of its own with bounded memory and time: what draws it takes 95 MB and a second, and the service that takes
orders neither holds nor waits for that. Words come in the reader's language (adapters/invoice_documents.py). Where it
fails, it ends with 1 and says where instead.
"""

from __future__ import annotations

import json
import resource
import sys
import traceback
from pathlib import Path
from typing import Any, TypeAlias

FONTS = Path(__file__).parent.parent / "data" / "fonts"
# Letters that the first one lacks are looked for in the others.
OTHERS = ("NotoSansDevanagari", "NotoSansArabic")
MOST_MEMORY, MOST_CPU_S = 1_000_000_000, 30
Color: TypeAlias = tuple[int, int, int]
INK, QUIET, LINE = (30, 26, 22), (106, 96, 88), (216, 205, 190)
ITEM_WIDTHS, SUM_WIDTHS, SLAB_WIDTHS = (82, 16, 28, 26, 28), (130, 50), (26, 74, 40, 40)


def draw(page: dict[str, Any]) -> bytes:
    paper = Paper(page)
    paper.letterhead()
    paper.table([page["columns"], *page["lines"]], ITEM_WIDTHS, {1, 2, 3, 4}, space=6)
    paper.table(page["sums"], SUM_WIDTHS, {1}, space=2, headed=False)
    paper.total(page["total"])
    if page["slabs"]:
        paper.table([page["slab_columns"], *page["slabs"]], SLAB_WIDTHS, {2, 3}, space=5)
    paper.space(5)
    for note in page["notes"]:
        paper.words(note, 8.5, color=QUIET)
    return bytes(paper.pdf.output())


class Paper:
    def __init__(self, page: dict[str, Any]) -> None:
        # After the limits, so that they hold for what the library does when it is loaded too.
        from fpdf import FPDF

        self._page = page
        self._is_rtl = page["direction"] == "rtl"
        self._start, self._end = ("R", "L") if self._is_rtl else ("L", "R")
        self.pdf = pdf = FPDF(format="A4")
        pdf.footer = self._footer
        pdf.set_title(f"{page['title']} {page['number']}")
        pdf.set_author(page["seller"])
        pdf.set_lang(page["language"])
        pdf.set_margins(15, 15)
        pdf.set_auto_page_break(auto=True, margin=20)
        pdf.add_font("NotoSans", "", FONTS / "NotoSans-Regular.ttf")
        pdf.add_font("NotoSans", "B", FONTS / "NotoSans-Bold.ttf")
        for other in OTHERS:
            pdf.add_font(other, "", FONTS / f"{other}-Regular.ttf")
        pdf.set_fallback_fonts(list(OTHERS), exact_match=False)
        pdf.set_text_shaping(use_shaping_engine=True)
        pdf.add_page()

    def letterhead(self) -> None:
        page = self._page
        self.words(page["seller"], 15, bold=True)
        for line in page["seller_lines"]:
            self.words(line, color=QUIET)
        self.space(6)
        self.words(page["title"], 20, bold=True)
        for fact in page["facts"]:
            self.words(fact)
        for heading, lines in page["parties"]:
            self.space(4)
            self.words(heading, 8, color=QUIET)
            for line in lines:
                self.words(line)

    def words(self, text: str, size: float = 9.5, *, bold: bool = False, color: Color = INK) -> None:
        self._pen(size, bold=bold, color=color)
        self.pdf.multi_cell(0, size * 0.52, text, align=self._start, new_x="LMARGIN", new_y="NEXT")

    def total(self, text: str) -> None:
        self.space(1)
        self._pen(12, bold=True)
        self.pdf.cell(0, 8, text, align=self._end, new_x="LMARGIN", new_y="NEXT")

    def table(
        self, rows: list[list[str]], widths: tuple[int, ...], numbers: set[int], *, space: int, headed: bool = True
    ) -> None:
        from fpdf.enums import TableBordersLayout
        from fpdf.fonts import FontFace

        order = range(len(widths))[:: -1 if self._is_rtl else 1]
        self.space(space)
        self._pen(9)
        self.pdf.set_draw_color(*LINE)
        with self.pdf.table(
            col_widths=tuple(widths[at] for at in order),
            text_align=tuple(self._end if at in numbers else self._start for at in order),
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            # The font of all rows: fpdf2 2.8.9 goes on in the heading's where a row begins with another font's letters.
            headings_style=FontFace(color=QUIET, emphasis=""),
            first_row_as_headings=headed,
            line_height=4.8,
            padding=(1.2, 1),
        ) as table:
            for cells in rows:
                row = table.row()
                for at in order:
                    row.cell(cells[at])

    def space(self, millimetres: int) -> None:
        self.pdf.ln(millimetres)

    def _pen(self, size: float, *, bold: bool = False, color: Color = INK) -> None:
        self.pdf.set_font("NotoSans", "B" if bold else "", size)
        self.pdf.set_text_color(*color)

    def _footer(self) -> None:
        self.pdf.set_y(-14)
        self._pen(8, color=QUIET)
        self.pdf.cell(0, 5, f"{self._page['number']}  ·  {self.pdf.page_no()}/{{nb}}", align="C")


def where_it_broke(error: Exception) -> str:
    """For a log: an error's own words may hold the customer's, so only its type and the lines that led to it."""
    frames = reversed(traceback.extract_tb(error.__traceback__))
    return " < ".join([type(error).__qualname__, *(f"{Path(each.filename).name}:{each.lineno}" for each in frames)])


if __name__ == "__main__":
    for what, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CPU, MOST_CPU_S)):
        resource.setrlimit(what, (most, most))
    try:
        drawn = draw(json.load(sys.stdin))
    except Exception as error:
        sys.stdout.write(where_it_broke(error))
        sys.exit(1)
    sys.stdout.buffer.write(drawn)
