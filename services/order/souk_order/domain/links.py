"""What the service's secret makes: tokens of links, which show an order without signing in, and sealed addresses."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime
from typing import Final
from uuid import UUID

TICKET_S: Final = 3600
LONGEST_MOMENT: Final = 11  # digits


class Links:
    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def token(self, order_id: UUID) -> str:
        digest = hmac.digest(self._secret, b"souk-order-link:" + order_id.bytes, hashlib.sha256)
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def sealed(self, address: str) -> str:
        """As an address is kept: it can be counted, and not be guessed back without the secret."""
        return hmac.new(self._secret, b"souk-order-address:" + address.encode(), hashlib.sha256).hexdigest()

    def code_hash(self, lookup_id: UUID, digits: str) -> bytes:
        """Under the secret: six digits alone would be guessed from their hash at once."""
        return hmac.digest(self._secret, b"souk-order-lookup:" + lookup_id.bytes + digits.encode(), hashlib.sha256)

    def opens(self, order_id: UUID, token: str) -> bool:
        return hmac.compare_digest(self.token(order_id).encode(), token.encode())

    def ticket(self, invoice_id: UUID, now: datetime) -> str:
        """Opens one document by a plain link for an hour at least, and stays the same as long, as the ETag does."""
        return self._ticket(invoice_id, (int(now.timestamp()) // TICKET_S + 2) * TICKET_S)

    def admits(self, invoice_id: UUID, ticket: str, now: datetime) -> bool:
        ends, _, _ = ticket.partition(".")
        if not (ends.isascii() and ends.isdigit() and len(ends) <= LONGEST_MOMENT) or int(ends) <= now.timestamp():
            return False
        return hmac.compare_digest(self._ticket(invoice_id, int(ends)).encode(), ticket.encode())

    def _ticket(self, invoice_id: UUID, ends: int) -> str:
        said = b"souk-order-document:" + invoice_id.bytes + str(ends).encode()
        return f"{ends}.{hmac.new(self._secret, said, hashlib.sha256).hexdigest()}"

    def fingerprint(self, order_id: UUID) -> str:
        """What other services may hold to recognise the token without being able to make one."""
        return hashlib.sha256(self.token(order_id).encode()).hexdigest()
