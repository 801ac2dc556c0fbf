"""The mail sink's process.

python -P -m cli.keeper.mail_sink LIFELINE FOLDER PORT   (where forking is unsafe; else called in the fork)
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from cli.keeper.lifeline import end_with_lifeline


def serve(names: Sequence[str], lifeline: int) -> int:
    """`names`: the folder of mails and the port."""
    gc.freeze()  # a collection would touch, and so copy, what is the keeper's
    from local import mail_sink

    end_with_lifeline(lifeline)
    folder, port = names
    mail_sink.serve(Path(folder), int(port))
    return 0


if __name__ == "__main__":
    sys.exit(serve(sys.argv[2:], int(sys.argv[1])))
