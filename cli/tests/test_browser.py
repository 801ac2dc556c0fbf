"""Which Chromium tells the stories, where the machine's programs are scripts of the test's."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cli import browser
from cli.home import Home
from cli.progress import Progress

STARTS = "#!/bin/sh\nexit 0\n"
DOWNLOADS = '#!/bin/sh\n[ "$1" = download ] && shift && for each; do touch "${each}_156_amd64.deb"; done\n'
EXTRACTS = f"""#!/bin/sh
mkdir -p "$3/usr/lib/chromium" && cp "$(command -v chromium)" "$3/usr/lib/chromium/{browser.SHELL}"
"""
FAILS = "#!/bin/sh\nexit 100\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    programs = tmp_path / "bin"  # and no others: the machine may have Chromiums of its own
    programs.mkdir()
    for needed in ("cp", "mkdir", "touch"):
        (programs / needed).symlink_to(str(shutil.which(needed)))
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.delenv(browser.NAMED, raising=False)
    return Home(tmp_path / ".souk", tmp_path)


def installed(home: Home, **programs: str) -> None:
    for name, script in programs.items():
        file = home.root / "bin" / name.replace("_", "-")
        file.write_text(script)
        file.chmod(0o755)


def got(home: Home) -> browser.Browsers:
    with Progress() as progress:
        return browser.get(home, progress)


def test_beside_a_whole_one_the_one_without_windows_is_unpacked_once_into_the_tools(home: Home) -> None:
    installed(home, chromium=STARTS, apt_get=DOWNLOADS, dpkg_deb=EXTRACTS)

    found = got(home)
    installed(home, apt_get=FAILS)

    assert found == got(home)
    assert found.whole == str(home.root / "bin" / "chromium")
    assert found.quick is not None
    assert Path(found.quick).is_relative_to(home.tools)
    assert [file.name for file in home.tools.iterdir()] == [browser.SHELL]


def test_where_that_cannot_be_had_the_whole_one_tells_them(home: Home) -> None:
    installed(home, chromium=STARTS, apt_get=FAILS, dpkg_deb=EXTRACTS)

    found = got(home)

    assert found.quick == found.whole
    assert list(home.tools.iterdir()) == []


def test_the_one_that_is_named_tells_them(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(home, chromium=STARTS, mine=STARTS, apt_get=DOWNLOADS, dpkg_deb=EXTRACTS)
    monkeypatch.setenv(browser.NAMED, str(home.root / "bin" / "mine"))

    assert got(home).quick == str(home.root / "bin" / "mine")
