"""A fresh home for each measured street. Reads this checkout; writes a temporary folder and nothing else.

Grain: one `Run` per process started, waited for and measured.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


class RunFailed(RuntimeError):
    """A measured command did not do its work: its time means nothing."""


@dataclass(frozen=True, slots=True)
class Run:
    """A finished process: its time by the clock and by the processor, its output, and the memory of the largest process
    among it and its children."""

    seconds: float
    cpu_seconds: float
    output: str
    peak_bytes: int


@dataclass(frozen=True, slots=True)
class Home:
    """A folder laid out like the project, with its own `raw/`, `build/` and `published/`."""

    folder: Path

    def receive(self, name: str, data: bytes) -> Path:
        """The document lies in the inbox."""
        inbox = self.folder / "raw" / "inbox"
        inbox.mkdir(parents=True, exist_ok=True)
        path = inbox / name
        path.write_bytes(data)
        return path

    def juesuan(self, *arguments: str, accept: tuple[int, ...] = (0,)) -> Run:
        """`juesuan` with these arguments on this home; raises RunFailed for any other exit code."""
        return run([sys.executable, "-m", "pipelines.cli.main", *arguments], self.folder, accept)


def lay_home(folder: Path) -> Home:
    """A new home: models and catalogue of this checkout, nothing read and nothing built."""
    (folder / "raw").mkdir(parents=True)
    for name in ("dbt_project", "expectations"):
        shutil.copytree(HOUSE / name, folder / name)
    shutil.copyfile(HOUSE / "dagster.yaml", folder / "dagster.yaml")
    return Home(folder)


def run(command: list[str], home: Path, accept: tuple[int, ...] = (0,)) -> Run:
    """The command has ended as accepted; raises RunFailed with the end of its output when not."""
    environment = {
        **os.environ,
        "JUESUAN_HOME": str(home),
        "JUESUAN_LANG": "en",
        "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
    }
    # Compiling sources is part of setting up: a process that may not keep it would do it every time.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=HOUSE,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert process.stdout
    output = process.stdout.read().decode("utf-8", errors="replace")
    # wait4 instead of wait: it alone tells the memory of this one child.
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if process.returncode not in accept:
        raise RunFailed(f"{' '.join(command[1:])}: exit {process.returncode}\n{output[-2000:]}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, output, usage.ru_maxrss * _RSS_UNIT)
