"""Renditions by a child process that may die: what a picture does to it happens to nobody else."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kit.children import bare_environment
from kit.files.store import FilesAway
from kit.pictures.renditions import PictureRefused, Renditions

PROGRAM = "kit.pictures.program"
AT_ONCE = 2


class ChildRenditions:
    def __init__(self, deadline_s: float, program: str = PROGRAM) -> None:
        self._deadline_s = deadline_s
        self._program = program
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def make(self, data: bytes) -> Renditions:
        async with self._turns:
            try:
                with TemporaryDirectory(prefix="souk-picture-") as folder:
                    said = await self._run(data, folder)
                    if refused := said.get("refused"):
                        raise PictureRefused(refused)
                    if no_room := said.get("no_room"):
                        raise FilesAway(no_room)
                    return await asyncio.to_thread(_read, Path(folder), said)
            except OSError as error:
                raise FilesAway(os.strerror(error.errno or 0).lower()) from error

    async def _run(self, data: bytes, folder: str) -> dict[str, Any]:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-m", self._program, folder,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            env=bare_environment(),
        )  # fmt: skip
        try:
            async with asyncio.timeout(self._deadline_s):
                printed, _ = await child.communicate(data)
        except TimeoutError:
            raise PictureRefused("it takes too long to be read") from None
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
        if child.returncode:
            raise PictureRefused("what reads it broke on it")
        return json.loads(printed)


def _read(folder: Path, said: dict[str, Any]) -> Renditions:
    widths = said["widths"]
    webp, avif = ({width: (folder / f"{width}.{kind}").read_bytes() for width in widths} for kind in ("webp", "avif"))
    return Renditions(said["width"], said["height"], said["color"], webp, avif)
