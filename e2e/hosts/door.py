"""A host's door: python door.py ADDRESS PORT. Takes connections from outside to the gateway on 127.0.0.1.

Each comes from an address of its own, as from many shoppers.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import sys

CONNECTIONS = itertools.count(1)


async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


async def main(address: str, port: int) -> None:
    async def enter(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number = next(CONNECTIONS)
        own = f"127.1.{number // 250 % 250}.{number % 250 + 1}"
        try:
            inside, out = await asyncio.open_connection("127.0.0.1", port, local_addr=(own, 0))
        except OSError:
            writer.close()
            return
        await asyncio.gather(carry(reader, out), carry(inside, writer))

    async with await asyncio.start_server(enter, address, port) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
