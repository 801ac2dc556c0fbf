"""A copy of the tree, changed into one version after another, and what ./souk release makes of each."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from cli.home import ROOT, Home
from cli.releases.artefact import Artefact, Store

EXPOSES, PIECE = Path("web/apps/cart/src/exposes.ts"), Path("web/apps/cart/src/bag/AddToCart.tsx")
PAGE, RANGES = Path("web/apps/products/src/product/BuyBar.tsx"), Path("web/packages/config/src/singletons.mjs")
MISSING = "; missing?: string | undefined }"
LABEL = "</Button>\n"

Change = tuple[Path, str, str]


def says(what: str, file: Path, after: str) -> Change:
    """A mark on the page by which a browser knows what it runs."""
    return file, after, f'{after}<span data-version="{what}">{what}</span>\n'


def cart(version: str, *more: Change) -> list[Change]:
    return [*more, says(f"cart {version}", PIECE, LABEL)]


def products(version: str, *more: Change) -> list[Change]:
    return [*more, says(f"products {version}", PAGE, "<div hidden={choosing} className={css['add']}>\n")]


# The sources as they are, without an optional prop that they have, and with one more that is shown where it is passed.
WITHOUT_MISSING: list[Change] = [
    (EXPOSES, MISSING, " }"),
    (EXPOSES, ", missing: 'Colour' }", " }"),
    (PIECE, "quantity = 1, missing }", "quantity = 1 }"),
    (PIECE, "missing?.toLowerCase() ?? ''", "''"),
]
WITH_NOTE: list[Change] = [
    (EXPOSES, MISSING, "; missing?: string | undefined; note?: string | undefined }"),
    (PIECE, "quantity = 1, missing }", "quantity = 1, missing, note }"),
    (PIECE, LABEL, f"{LABEL}{{note && <span data-version={{note}}>{{note}}</span>}}\n"),
]
CARTS = {
    "before": cart("before", *WITHOUT_MISSING),
    "now": cart("now"),
    "after": cart("after", *WITH_NOTE),
}
PAGES = {
    "before": products("before", *WITHOUT_MISSING),
    "now": products("now"),
    "after": products(
        "after", *WITH_NOTE, (PAGE, "title: product.title,\n", "title: product.title,\nnote: 'a note',\n")
    ),
}
# What may never be given to anybody while pages are as they are now.
UNFIT = cart("unfit", (EXPOSES, "sku: string | null", "sku: number | null"))
NEWER_REACT = cart("newer", (RANGES, "react: '^19.0.0'", "react: '^20.0.0'"))


@dataclass(frozen=True, slots=True)
class Tree:
    """Outside the repository: a build reads what git does not ignore."""

    folder: Path
    home: Home  # of the shop that the releases are for

    @classmethod
    def copied(cls, folder: Path, home: Home) -> Tree:
        listed = subprocess.run(
            ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            capture_output=True, check=True,
        )  # fmt: skip
        for name in filter(None, listed.stdout.decode().split("\0")):
            if not (ROOT / name).is_file():
                continue
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
        tools = folder / ".souk" / "tools"
        tools.mkdir(parents=True)
        (tools / "node_modules").symlink_to(ROOT / ".souk" / "tools" / "node_modules")
        git = ["git", "-C", str(folder), "-c", "user.name=a test", "-c", "user.email=test@localhost"]
        # Turbo asks git what there is; of a tree without a commit it asks for minutes.
        for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "as it is"]):
            subprocess.run([*git, *words], check=True)
        return cls(folder, home)

    def releases(self, name: str, changes: list[Change]) -> str:
        """The version's hash. The tree is afterwards as it was."""
        before = {file: (self.folder / file).read_text("utf-8") for file, _, _ in changes}
        for file, old, new in changes:
            text = (self.folder / file).read_text("utf-8")
            assert text.count(old) >= 1, f"{file} has no {old!r} any more: change e2e/releases/sources.py"
            (self.folder / file).write_text(text.replace(old, new, 1), "utf-8")
        known = {each.hash for each in self._kept(name)}
        try:
            self._release(name)
        finally:
            for file, text in before.items():
                (self.folder / file).write_text(text, "utf-8")
        [made] = [each.hash for each in self._kept(name) if each.hash not in known]
        return made

    def _kept(self, name: str) -> list[Artefact]:
        return Store(self.home.folder).all_of(name)

    def _release(self, name: str) -> None:
        env = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(map(str, self._packages())),
            "SOUK_HOME": str(self.home.folder),
        }
        subprocess.run([sys.executable, "-P", "-m", "cli", "release", name], cwd=self.folder, env=env, check=True)

    def _packages(self) -> list[Path]:
        return [self.folder, *sorted((self.folder / "services").iterdir())]
