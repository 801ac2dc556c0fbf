"""How a person writes themselves down, wherever they are asked: names, e-mail, phone, postal address."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

NO_CONTROLS = r"^[^\x00-\x1f\x7f]*$"
MAILBOX_CHARACTER = r"[^@\s\x00-\x1f\x7f]"
INDIAN_PIN = re.compile(r"[1-9][0-9]{5}")

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=NO_CONTROLS)]
Phone = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=24, pattern=r"^\+?[0-9][0-9 ()-]{5,20}[0-9]$")
]
Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        max_length=254,
        pattern=rf"^{MAILBOX_CHARACTER}+@{MAILBOX_CHARACTER}+\.{MAILBOX_CHARACTER}+$",
    ),
]


class PostalAddress(BaseModel):
    """`country` is ISO 3166-1 alpha-2; whether a parcel gets there is for logistics to say."""

    name: Words
    phone: Phone
    line1: Words
    line2: Annotated[str, StringConstraints(strip_whitespace=True, max_length=120, pattern=NO_CONTROLS)] = ""
    city: Words
    state: Words
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    postal_code: Annotated[
        str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9 -]{1,8}[A-Za-z0-9]$")
    ]

    @field_validator("postal_code")
    @classmethod
    def _known_form(cls, code: str, info: ValidationInfo) -> str:
        if info.data.get("country") == "IN" and not INDIAN_PIN.fullmatch(code):
            raise PydanticCustomError("postal_code", "An Indian PIN code has six digits and no 0 in front.")
        return code
