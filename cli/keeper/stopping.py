"""The end of a shop: everybody in order, each with its time to end well."""

from __future__ import annotations

import time
from collections.abc import Sequence

from cli.keeper.children import Child, kill_tree
from cli.keeper.parts import Kind
from cli.keeper.signals import Signals

LOOK_S = 0.01


def stop_in_order(children: Sequence[Child], signals: Signals) -> None:
    """Asked to stop once more meanwhile, it hurries."""
    asked_once = max(signals.asked_to_stop, 1)
    for kind in Kind:
        stopping = [child for child in children if child.part.kind is kind and child.pid]
        for child in stopping:
            child.ask_to_stop()
        asked_at = time.monotonic()
        while any(child.pid for child in stopping):
            late = time.monotonic() - asked_at > max(child.part.grace_s for child in stopping)
            for child in stopping:
                if child.pid and (late or signals.asked_to_stop > asked_once):
                    kill_tree(child.pid)
                child.reaped()
            time.sleep(LOOK_S)
    for child in children:
        child.stopped()
