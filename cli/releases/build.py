"""./souk release NAME: builds one micro frontend and keeps what came of it."""

from __future__ import annotations

import re

from cli import commands
from cli.home import Home
from cli.manifest import Mfe, System
from cli.node import Node
from cli.progress import Progress
from cli.refusals import Refusal
from cli.releases.artefact import Artefact, Store
from cli.releases.built import built_in_tree
from cli.render.web_sources import render_web
from cli.web_build import CONTRACT, TASKS, build_element, install, only_build


def build_release(home: Home, system: System, name: str, progress: Progress) -> Artefact:
    """Turbo builds what changed; what comes of the same sources has the same hash, and is kept once."""
    with only_build(home):
        install(home, progress)
        render_web(home.root)
        _build(home, system.mfes[name], progress)
        built = built_in_tree(home, system, name)
        if built is None or built.contract is None:
            raise Refusal(
                f"The build of {name} ended well, but made nothing.", "Its build script must write dist/mfe or .next."
            )
        with progress.step(f"Keeping {name}") as step:
            kept = Store(home.folder).keep(built, released=True)
            step.note = kept.label
    return kept


def _build(home: Home, mfe: Mfe, progress: Progress) -> None:
    node, log = Node(home), home.log_of("web-build")
    with progress.step(f"Building {mfe.name}") as step:

        def on_line(line: str) -> None:
            if task := re.match(r"^(@?[\w/-]+):\w+: ", line):
                step.note = task[1]

        packages = [CONTRACT] if mfe.is_element else [f"@souk/app-{mfe.name}", CONTRACT]
        filters = [f"--filter={package}" for package in packages]
        commands.run(
            [str(node.pnpm), "exec", "turbo", "run", *TASKS, "--output-logs=new-only", *filters],
            what=f"The build of {mfe.name}", fix=f"The whole log: {log}", log=log, env=node.env({"CI": "1"}),
            folder=home.root, on_line=on_line,
        )  # fmt: skip
        step.note = ""
        if mfe.is_element:
            build_element(home, mfe)
