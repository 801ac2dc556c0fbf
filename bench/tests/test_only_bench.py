from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench.filled_shop import only_bench, refuse_small_disk
from cli.home import ROOT, Home
from cli.refusals import Refusal
from cli.shape import Services

LEFT = """
import signal, sys
from pathlib import Path
from cli.home import Home
from cli.running import Claim
claim = Claim.take(Home(Path(sys.argv[1])))
print("runs", flush=True)
signal.pause()
"""


@pytest.mark.parametrize("shape", Services)
def test_a_shop_that_a_killed_bench_left_is_stopped_whatever_its_shape(tmp_path: Path, shape: Services) -> None:
    folder = tmp_path / "bench" / shape.value
    with subprocess.Popen([sys.executable, "-c", LEFT, str(folder)], stdout=subprocess.PIPE, cwd=ROOT) as left:
        assert left.stdout
        assert left.stdout.readline() == b"runs\n"

        with only_bench(Home(tmp_path)):
            ended = left.wait(10)

    assert ended
    assert not folder.exists()


def test_two_benches_at_once_are_refused(tmp_path: Path) -> None:
    with only_bench(Home(tmp_path)), pytest.raises(Refusal, match="A bench runs already"), only_bench(Home(tmp_path)):
        pass


def test_shops_that_are_open_at_once_need_the_disk_of_all(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="GB left"):
        refuse_small_disk(tmp_path, shops=1_000_000)
