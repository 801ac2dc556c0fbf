"""The mail sink as a process: what it keeps, for how long, and what it refuses."""

from __future__ import annotations

import smtplib
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from local import mail, mail_sink
from local.mail import find_in, kept_in
from local.programs import end, free_port, launch
from testkit.waiting import wait_until


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def sink(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-P", "-m", "local.mail_sink", str(tmp_path / "mail"), str(port)]
    process = launch(command, tmp_path / "mail.log")
    wait_until(lambda: mail.is_alive(port))
    yield process
    end(process, mail_sink.signal.SIGTERM, 10)


def send(port: int, text: str = "Hello") -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Souk <shop@souk.example>", "आशा <asha@souk.example>", "नमस्ते"
    message.set_content(text)
    message.add_alternative(f"<p>{text}</p>", subtype="html")
    with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost") as client:
        client.send_message(message)


def test_what_is_sent_is_kept_as_it_came_and_as_it_reads(
    tmp_path: Path, port: int, sink: subprocess.Popen[bytes]
) -> None:
    send(port, "₹2,340 für dich")

    (kept,) = kept_in(tmp_path / "mail")
    assert (kept.id, kept.to, kept.subject) == (1, ["asha@souk.example"], "नमस्ते")
    assert kept.text == "₹2,340 für dich\n"
    assert kept.html == "<p>₹2,340 für dich</p>\n"
    assert b"Subject: =?utf-8?" in (tmp_path / "mail" / "000001.eml").read_bytes()


def test_a_message_that_is_too_large_is_refused_and_the_next_is_taken(
    tmp_path: Path, port: int, sink: subprocess.Popen[bytes]
) -> None:
    with pytest.raises(smtplib.SMTPException):
        send(port, "x" * mail_sink.LARGEST_BYTES)

    send(port)

    assert [kept.text for kept in kept_in(tmp_path / "mail")] == ["Hello\n"]


def test_it_keeps_the_newest_and_goes_on_counting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_sink, "MOST_KEPT", 3)
    for number in range(5):
        mail_sink.Sink(tmp_path).keep(["a@b.example"], f"Subject: {number}\n\n{number}".encode())

    assert [(kept.id, kept.subject) for kept in kept_in(tmp_path)] == [(3, "2"), (4, "3"), (5, "4")]
    assert len(list(tmp_path.iterdir())) == 3


def test_one_persons_and_the_newest_are_found(tmp_path: Path) -> None:
    sink = mail_sink.Sink(tmp_path)
    for number, name in enumerate(["आशा", "ravi", "आशा", "ravi", "आशा"]):
        sink.keep([f"{name}@b.example"], f"Subject: {number}\n\n".encode())

    assert [kept.subject for kept in kept_in(tmp_path, to="आशा@b.example")] == ["0", "2", "4"]
    assert [kept.subject for kept in kept_in(tmp_path, newest=2)] == ["3", "4"]
    assert find_in(tmp_path, 2) == kept_in(tmp_path)[1]
    assert find_in(tmp_path, 9) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"\xff\xfe\x00 nonsense\nSubject: =?utf-8?b?!!?=\n\n\xff",
        b"Content-Type: text/plain; charset=klingon\n\nnuqneH",
        b"Content-Transfer-Encoding: base64\n\n!",
        b"",
    ],
)
def test_what_cannot_be_read_as_mail_is_kept_and_shown_all_the_same(tmp_path: Path, raw: bytes) -> None:
    mail_sink.Sink(tmp_path).keep(["a@b.example"], raw)

    (kept,) = kept_in(tmp_path)
    assert kept.to == ["a@b.example"]
    assert (tmp_path / "000001.eml").read_bytes().endswith(raw)


def test_a_mail_for_which_there_is_no_room_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sink = mail_sink.Sink(tmp_path)
    sink.keep(["a@b.example"], b"Subject: 1\n\n")
    (tmp_path / "000002.eml").mkdir()  # what stands in its way

    with pytest.raises(IsADirectoryError):
        sink.keep(["a@b.example"], b"Subject: 2\n\n")

    assert not (tmp_path / "unfinished").exists()
    (tmp_path / "000002.eml").rmdir()
    sink.keep(["a@b.example"], b"Subject: 2 again\n\n")
    assert [kept.subject for kept in kept_in(tmp_path)] == ["1", "2 again"]


def test_a_message_that_the_sink_removes_meanwhile_is_left_out(tmp_path: Path) -> None:
    mail_sink.Sink(tmp_path).keep(["asha@souk.example"], b"Subject: kept\n\nHello")
    (tmp_path / "000002.eml").symlink_to("removed")  # seen in the folder, and gone when it is opened

    assert [kept.subject for kept in kept_in(tmp_path)] == ["kept"]
    assert [kept.id for kept in kept_in(tmp_path, to="asha@souk.example")] == [1]
    assert find_in(tmp_path, 2) is None
