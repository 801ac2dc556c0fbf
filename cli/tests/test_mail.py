"""./souk mail over what the sink took in, and over what services could not send."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli import mail
from cli.home import Home
from cli.refusals import Refusal
from cli.service_health import health_of
from local.mail_sink import Sink


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.mail.mkdir()
    for number, name in enumerate(("Asha", "Ravi"), 1):
        body = f"From: Souk <s@souk.example>\nTo: {name} <{name}@x.example>\nSubject: Mail [{number}]\n\nDear {name}\n"
        Sink(home.mail).keep([f"{name}@x.example"], body.encode())
    return home


def test_what_was_sent_is_listed(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert mail.list_mails(home, as_json=False) == 0

    told = capsys.readouterr().out
    assert "Asha <Asha@x.example>" in told
    assert "Mail [2]" in told


def test_one_is_shown_as_it_reads(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert mail.show_mail(home, 2, as_json=False) == 0

    told = capsys.readouterr().out
    assert "To: Ravi <Ravi@x.example>" in told
    assert "Dear Ravi" in told


def test_programs_read_the_same(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    mail.list_mails(home, as_json=True)
    listed = json.loads(capsys.readouterr().out)
    mail.show_mail(home, 1, as_json=True)

    assert json.loads(capsys.readouterr().out) == listed[0]
    assert listed[0]["to"] == ["Asha@x.example"]


def test_a_mail_that_is_not_there_is_told(home: Home) -> None:
    with pytest.raises(Refusal):
        mail.show_mail(home, 9, as_json=False)


def test_nothing_was_sent_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert mail.list_mails(Home(tmp_path), as_json=False) == 0

    assert "No mail" in capsys.readouterr().out


def test_the_status_counts_parked_mails_and_says_why_others_wait() -> None:
    health = health_of(
        "order",
        {"status": "degraded", "checks": {"mail": {"ok": False, "cause": "Mails wait to be sent.", "parked": 2}}},
    )

    assert health.said == "mail: Mails wait to be sent. 2 parked mails: ./souk mail parked order."
