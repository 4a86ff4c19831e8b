"""A house of its own for the tests that run the whole street: invented disclosures, the real models and catalogue."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
CORPUS = Path(__file__).resolve().parent / "integration" / "corpus"


@dataclass(frozen=True)
class Home:
    """A folder laid out like the project, with its own `raw/`, `build/` and `published/`."""

    folder: Path

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """`juesuan` with the arguments, working on this home, in a process group of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "pipelines.cli.main", *arguments],
            env={**os.environ, "JUESUAN_HOME": str(self.folder), **environment},
            cwd="/",
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def juesuan(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        process = self.start(*arguments, **environment)
        out, err = process.communicate(timeout=600)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    @property
    def published(self) -> Path:
        return self.folder / "published"

    def snapshots(self) -> list[str]:
        return sorted(f.name for f in self.published.iterdir() if f.is_dir() and not f.is_symlink())


def lay_home(folder: Path) -> Home:
    """A new home: models and catalogue of this checkout, an empty `raw/`."""
    (folder / "raw").mkdir(parents=True)
    for name in ("dbt_project", "expectations"):
        shutil.copytree(HOUSE / name, folder / name)
    shutil.copyfile(HOUSE / "dagster.yaml", folder / "dagster.yaml")
    return Home(folder)
