"""What is refused when tables are changed, or are not as a version needs them."""

from __future__ import annotations

from collections.abc import Sequence

from kit.data.versions import Version
from kit.errors import Kind, SoukError


class MigrationFailed(SoukError):
    code = "migration-failed"
    kind = Kind.UNAVAILABLE


class MigrationWrong(SoukError):
    """The files themselves are not in order."""

    code = "migration-wrong"
    kind = Kind.INVALID


class MigrationsBehind(SoukError):
    code = "migrations-behind"
    kind = Kind.UNAVAILABLE

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(
            cause=f"The database is behind the code: {', '.join(missing)} did not run yet.",
            fix="Run python -m kit.data.migrations <service> as the database's owner; ./souk up does it.",
            facts={"missing": list(missing)},
        )


class ContractRefused(SoukError):
    """An older version is at work, and would meet tables that it does not know."""

    code = "contract-refused"
    kind = Kind.CONFLICT

    def __init__(self, migration: str, older: Version) -> None:
        super().__init__(
            cause=f"{migration} takes away what a version at work still uses: one of {older.service} that knows "
            f"its migrations up to {older.own:04} and kit's up to {older.kit:04}.",
            fix="Let the new version replace it first (./souk restart, or a roll-out), then run this again.",
            facts={"migration": migration},
        )


class ExpandsBehindContract(SoukError):
    """What a new version needs comes after what the old one cannot do without."""

    code = "expands-behind-contract"
    kind = Kind.CONFLICT

    def __init__(self, contracting: str, expanding: str) -> None:
        super().__init__(
            cause=f"The new version needs {expanding}, which comes after {contracting}, "
            "and that waits until no old one is at work.",
            fix=f"Release the version that ends with {contracting} first, or stop the service and start it anew.",
            facts={"contracting": contracting, "expanding": expanding},
        )


class TablesTakenAway(SoukError):
    """An older version comes, and what it uses is gone."""

    code = "tables-taken-away"
    kind = Kind.UNAVAILABLE

    def __init__(self, gone: Sequence[str]) -> None:
        super().__init__(
            cause=f"The database is ahead of the code: {', '.join(gone)} took away what this version uses.",
            fix="Run a version that knows it, or a newer one.",
            facts={"unknown": list(gone)},
        )
