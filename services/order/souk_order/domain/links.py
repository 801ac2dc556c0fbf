"""What the service's secret makes: tokens of links, which show an order without signing in, and sealed addresses."""

from __future__ import annotations

import base64
import hashlib
import hmac
from uuid import UUID


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

    def fingerprint(self, order_id: UUID) -> str:
        """What other services may hold to recognise the token without being able to make one."""
        return hashlib.sha256(self.token(order_id).encode()).hexdigest()
