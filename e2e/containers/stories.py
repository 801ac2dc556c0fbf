"""Stories of a shopper, told to a shop in containers by a browser of this machine."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from cli import browser, web_build
from cli.home import ROOT, Home
from cli.node import Node
from cli.progress import Progress


def keep_accounts(said: str, folder: Path) -> Path:
    """Those that the task which made them told of."""
    found = re.search(r"(?ms)^\[\n.*?^\]$", said)
    assert found, said
    file = folder / "accounts.json"
    file.write_text(found[0])
    return file


def tell(which: str, url: str, shape: str, folder: Path, accounts: Path) -> None:
    """`folder`: where the shop's mails are. `shape`: what the report calls it."""
    own = Home(ROOT / ".souk" / "test")
    own.make()
    with Progress() as progress:
        with web_build.only_build(own):
            web_build.install(own, progress)
        browsers = browser.get(own, progress)
    facts = {
        "SOUK_HOME": str(folder),
        "SOUK_E2E_URL": url,
        "SOUK_E2E_SHAPE": shape,
        "SOUK_E2E_ACCOUNTS": str(accounts),
    }
    command = [str(Node(own).pnpm), "exec", "playwright", "test", "--grep", which]

    told = subprocess.run(  # noqa: S603 (our own command)
        command, cwd=ROOT / "e2e", env=Node(own).env({**browsers.environment, **facts}), check=False,
        text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip

    print(told.stdout)
    assert told.returncode == 0, told.stdout[-6000:]
