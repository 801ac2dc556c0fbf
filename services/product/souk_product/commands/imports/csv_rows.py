"""Reading the file: encoding, header, and each row with the line it begins on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kit.errors import Kind, SoukError

MOST_BYTES = 500_000_000
LONGEST_CELL = 1_000_000
NEEDED = ("Handle", "Title", "Variant Price")


class FileUnreadable(SoukError):
    code = "file-unreadable"
    kind = Kind.UNPROCESSABLE


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "").strip()


@dataclass(frozen=True, slots=True)
class RaggedRow:
    line: int
    has: int
    wanted: int


def read_rows(file: Path) -> Iterator[Row | RaggedRow]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(_text_of(file), newline=""))
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
                yield Row(begins, dict(zip(header, cells, strict=False)))
    except csv.Error as error:
        raise FileUnreadable(
            cause=f"Line {reader.line_num} cannot be read as CSV: {error}.",
            fix="Export the file again, separated by commas, with quotes around texts that hold commas.",
            facts={"line": reader.line_num},
        ) from error


def _text_of(file: Path) -> str:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise FileUnreadable(
                f"The file is larger than {MOST_BYTES // 1_000_000} MB.", "Split it by products and import the parts."
            )
        data = file.read_bytes()
    except OSError as error:
        raise FileUnreadable(
            f"{file} cannot be read: {error.strerror or error}.", "Check the path and that you may read the file."
        ) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise FileUnreadable(
            cause=f"Line {line} is not UTF-8 text.",
            fix="Save the file as CSV UTF-8 (a spreadsheet offers it when saving).",
            facts={"line": line},
        ) from error


def _check(header: list[str]) -> None:
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise FileUnreadable(
            cause=f"The first line lacks the columns {', '.join(missing)}.",
            fix="Import the CSV that Shopify exports for products; its first line names the columns.",
            facts={"line": 1, "missing": list(missing)},
        )
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise FileUnreadable(
            cause=f"The first line names these columns twice: {', '.join(twice)}.",
            fix="Remove the columns that are not meant.",
            facts={"line": 1, "twice": list(twice)},
        )
