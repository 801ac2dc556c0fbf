"""The simulated bank's page, in plain HTML."""

from __future__ import annotations

from html import escape
from string import Template

from contracts.money import Money
from souk_order.domain.simulation import BankQuestion

_PAGE = Template("""<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>Simulated bank</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/_souk/plain.css">
  </head>
  <body>
    <header>Simulated bank</header>
    <main>
$main
    </main>
  </body>
</html>
""")
_QUESTION = Template("""      <h1>Did you make this purchase?</h1>
      <p>$amount from the card that ends in $last4. No real money moves: this bank exists only in this shop.</p>
      <form method="post" action="$id/approve"><button class="action">Yes, approve it</button></form>
      <form method="post" action="$id/reject"><button>No, reject it</button></form>""")
_ANSWERED = Template("""      <h1>You have answered already</h1>
      <p><a class="action" href="$back">Back to the shop</a></p>""")


def bank_page(challenge_id: str, question: BankQuestion) -> str:
    if question.is_open:
        amount, last4 = escape(_said(question.amount)), escape(question.last4)
        return _PAGE.substitute(main=_QUESTION.substitute(id=escape(challenge_id), amount=amount, last4=last4))
    return _PAGE.substitute(main=_ANSWERED.substitute(back=escape(question.return_url)))


def _said(money: Money) -> str:
    return f"{money.currency} {money.amount // 100:,}.{money.amount % 100:02d}"
