"""Shapes of props (contract.mjs of @souk/config), and whether a value of one can stand where another is taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Shape = Any  # "string", {"literal": …}, {"union": […]}, {"props": {…}}, {"list": …}, {"takes": […], "gives": …}…


def misfit(passed: Shape, taken: Shape) -> str:
    """Why it cannot, in words that follow the prop's name; empty where it can."""
    if passed == taken or taken in ("any", "unknown") or passed in ("any", "never"):
        return ""
    if isinstance(passed, dict) and "union" in passed:
        return next((why for each in passed["union"] if (why := misfit(each, taken))), "")
    if passed == "boolean" and _union(taken):
        return misfit({"union": [{"literal": True}, {"literal": False}]}, taken)
    if options := _union(taken):
        fits = any(not misfit(passed, each) for each in options)
        return "" if fits else _narrowed(passed, taken)
    return _misfit_of_kinds(passed, taken)


def _misfit_of_kinds(passed: Shape, taken: Shape) -> str:
    if isinstance(passed, dict) and "literal" in passed:
        return "" if taken == _word_of(passed["literal"]) else _narrowed(passed, taken)
    if not isinstance(passed, dict) or not isinstance(taken, dict):
        return _narrowed(passed, taken)
    if "props" in passed and "props" in taken:
        return _misfit_of_objects(passed, taken)
    if "list" in taken and ("list" in passed or "tuple" in passed):
        each = passed.get("tuple", [passed.get("list")])
        return next((f"in its list {why}" for one in each if (why := misfit(one, taken["list"]))), "")
    if "tuple" in passed and "tuple" in taken and len(passed["tuple"]) == len(taken["tuple"]):
        pairs = zip(passed["tuple"], taken["tuple"], strict=True)
        return next((why for one, other in pairs if (why := misfit(one, other))), "")
    if "takes" in passed and "takes" in taken:
        return _misfit_of_functions(passed, taken)
    return _narrowed(passed, taken)


def _misfit_of_objects(passed: Shape, taken: Shape) -> str:
    for name, prop in taken["props"].items():
        known = passed["props"].get(name)
        if known is None:
            if not prop["optional"]:
                return f"must have {name} now"
        elif known["optional"] and not prop["optional"]:
            return f"must have {name} now"
        elif why := misfit(known["shape"], prop["shape"]):
            return f"has {name}, which {why}"
    if "others" not in taken:
        return ""
    values = [
        *(known["shape"] for known in passed["props"].values()),
        *([passed["others"]] if "others" in passed else []),
    ]
    return next((f"has a value that {why}" for value in values if (why := misfit(value, taken["others"]))), "")


def _misfit_of_functions(passed: Shape, taken: Shape) -> str:
    """The remote calls what the page passes: with what it has, and takes what comes back."""
    handed: Sequence[Shape] = taken["takes"]
    for number, parameter in enumerate(passed["takes"]):
        if number >= len(handed):
            if not parameter["optional"]:
                return f"is called with {len(handed)} arguments now, and takes {len(passed['takes'])}"
        elif not parameter["optional"] and handed[number]["optional"]:
            return f"is called without its argument {number + 1} now"
        elif why := misfit(handed[number]["shape"], parameter["shape"]):
            return f"is called with an argument {number + 1} that {why}"
    if taken["gives"] == "undefined":
        return ""  # what it answers is asked for by nobody
    return f"answers what {why}" if (why := misfit(passed["gives"], taken["gives"])) else ""


def _narrowed(passed: Shape, taken: Shape) -> str:
    return f"may be {said(passed)}, and only {said(taken)} is taken now"


def said(shape: Shape) -> str:
    """As TypeScript would write it."""
    if isinstance(shape, str):
        return shape
    if "literal" in shape:
        value = shape["literal"]
        return f"'{value}'" if isinstance(value, str) else str(value).lower()
    if "union" in shape:
        return " | ".join(said(each) for each in shape["union"])
    if "list" in shape:
        return f"({said(shape['list'])})[]"
    if "tuple" in shape:
        return f"[{', '.join(said(each) for each in shape['tuple'])}]"
    if "takes" in shape:
        return "a function"
    if "named" in shape:
        return str(shape["named"])
    fields = (
        f"{name}{'?' if prop['optional'] else ''}: {said(prop['shape'])}" for name, prop in shape["props"].items()
    )
    return f"{{ {'; '.join(fields)} }}"


def _union(shape: Shape) -> Sequence[Shape]:
    return shape["union"] if isinstance(shape, dict) and "union" in shape else ()


def _word_of(value: object) -> str:
    return "boolean" if isinstance(value, bool) else "string" if isinstance(value, str) else "number"
