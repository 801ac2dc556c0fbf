"""What a mail says: a service's templates in data/mails, each written once for text, HTML and every language.

    data/mails/parcel-left.j2

    {% block subject %}{{ t("parcel-left.subject", number=number) }}{% endblock %}
    {% block body %}
    {{ part.text(t("parcel-left.text", name=name, day=day(left_on))) }}
                                            heading, text, quote, quiet, code, button, rows: kit/mailing/layouts
    {% endblock %}
    {% block sms %}{{ t("parcel-left.sms", number=number) }}{% endblock %}       only where it may go to a phone

    data/mails/messages/hi-IN.json          what `t` says in one language (kit/mailing/texts.py)

A template sees the mail's facts, `name`, `shop` (name, url), and the functions t, money and day.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
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

from kit.languages import direction_of, prefix_of
from kit.mail import Channel
from kit.mailing.storage import KeptMail
from kit.mailing.texts import MESSAGES, Texts

LAYOUTS = Path(__file__).parent / "layouts"
LONGEST_SUBJECT = 200


class NoSuchTemplate(Exception):
    """Maybe a newer release's: that one's postman knows it."""


@dataclass(frozen=True, slots=True)
class Rendered:
    subject: str
    text: str
    html: str | None  # a text message has none
    language: str


@dataclass(frozen=True, slots=True)
class Shop:
    name: str
    url: str
    locale: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """One of the languages, with what templates are given in it as text and as HTML."""

    locale: str
    direction: str
    text: Mapping[str, Any]
    html: Mapping[str, Any]

    @classmethod
    def of(cls, file: Path, shop: Shop) -> Self:
        texts, locale, direction = Texts.read(file), Locale.parse(file.stem, sep="-"), direction_of(file.stem)
        # Its links lead to pages in the same language.
        prefix = "" if _name(file.stem) == _name(shop.locale) else prefix_of(file.stem, shop.locale)
        given = {
            "shop": replace(shop, url=shop.url + prefix),
            "language": file.stem,
            "direction": direction,
            "money": lambda value: _money(value["amount"], value["currency"], locale),
            "day": lambda value: _day(value, locale, shop.time_zone),
        }
        return cls(file.stem, direction, {**given, "t": texts.plain}, {**given, "t": texts.html})


class Templates:
    def __init__(self, folder: Path, shop: Shop) -> None:
        self._shop = shop
        self._text = _environment(folder, escaped=False)
        self._html = _environment(folder, escaped=True)
        self._spoken = {file.stem: Spoken.of(file, shop) for file in sorted((folder / MESSAGES).glob("*.json"))}
        self._by_name = {_name(locale): spoken for locale, spoken in reversed(self._spoken.items())}
        self._parts = lru_cache(8)(self._parts_in)

    @classmethod
    def of(cls, service: str, shop: Shop) -> Self | None:
        """None where the service writes nobody."""
        folder = folder_of(service)
        return cls(folder, shop) if folder else None

    def rendered(self, mail: KeptMail) -> Rendered:
        """Raises NoSuchTemplate; whatever else is wrong with a template, its texts or its facts raises what it may."""
        spoken, name = self._spoken_in(mail.language), one_line(mail.name)
        text, facts = self._find(self._text, mail.kind), {**mail.facts, "name": name, **spoken.text}
        subject = one_line(_block(text, "subject", facts))[:LONGEST_SUBJECT]
        if mail.channel is Channel.TEXT:
            return Rendered(subject, _block(text, "sms", facts).strip(), None, spoken.locale)
        html, facts_in_html = self._find(self._html, mail.kind), {**mail.facts, "name": name, **spoken.html}
        plain = self._page(self._text, "page.txt.j2", self._parts("text.j2", spoken.direction), text, facts, subject)
        page = self._page(
            self._html, "page.html.j2", self._parts("html.j2", spoken.direction), html, facts_in_html, subject
        )
        return Rendered(subject, _tidy(plain), page, spoken.locale)

    def said(self, name: str, block: str, language: str | None, facts: Mapping[str, Any]) -> str:
        """One block of a template that is no mail, as plain text: what else a service says with its catalogues."""
        spoken = self._spoken_in(language)
        return _block(self._find(self._text, name), block, {**facts, **spoken.text})

    def _page(
        self, environment: Environment, page: str, part: Any, template: Template, facts: dict[str, Any], subject: str
    ) -> str:
        body = Markup(_block(template, "body", {**facts, "part": part}))  # noqa: S704 (rendered and escaped already)
        return environment.get_template(page).render(facts, subject=subject, body=body)

    def _parts_in(self, layout: str, direction: str) -> Any:
        environment = self._html if layout == "html.j2" else self._text
        return environment.get_template(layout).make_module({"direction": direction})

    def _spoken_in(self, language: str | None) -> Spoken:
        """The reader's, else that of another country, else the shop's: a text may have been asked for in any."""
        for wanted in (language or self._shop.locale, self._shop.locale):
            spoken = self._spoken.get(wanted) or self._by_name.get(_name(wanted))
            if spoken:
                return spoken
        raise NoSuchTemplate(f"There are no texts in {self._shop.locale} in data/mails/{MESSAGES}.")

    @staticmethod
    def _find(environment: Environment, kind: str) -> Template:
        try:
            return environment.get_template(f"{kind}.j2")
        except TemplateNotFound:
            raise NoSuchTemplate(f"There is no template {kind} in data/mails.") from None


def _name(locale: str) -> str:
    """Of the language alone."""
    return locale.partition("-")[0]


def folder_of(service: str) -> Path | None:
    try:
        found = find_spec(f"souk_{service}")
    except ModuleNotFoundError:
        return None
    places = (Path(place) / "data" / "mails" for place in (found.submodule_search_locations or ())) if found else ()
    return next((folder for folder in places if folder.is_dir()), None)


def one_line(words: str) -> str:
    """As a header or a name may hold it: no line ends, no other controls."""
    if words.isprintable():  # nearly all are
        return " ".join(words.split())
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
