"""./souk media copy: public files from `.souk/media` into the bucket that SOUK_S3_BUCKET names."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path

from cli.home import Home
from cli.progress import Progress, Step
from cli.refusals import Refusal
from kit.errors import SoukError
from kit.files.settings import FilePlaces
from kit.files.store import TYPES, FileStore

AT_ONCE = 20


def copy_media(home: Home, env: Mapping[str, str] = os.environ) -> int:
    """May be repeated: what is there already is not copied again."""
    places = FilePlaces.of(env)
    if not places.s3_bucket:
        raise Refusal(
            "No bucket is named.", "Set SOUK_S3_BUCKET, SOUK_S3_ENDPOINT and the key, then run this command again."
        )
    with Progress() as progress, progress.step(f"Copying {home.media} to {places.s3_bucket}") as step:
        try:
            asyncio.run(_copy(home.media, places.public_files(), step))
        except SoukError as error:
            raise Refusal(error.cause, "See that the bucket is there and the key may write, then try again.") from error
    return 0


async def _copy(folder: Path, store: FileStore, step: Step) -> None:
    files = {str(file.relative_to(folder)): file for file in _pictures(folder)}
    missing = sorted(await store.list_missing(files))
    turns = asyncio.Semaphore(AT_ONCE)
    done = 0

    async def put(name: str) -> None:
        nonlocal done
        async with turns:
            await store.put(name, await asyncio.to_thread(files[name].read_bytes))
        done += 1
        step.note = f"{done} of {len(missing)}"

    await asyncio.gather(*map(put, missing))
    step.note = f"{len(missing)} copied, {len(files) - len(missing)} were there"


def _pictures(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.suffix.removeprefix(".") in TYPES and file.is_file()]
