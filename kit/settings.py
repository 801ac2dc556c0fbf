"""Settings: read once from the environment, typed, and failing together."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self, get_args, get_origin
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, ValidationError
from pydantic_core import CoreSchema, core_schema

from kit.errors import Kind, SoukError

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
SECRETS_DIR = "SOUK_SECRETS_DIR"


def is_local(url: str) -> bool:
    """A shop on this machine only: test accounts and simulated cards are refused in any other."""
    return urlsplit(url).hostname in LOCAL_HOSTS


class Secret:
    """A text that never shows itself by accident: neither in repr, logs nor error messages."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return "Secret(***)"

    def __str__(self) -> str:
        return "***"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._parse, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def _parse(cls, value: object) -> Secret:
        if isinstance(value, Secret):
            return value
        if isinstance(value, str) and value:
            return cls(value)
        raise ValueError("must be a text that is not empty")


class SettingsWrong(SoukError):
    """Names every missing or wrong variable at once, never its value."""

    code = "settings-wrong"
    kind = Kind.INVALID


def with_secrets(env: Mapping[str, str]) -> dict[str, str]:
    """Besides variables, files of the folder SOUK_SECRETS_DIR: one named like a variable holds its value."""
    folder = env.get(SECRETS_DIR)
    if not folder:
        return dict(env)
    try:
        # A container's folder of secrets has entries of its own beside them, whose names begin with dots.
        files = {file.name: file for file in Path(folder).iterdir() if file.name.startswith("SOUK_")}
        kept = {name: file.read_text("utf-8").strip() for name, file in files.items()}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsWrong(
            cause=f"The secrets in {folder}, which {SECRETS_DIR} names, cannot be read: {type(error).__name__}.",
            fix="Mount a folder of text files there that this process's user may read.",
        ) from None
    if twice := sorted(kept.keys() & env.keys()):
        raise SettingsWrong(
            cause=f"Said twice, as a variable and as a file of {folder}: {', '.join(twice)}.",
            fix="Leave one of them out.",
            facts={"variables": list(twice)},
        )
    return {**env, **kept}


