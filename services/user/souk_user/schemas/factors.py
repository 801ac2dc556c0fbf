"""An owner's authenticator."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field

from souk_user.domain.qr import QrCode
from souk_user.domain.second_factor import Enrolment
from souk_user.schemas.bodies import Body, Password
from souk_user.schemas.entering import TypedCode


class FactorView(BaseModel):
    is_on: bool
    since: datetime | None
    recovery_codes_left: int


class Enrol(Body):
    password: Password


class WithBothFactors(TypedCode):
    password: Password


class QrView(BaseModel):
    size: int = Field(description="Width and height of the picture in squares, its quiet margin included.")
    path: str = Field(description="The dark squares, as the d of an SVG path.")


class EnrolmentView(BaseModel):
    """Shown once; nothing tells the secret again."""

    secret: str = Field(description="To be typed into an authenticator that has no camera.")
    uri: str
    qr: QrView

    @classmethod
    def of(cls, enrolment: Enrolment) -> Self:
        drawn = QrCode.of(enrolment.uri)
        return cls(secret=enrolment.text, uri=enrolment.uri, qr=QrView(size=drawn.size, path=drawn.path))


class RecoveryCodes(BaseModel):
    codes: list[str] = Field(description="Each is good once. They are shown once, too.")
