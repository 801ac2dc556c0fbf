"""What `./souk new` does: all of it, or nothing."""

from __future__ import annotations

import keyword
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import invalidate_caches
from pathlib import Path
from typing import Literal

from rich.console import Console

from cli.home import Home
from cli.manifest import System, load
from cli.manifest_rules import NAME, SUBJECT
from cli.new.events import class_of, declared
from cli.new.manifest_text import with_item, with_table
from cli.new.parts import Words, files_of_app, files_of_element, files_of_service
from cli.node import Node
from cli.refusals import Refusal
from cli.render.committed import render_committed
from local.files import write_whole

AppFramework = Literal["react", "element"]
MANIFEST = "souk.toml"
TEAM = re.compile(r"[a-z][a-z0-9-]{0,39}\Z")
STEP = 10  # between two ports of a kind
# Folders and modules that a part of this name would hide.
TAKEN = frozenset({"kit", "contracts", "cli", "local", "testkit", "souk", "service", "mfe", "gateway"})
out = Console(highlight=False)


def new_service(home: Home, name: str, team: str | None) -> int:
    system, owner = load(home.root / MANIFEST), name if team is None else team
    folder = home.root / "services" / name
    _check_names(name, owner, folder, system.services)
    words = Words(name, owner, _free_port(system, [s.port for s in system.services.values()]), system.locale)
    table = f'[service.{name}]\nteam = "{words.team}"\nport = {words.port}\nholds_people = true\n'
    with _or_nothing(home.root, folder):
        _write(folder, files_of_service(words))
        _change_manifest(home.root, lambda text: with_table(text, "service", table))
        sys.path.insert(0, str(folder))  # what is rendered asks the service for its API
        invalidate_caches()
        render_committed(load(home.root / MANIFEST))
    _say(f"services/{name} keeps one note of each customer; make of it what {name} is for.",
         "./souk check", f"./souk test unit -k {name}", "./souk up")  # fmt: skip
    return 0


def new_app(home: Home, name: str, team: str | None, framework: AppFramework = "react") -> int:
    system, owner = load(home.root / MANIFEST), name if team is None else team
    is_element = framework == "element"
    place = f"{'elements' if is_element else 'web/apps'}/{name}"
    folder = home.root / place
    _check_names(name, owner, folder, system.mfes)
    words = Words(name, owner, _free_port(system, [m.port for m in system.mfes.values()]), system.locale)
    page = f'pages = {{ "/{name}" = "{words.title}Page" }}'
    kind = f'framework = "{framework}"\n' + (f'folder = "{place}"\n' if is_element else "")
    table = f'[mfe.{name}]\nteam = "{words.team}"\n{kind}port = {words.port}\n{page}\n'
    languages = {language.locale: language.code for language in system.languages}
    with _or_nothing(home.root, folder):
        _write(folder, files_of_element(words) if is_element else files_of_app(words, languages))
        _change_manifest(
            home.root,
            lambda text: with_item(with_table(text, "mfe", table), f"mfe.{system.host.name}", "mounts", name),
        )
        render_committed(load(home.root / MANIFEST))
        if not is_element:
            _lock_packages(home)
    tests = f"./souk test --part mfe.{name}" if is_element else './souk test web -k "nothing yet"'
    _say(f"{place} has one page, which the host mounts at /{name}.", "./souk check", tests, "./souk up")
    return 0


def new_event(home: Home, subject: str) -> int:
    system = load(home.root / MANIFEST)
    service = subject.partition(".")[0]
    if not SUBJECT.match(subject) or service not in system.services:
        known = ", ".join(sorted(system.services))
        cause = f"{subject} is no name for a fact of a service."
        raise Refusal(cause, f"Write it as service.what-happened.v1; services are {known}.")
    file = home.root / "contracts" / f"{service}.py"
    if file.is_file() and f'"{subject}"' in file.read_text("utf-8"):
        raise Refusal(
            f"contracts/{service}.py declares {subject} already.", f"Use {class_of(subject)}, or begin its v2."
        )
    before = file.read_bytes() if file.is_file() else None
    sort_imports = [sys.executable, "-m", "ruff", "check", "--quiet", "--select", "I", "--fix", str(file)]
    try:
        write_whole(file, declared(file, subject))
        subprocess.run(sort_imports, check=True, cwd=home.root)
    except BaseException:
        file.unlink() if before is None else write_whole(file, before)
        raise
    _say(f"contracts/{service}.py declares {class_of(subject)}: say in it what others need to know.",
         f'publishes = ["{subject}"] in [service.{service}] of souk.toml, once an action announces it',
         "./souk render", "./souk check")  # fmt: skip
    return 0


def _check_names(name: str, team: str, folder: Path, known: Mapping[str, object]) -> None:
    if not NAME.match(name) or name in TAKEN or keyword.iskeyword(name):
        cause = f"{name} cannot name a part: it becomes a package, a database and a path."
        raise Refusal(
            cause, "Use one word of small letters and digits that nothing in the repository is called by yet."
        )
    if name in known or folder.exists():
        cut_off = f"or, where an earlier try was cut off, remove {folder.name}'s folder and its table in souk.toml."
        raise Refusal(f"There is a {name} already.", f"Choose another name, {cut_off}")
    if not TEAM.match(team):
        raise Refusal(f"{team!r} is no name for a team.", "Write it in small letters, with hyphens between words.")


def _free_port(system: System, of_kind: list[int]) -> int:
    """The next one of its kind that nobody has."""
    taken = {system.gateway.port, *(p.port for p in (*system.services.values(), *system.mfes.values()))}
    port = max(of_kind) + STEP
    while port in taken:
        port += STEP
    return port


def _write(folder: Path, files: Mapping[Path, str]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        write_whole(folder / path, content)


def _change_manifest(root: Path, change: Callable[[str], str]) -> None:
    file = root / MANIFEST
    write_whole(file, change(file.read_text("utf-8")))
    load(file)


def _lock_packages(home: Home) -> None:
    """The new part depends on what the others depend on; only the lock has to know it."""
    node = Node(home)
    if not node.has_pnpm():
        node.install_pnpm(lambda command: subprocess.run(command, check=True))
    command = [node.pnpm, "install", "--lockfile-only", "--prefer-offline", "--ignore-scripts"]
    asked = subprocess.run(command, cwd=home.root, env=node.env(), capture_output=True, text=True, check=False)
    if asked.returncode:
        log = (asked.stdout + asked.stderr).splitlines()[-20:]
        raise Refusal("pnpm could not write the new part into pnpm-lock.yaml.", "Check the internet connection.", log)


@contextmanager
def _or_nothing(root: Path, folder: Path) -> Iterator[None]:
    """What was begun and not finished is taken back, whatever ended it."""
    file = root / MANIFEST
    before = file.read_bytes()
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        if file.read_bytes() != before:
            write_whole(file, before)
            render_committed(load(file))
        raise


def _say(what: str, *next_steps: str) -> None:
    out.print(f"✓ {what}", markup=False, soft_wrap=True)
    for step in next_steps:
        out.print(f"  → {step}", markup=False, soft_wrap=True)
