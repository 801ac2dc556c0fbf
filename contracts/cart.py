"""How much one order may hold: what every service on its way takes. The cart announces no facts yet."""

from __future__ import annotations

from typing import Final

MAX_LINES: Final = 200
MAX_QUANTITY: Final = 99  # of one article
MAX_SKU_LENGTH: Final = 200
