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

SECRETS_DIR = "SOUK_SECRETS_DIR"


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

    shop_name: str  # What pages, mails and invoices call the shop.
    # The currency of every price and charge, by its ISO 4217 code.
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    locale: str  # How texts, numbers and money are written where nobody chose a language: the shop's own.
    # Locales that pages are shown in and people are written to; the first is the shop's own.
    languages: tuple[str, ...] = ()
    time_zone: str  # Which days and hours dates in texts and documents are of.
    database_url: Secret  # The service's own database, as the role that serves: it reads and writes rows.
    # The same database as the role that migrates: it changes tables, and nobody who serves needs it.
    owner_database_url: Secret | None = None
    # The broker: one server or, with commas between, several. Without it events wait in the outbox.
    nats_url: str | None = None
    # Proves to the broker which service publishes and follows; its user is the service's name.
    nats_password: Secret | None = None
    service_key: Secret | None = None  # Proves to other services who calls; they know its hash.
    # Which services may call this one, each with the hash of its key.
    callers: dict[str, str] = Field(default_factory=dict)
    urls: dict[str, str] = Field(default_factory=dict)  # Where the services are that this one calls.
    services: tuple[str, ...] = ()  # Names of all services: a follower of what each of them announces follows these.
    port: Annotated[int, Field(ge=0, le=65535)] = 0  # The port it listens on; 0 takes any free one.
    host: str = "127.0.0.1"  # The address it listens on: 0.0.0.0 in a container, which the gateway alone can reach.
    # Where shoppers find the shop: links in mails lead there, and with https cookies are Secure.
    public_url: str = "http://localhost:8888"
    origins: tuple[str, ...] = ()  # Whose pages may call it from a browser (CORS, cookies included).
    # Public keys that access tokens are verified with: those of user's signing key.
    jwks: dict[str, Any] = Field(default_factory=lambda: {"keys": []})
    log_level: str = "INFO"  # The least that is logged: DEBUG, INFO, WARNING or ERROR.
    # Connections to PostgreSQL that one instance holds at most; one more listens.
    pool_size: Annotated[int, Field(ge=1, le=100)] = 4
    # How long an answer of another service may take, tries included; then it counts as away.
    call_deadline_s: Annotated[float, Field(gt=0)] = 5.0
    # Larger bodies of requests are refused (413), except where a route takes files.
    max_body_bytes: Annotated[int, Field(gt=0)] = 1_048_576
    # Whose word (X-Forwarded-For) is taken for the address that asks: addresses, networks, with commas between, or *.
    trusted_proxies: str = "127.0.0.1,::1"
    # How long what is under way may take when the service is told to end.
    drain_s: Annotated[float, Field(ge=0)] = 10.0
    # After so many days what ended well of checkouts and the like is deleted; what is parked stays.
    ended_sagas_days: Annotated[int, Field(ge=1)] = 90
    # After so many days mails that were sent or given up are deleted from the outbox of mails.
    ended_mails_days: Annotated[int, Field(ge=1)] = 30
    # How many days what the broker has taken in is kept, to be announced again where it loses a stream; no less than
    # streams keep it.
    announced_days: Annotated[int, Field(ge=1)] = 8
    smtp_host: str | None = None  # The mail server that mails are given to; where none is named, they wait.
    smtp_port: Annotated[int, Field(ge=1, le=65535)] = 587  # Its port: 587 for starttls, 465 for tls as a rule.
    # How the line to it is secured: starttls, tls (from its first byte), or none, for a server beside.
    smtp_security: Literal["none", "starttls", "tls"] = "starttls"
    smtp_user: str | None = None  # Who signs in at the mail server; nobody does without it.
    smtp_password: Secret | None = None  # The password of that user.
    # How long the mail server may take for each answer; then the mail is tried again later.
    smtp_answer_s: Annotated[float, Field(gt=0)] = 30.0
    mail_from: str = "shop@localhost"  # The sender of the shop's mails.
    # Takes mail to NUMBER@this as text messages to phones (an SMS provider's SMTP gateway); without it none are sent.
    sms_domain: str | None = None
    otlp_endpoint: str | None = None  # The collector that traces and metrics are sent to; without it none are.
    # The share of requests whose trace is recorded, from 0 to 1.
    trace_share: Annotated[float, Field(ge=0, le=1)] = 0.05

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
