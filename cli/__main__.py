"""The command line: what is typed, and what is said where it cannot be done."""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence

from cli.home import Home
from cli.plain import complain, red
from cli.refusals import ManifestError, Refusal

# Who gets which version: how many arguments each of these has. Typed without an option they are done at once, as typer
# would have them done: it takes longer to start than they to end.
AT_ONCE = {"publish": (1, 2), "canary": (2, 3), "promote": (1, 1), "rollback": (1, 1)}


def main() -> int:
    try:
        return _run(sys.argv[1:])
    except Refusal as refusal:
        for line in refusal.log:
            complain(f"    {line}")
        return _refused(refusal.cause, refusal.fix)
    except ManifestError as wrong:
        complain(f"{red('souk:')} {wrong}")
        return 1
    except KeyboardInterrupt:
        complain("\nStopped.")
        return 130
    except PermissionError as error:
        fix = "Run the command as the user whose shop it is: sudo -u souk ./souk …, say."
        return _refused(f"{error.filename} is not open to you.", fix)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        cause = f"The disk is full ({error.filename or error.strerror})."
        return _refused(cause, "Free some space, then run the same command again.")


def _run(words: Sequence[str]) -> int:
    word, *arguments = words or [""]
    least, most = AT_ONCE.get(word, (1, 0))
    if least <= len(arguments) <= most and not any(each.startswith("-") for each in arguments):
        from cli.releases import command

        return getattr(command, word)(Home.of(), *arguments)
    from cli import words as typed

    return typed.run(words)


def _refused(cause: str, fix: str) -> int:
    complain(f"\n{red('souk:')} {cause}\n      {fix}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
