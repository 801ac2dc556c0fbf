"""./souk mail: what the shop sent into its sink, and what it could not send."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from rich.markup import escape
from rich.table import Table

from cli.home import Home
from cli.refusals import Refusal
from cli.terminal import console
from local.mail import SunkMail, find_in, kept_in

MOST_LISTED = 30


def list_mails(home: Home, *, to: str | None = None, as_json: bool) -> int:
    mails = kept_in(home.mail, to, newest=0 if as_json else MOST_LISTED)
    if as_json:
        print(json.dumps([asdict(mail) for mail in mails], ensure_ascii=False, indent=2))
        return 0
    if not mails:
        console.print("No mail was sent yet.")
        return 0
    console.print(_table(mails))
    console.print("\n[dim]./souk mail show ID: what it says   ./souk mail parked: what could not be sent[/]")
    return 0


def show_mail(home: Home, number: int, *, as_json: bool) -> int:
    mail = find_in(home.mail, number)
    if mail is None:
        raise Refusal(f"There is no mail {number}.", "Look at the list: ./souk mail")
    if as_json:
        print(json.dumps(asdict(mail), ensure_ascii=False, indent=2))
        return 0
    heads = {
        "From": mail.sender,
        "To": mail.to_header,
        "Subject": mail.subject,
        "At": mail.at,
        "Language": mail.language,
    }
    for title, value in heads.items():
        console.print(f"[dim]{title}:[/] {escape(value)}", soft_wrap=True, highlight=False)
    console.print(f"\n{escape(mail.text)}", soft_wrap=True, highlight=False)
    if mail.html:
        page = home.mail / f"{number:06}.html"
        page.write_text(mail.html, "utf-8")
        console.print(f"[dim]As HTML: {page}[/]", soft_wrap=True, highlight=False)
    return 0


def _table(mails: Sequence[SunkMail]) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 1))
    for title in ("id", "at", "what", "to", "subject"):
        table.add_column(title)
    for mail in mails:
        table.add_row(str(mail.id), mail.at, mail.channel, escape(mail.to_header), escape(mail.subject or mail.text))
    return table
