"""Reading the file: encoding, header, and each row with the line it begins on."""

from __future__ import annotations

import csv
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kit.errors import Kind, SoukError

MOST_BYTES = 250_000_000  # Shopify writes 15 MB at most
MOST_COLUMNS = 300
LONGEST_CELL = 1_000_000
NEEDED = ("Handle", "Title", "Variant Price")


class FileUnreadable(SoukError):
    code = "file-unreadable"
    kind = Kind.UNPROCESSABLE


class Row(dict[str, str]):
    """Cells by column, without the blanks around them; a column that the file lacks is empty."""

    __slots__ = ("line",)

    def __init__(self, line: int, header: Sequence[str], cells: Sequence[str]) -> None:
        super().__init__(zip(header, map(str.strip, cells), strict=False))
        self.line = line

    def __missing__(self, column: str) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class RaggedRow:
    line: int
    has: int
    wanted: int


def read_rows(file: Path) -> Iterator[Row | RaggedRow]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(_lines_of(file))
    try:
        header = [name.strip() for name in next(reader, [])]
        _check(header)
        line = reader.line_num + 1
        for cells in reader:
            begins, line = line, reader.line_num + 1
            if not any(cells):
                continue
            if len(cells) > len(header):
                yield RaggedRow(begins, len(cells), len(header))
            else:
                yield Row(begins, header, cells)
    except csv.Error as error:
        raise FileUnreadable(
            cause=f"Line {reader.line_num} cannot be read as CSV: {error}.",
            fix="Export the file again, separated by commas, with quotes around texts that hold commas.",
            facts={"line": reader.line_num},
        ) from error


def _lines_of(file: Path) -> Iterator[str]:
    try:
        _must_be_a_file(file)
        left = MOST_BYTES
        with file.open(encoding="utf-8-sig", newline="") as opened:
            while line := opened.readline(LONGEST_CELL):  # one without an end comes in parts
                left -= len(line)
                if left < 0:
                    raise _too_large()
                yield line
    except OSError as error:
        raise FileUnreadable(
            f"{file} cannot be read: {error.strerror or error}.", "Check the path and that you may read the file."
        ) from error
    except UnicodeDecodeError as error:
        line = _line_without_text(file)
        raise FileUnreadable(
            cause=f"Line {line} is not UTF-8 text.",
            fix="Save the file as CSV UTF-8 (a spreadsheet offers it when saving).",
            facts={"line": line},
        ) from error


def _must_be_a_file(file: Path) -> None:
    """Devices and pipes may have no end, or wait for a writer for ever."""
    found = file.stat()
    if not stat.S_ISREG(found.st_mode):
        raise FileUnreadable(f"{file} is not an ordinary file.", "Save it as a file, then import that.")
    if found.st_size > MOST_BYTES:
        raise _too_large()


def _too_large() -> FileUnreadable:
    return FileUnreadable(
        f"The file is larger than {MOST_BYTES // 1_000_000} MB.", "Split it by products and import the parts."
    )


def _line_without_text(file: Path) -> int:
    """The reader decodes ahead of the line it gives."""
    with file.open("rb") as opened:
        for number, raw in enumerate(opened, 1):
            try:
                raw.decode()
            except UnicodeDecodeError:
                return number
    return 0


def _check(header: list[str]) -> None:
    if len(header) > MOST_COLUMNS:
        raise FileUnreadable(
            cause=f"The first line names {len(header)} columns.",
            fix=f"Keep to {MOST_COLUMNS}; Shopify's export has about 50.",
            facts={"line": 1},
        )
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise FileUnreadable(
            cause=f"The first line lacks the columns {', '.join(missing)}.",
            fix="Import the CSV that Shopify exports for products; its first line names the columns.",
            facts={"line": 1, "missing": list(missing)},
        )
    twice = sorted(name for name, times in Counter(header).items() if name and times > 1)
    if twice:
        raise FileUnreadable(
            cause=f"The first line names these columns twice: {', '.join(twice)}.",
            fix="Remove the columns that are not meant.",
            facts={"line": 1, "twice": list(twice)},
        )
