"""SKUs as merchants have them: whatever a shop takes in can be changed, bought and removed."""

from __future__ import annotations

ODD_SKUS = (
    "RED/10",
    "A/B/C/",
    "A.B",
    "..A",
    "A..",
    "1+1",
    "50%",
    "50%2F",
    "%00",
    "A B  C",
    "?x=1#y&z",
    "A;B=C,D",
    "~A'B\"<C>|^`{D}",
    "back\\slash",
    "कुर्ता-②",
    "Ünïcödé🙂",
)
