"""The web, from sources to what the gateway and Node serve; done again only when something changed."""

from __future__ import annotations

import fcntl
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cli import commands
from cli.fingerprint import fingerprint
from cli.home import Home
from cli.manifest import Mfe, System
from cli.node import Node
from cli.progress import Progress
from cli.refusals import Refusal
from cli.releases.artefact import SERVER, Store
from cli.releases.kept import keep_builds, key_of
from cli.render.web_sources import render_web
from cli.terminal import errors
from local.files import write_whole

INSTALLED_FROM = ("pnpm-lock.yaml", "pnpm-workspace.yaml", "package.json", ".npmrc")
TASKS = ("build", "contract")
CONTRACT = "@souk/federation"  # who knows what all of them expose
TOGETHER = "@souk/together"  # the package of web/together
BUILT_FROM = (*INSTALLED_FROM, "turbo.json", "souk.toml", "web", "contracts/openapi")
OF_ELEMENTS = Path("web/packages/config/src/element/build.mjs")
OFFLINE = "Check the internet connection (or your npm registry), then run the same command again."


def prepare(home: Home, system: System, progress: Progress) -> None:
    """Everything that a start needs of the web."""
    with only_build(home):
        install(home, progress)
        build(home, system, progress)
        keep_builds(home, system, {zone.name: _build_id(home, system, zone) for zone in system.zones})


@contextmanager
def only_build(home: Home) -> Iterator[None]:
    """All homes share the sources, so a second start waits while a first one builds."""
    home.tools.mkdir(parents=True, exist_ok=True)
    with (home.tools / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def install(home: Home, progress: Progress) -> None:
    node = Node(home)
    log = home.log_of("web-build")
    if not node.has_pnpm():
        with progress.step("pnpm"):
            node.install_pnpm(
                lambda command: commands.run(command, what="Installing pnpm", fix=OFFLINE, log=log, env=node.env())
            )
    wanted = _installed_from(home)
    if _known(home).get("installed") == wanted and (home.root / "node_modules").is_dir():
        return
    _remember(home, installed="")  # what is interrupted is done again, also when the sources go back to the old ones
    with progress.step("Web packages") as step:
        command = [str(node.pnpm), "install", "--frozen-lockfile", "--reporter=append-only"]
        commands.run(
            command, what="pnpm install", fix=OFFLINE, log=log, env=node.env({"CI": "1"}), folder=home.root,
            on_line=lambda line: setattr(step, "note", line[:60] if line.startswith("Progress") else step.note),
        )  # fmt: skip
        step.note = ""
    _remember(home, installed=wanted)


def build(home: Home, system: System, progress: Progress) -> None:
    render_web(home.root)
    elements = [mfe for mfe in system.mfes.values() if mfe.is_element]
    wanted = fingerprint(home.root, [*BUILT_FROM, *(mfe.in_folder for mfe in elements if mfe.in_folder)])
    noted = _note_of(system)
    if _known(home).get(noted) == wanted and all(is_built(home, system, mfe) for mfe in system.mfes.values()):
        return
    node = Node(home)
    _remember(home, **{noted: ""})
    with progress.step("Web build") as step:

        def on_line(line: str) -> None:
            if task := re.match(r"^(@?[\w/-]+):build: ", line):
                step.note = task[1]

        command = [str(node.pnpm), "exec", "turbo", "run", *TASKS, "--output-logs=new-only", *filters(system)]
        commands.run(
            command, what="The web build", fix=f"The whole log: {home.log_of('web-build')}",
            log=home.log_of("web-build"), env=node.env({"CI": "1"}), folder=home.root, on_line=on_line,
        )  # fmt: skip
        step.note = ""
        for element in elements:
            build_element(home, element)
    missing = [mfe.name for mfe in system.mfes.values() if not is_built(home, system, mfe)]
    if missing:
        raise Refusal(
            f"The web build ended well, but made nothing for {', '.join(missing)}.",
            "Each app's build script must write dist/mfe, and a zone .next/standalone too.",
        )
    _remember(home, **{noted: wanted})


def build_element(home: Home, mfe: Mfe) -> None:
    """By no package and no bundler, so turbo does not know it: a tenth of a second."""
    log = home.log_of("web-build")
    commands.run(
        [str(Node(home).program), str(home.root / OF_ELEMENTS), mfe.name, str(home.root / mfe.sources)],
        what=f"The build of {mfe.name}", fix=f"The whole log: {log}", log=log, env=Node(home).env(),
    )  # fmt: skip


def _note_of(system: System) -> str:
    """Both shapes' builds are kept, so that one can be left and come back to."""
    return "built-together" if system.built_in else "built"


def filters(system: System) -> list[str]:
    """The packages that make what this shape serves."""
    if not system.built_in:
        return [f"--filter=!{TOGETHER}"]
    apart = {zone.name for zone in system.zones} - system.built_in | set(system.remotes)
    packages = [f"@souk/app-{name}" for name in sorted(apart) if not system.mfes[name].is_element]
    return [f"--filter={name}" for name in (TOGETHER, *((CONTRACT,) if apart else ()), *packages)]


def is_built(home: Home, system: System, mfe: Mfe) -> bool:
    """Who is mounted by another publishes a remote; a zone that nobody mounts need not."""
    has_remote = remote_of(home, mfe).is_dir() or mfe.name not in system.remotes
    return has_remote and (standalone_of(home, mfe).is_dir() or mfe not in system.zones)


def remote_of(home: Home, mfe: Mfe) -> Path:
    return home.root / mfe.folder / "dist" / "mfe"


def standalone_of(home: Home, zone: Mfe) -> Path:
    return home.root / zone.folder / ".next" / "standalone"


def zone_server(home: Home, system: System, zone: Mfe, build: str) -> Path:
    """Next's standalone output repeats the workspace's folders."""
    return Store(home.folder).zone_of(key_of(system, zone.name), build) / SERVER / zone.folder / "server.js"


def _build_id(home: Home, system: System, zone: Mfe) -> str:
    """Next's own name for a build is kept by caches, so the fingerprint of the sources belongs to it."""
    return f"{_build_file(home, zone).read_text('utf-8')} {_known(home).get(_note_of(system), '')}"


def _build_file(home: Home, zone: Mfe) -> Path:
    """Written last by a build."""
    return standalone_of(home, zone).parent / "BUILD_ID"


def version_of(home: Home, mfe: Mfe) -> str:
    package = home.root / mfe.folder / "package.json"
    return json.loads(package.read_text("utf-8")).get("version", "") if package.exists() else ""


def _installed_from(home: Home) -> str:
    """Every package.json counts, not only the root's: a workspace's install links them."""
    packages = [*(home.root / "web").glob("*/*/package.json"), *(home.root / "web").glob("*/package.json")]
    places = [str(package.relative_to(home.root)) for package in packages]
    return fingerprint(home.root, [*INSTALLED_FROM, *places, "e2e/package.json"])


def _known(home: Home) -> dict[str, str]:
    file = home.tools.parent / "web.json"
    if not file.exists():
        return {}
    try:
        return dict(json.loads(file.read_text("utf-8")))
    except (ValueError, TypeError):
        errors.print(f"  [yellow]![/] {file} was broken; the web is installed and built anew.", soft_wrap=True)
        file.unlink()
        return {}


def _remember(home: Home, **facts: str) -> None:
    write_whole(home.tools.parent / "web.json", json.dumps({**_known(home), **facts}))
