"""What a mail says: a service's templates in data/mails, in the reader's language, each written once for text and HTML.

    data/mails/en/parcel-left.j2

    {% block subject %}{{ number }} is on its way{% endblock %}
    {% block body %}
    {{ part.text("Dear " ~ name ~ ", …") }}         heading, text, quiet, code, button, rows: kit/mailing/layouts
    {% endblock %}
    {% block sms %}{{ number }} is on its way.{% endblock %}          only where it may go to a phone

A template sees the mail's facts, `name`, `shop` (name, url), and the functions money and day.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import get_currency_precision, parse_pattern
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateNotFound
from markupsafe import Markup

from kit.mail import Channel
from kit.mailing.storage import KeptMail

LAYOUTS = Path(__file__).parent / "layouts"
LONGEST_SUBJECT = 200


class NoSuchTemplate(Exception):
    """Maybe a newer release's: that one's postman knows it."""


@dataclass(frozen=True, slots=True)
class Rendered:
    subject: str
    text: str
    html: str | None  # a text message has none


@dataclass(frozen=True, slots=True)
class Shop:
    name: str
    url: str
    locale: str
    time_zone: str


class Templates:
    def __init__(self, folder: Path, shop: Shop) -> None:
        self._shop = shop
        self._text = _environment(folder, escaped=False)
        self._html = _environment(folder, escaped=True)
        self._find = lru_cache(256)(self._look_for)

    @classmethod
    def of(cls, service: str, shop: Shop) -> Self | None:
        """None where the service writes nobody."""
        folder = folder_of(service)
        return cls(folder, shop) if folder else None

    def rendered(self, mail: KeptMail) -> Rendered:
        """Raises NoSuchTemplate; whatever else is wrong with a template or its facts raises what Jinja says."""
        language = self._language_of(mail)
        text, facts = self._find(self._text, mail.kind, language), self._facts_of(mail)
        subject = one_line(_block(text, "subject", facts))[:LONGEST_SUBJECT]
        if mail.channel is Channel.TEXT:
            return Rendered(subject, _block(text, "sms", facts).strip(), None)
        html = self._find(self._html, mail.kind, language)
        plain = self._page(self._text, "page.txt.j2", "text.j2", text, facts, subject)
        return Rendered(subject, _tidy(plain), self._page(self._html, "page.html.j2", "html.j2", html, facts, subject))

    def _page(
        self, environment: Environment, page: str, parts: str, template: Template, facts: dict[str, Any], subject: str
    ) -> str:
        part = environment.get_template(parts).module
        body = Markup(_block(template, "body", {**facts, "part": part}))  # noqa: S704 (rendered and escaped already)
        return environment.get_template(page).render(facts, subject=subject, body=body)

    def _facts_of(self, mail: KeptMail) -> dict[str, Any]:
        locale = Locale.parse(self._language_of(mail), sep="-")
        return {
            **mail.facts,
            "name": one_line(mail.name),
            "shop": self._shop,
            "language": self._language_of(mail),
            "direction": locale.text_direction,
            "money": lambda value: _money(value["amount"], value["currency"], locale),
            "day": lambda value: _day(value, locale, self._shop.time_zone),
        }

    def _language_of(self, mail: KeptMail) -> str:
        return mail.language or self._shop.locale

    def _look_for(self, environment: Environment, kind: str, language: str) -> Template:
        """In the reader's language, else in that without its country, else in the shop's."""
        wanted = (language, self._shop.locale)
        names = [f"{each}/{kind}.j2" for locale in wanted for each in (locale, locale.partition("-")[0])]
        try:
            return environment.select_template(names)
        except TemplateNotFound:
            raise NoSuchTemplate(f"There is no template {kind} in data/mails.") from None


def folder_of(service: str) -> Path | None:
    try:
        found = find_spec(f"souk_{service}")
    except ModuleNotFoundError:
        return None
    places = (Path(place) / "data" / "mails" for place in (found.submodule_search_locations or ())) if found else ()
    return next((folder for folder in places if folder.is_dir()), None)


def one_line(words: str) -> str:
    """As a header or a name may hold it: no line ends, no other controls."""
    return " ".join("".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in words).split())


def _environment(folder: Path, *, escaped: bool) -> Environment:
    return Environment(
        loader=FileSystemLoader([folder, LAYOUTS]),
        autoescape=escaped,  # noqa: S701 (what is plain text has nothing to escape)
        undefined=StrictUndefined,
        auto_reload=False,  # they come with a release
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _block(template: Template, block: str, facts: Mapping[str, Any]) -> str:
    if block not in template.blocks:
        raise LookupError(f"{template.name} has no block {block}.")
    return "".join(template.blocks[block](template.new_context(dict(facts))))


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


# A mail shows each sum and day several times, in text and in HTML.
@lru_cache(1024)
def _money(minor_units: int, currency: str, locale: Locale) -> str:
    """With minor units only where there are some, as on pages."""
    digits = get_currency_precision(currency)
    whole = Decimal(minor_units).scaleb(-digits)
    shown = 0 if whole == whole.to_integral_value() else digits
    pattern = parse_pattern(locale.currency_formats["standard"].pattern)
    pattern.frac_prec = (shown, shown)
    return pattern.apply(whole, locale, currency=currency, currency_digits=False)


@lru_cache(1024)
def _day(value: str, locale: Locale, time_zone: str) -> str:
    """`2026-11-26`, or a moment as ISO 8601 writes it: its day where the shop is."""
    at = datetime.fromisoformat(value).astimezone(ZoneInfo(time_zone)).date() if "T" in value else None
    return format_date(at or date.fromisoformat(value), "d MMMM y", locale=locale)
