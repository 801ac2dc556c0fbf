from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from local.files import put_in_place, write_whole

WRITES_FOR_EVER = """
import sys
from pathlib import Path
from local.files import write_whole
for number in range(10**9):
    write_whole(Path(sys.argv[1]), str(number % 10) * 200_000)
    if number == 3:
        print("writing", flush=True)
"""


def test_a_file_is_whole_whenever_its_writer_is_killed(tmp_path: Path) -> None:
    file = tmp_path / "file"
    for _ in range(5):
        writer = subprocess.Popen([sys.executable, "-c", WRITES_FOR_EVER, file], stdout=subprocess.PIPE)  # noqa: S603
        assert writer.stdout
        writer.stdout.readline()

        writer.kill()
        writer.communicate()

        assert len(file.read_text()) == 200_000
        assert len(set(file.read_text())) == 1


def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "file"
    write_whole(file, "old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            write_whole(file, "n" * 2000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert file.read_text() == "old"
    assert os.listdir(tmp_path) == ["file"]


def test_a_secret_is_never_readable_by_others_not_even_while_it_is_written(tmp_path: Path) -> None:
    write_whole(tmp_path / "secret", "x", 0o600)

    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_a_folder_takes_the_place_of_an_older_one(tmp_path: Path) -> None:
    for name in ("made", "place"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()

    put_in_place(tmp_path / "made", tmp_path / "place")

    assert os.listdir(tmp_path) == ["place"]
    assert os.listdir(tmp_path / "place") == ["made"]
