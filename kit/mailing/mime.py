"""A message's bytes (RFC 5322, 2045 to 2047). The library's own classes parse anew what was just written: 3 ms."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from email.header import Header

LINE = 78
BLANKS = " \t"
SIGNATURE = "-- "  # the line that begins one
LONGEST_WORD = 75  # an encoded one; the library would let it be 76


def words(header: str, value: str) -> str:
    """As the header's value. `value` has no control characters."""
    if value.isascii() and len(header) + 2 + len(value) <= LINE and "=?" not in value:
        return value
    return _encoded(header, value)


def mailbox(header: str, name: str, addr_spec: str) -> str:
    """A person and where they are written to; `name` has no control characters."""
    if not name:
        return addr_spec
    if name.isascii() and "=?" not in name:
        # In one line, however long: some readers put a space between two encoded words of a name.
        phrase = '"' + name.replace("\\", r"\\").replace('"', r"\"") + '"'
    else:
        phrase = _encoded(header, name)
    in_one_line = "\n" not in phrase and len(f"{header}: {phrase} <{addr_spec}>") <= LINE
    return f"{phrase} <{addr_spec}>" if in_one_line else f"{phrase}\r\n <{addr_spec}>"


def message(headers: Sequence[tuple[str, str]], text: str, html: str | None, boundary: str) -> bytes:
    """`boundary`: stands in neither body."""
    head = "".join(f"{name}: {value}\r\n" for name, value in (*headers, ("MIME-Version", "1.0"))).encode()
    if html is None:
        return head + _part("plain", text)
    kind = f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n'.encode()
    limit = f"\r\n--{boundary}".encode()
    return b"".join(
        (head, kind, limit, b"\r\n", _part("plain", text), limit, b"\r\n", _part("html", html), limit, b"--\r\n")
    )


def _encoded(header: str, value: str) -> str:
    return Header(value, "utf-8", maxlinelen=LONGEST_WORD, header_name=header).encode(linesep="\r\n")


def _part(subtype: str, body: str) -> bytes:
    """In seven bits and short lines, whatever it says: every server on the way takes it as it is."""
    unix = body.replace("\r\n", "\n").replace("\r", "\n").rstrip().split("\n")
    # A blank at the end may be lost on the way in any case, and would make a quoted line too long.
    lines = "".join(f"{line if line == SIGNATURE else line.rstrip(BLANKS)}\r\n" for line in unix).encode()
    coding, content = "quoted-printable", binascii.b2a_qp(lines)
    if 3 * len(content) > 4 * len(lines):  # as where few letters are Latin
        coding, content = "base64", base64.encodebytes(lines).replace(b"\n", b"\r\n")
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: {coding}\r\n\r\n'
    return head.encode() + content
