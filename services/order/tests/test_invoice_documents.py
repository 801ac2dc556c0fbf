"""Invoices as PDF: worded by catalogues, drawn by a child process that may be slow or break."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from kit.mailing.post_office import templates_of
from souk_order.adapters.invoice_documents import DrawnInvoices
from souk_order.commands.draw_invoice import where_it_broke
from souk_order.domain.invoices import Invoice, InvoiceKind
from souk_order.domain.invoicing import invoice_of
from souk_order.domain.quotes import Tax
from souk_order.domain.refusals import DocumentUnavailable
from souk_order.schemas.invoices import facts_of
from souk_order.testing.examples import NOW, an_order, inr
from souk_order.testing.shop import SETTINGS

TEMPLATES = partial(templates_of, SETTINGS)
TAXES = tuple(Tax(name, 250, inr(54800), inr(1305)) for name in ("CGST", "SGST"))


def an_invoice(language: str = "en-IN", name: str = "Alice") -> Invoice:
    order = replace(an_order(), language=language, taxes=TAXES)
    order = replace(order, address=order.address.model_copy(update={"name": name}))
    return invoice_of(order, SETTINGS.invoices, NOW).numbered(7)


def page_of(invoice: Invoice) -> dict[str, Any]:
    templates = TEMPLATES()
    assert templates
    return json.loads(templates.said("invoice-document", "page", invoice.language, facts_of(invoice)))


@pytest.mark.parametrize(
    ("language", "title"), [("en-IN", "Tax invoice"), ("hi-IN", "टैक्स इनवॉइस"), ("ar", "فاتورة ضريبية")]
)
def test_it_says_everything_in_the_language_of_the_order(language: str, title: str) -> None:
    page = page_of(an_invoice(language))

    assert (page["title"], page["number"], page["language"]) == (title, "INV/25-26/000007", language)
    [line], [slab] = page["lines"], page["slabs"]
    assert line[0].split("\n") == ["Blue mug", "Blue", "MUG"]
    assert ("2.5" in slab[1], "13.05" in slab[1], "521.90" in slab[2], "548" in slab[3]) == (True,) * 4
    assert any("29ABCDE1234F1Z5" in each for each in page["seller_lines"])


def test_a_credit_note_names_its_invoice_and_who_has_no_tax_number_makes_no_tax_invoice() -> None:
    invoice = an_invoice()
    note = page_of(replace(invoice, kind=InvoiceKind.CREDIT_NOTE, invoice_number="INV/25-26/000001"))
    plain = page_of(replace(invoice, seller=replace(invoice.seller, tax_number="")))

    assert (note["title"], note["facts"][-1]) == ("Credit note", "Corrects invoice INV/25-26/000001")
    assert plain["title"] == "Invoice"
    assert not any("GSTIN" in each for each in plain["seller_lines"])


async def test_letters_of_every_language_of_the_shop_are_in_it() -> None:
    document = await DrawnInvoices(TEMPLATES, facts_of, 60).draw(an_invoice("ar", "श्रीमती क्षिति त्रिपाठी"))

    assert document.startswith(b"%PDF-")
    fonts = set(re.findall(rb"/BaseFont /\w+\+?([A-Za-z]+)", document))
    assert {b"NotoSans", b"NotoSansDevanagari", b"NotoSansArabic"} <= {name.split(b"-")[0] for name in fonts}


async def test_a_child_that_takes_too_long_is_a_refusal() -> None:
    with pytest.raises(DocumentUnavailable):
        await DrawnInvoices(TEMPLATES, facts_of, 0.001).draw(an_invoice())


async def test_a_child_that_breaks_says_where(caplog: pytest.LogCaptureFixture) -> None:
    def without_seller(invoice: Invoice) -> dict[str, Any]:
        facts = facts_of(invoice)
        return {**facts, "seller": {**facts["seller"], "name": None}}

    with pytest.raises(DocumentUnavailable):
        await DrawnInvoices(TEMPLATES, without_seller, 60).draw(an_invoice())

    assert re.search(r"ended with 1\. \w+Error < .*draw_invoice\.py:\d+", caplog.text)


def test_where_it_broke_says_nothing_of_the_customer() -> None:
    try:
        raise ValueError("Alice")
    except ValueError as error:
        where = where_it_broke(error)

    assert re.fullmatch(r"ValueError < test_invoice_documents\.py:\d+", where)
