"""Whatever is written arrives as it was, in a form that every mail server takes (RFC 5322, 2045 to 2047)."""

from __future__ import annotations

import random
import re
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr

import pytest

from kit.mailing.mime import mailbox, message, words
from kit.mailing.templates import one_line

ALPHABETS = (
    "abc XYZ 019 ,;:.<>@()[]\\\"'=?_- ",
    "=?utf-8?q?x?= =?=",
    "आशा राव कि क्ष ",
    "Ægir Þór ñandú ₹ € ",
    "李小龍 漢字かな ",
    "🌶️👩‍👩‍👧 🇮🇳 ",
    "سوق العرب ",
    'aé=?ा漢🌶️ ع"<',
)
BLANKS = " \t"
ENCODED_WORD = re.compile(r"=\?[^?]+\?[bq]\?[^?]*\?=")


def texts(alphabet: str, most: int) -> list[str]:
    chance = random.Random(7)  # noqa: S311 (a run repeats)
    sizes = [1, 2, 20, 60, *range(66, 81), 120, most]
    return [text for size in sizes if (text := one_line("".join(chance.choices(alphabet, k=size))))]


def head_of(content: bytes) -> list[str]:
    return content.partition(b"\r\n\r\n")[0].decode("ascii").split("\r\n")


def a_message(**headers: str) -> bytes:
    return message(list(headers.items()), "Hello\n", None, "=_1")


def as_it_may_arrive(body: str) -> str:
    """Nothing is promised for blanks at a line's end."""
    lines = re.split(r"\r\n?|\n", body.rstrip())
    return "".join(f"{line if line == '-- ' else line.rstrip(BLANKS)}\n" for line in lines)


def as_read(header: str) -> str:
    return str(make_header(decode_header(header.replace("\r\n", ""))))


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_any_subject_arrives_in_short_lines_of_ascii(alphabet: str) -> None:
    for said in texts(alphabet, 200):
        content = a_message(Subject=words("Subject", said))

        assert as_read(message_from_bytes(content)["Subject"]) == said
        assert all(len(line) <= 78 and line.strip() for line in head_of(content))
        assert all(len(word) <= 75 for word in ENCODED_WORD.findall(content.decode("ascii")))


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_any_name_stands_before_the_one_address(alphabet: str) -> None:
    for name in texts(alphabet, 120):
        content = a_message(To=mailbox("To", name, "asha@souk.example"))

        phrase, address = parseaddr(message_from_bytes(content)["To"])
        assert (as_read(phrase), address) == (name, "asha@souk.example")
        assert all(len(line) <= 998 and line.strip() for line in head_of(content))
        read = message_from_bytes(content, policy=default)["To"]
        assert [each.addr_spec for each in read.addresses] == ["asha@souk.example"]


@pytest.mark.parametrize(
    "body",
    [
        "", "Hello", "Hello\n", "two\r\nlines\rand\nmore\n", "a" * 5000, "x " * 3000, "Bye\n-- \nSouk\n",
        "trailing \t\n.\n..\n.dot\nFrom me\n", "=41 =\n--=_1\n--=_1--\n", "आशा " * 400, "₹2,340 für dich\n" * 50,
        "\x0b\x0c\u2028\x85 \x00 end\n", "🌶️" * 300,
    ],
)  # fmt: skip
def test_any_text_arrives_beside_its_html_in_short_lines_of_ascii(body: str) -> None:
    html = f"<p>{body}</p>"

    content = message([("Subject", "Hello")], body, html, "=_1")

    read = message_from_bytes(content, policy=default)
    assert isinstance(read, EmailMessage)
    assert not read.defects
    for kind, written in (("plain", body), ("html", html)):
        part = read.get_body((kind,))
        assert part is not None
        assert not part.defects
        assert part.get_content().replace("\r\n", "\n") == as_it_may_arrive(written)
    assert content.isascii()
    assert all(len(line) <= 76 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