class ServiceSettings(BaseModel):
    """What every service is told; field `x` of service `order` reads SOUK_ORDER_X, else SOUK_X."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    service: ClassVar[str] = ""
    # Read from one variable only: facts of the whole shop, which no service may see in another way, and others' names.
    fixed_names: ClassVar[Mapping[str, str]] = {
        "shop_name": "SOUK_SHOP_NAME",
        "currency": "SOUK_CURRENCY",
        "locale": "SOUK_LOCALE",
        "languages": "SOUK_LANGUAGES",
        "time_zone": "SOUK_TIME_ZONE",
        "mail_from": "SOUK_MAIL_FROM",
        "otlp_endpoint": "OTEL_EXPORTER_OTLP_ENDPOINT",
    }

    shop_name: str  # as pages and mails call the shop
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]  # of every price and charge
    locale: str  # of texts and numbers
    languages: tuple[str, ...] = ()  # that pages are shown in, and people are written to
    time_zone: str  # of dates in texts
    database_url: Secret  # of who serves: it reads and writes rows
    owner_database_url: Secret | None = None  # of who migrates: it changes tables
    nats_url: str | None = None  # of one server or, with commas between, of several; without it events wait
    nats_password: Secret | None = None
    service_key: Secret | None = None  # proves to other services who calls
    callers: dict[str, str] = Field(default_factory=dict)  # who may call, with the hash of their key
    urls: dict[str, str] = Field(default_factory=dict)  # of the services that it calls
    services: tuple[str, ...] = ()  # all of the shop's, for who follows what each of them announces
    port: Annotated[int, Field(ge=0, le=65535)] = 0
    host: str = "127.0.0.1"  # what it listens on
    public_url: str = "http://localhost:8888"  # where shoppers find the shop
    origins: tuple[str, ...] = ()  # whose pages may call it (CORS)
    jwks: dict[str, Any] = Field(
        default_factory=lambda: {"keys": []}
    )  # public keys that access tokens are verified with
    log_level: str = "INFO"
    pool_size: Annotated[int, Field(ge=1, le=100)] = 4  # connections to PostgreSQL; one more listens
    call_deadline_s: Annotated[float, Field(gt=0)] = 5.0  # for an answer of another service
    max_body_bytes: Annotated[int, Field(gt=0)] = 1_048_576
    # Whose X-Forwarded-For is believed; a list of addresses and networks, separated by commas.
    trusted_proxies: str = "127.0.0.1,::1"
    drain_s: Annotated[float, Field(ge=0)] = 10.0  # for what is under way when it is told to end
    ended_sagas_days: Annotated[int, Field(ge=1)] = 90  # then their rows are deleted; parked ones stay
    ended_mails_days: Annotated[int, Field(ge=1)] = 30
    # What the broker has taken in, to be announced again where it loses a stream; as long as streams keep it.
    announced_days: Annotated[int, Field(ge=1)] = 8
    # The mail server; where none is named, mails wait.
    smtp_host: str | None = None
    smtp_port: Annotated[int, Field(ge=1, le=65535)] = 587
    smtp_security: Literal["none", "starttls", "tls"] = "starttls"
    smtp_user: str | None = None
    smtp_password: Secret | None = None
    smtp_answer_s: Annotated[float, Field(gt=0)] = 30.0
    mail_from: str = "shop@localhost"
    # Takes mail to NUMBER@this as text messages to phones (an SMS provider's SMTP gateway); without it none are sent.
    sms_domain: str | None = None
    otlp_endpoint: str | None = None
    trace_share: Annotated[float, Field(ge=0, le=1)] = 0.05  # of requests that are traced

    def __init_subclass__(cls, service: str = "", **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if service:
            cls.service = service

    @property
    def https(self) -> bool:
        """Whether browsers reach the shop by https: its cookies are Secure then."""
        return urlsplit(self.public_url).scheme == "https"

    @classmethod
    def read(cls, env: Mapping[str, str]) -> Self:
        env = with_secrets(env)
        values: dict[str, Any] = {}
        wrong: list[str] = []
        for field, info in cls.model_fields.items():
            name = next((name for name in cls.names_of(field) if name in env), None)
            if name is None:
                continue
            try:
                values[field] = _parsed(env[name], info.annotation)
            except ValueError:
                wrong.append(f"{name}: must be JSON")
        try:
            settings = cls(**values)
        except ValidationError as error:
            wrong += [cls._said(problem, env) for problem in error.errors(include_input=False)]
            settings = None
        if wrong or settings is None:
            raise SettingsWrong(
                cause=f"The {cls.service or 'service'} service cannot start: {'; '.join(wrong)}.",
                fix="Set these variables, or start with ./souk up, which sets them all.",
                facts={"variables": list(wrong)},
            )
        return settings

    @classmethod
    def names_of(cls, field: str) -> tuple[str, ...]:
        """The variables a field may come from, the most specific first."""
        if field in cls.fixed_names:
            return (cls.fixed_names[field],)
        return f"SOUK_{cls.service.upper()}_{field.upper()}", f"SOUK_{field.upper()}"

    @classmethod
    def _said(cls, problem: Any, env: Mapping[str, str]) -> str:
        names = cls.names_of(str(problem["loc"][0])) if problem["loc"] else ("settings",)
        name = next((name for name in names if name in env), names[0])
        return f"{name}: {'is missing' if problem['type'] == 'missing' else problem['msg']}"


def _parsed(text: str, annotation: Any) -> Any:
    """Lists and maps arrive as JSON; an empty variable counts as an empty one of them."""
    members = (annotation, *get_args(annotation))
    if any(get_origin(member) in (dict, list, tuple, set, frozenset) for member in members):
        return json.loads(text or "null") if text else _empty(members)
    return text


def _empty(members: tuple[Any, ...]) -> Any:
    return {} if any(get_origin(member) is dict for member in members) else []
