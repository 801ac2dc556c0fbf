"""What a mail says, and how it looks to a mail server."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from uuid import UUID

import pytest
from jinja2 import UndefinedError

from kit.mail import Channel, Mail, mail_id
from kit.mailing.message import AddressUnusable, Letterhead, envelope_of
from kit.mailing.storage import KeptMail
from kit.mailing.templates import NoSuchTemplate
from kit.tests.letters import HEAD, TEMPLATES, a_mail

FSI, PDI = "\u2068", "\u2069"  # an isolate and its end
AT = datetime(2026, 11, 26, 20, tzinfo=UTC)


def kept(mail: Mail) -> KeptMail:
    return KeptMail(
        mail.id,
        mail.kind,
        mail.channel,
        mail.to,
        mail.name,
        mail.language,
        mail.facts,
        mail.code_until,
        None,
        AT,
        1,
        None,
    )


def sent(mail: Mail, head: Letterhead = HEAD) -> EmailMessage:
    envelope = envelope_of(kept(mail), TEMPLATES.rendered(kept(mail)), head)
    message = message_from_bytes(envelope.content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def part_of(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return part.get_content().replace("\r\n", "\n")


def test_one_template_reads_well_as_text_and_as_html() -> None:
    message = sent(a_mail(name="Asha <Rao> & sons"))

    text, html = part_of(message, "plain"), part_of(message, "html")
    assert "Dear Asha <Rao> & sons, the bell rang on 27 November 2026 & you owe ₹1,23,456." in text
    assert "Ding × 2: ₹1,23,456\nIn all: ₹1,23,456\n" in text
    assert "Hear it:\nhttp://localhost:8888/bells?a=1&b=2\n" in text
    assert "Dear Asha &lt;Rao&gt; &amp; sons" in html
    assert 'href="http://localhost:8888/bells?a=1&amp;b=2"' in html
    assert "\n\n\n" not in text


def test_it_is_written_in_the_readers_language_else_in_the_shops() -> None:
    arabic, unknown = sent(a_mail(language="ar-EG")), sent(a_mail(language="fi"))

    assert arabic["Subject"] == f"رن الجرس يا {FSI}Asha{PDI}"
    assert arabic["Content-Language"] == "ar"
    assert '<html lang="ar" dir="rtl">' in part_of(arabic, "html")
    assert "رنتان: \u200f123,456\u00a0₹\n" in part_of(arabic, "plain")
    assert unknown["Subject"] == "The bell rang, Asha"


@pytest.mark.parametrize("language", ["", "xx", "../../ar", "ar\r\nBcc: x@y.example", "-", "x" * 5000])
def test_a_language_that_nobody_has_is_the_shops(language: str) -> None:
    message = sent(a_mail(language=language or None))

    assert message["Content-Language"] == "en-IN"
    assert message["Bcc"] is None


@pytest.mark.parametrize(
    ("language", "name", "said"),
    [
        ("en-IN", "أمل", f"Dear {FSI}أمل{PDI}, the"),
        ("en-IN", "Asha Rao", "Dear Asha Rao, the"),
        ("en-IN", "\u202eoaR ahsA\u2069", "Dear oaR ahsA, the"),  # would turn the rest of the line around
        ("ar", "Asha (Rao)", f"مرحبًا {FSI}Asha (Rao){PDI}،"),
    ],
)
def test_a_value_that_runs_the_other_way_turns_no_text_around(language: str, name: str, said: str) -> None:
    message = sent(a_mail(language=language, name=name))

    assert said in part_of(message, "plain")
    assert said.replace(FSI, "<bdi>").replace(PDI, "</bdi>") in part_of(message, "html")


def test_a_name_with_markup_is_shown_as_it_is_written_also_where_it_is_isolated() -> None:
    html = part_of(sent(a_mail(language="ar", name="</bdi><script>x")), "html")

    assert "<bdi>&lt;/bdi&gt;&lt;script&gt;x</bdi>" in html


def test_a_code_stands_bare_in_any_language_where_a_phone_looks_for_it() -> None:
    message = sent(a_mail(to="+91 98000-00000", channel=Channel.TEXT, language="ar"))

    assert message.get_content().strip() == f"{FSI}Souk{PDI}: 123456 هو رمزك."


@pytest.mark.parametrize(
    "name",
    [
        "Asha\r\nBcc: thief@evil.example",
        "Asha\nX: y\n\n<b>body",
        "A\x00sha\u2028Bcc: x@y.example",
        'A"sha, B@c.d <e@f.g>',
    ],
)
def test_no_name_makes_a_header_or_another_recipient(name: str) -> None:
    message = sent(a_mail(name=name))

    assert [address.addr_spec for address in message["To"].addresses] == ["asha@souk.example"]
    assert message["Bcc"] is message["X"] is None
    of_mail = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"]
    assert sorted(message.keys()) == sorted([*of_mail, "Content-Language", "MIME-Version", "Content-Type"])


@pytest.mark.parametrize("name", ["आशा राव", "Ægir Þór", "李小龍", "🌶️ Spice & Co.", "a" * 300])
def test_any_name_arrives_as_it_is_written(name: str) -> None:
    message = sent(a_mail(name=name))

    assert message["To"].addresses[0].display_name == name[:120]
    assert message["Subject"] == f"The bell rang, {name}"[:200]


@pytest.mark.parametrize(
    ("written", "sent_to", "needs_utf8"),
    [
        ("asha@münchen.example", "asha@xn--mnchen-3ya.example", False),
        ("आशा@souk.example", "आशा@souk.example", True),
        ('"odd one"@souk.example', '"odd one"@souk.example', False),
    ],
)
def test_an_address_is_written_as_servers_know_it(written: str, sent_to: str, needs_utf8: bool) -> None:
    mail = kept(a_mail(to=written))

    envelope = envelope_of(mail, TEMPLATES.rendered(mail), HEAD)

    assert (envelope.recipient, envelope.needs_utf8) == (sent_to, needs_utf8)


@pytest.mark.parametrize(
    "address", ["", "nobody", "@souk.example", "a@", "a@b\r\nDATA", "a\r\nRCPT TO:<x@y>@souk.example"]
)
def test_what_is_no_address_is_told_apart(address: str) -> None:
    mail = kept(a_mail(to=address))

    with pytest.raises(AddressUnusable):
        envelope_of(mail, TEMPLATES.rendered(mail), HEAD)


def test_a_repeated_mail_is_the_same_message_to_the_byte_of_its_head() -> None:
    mail = a_mail()

    first, second = sent(mail), sent(mail)

    assert first["Message-ID"] == second["Message-ID"] == f"<{mail.id}@souk.example>"
    assert first["Date"] == second["Date"]


def test_a_text_message_is_short_and_goes_to_the_gateway() -> None:
    message = sent(a_mail(to="+91 98000-00000", channel=Channel.TEXT))

    assert message["To"].addresses[0].addr_spec == "919800000000@sms.localhost"
    assert message.get_content().strip() == "Souk: 123456 is your code."


def test_a_fact_that_is_missing_is_an_error_and_no_gap() -> None:
    mail = kept(a_mail())

    with pytest.raises(UndefinedError):
        TEMPLATES.rendered(replace(mail, facts={}))
    with pytest.raises(NoSuchTemplate):
        TEMPLATES.rendered(replace(mail, kind="bell-broke"))


def test_what_is_told_once_has_one_id() -> None:
    about = UUID(int=7)

    assert mail_id("placed", about) == mail_id("placed", about) != mail_id("shipped", about)
