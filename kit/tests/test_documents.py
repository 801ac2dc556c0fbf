"""Stored documents outlive the shapes they were written in."""

from __future__ import annotations

from dataclasses import dataclass

from kit.data.documents import Document, Documents, Stored


@dataclass(frozen=True)
class Boat:
    name: str
    sails: int
    flag: str


class StoredBoat(Stored):
    name: str
    sails: int
    flag: str


def with_sails(document: Document) -> Document:
    return {"sails": 1, **document}


def with_flag(document: Document) -> Document:
    return {"flag": "red" if document["sails"] > 1 else "white", **document}


BOATS = Documents(StoredBoat, with_sails, with_flag)


def test_what_is_written_says_its_version_and_is_read_back() -> None:
    document = BOATS.written(Boat("Argo", 2, "blue"))

    assert document == {"version": 2, "name": "Argo", "sails": 2, "flag": "blue"}
    assert Boat(**dict(BOATS.read(document))) == Boat("Argo", 2, "blue")


def test_an_older_document_goes_through_all_upgrades_since() -> None:
    assert BOATS.read({"name": "Argo"}) == StoredBoat(name="Argo", sails=1, flag="white")
    assert BOATS.read({"version": 1, "name": "Argo", "sails": 2}) == StoredBoat(name="Argo", sails=2, flag="red")


def test_a_document_of_a_newer_release_is_read_for_what_is_known_of_it() -> None:
    newer = {"version": 3, "name": "Argo", "sails": 2, "flag": "blue", "oars": 50}

    assert BOATS.read(newer) == StoredBoat(name="Argo", sails=2, flag="blue")


def test_a_shape_that_never_changed_says_no_version() -> None:
    assert "version" not in Documents(StoredBoat).written(Boat("Argo", 2, "blue"))
