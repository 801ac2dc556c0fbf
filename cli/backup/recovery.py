"""PostgreSQL brings a copied back-up to a point in time, seen by nobody else meanwhile."""

from __future__ import annotations

import asyncio
import re
import shlex
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import asyncpg

from cli.backup.room import full, is_of_a_full_disk
from cli.progress import Step
from cli.refusals import Refusal
from local import unprivileged
from local.database_urls import SUPERUSER
from local.files import write_whole
from local.postgres import PostgresServer
from local.programs import launch

LOOK_S = 0.2
PORT = 5432  # only a name: it listens on no network
RESTORED = "restored log file"
NOT_REACHED = "recovery ended before configured recovery target was reached"
LAST_COMMIT = re.compile(r"last completed transaction was at log time (\S+ \S+)")
# What is there and cannot be copied must not pass for the end of it: a code above 125 ends the server.
COPY = 'if test -e "$log"; then cp "$log" "%p" && exit 0; test -e "$log" && exit 200; fi'
WRONG = "What PostgreSQL said is above. Choose an older back-up: one that ended before --to is taken."


@dataclass(frozen=True, slots=True)
class Recovery:
    """`folder`: a copy of a back-up's databases. `wal`: what was written since."""

    folder: Path
    wal: Path
    until: datetime | None
    superuser_password: str
    log: Path

    def run(self, step: Step) -> datetime | None:
        """When the last transaction that it has was committed."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.log.write_bytes(b"")
        server = PostgresServer(self.folder, PORT, self.superuser_password)
        (self.folder / "recovery.signal").touch()
        server.prepare()
        with self._socket() as socket:
            process = launch([*server.command, *self._options(socket)], self.log)
            try:
                return asyncio.run(self._watch(process, socket, step))
            finally:
                server.stop(process)

    @contextmanager
    def _socket(self) -> Iterator[Path]:
        """Where only we can go, so that no password is asked for: that one may be lost."""
        with tempfile.TemporaryDirectory(prefix="souk-") as folder:
            write_whole(Path(folder) / "hba.conf", f"local all {SUPERUSER} trust\n", 0o600)
            unprivileged.hand_over(Path(folder))
            yield Path(folder)

    def _options(self, socket: Path) -> list[str]:
        # The last segment is still being written to; a program that copies half a file would be worse than none.
        whole, part = (shlex.quote(str(self.wal)).replace("%", "%%") + f"/%f{end}" for end in ("", ".partial"))
        until = {"recovery_target_time": self.until.isoformat(sep=" ")} if self.until else {}
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(socket),
            "hba_file": str(socket / "hba.conf"),
            # Whole once more, since an archive that is written to renames the part meanwhile.
            "restore_command": f"for log in {whole} {part} {whole}; do {COPY}; done; exit 1",
            "recovery_target_action": "promote",
            "recovery_target_timeline": "current",
            # Nobody may look before the end: who may, needs as many places as the shop had, whatever they were then.
            "hot_standby": "off",
            **until,
        }
        return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]

    async def _watch(self, process: subprocess.Popen[bytes], socket: Path, step: Step) -> datetime | None:
        while True:
            if process.poll() is not None:
                self._refuse()
            try:
                connection = await asyncpg.connect(
                    f"postgresql://{SUPERUSER}@/postgres?host={quote(str(socket))}&port={PORT}"
                )
            except (OSError, asyncpg.PostgresError):  # not before the end
                step.note = f"{self._segments()} pieces of 16 MB"
                await asyncio.sleep(LOOK_S)
                continue
            try:
                reached = await connection.fetchval("select pg_last_xact_replay_timestamp()")
                literal = await connection.fetchval("select quote_literal($1::text)", self.superuser_password)
                await connection.execute(f"alter role {SUPERUSER} password {literal}")
                return reached
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await asyncio.sleep(LOOK_S)  # it ended: its log says why
            finally:
                connection.terminate()

    def _segments(self) -> int:
        """Of the log, read back until now."""
        return self.log.read_text("utf-8", "replace").count(RESTORED)

    def _refuse(self) -> None:
        said = self.log.read_text("utf-8", "replace")
        last = LAST_COMMIT.findall(said)
        if NOT_REACHED in said:
            until = f"{self.until:%Y-%m-%d %H:%M:%S.%f} UTC"
            ends = f"its last transaction is of {last[-1]} UTC" if last else "it has none after the back-up itself"
            raise Refusal(
                f"What was kept of the databases ends before {until}: {ends}.",
                "Name a time up to that one, or leave --to away for all there is.",
            )
        if is_of_a_full_disk([said]):
            raise full(self.folder, said.splitlines()[-5:])
        raise Refusal("The databases could not be recovered.", WRONG, said.splitlines()[-15:])
