"""How a person writes themselves down, wherever they are asked: names, e-mail, phone, postal address."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import PydanticCustomError

NO_CONTROLS = r"^[^\x00-\x1f\x7f]*$"
LONGEST_EMAIL = 254  # RFC 5321's path of 256 without its brackets
MAILBOX = re.compile(r"[^@]+@[^@.]+(\.[^@.]+)+")
INDIAN_PIN = re.compile(r"[1-9][0-9]{5}")

CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$"), Field(description="ISO 3166-1 alpha-2")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=NO_CONTROLS)]
Phone = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=24, pattern=r"^\+?[0-9][0-9 ()-]{5,20}[0-9]$")
]
# Drawn as nothing or as a blank, though Unicode counts them among letters, marks and signs. (Format characters, blanks
# and private or unassigned ones are found by their category.)
INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)


def _one_mailbox(text: str) -> str:
    """NFKC, so that one address is not written in two ways; the account's own spelling is for user to say."""
    email = unicodedata.normalize("NFKC", text).strip()
    if len(email) > LONGEST_EMAIL:
        raise PydanticCustomError(
            "email", "An e-mail address has {longest} characters at most.", {"longest": LONGEST_EMAIL}
        )
    if INVISIBLE.search(email) or any(unicodedata.category(character)[0] in "CZ" for character in email):
        raise PydanticCustomError("email", "An e-mail address has no blanks and no invisible characters.")
    if not MAILBOX.fullmatch(email):
        raise PydanticCustomError("email", "Write the e-mail address as name@example.com, with one @.")
    return email


Email = Annotated[
    str,
    StringConstraints(max_length=1024),
    AfterValidator(_one_mailbox),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": LONGEST_EMAIL}),
]


class PostalAddress(BaseModel):
    """Whether a parcel gets there is for logistics to say."""

    name: Words
    phone: Phone
    line1: Words
    line2: Annotated[str, StringConstraints(strip_whitespace=True, max_length=120, pattern=NO_CONTROLS)] = ""
    city: Words
    state: Words
    country: CountryCode
    postal_code: Annotated[
        str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9 -]{1,8}[A-Za-z0-9]$")
    ]

    @field_validator("postal_code")
    @classmethod
    def _known_form(cls, code: str, info: ValidationInfo) -> str:
        if info.data.get("country") == "IN" and not INDIAN_PIN.fullmatch(code):
            raise PydanticCustomError("postal_code", "An Indian PIN code has six digits and no 0 in front.")
        return code
