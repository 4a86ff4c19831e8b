"""`juesuan refresh`: the job of the nightly schedule, in this process. Reads `raw/`; writes `build/` and
`published/`.

What libraries print goes to `build/logs/refresh.log`; what a person needs is shown.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import os
import sys
import time
import traceback
import warnings
from pathlib import Path
from typing import TextIO

from pipelines import paths, settings, spark, warehouse
from pipelines.cli import instance
from pipelines.cli.progress import Seen, Show
from pipelines.cli.speech import complain, say
from pipelines.cli.summary import summarise, tell_healed

FAILED = 1
NOT_HERE = 2


def run(arguments: argparse.Namespace) -> int:
    """0 when a snapshot was published and a summary printed; 1 with the cause when not; 2 where the engine is not."""
    began = time.monotonic()
    _choose(arguments.engine, arguments.master)
    if settings.current().engine == "spark" and (reason := spark.missing()):
        complain(*reason)
        return NOT_HERE
    try:
        warehouse.claim()
    except warehouse.WarehouseBusy as error:
        complain(f"另一次刷新正在进行（进程 {error.pid}）。", f"Another refresh is running (process {error.pid}).")
        return FAILED
    log = paths.build() / "logs" / "refresh.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    terminal = sys.stdout
    with log.open("w", encoding="utf-8", buffering=1) as file:
        try:
            with _into(file):
                succeeded, seen = _street(terminal)
        except Exception as error:
            traceback.print_exc(file=file)
            succeeded, seen = False, Seen(failures=[str(error) or type(error).__name__])
    if not succeeded:
        return _failed(seen, log)
    summarise(seen, time.monotonic() - began)
    return 0


def _choose(engine: str | None, master: str | None) -> None:
    """What was asked for on the command line is in force, for this process and its children."""
    for name, value in (("JUESUAN_ENGINE", engine), ("JUESUAN_SPARK_MASTER", master)):
        if value is not None:
            os.environ[name] = value


def _street(terminal: TextIO) -> tuple[bool, Seen]:
    """Whether the job succeeded, and what its events said; once more without a document that stopped it."""
    say("正在准备 …", "Getting ready …", file=terminal)
    terminal.flush()
    instance.prepare()
    from pipelines import schedules
    from pipelines.definitions import defs

    healed: list[str] = []
    while True:
        with Show(_model_events(), terminal) as show:
            show.seen.before = healed
            succeeded = schedules.run_here(defs, show)
        # Dagster passes over what waits for an asset that said nothing, and calls that a success.
        succeeded = succeeded and "publication/snapshot" in show.seen.metadata
        if succeeded or not show.seen.isolated:
            return succeeded, show.seen
        healed = show.seen.healed
        say("有文件使模型中断，已隔离，重新运行 …", "A document is to blame: quarantined. Again …", file=terminal)


def _model_events() -> int:
    """How many events a whole build of the models gives: one per model, seed and test."""
    nodes = json.loads(settings.dbt_manifest().read_text(encoding="utf-8"))["nodes"].values()
    return sum(1 for node in nodes if node["resource_type"] in {"model", "seed", "test"})


@contextlib.contextmanager
def _into(file: TextIO):  # type: ignore[no-untyped-def]
    """Whatever libraries print, log or warn goes to the file."""
    handler = logging.StreamHandler(file)
    root = logging.getLogger()
    root.addHandler(handler)
    logging.captureWarnings(True)
    warnings.simplefilter("ignore")
    try:
        with contextlib.redirect_stdout(file), contextlib.redirect_stderr(file):
            yield
    finally:
        root.removeHandler(handler)


def _failed(seen: Seen, log: Path) -> int:
    tell_healed(seen)
    where = log.relative_to(paths.root())
    say(
        "✗ 刷新未完成；已发布的快照未受影响。",
        "✗ The refresh did not finish; what was published is untouched.",
    )
    for cause in [*seen.failed_checks, *seen.failures] or ["?"]:
        print("\n".join(f"  {line}" for line in cause.strip().splitlines()[-25:]))
    say(f"  详细记录：{where}", f"  The whole record: {where}")
    return FAILED
