"""One spelling per mailbox, as far as that can be told without asking it.

The whole is NFKC and lower case: full-width letters, ligatures and capitals are the same mailbox (RFC 5321 would let a
host tell capitals apart; none does). The domain is kept as DNS knows it, by IDNA 2008 after UTS 46: `münchen.example`
and `xn--mnchen-3ya.example` are one, and `straße.example` is not `strasse.example`. Dots and `+tags` before the `@`
stay: only the host knows what they mean.
"""

from __future__ import annotations

import unicodedata

import idna

from contracts.people import LONGEST_EMAIL
from kit.errors import Kind, SoukError


class EmailUnusable(SoukError):
    code = "email-unusable"
    kind = Kind.UNPROCESSABLE

    def __init__(self, cause: str) -> None:
        super().__init__(cause, "Check its spelling, or use another address.", {"field": "email"})


def canonical_email(email: str) -> str:
    """Never fails: what is no address stays as it is, and belongs to nobody."""
    local, at, domain = unicodedata.normalize("NFKC", email).strip().lower().rpartition("@")
    return f"{local}{at}{_in_dns(domain) or domain}"


def usable_email(email: str) -> str:
    """Its one spelling, for an account that is to be made; contracts/people.py has checked what it is made of."""
    canonical = canonical_email(email)
    if len(canonical) > LONGEST_EMAIL:
        raise EmailUnusable(f"The e-mail address is longer than {LONGEST_EMAIL} characters as mail servers write it.")
    if not _in_dns(canonical.rpartition("@")[2]):
        raise EmailUnusable("What stands behind the @ is not the name of a mail server.")
    return canonical


def _in_dns(domain: str) -> str | None:
    try:
        return idna.encode(domain, uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        return None
