"""Whether a version fits those that visitors are given beside it: props passed and taken, modules lent and needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cli.releases.props import misfit
from cli.releases.ranges import is_in

Contract = Mapping[str, Any]


def misfits(one: str, mine: Contract, other: str, its: Contract) -> Iterator[str]:
    """Both ways: what each mounts of the other, and what each lends the other."""
    yield from _of_pieces(one, mine, other, its)
    yield from _of_pieces(other, its, one, mine)
    yield from _of_modules(one, mine, other, its)
    yield from _of_modules(other, its, one, mine)


def _of_pieces(page: str, its: Contract, remote: str, remotes: Contract) -> Iterator[str]:
    """A page passes what it knew of a piece when it was built."""
    for piece, passed in its["mounts"].items():
        owner, _, name = piece.partition("/")
        if owner != remote:
            continue
        taken = remotes["exposes"].get(name)
        if taken is None:
            yield f"{page} mounts {piece}, which {remote} no longer exposes."
            continue
        for problem in _of_props(passed, taken):
            yield f"{page} mounts {piece}: {problem}."


def _of_props(passed: Any, taken: Any) -> Iterator[str]:
    """Stricter than types are: a prop that is passed and no longer known has lost what it was for."""
    for name, prop in taken["props"].items():
        known = passed["props"].get(name)
        if known is None:
            if not prop["optional"]:
                yield f"the prop {name} is required now, and nobody passes it"
        elif known["optional"] and not prop["optional"]:
            yield f"the prop {name} is required now, and may be left out until now"
        elif why := misfit(known["shape"], prop["shape"]):
            yield f"the prop {name} {why}"
    for name in passed["props"]:
        if name not in taken["props"]:
            yield f"the prop {name} is gone"


def _of_modules(page: str, its: Contract, remote: str, remotes: Contract) -> Iterator[str]:
    """A page lends what its build holds; a remote that is mounted there takes a range."""
    if not any(piece.partition("/")[0] == remote for piece in its["mounts"]):
        return
    for module, range_ in remotes["needs"].items():
        lent = its["lends"].get(module)
        if lent is None:
            yield f"{remote} needs {module} {range_}, which {page} does not lend."
        elif not is_in(lent, range_):
            yield f"{remote} needs {module} {range_}, and {page} lends {lent}."
