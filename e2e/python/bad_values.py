"""What no honest client sends, as values of paths, queries, headers and JSON bodies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

JSON: Final = {"content-type": "application/json"}
SOME_ID: Final = "00000000-0000-0000-0000-000000000007"
LONG: Final = "a" * 5000
# As a value in a path or a query, percent-encoded where it must be.
TEXTS: Final[Mapping[str, str]] = {
    "nul": "%00",
    "nul-inside": "a%00b",
    "broken-utf8": "%ff%fe",
    "surrogate": "%ED%A0%80",
    "overlong": "%c0%af",
    "newline": "a%0d%0aSet-Cookie:%20x=1",
    "long": LONG,
    # Where two services do not agree how long a text may be.
    "101": "a" * 101,
    "120": "a" * 120,
    "200": "a" * 200,
    "parent": "..%2f..%2fetc%2fpasswd",
    "quote": "'%22%3B--",
    "like": "%25_%5C",
    "regex": "%28%28%28a%2B%29%2B%29%2B%24",
    "tsquery": "%21%26%7C%28%3A%2A%29%20%3C-%3E",
    "minus": "-1",
    "zero": "0",
    "bigint": "9223372036854775808",
    "int4": "2147483648",
    "digits": "9" * 4000,
    "exponent": "1e400",
    "nan": "NaN",
    "arabic-digits": "%D9%A1%D9%A2%D9%A3",
    "superscript": "%C2%B2",
    "emoji": "%F0%9F%98%80",
    "zero-width": "%E2%80%8B",
    "bidi": "%E2%80%AE",
    "percent": "%25zz",
    "date": "2026-02-31",
    "year": "99999-01-01T00:00:00Z",
    "cursor-text": "not-a-cursor",
    "cursor-null": "bnVsbA",
    "cursor-object": "e30",
    "cursor-nul": "WyJcdTAwMDAiLCJcdTAwMDAiXQ",  # two texts with NUL inside
    "cursor-surrogate": "WyJcdWQ4MDAiLCJcdWQ4MDAiXQ",
    "cursor-numbers": "WzFlOTk5LC0xXQ",
    "cursor-big": "Wzk5OTk5OTk5OTk5OTk5OTk5OTk5OTksOTk5OTk5OTk5OTk5OTk5OTk5OTk5OV0",
    "cursor-triple": "W251bGwsbnVsbCxudWxsXQ",
    "cursor-deep": quote("W1tb" * 250),
    "empty": "",
    "space": "%20",
}
# As values of a JSON body: all texts where a text is meant, all numbers where a number is, and a few of the others.
WRONG_TEXTS: Final[Mapping[str, str]] = {
    "nul": '"a\\u0000b"',
    "surrogate": '"a\\ud800b"',
    "empty": '""',
    "spaces": '"   "',
    "long": f'"{LONG}"',
    "101": f'"{"a" * 101}"',
    "120": f'"{"a" * 120}"',
    "200": f'"{"a" * 200}"',
    "crlf": '"a\\r\\nbcc: x@example.com"',
    "emoji": '"\\ud83d\\ude00"',
    "number-text": '"12"',
    "arabic-digits": '"\u0661\u0662\u0663"',
    "not-a-date": '"2026-02-31"',
}
WRONG_NUMBERS: Final[Mapping[str, str]] = {
    "minus": "-1",
    "zero": "0",
    "int4": "2147483648",
    "bigint": "9223372036854775808",
    "minus-bigint": "-9223372036854775809",
    "huge": "1" + "0" * 400,
    "beyond-digits": "1" + "0" * 5000,
    "float": "1.5",
    "exponent": "1e400",
    "nan": "NaN",
    "infinity": "-Infinity",
}
WRONG_SHAPES: Final[Mapping[str, str]] = {
    "null": "null",
    "true": "true",
    "list": "[]",
    "object": "{}",
    "deep": "[" * 500 + "]" * 500,
}
SOME_TEXTS: Final = {
    label: WRONG_TEXTS[label] for label in ("nul", "surrogate", "long", "number-text", "arabic-digits")
}
SOME_NUMBERS: Final = {label: WRONG_NUMBERS[label] for label in ("bigint", "beyond-digits", "nan")}


def wrong_values(good: object) -> Mapping[str, str]:
    """In place of this one."""
    if isinstance(good, str):
        return {**WRONG_TEXTS, **SOME_NUMBERS, **WRONG_SHAPES}
    if isinstance(good, int | float):
        return {**SOME_TEXTS, **WRONG_NUMBERS, **WRONG_SHAPES}
    return {**WRONG_TEXTS, **WRONG_NUMBERS, **WRONG_SHAPES}


BODIES: Final[Mapping[str, bytes]] = {
    "none": b"",
    "null": b"null",
    "list": b"[]",
    "text": b'"text"',
    "number": b"12",
    "half": b'{"a": ',
    "two": b"{} {}",
    "broken-utf8": b'{"a": "\xff\xfe"}',
    "utf16": '{"a": 1}'.encode("utf-16"),
    "bom": b"\xef\xbb\xbf{}",
    "deep-list": b"[" * 100_000,
    "deep-object": b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    "nul-key": b'{"a\\u0000": 1, "\\ud800": 2}',
    "many-keys": b"{" + b",".join(b'"k%d":1' % number for number in range(5000)) + b"}",
    "too-large": b'{"a": "' + b"a" * 1_100_000 + b'"}',
}
TYPES: Final = (
    "",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "application/json; charset=x",
    "a/b/c",
)
KEYS: Final = ("", "short", "a" * 201, "with\ttab-in-it", "ключ-ключ".encode().decode("latin-1"), "a" * 9000)
HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "authorization": (
        "Bearer",
        "Bearer x",
        "Bearer " + "." * 40,
        "Bearer \xff\xfe",
        "Basic YTpi",
        "Bearer W1tb.W1tb.W1tb",
    ),
    "cookie": (
        "souk_access_customer=x",
        "souk_guest=\xff",
        "=;=;;a",
        "souk_refresh_customer=" + "a" * 5000,
        "a" * 7000,
    ),
    "x-guest-id": ("x", SOME_ID, f"{SOME_ID}.", f"{SOME_ID}.AAAA", "\xe9.\xe9", "a" * 3000),
    "x-service-key": ("x", "\xff", "a" * 7000),
    "x-device-info": ('{"app":' + "[" * 1000, '{"app": 1e999}', "app=\xff; =;;", "a" * 5000, "{" * 1000),
    "x-order-token": ("", "x", "\xff\xfe", "a" * 5000, "a.b.c"),
    "traceparent": ("x", "00-" + "0" * 32 + "-" + "0" * 16 + "-01", "\xff", "00-" + "f" * 32 + "-" + "f" * 16 + "-zz"),
    "if-none-match": ("x", '"', "W/", "*", "\xff", "," * 3000),
    "origin": ("null", "http://[", "\xff", "https://evil.example"),
    "host": ("[", "a b", "\xff", "evil.example:99999", "", ":"),
    "accept-language": ("\xff", "a" * 5000),
    "x-forwarded-for": ("x", "1.2.3.4, \xff", "::ffff:127.0.0.1", "," * 2000),
}
