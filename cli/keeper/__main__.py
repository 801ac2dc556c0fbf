"""python -m cli.keeper HOME SHAPE SOCKET attach|detach   (started by ./souk up)"""

from __future__ import annotations

import socket
import sys
from pathlib import Path

from cli.home import Home
from cli.keeper.builds import Releases
from cli.keeper.housekeeping import ROOM, Housekeeping
from cli.keeper.journal import Journal
from cli.keeper.keeper import Keeper
from cli.keeper.requests import asked
from cli.releases.change import is_being_changed
from cli.releases.instances import settle
from cli.running import STATE_FILE, Claim
from cli.shape import Shape
from cli.shop import Shop


def main(folder: str, shape_json: str, descriptor: str, mode: str) -> int:
    home, shape = Home(Path(folder)), Shape.of_json(shape_json)
    client = socket.socket(fileno=int(descriptor))
    client.set_inheritable(False)
    journal = Journal(home.run / STATE_FILE, terminal=client)
    claim = Claim.take(home)
    if claim is None:
        journal.tell("failed", part="keeper", reason="Another keeper already runs this shop.", log=[])
        return 1
    shop = Shop(home, shape)
    journal.facts = shop.facts()
    keeper = Keeper(
        journal,
        home.log_of,
        Housekeeping(home.logs, home.run / ROOM),
        client,
        requests=lambda: asked(home.run),
        releases=Releases(shop.other_build, lambda: is_being_changed(home), lambda: settle(home, shop.system)),
    )
    try:
        return keeper.keep(shop.stages(), detach=mode == "detach")
    finally:
        claim.file.close()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
