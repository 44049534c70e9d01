"""A repository that people can give to Red's downloader."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

from simulated_red import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path


class Origin:
    """What this working tree is now, committed, in a repository of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in _files_of(REPOSITORY):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(REPOSITORY / name, target)
        git(folder, "init", "--quiet", "--initial-branch=main")
        # Whoever clones it is near: to pack it well takes longer than to send it as it is.
        for setting in ("core.compression", "pack.window"):
            git(folder, "config", setting, "0")
        self.commit()

    @property
    def url(self) -> str:
        """What the owner types after ``repo add <name>``."""
        return self.folder.as_uri()

    def commit(self) -> None:
        """Publishes what is in the folder."""
        git(self.folder, "add", "--all")
        who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.invalid")
        git(self.folder, *who, "commit", "--quiet", "--message=A version")

    def rewrites(self, old: str, new: str) -> None:
        """A new version of the cog says `new` where it said `old`."""
        changed = 0
        for module in sorted((self.folder / "tickets").rglob("*.py")):
            text = module.read_text(encoding="utf-8")
            changed += old in text
            module.write_text(text.replace(old, new), encoding="utf-8")
        assert changed, f"nothing says {old!r}"
        self.commit()


def _files_of(repository: Path) -> list[str]:
    """What is in a working tree, without what git ignores."""
    listed = git(repository, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    return [name for name in listed.split("\0") if name and (repository / name).is_file()]


def git(folder: Path, *arguments: str) -> str:
    """Runs git in a folder and returns what it says."""
    done = subprocess.run(
        ["git", *arguments], cwd=folder, check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout
