"""A release adds files: open tabs go on working."""

from __future__ import annotations

import os
from pathlib import Path

from cli.render.releases import add_files


def test_a_release_keeps_the_files_of_the_one_before(tmp_path: Path) -> None:
    built, served = tmp_path / "built", tmp_path / "served"
    for version in ("aaaaaaaa", "bbbbbbbb"):
        built.mkdir()
        (built / f"bag.{version}.js").write_text(version)
        (built / "remoteEntry.js").write_text(version)
        add_files(built, served)
        for file in built.iterdir():
            file.unlink()
        built.rmdir()

    assert sorted(file.name for file in served.iterdir()) == ["bag.aaaaaaaa.js", "bag.bbbbbbbb.js", "remoteEntry.js"]
    assert (served / "remoteEntry.js").read_text() == "bbbbbbbb"


def test_a_release_drops_what_no_open_tab_can_want(tmp_path: Path) -> None:
    built, served = tmp_path / "built", tmp_path / "served"
    for folder, name in ((served, "bag.aaaaaaaa.js"), (built, "bag.bbbbbbbb.js")):
        folder.mkdir()
        (folder / name).write_text(name)
    os.utime(served / "bag.aaaaaaaa.js", (0, 0))

    add_files(built, served)

    assert [file.name for file in served.iterdir()] == ["bag.bbbbbbbb.js"]
