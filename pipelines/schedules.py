"""When the street runs: every night, when something lies in the inbox, and when somebody asks for it here
and now."""

from __future__ import annotations

import hashlib
import time
import uuid
from collections.abc import Callable, Iterator

from dagster import (
    AssetExecutionContext,
    AssetSelection,
    DagsterInstance,
    DefaultScheduleStatus,
    DefaultSensorStatus,
    Definitions,
    EventLogEntry,
    Failure,
    RunRequest,
    ScheduleDefinition,
    SkipReason,
    define_asset_job,
    sensor,
)

from pipelines import paths, settings

_SETTLED_SECONDS = 5
"""A file younger than this may still be on its way in."""

street = define_asset_job(
    "street",
    AssetSelection.all() | AssetSelection.all_asset_checks(),
    description="The whole street, once: documents to published snapshot.",
)

nightly = ScheduleDefinition(
    name="nightly",
    job=street,
    cron_schedule=settings.SCHEDULE,
    execution_timezone=settings.TIME_ZONE,
    default_status=DefaultScheduleStatus.RUNNING,
)


@sensor(job=street, minimum_interval_seconds=30, default_status=DefaultSensorStatus.RUNNING)
def inbox() -> Iterator[RunRequest | SkipReason]:
    """One run for each new content of the inbox, once its files have stopped changing."""
    files = [f for f in paths.inbox().rglob("*") if f.is_file()] if paths.inbox().is_dir() else []
    states = sorted(
        (str(f.relative_to(paths.inbox())), f.stat().st_size, f.stat().st_mtime_ns)
        for f in files
        if not f.name.startswith(".")
    )
    if not states:
        yield SkipReason("收件箱为空 / the inbox is empty")
    # What seems to come from the future came before the clock was set back.
    elif any(0 <= time.time_ns() - state[2] < _SETTLED_SECONDS * 10**9 for state in states):
        yield SkipReason("文件仍在写入 / files are still coming in")
    else:
        yield RunRequest(run_key=hashlib.sha256(repr(states).encode()).hexdigest()[:16])


def run_here(defs: Definitions, listener: Callable[[EventLogEntry], None]) -> bool:
    """Whether the whole street succeeded, run in this process; the listener was called with every event.

    The instance is one in memory: writing each of a run's hundreds of events to SQLite takes longer than the
    work.
    """
    run_id = str(uuid.uuid4())
    with DagsterInstance.ephemeral(settings={"telemetry": {"enabled": False}}) as instance:
        instance.add_event_listener(run_id, listener)
        job = defs.resolve_job_def(street.name)
        return job.execute_in_process(instance=instance, run_id=run_id, raise_on_error=False).success


_AGAIN = {"dagster/max_retries": "9", "dagster/retry_strategy": "ALL_STEPS"}
"""What tells Dagster's daemon to run the whole street again; `juesuan refresh` does so by itself."""


_TOO_LITTLE_MEMORY = (
    "内存不足：请增大 JUESUAN_MEMORY_MB，或减小 JUESUAN_BATCH_ROWS（见 docs/operations.md） / not enough memory: raise"
    " JUESUAN_MEMORY_MB, or lower JUESUAN_BATCH_ROWS (docs/operations.md)"
)


def blame(
    isolate: Callable[[], list[str]],
) -> Callable[[AssetExecutionContext, Exception], None]:
    """What a room calls when it failed: raises a Failure that asks for another run if a document was to blame, and is
    in quarantine now; returns if none was."""

    def look(context: AssetExecutionContext, error: Exception) -> None:
        if "Out of Memory Error" in str(error):
            raise Failure(_TOO_LITTLE_MEMORY, allow_retries=False) from error
        said = isolate()
        if said:
            context.instance.add_run_tags(context.run_id, _AGAIN)
            raise Failure(" | ".join(said), metadata={"isolated": said}, allow_retries=False) from error

    return look
